"""Proofs: what a chat has just shown to know or hold, for one purpose, used once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from portal.accounts.model import ProofRow
from portal.work import Work

PASSWORD, MAIL, FULL, NONE = "password", "mail", "full", "none"
KEPT = {PASSWORD: timedelta(hours=1), MAIL: timedelta(minutes=15), FULL: timedelta(minutes=15)}

row = ProofRow.__table__.c


@dataclass(frozen=True)
class Proof:
    """A proof that was given: keep its id, not what proved it. `strength`: full, mail or password."""

    id: str
    account_id: str
    strength: str
    expires_at: datetime


def give(work: Work, chat_id: int, account_id: str, purpose: str, strength: str) -> Proof:
    """Record that this chat has proven something."""
    proof = Proof(work.chance.name(), account_id, strength, work.now + KEPT[strength])
    values: dict[str, Any] = {
        "id": proof.id,
        "chat_id": chat_id,
        "account_id": account_id,
        "purpose": purpose,
    }
    work.execute(insert(ProofRow), {**values, "strength": strength, "expires_at": proof.expires_at})
    return proof


def take(work: Work, chat_id: int, proof_id: str, purpose: str) -> Proof | None:
    """Use up a code's proof of this chat; None when there is no such live proof."""
    return _take(work, (row.id == proof_id) & (row.chat_id == chat_id) & (row.strength != PASSWORD), purpose)


def stands(work: Work, chat_id: int, proof_id: str, purpose: str, account_id: str) -> bool:
    """Tell whether this chat holds such a proof of full strength; it stays to be used."""
    live = (row.id == proof_id) & (row.chat_id == chat_id) & (row.purpose == purpose) & row.used_at.is_(None)
    hers = live & (row.account_id == account_id) & (row.strength == FULL) & (row.expires_at > work.now)
    return work.execute(select(row.id).where(hers)).first() is not None


def take_password(work: Work, chat_id: int, account_id: str) -> Proof | None:
    """Use up the proof that this chat knows the account's password."""
    mine = (row.chat_id == chat_id) & (row.account_id == account_id) & (row.strength == PASSWORD)
    return _take(work, mine, PASSWORD)


def void(work: Work, account_id: str) -> None:
    """Make every proof about this account worthless: its password has changed."""
    work.execute(
        update(ProofRow).where(row.account_id == account_id, row.used_at.is_(None)).values(used_at=work.now)
    )


def _take(work: Work, where: Any, purpose: str) -> Proof | None:
    live = where & (row.purpose == purpose) & row.used_at.is_(None) & (row.expires_at > work.now)
    used = update(ProofRow).where(live).values(used_at=work.now)
    found = work.execute(used.returning(row.id, row.account_id, row.strength, row.expires_at)).first()
    return Proof(*found) if found else None
