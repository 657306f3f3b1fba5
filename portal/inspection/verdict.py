"""What comes of looking at a file."""

from typing import NamedTuple

from portal.errors import Refused


class FileUnfit(Refused):
    """A file cannot be taken; facts: why (empty, unknown, broken, not_here, too_many_pixels, encrypted, active …)."""


class Judged(NamedTuple):
    """A file made safe: its content, and what it is."""

    content: bytes
    content_type: str
