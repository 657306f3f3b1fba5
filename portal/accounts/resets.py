"""Forgotten passwords: a code and a link by e-mail, once, for thirty minutes.

Known and unknown addresses get the same answer and the same work. A reset opens nothing by itself: signing in
still needs an access code, for a day not by e-mail, and the live chat shows nothing before a full one.
Guessing: ten resets a day of five tries at one in 100,000,000.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, or_, select, update

from portal.accounts import addresses, authenticator, chats, notices, sending, store
from portal.accounts.model import Reset
from portal.accounts.refusals import (
    CodeExpired,
    CodeLocked,
    CodeMissing,
    CodesExhausted,
    CodeTooSoon,
    CodeUsed,
    CodeWrong,
)
from portal.work import Work

VALID = timedelta(minutes=30)
DIGITS = 8
TRIES = 5

row = Reset.__table__.c


@dataclass(frozen=True)
class ResetAsked:
    """If there is such an account, an e-mail is on its way."""

    again_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class ResetProof:
    """The mailbox was proven in this chat: keep the id for `reset_password`."""

    reset_id: str
    account_id: str


def ask_reset(work: Work, chat_id: int, email: str) -> ResetAsked | CodeTooSoon | CodesExhausted:
    """Send a reset by e-mail, if there is such an account, and it ever had a password."""
    key = addresses.email_key(work.keys, email)
    found = store.by_email(work, key)
    sent = _sends(work, chat_id, key)
    if refused := sending.refusal(sent, work.now):
        return refused
    to = found if found and found.password and not found.locked_at else None
    code, token, expires_at = work.chance.digits(DIGITS), work.chance.token(), work.now + VALID
    earlier = update(Reset).where(row.chat_id == chat_id, row.expires_at > work.now)
    work.execute(earlier.values(expires_at=work.now))
    _keep(work, chat_id, key, to.id if to else None, code, token, expires_at)
    manner = chats.manner(work, chat_id, to)
    facts = {"code": code, "token": token, "expires_at": expires_at.isoformat(), **manner}
    notices.by_email(work, to, "password_reset", facts, expires_at)
    return ResetAsked(sending.again_at([*sent, work.now], work.now), expires_at)


def check_reset(
    work: Work, chat_id: int, typed: str
) -> ResetProof | CodeWrong | CodeExpired | CodeUsed | CodeLocked | CodeMissing:
    """Check the typed code of the last reset this chat has asked for."""
    asked = _last(work, chat_id)
    if asked is None:
        return CodeMissing()
    if asked.used_at:
        return CodeUsed()
    if asked.expires_at <= work.now:
        return CodeExpired()
    if asked.tries >= TRIES:
        return _locked(work, asked)
    right = hmac.compare_digest(asked.digest, _digest(work, asked.id, authenticator.digits(typed)))
    if not right or asked.account_id is None:
        work.execute(update(Reset).where(row.id == asked.id).values(tries=row.tries + 1))
        left = TRIES - asked.tries - 1
        return CodeWrong(left=left) if left else _locked(work, asked)
    work.execute(update(Reset).where(row.id == asked.id).values(proven_by=chat_id))
    return ResetProof(asked.id, asked.account_id)


def token_key(work: Work, token: str) -> str:
    """Return the keyed hash under which a reset's token is found."""
    return work.keys.find("reset", token)


def _locked(work: Work, asked: Row[Any]) -> CodeLocked:
    return CodeLocked(until=sending.again_at(_sends(work, asked.chat_id, asked.email_key), work.now))


def _sends(work: Work, chat_id: int, email_key: str) -> list[datetime]:
    theirs = or_(row.chat_id == chat_id, row.email_key == email_key)
    query = select(row.created_at).where(theirs, row.created_at > work.now - sending.DAY)
    return list(work.execute(query).scalars())


def _keep(
    work: Work,
    chat_id: int,
    email_key: str,
    account_id: str | None,
    code: str,
    token: str,
    expires_at: datetime,
) -> None:
    reset_id = work.chance.name()
    whose = {"id": reset_id, "chat_id": chat_id, "email_key": email_key, "account_id": account_id}
    secrets = {"digest": _digest(work, reset_id, code), "token_key": token_key(work, token), "tries": 0}
    work.execute(insert(Reset), {**whose, **secrets, "created_at": work.now, "expires_at": expires_at})


def _last(work: Work, chat_id: int) -> Row[Any] | None:
    query = select(Reset.__table__).where(row.chat_id == chat_id).order_by(row.created_at.desc())
    return work.execute(query.limit(1).with_for_update()).first()


def _digest(work: Work, reset_id: str, digits: str) -> str:
    return work.keys.find("reset code", f"{reset_id}:{digits}")
