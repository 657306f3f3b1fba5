"""The desk as it ships, read once for all tests of a process."""

from functools import cache
from pathlib import Path

from conversations import understanding
from portal.faq.asking import Desk


@cache
def desk() -> Desk:
    """The FAQ without an operator's own wordings."""
    return understanding.desk(Path("/nowhere"))
