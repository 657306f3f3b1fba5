"""The directory of professionals: extractions of the RPPS and of FINESS, imported while it is read, searched at once.

Tantivy is loaded at the first search: nobody who does not search waits for it.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portal.directory import editions
from portal.directory.model import Listed, Place, packed, unpacked
from portal.directory.refusals import (
    DirectoryBusy,
    DirectoryEmpty,
    DirectoryShrunk,
    ExtractionBroken,
    ExtractionCut,
    ExtractionEmpty,
    ExtractionUnknown,
    ProfessionalsMissing,
)

if TYPE_CHECKING:
    from portal.directory.searching import Directory

__all__ = [
    "DirectoryBusy", "DirectoryEmpty", "DirectoryShrunk", "ExtractionBroken", "ExtractionCut", "ExtractionEmpty",
    "ExtractionUnknown", "Listed", "Place", "ProfessionalsMissing", "at", "facts", "packed", "unpacked",
]  # fmt: skip


def facts(root: Path) -> dict[str, Any] | None:
    """Return what is known of the directory in a folder (`professionals`, `imported_at` …); None when it is empty."""
    found = editions.current(root)
    return found.facts if found else None


@cache
def at(root: Path) -> "Directory":
    """Return the directory in a folder; it need not be there yet. Slow the first time: outside the transaction."""
    from portal.directory.searching import Directory  # noqa: PLC0415  Tantivy is for those who search

    return Directory(root)
