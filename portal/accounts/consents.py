"""Consent to speak of health in this chat: what was asked, what was answered, and when; all is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from portal.accounts.model import Consent
from portal.accounts.store import link
from portal.mailroom import outbox
from portal.statement import Prepared
from portal.work import Work

GIVEN, REFUSED, WITHDRAWN = "given", "refused", "withdrawn"

row = Consent.__table__.c

# Asked at every answer about health, so built once.
_linked = select(link.account_id).where(link.chat_id == bindparam("here"), link.ended_at.is_(None))
_hers = row.account_id.is_(None) | (row.account_id == _linked.scalar_subquery())
_LATEST = Prepared(
    select(row.answer, row.version)
    .where(row.chat_id == bindparam("here"), _hers)
    .order_by(row.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class ConsentFacts:
    """One answer to one version of the text."""

    version: str
    answer: str
    at: datetime


def consent(work: Work, chat_id: int, account_id: str | None, version: str) -> None:
    """Record that the person agrees to this version of the text."""
    _answer(work, chat_id, account_id, version, GIVEN)


def refuse(work: Work, chat_id: int, account_id: str | None, version: str) -> None:
    """Record that the person does not agree to this version of the text."""
    _answer(work, chat_id, account_id, version, REFUSED)


def withdraw(work: Work, chat_id: int, account_id: str | None, version: str) -> None:
    """Record that the person no longer agrees; what was said in the chat leaves it at once."""
    _answer(work, chat_id, account_id, version, WITHDRAWN)
    outbox.hasten(work, "purge", str(chat_id))


def has_consented(work: Work, chat_id: int, version: str) -> bool:
    """Tell whether the person now in this chat agrees to this version.

    Who was linked here before has not agreed for her.
    """
    return bool(work.execute(_LATEST, {"here": chat_id}).first() == (GIVEN, version))


def consents_of(work: Work, account_id: str) -> list[ConsentFacts]:
    """Return every answer given for this account, the oldest first."""
    query = select(row.version, row.answer, row.at).where(row.account_id == account_id).order_by(row.id)
    return [ConsentFacts(*found) for found in work.execute(query)]


def adopt(work: Work, chat_id: int, account_id: str) -> None:
    """Give the account what was answered in its chat before they were linked."""
    unowned = update(Consent).where(row.chat_id == chat_id, row.account_id.is_(None))
    work.execute(unowned.values(account_id=account_id))


def _answer(work: Work, chat_id: int, account_id: str | None, version: str, answer: str) -> None:
    values = {"chat_id": chat_id, "account_id": account_id, "version": version, "answer": answer}
    work.execute(insert(Consent), {**values, "at": work.now})
