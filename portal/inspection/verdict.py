"""What comes of looking at a file."""

from typing import NamedTuple

from portal.errors import Refused


class FileUnfit(Refused):
    """A file cannot be taken; facts: why (empty, unknown, broken, animated, too_many_pixels, encrypted, active …)."""


class Judged(NamedTuple):
    """A file made safe: its content, what it is, how many pages it has, and the page that a photo clearly shows."""

    content: bytes
    content_type: str
    pages: int = 1
    page: bytes | None = None  # a JPEG: the page alone, seen from above, straight, lit evenly
