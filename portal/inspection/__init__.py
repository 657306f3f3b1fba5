"""Looks at a stranger's file and makes it safe, or says why it cannot be; runs in a child process, never in ours.

Pillow, libheif and qpdf read what anybody may have written: nothing of them is loaded before a file comes.
"""

from portal.inspection.kinds import MADE, PDF, allows, kind_of, picture_kind
from portal.inspection.verdict import FileUnfit, Judged

__all__ = ["MADE", "PDF", "FileUnfit", "Judged", "allows", "inspect", "kind_of"]


def inspect(content: bytes, kinds: tuple[str, ...] = ()) -> Judged | FileUnfit:
    """Return the file made safe; `kinds`: the media types that may come of it (none: all that can be taken)."""
    kind = kind_of(content)
    if not content:
        return FileUnfit(why="empty")
    if kind is None:
        return FileUnfit(why="unknown")
    if kind == PDF:
        return _paper(content) if allows(kinds, PDF) else FileUnfit(why="no_pdf_here")
    becomes = picture_kind(kinds)
    return _picture(content, kind, becomes) if becomes else FileUnfit(why="pdf_here")


def _picture(content: bytes, kind: str, becomes: str) -> Judged | FileUnfit:
    from portal.inspection.pictures import remade  # noqa: PLC0415  see above

    return remade(content, kind, becomes)


def _paper(content: bytes) -> Judged | FileUnfit:
    from portal.inspection.papers import rewritten  # noqa: PLC0415  see above

    return rewritten(content)
