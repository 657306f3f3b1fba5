"""What need not be kept: codes, tries, proofs, resets and invitations that can no longer matter."""

from datetime import timedelta
from typing import Any

from portal.accounts import contact_store
from portal.accounts.contact_model import ContactChange, ContactCode
from portal.accounts.model import AccessCode, Invitation, ProofRow, Reset, Tries, WrongCode
from portal.forgetting import AT_A_TIME, forget_rows
from portal.work import Work

KEPT: tuple[tuple[Any, Any, timedelta], ...] = (
    (AccessCode, AccessCode.created_at, timedelta(days=7)),
    (WrongCode, WrongCode.at, timedelta(days=2)),
    (ProofRow, ProofRow.expires_at, timedelta(days=1)),
    (Reset, Reset.created_at, timedelta(days=7)),
    (ContactCode, ContactCode.created_at, timedelta(days=7)),
    # Which address an account had matters to invitations that were sent there (thirty days, and again when resent).
    (ContactChange, ContactChange.changed_at, timedelta(days=60)),
    (Tries, Tries.last_at, timedelta(days=30)),
    # As long as that, who follows an old link is told that it was used, or is too old. What a chat had proposed goes too.
    (Invitation, Invitation.expires_at, timedelta(days=90)),
)


def forget(work: Work, limit: int = AT_A_TIME) -> int:
    """Wipe old addresses, delete old rows, `limit` of all kinds together; returns how many went."""
    gone = contact_store.wipe(work, limit)
    for table, at, kept in KEPT:
        if gone < limit:
            (key,) = table.__table__.primary_key
            gone += forget_rows(work, key, at < work.now - kept, limit - gone)
    return gone
