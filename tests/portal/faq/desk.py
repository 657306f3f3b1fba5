"""The desk as it ships, read once for all tests of a process."""

from functools import cache
from pathlib import Path

from conversations import understanding
from portal.encoder import HERE
from portal.faq.asking import Desk


@cache
def desk() -> Desk:
    """The FAQ without an operator's own wordings; with the encoder, where it is installed."""
    HERE.fetch()
    return understanding.desk(Path("/nowhere"))
