"""PDF files of strangers: whole, readable by anyone, without a program inside, written anew without their history."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from portal.inspection.kinds import PDF
from portal.inspection.verdict import FileUnfit, Judged

PAGES = 200
OBJECTS = 100_000
DEPTH = 40
# What makes a PDF do something, or carry something (ISO 32000-2, 12.6.4 actions, 7.11.4 embedded files).
ACTIVE = frozenset(("/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/XFA"))
ACTIONS = frozenset(("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"))


def rewritten(content: bytes) -> Judged | FileUnfit:
    """Return the PDF without its metadata and what stood around it, or why it cannot be taken."""
    try:
        with pikepdf.open(BytesIO(content)) as paper:
            return _judged(paper)
    except pikepdf.PasswordError:
        return FileUnfit(why="encrypted")
    except MemoryError:
        return FileUnfit(why="too_many_pages")
    except Exception:  # what strangers write breaks readers in ways of its own
        return FileUnfit(why="broken")


def _judged(paper: pikepdf.Pdf) -> Judged | FileUnfit:
    if paper.is_encrypted:
        return FileUnfit(why="encrypted")
    if not 1 <= len(paper.pages) <= PAGES or len(paper.objects) > OBJECTS:
        return FileUnfit(why="too_many_pages" if len(paper.pages) else "broken")
    if any(_acts(one) for one in paper.objects):
        return FileUnfit(why="active")
    for holder, name in ((paper.trailer, "/Info"), (paper.Root, "/Metadata"), (paper.Root, "/PieceInfo")):
        if name in holder:
            del holder[name]
    made = BytesIO()
    paper.save(made)
    return Judged(made.getvalue(), PDF, len(paper.pages))


def _acts(found: Any, depth: int = 0) -> bool:
    """Tell whether an object, with what is written inside it, could make a reader do more than show pages."""
    if depth > DEPTH:
        return True
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(found.keys())
        return bool(keys & ACTIVE) or str(found.get("/S", "")) in ACTIONS or _inside(found, keys, depth)
    return isinstance(found, pikepdf.Array) and any(_acts(one, depth + 1) for one in _own(found))


def _inside(found: Any, keys: set[str], depth: int) -> bool:
    return any(_acts(one, depth + 1) for one in _own(found[key] for key in keys))


def _own(values: Any) -> Iterator[Any]:
    """Yield what is written in its place: what is only pointed at is an object of its own, and has its turn."""
    return (one for one in values if isinstance(one, pikepdf.Object) and not one.is_indirect)
