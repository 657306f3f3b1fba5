"""Looks at a stranger's file and makes it safe, or says why it cannot be; runs in a child process, never in ours.

Pillow, libheif and qpdf read what anybody may have written: nothing of them is loaded before a file comes.
"""

from collections.abc import Sequence

from portal.inspection.kinds import PDF, TIFF, allows, kind_of, picture_kind
from portal.inspection.verdict import FileUnfit, Judged

LANGUAGES = ("fra", "eng")  # that documents are read in

__all__ = [
    "LANGUAGES",
    "PDF",
    "FileUnfit",
    "Judged",
    "allows",
    "bind",
    "inspect",
    "kind_of",
    "read_page",
    "sheet",
]


def inspect(content: bytes, kinds: tuple[str, ...] = (), page: bool = False) -> Judged | FileUnfit:
    """Return the file made safe; `kinds`: the media types that may come of it (none: all that can be taken).

    With `page`, a picture that clearly shows a page comes with that page.
    """
    kind = kind_of(content)
    if not content:
        return FileUnfit(why="empty")
    if kind is None:
        return FileUnfit(why="unknown")
    if kind == PDF:
        return _paper(content) if allows(kinds, PDF) else FileUnfit(why="no_pdf_here")
    becomes = picture_kind(kinds)
    if kind == TIFF and allows(kinds, PDF) and (pages := _frames(content)) is not None:
        return pages
    return _picture(content, kind, becomes, page) if becomes else FileUnfit(why="pdf_here")


def bind(parts: Sequence[bytes]) -> Judged | FileUnfit:
    """Return one PDF of pictures and papers that were made safe before, in this order."""
    from portal.inspection.binding import bound  # noqa: PLC0415  see above

    return bound(parts)


def read_page(content: bytes, number: int, folder: str) -> str | None:
    """Return the words on a page (from 0) of a picture or PDF; None when there is no such page (see `reading`)."""
    from portal.inspection import reading  # noqa: PLC0415  see above

    return reading.read_page(content, number, folder, LANGUAGES)


def sheet(pictures: Sequence[bytes], side: int = 640, more: int = 0) -> bytes:
    """Return a JPEG of the first four of these pictures and papers, and how many pages are left (see `thumbnails`)."""
    from portal.inspection.thumbnails import contact_sheet  # noqa: PLC0415  see above

    return contact_sheet(pictures, side, more)


def _picture(content: bytes, kind: str, becomes: str, page: bool) -> Judged | FileUnfit:
    from portal.inspection.pictures import remade  # noqa: PLC0415  see above

    return remade(content, kind, becomes, page=page)


def _frames(content: bytes) -> Judged | FileUnfit | None:
    from portal.inspection.frames import bound_frames  # noqa: PLC0415  see above

    return bound_frames(content)


def _paper(content: bytes) -> Judged | FileUnfit:
    from portal.inspection.papers import rewritten  # noqa: PLC0415  see above

    return rewritten(content)
