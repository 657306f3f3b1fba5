"""What need not be kept: codes, tries, proofs and resets that can no longer matter."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from portal.accounts import contact_store
from portal.accounts.contact_model import ContactChange, ContactCode
from portal.accounts.model import AccessCode, ProofRow, Reset, Tries, WrongCode
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
)


def forget(work: Work, limit: int = 500) -> int:
    """Delete up to `limit` old rows of each kind, and wipe old addresses; returns how many went."""
    gone = contact_store.wipe(work, limit)
    for table, at, kept in KEPT:
        (key,) = table.__table__.primary_key
        old = select(key).where(at < work.now - kept).limit(limit)
        gone += work.execute(delete(table).where(key.in_(old.scalar_subquery()))).rowcount
    return gone
