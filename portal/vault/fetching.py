"""What a conversation asks to have fetched from outside and put into the vault, and why that may not be."""

from dataclasses import dataclass

from portal.errands import Errand
from portal.errors import Refused

MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE  # Telegram gives a bot no larger file (20 MiB); said as people count


class FileTooLarge(Refused):
    """A file is larger than what is taken here; facts: most (megabytes)."""


class FileNotFetched(Refused):
    """Telegram did not give a file, however often it was asked; the file is still in the chat."""


class FileNotKept(Refused):
    """A file could not be put into the vault: it is full, or away. The operator is told by the log."""


class FileInfected(Refused):
    """The virus scanner knows a file as harmful; facts: name, as the scanner calls what it found."""


class ScannerAway(Refused):
    """The virus scanner does not answer, and no file passes unscanned; it can be sent again, or tried again."""


@dataclass(frozen=True)
class Fetch(Errand):
    """A file to be fetched, judged, made safe and sealed; its value is a `Kept`, or a `Refused`.

    `file_id`: Telegram's; `kinds`: media types that may come of it, `image/*` for a family; `most`: bytes; `page`:
    whether a page that a photo clearly shows is wanted too (`Kept.page`).
    """

    file_id: str
    kinds: tuple[str, ...]
    most: int
    page: bool = False
