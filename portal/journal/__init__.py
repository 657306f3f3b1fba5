"""The journal: who did what to whose record, when and why; one HMAC chain per record, so a change shows.

Why something was done is sealed, and can be forgotten without breaking the chain (docs/decisions/0021).
"""

from portal.journal.anchoring import Anchor, anchor
from portal.journal.lines import (
    FORGOTTEN,
    Line,
    Without,
    actors,
    by_others,
    first_by_others,
    forget,
    latest,
    of_actor,
    read,
    stops,
    write,
)
from portal.journal.model import SERVICE, JournalLine
from portal.journal.verifying import Broken, Verified, verify

__all__ = [
    "FORGOTTEN", "SERVICE", "Anchor", "Broken", "JournalLine", "Line", "Verified", "Without", "actors", "anchor",
    "by_others", "first_by_others", "forget", "latest", "of_actor", "read", "stops", "verify", "write",
]  # fmt: skip
