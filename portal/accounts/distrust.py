"""What a change of password, address or number makes worthless: whatever was sent or proven before it."""

from sqlalchemy import update

from portal.accounts import code_store, contact_store, proofs
from portal.accounts.model import Reset
from portal.work import Work

reset = Reset.__table__.c


def void(work: Work, account_id: str) -> None:
    """Make every code, proof and reset of this account worthless."""
    open_ = (reset.account_id == account_id) & reset.used_at.is_(None) & (reset.expires_at > work.now)
    work.execute(update(Reset).where(open_).values(expires_at=work.now))
    proofs.void(work, account_id)
    code_store.void(work, account_id)
    contact_store.void_codes(work, account_id)
