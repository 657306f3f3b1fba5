"""A new password after a reset: by the chat that typed the code, or by who holds the link's token."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from portal.accounts import addresses, distrust, notices, sessions, signin, store
from portal.accounts.model import Reset
from portal.accounts.refusals import ResetExpired, ResetUnknown, ResetUsed
from portal.accounts.resets import ResetProof, row, token_key
from portal.work import Work

Unusable = ResetUnknown | ResetExpired | ResetUsed


@dataclass(frozen=True)
class ResetOpened:
    """A reset that can be used: what its page shows."""

    reset_id: str
    account_id: str
    email_hint: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class PasswordReset:
    """The password is the new one."""

    account_id: str


def open_reset(work: Work, token: str) -> ResetOpened | Unusable:
    """Show a reset by its token; changes nothing, since mail scanners follow links."""
    found = _usable(work, row.token_key == token_key(work, token))
    if not isinstance(found, Row):
        return found
    owner = store.by_id(work, found.account_id)
    if owner is None:
        return ResetUnknown()
    return ResetOpened(found.id, owner.id, addresses.email_hint(owner.email), found.expires_at)


def prove_reset(work: Work, chat_id: int, token: str) -> ResetProof | Unusable:
    """Accept the token in a chat, as when the link opens the bot, in place of the code."""
    found = _usable(work, row.token_key == token_key(work, token))
    if not isinstance(found, Row):
        return found
    work.execute(update(Reset).where(row.id == found.id).values(proven_by=chat_id))
    return ResetProof(found.id, found.account_id)


def reset_password(work: Work, chat_id: int, reset_id: str, password_hash: str) -> PasswordReset | Unusable:
    """Set the password of a reset that this chat has proven."""
    return _reset(work, (row.id == reset_id) & (row.proven_by == chat_id), password_hash, chat_id)


def reset_password_by_token(work: Work, token: str, password_hash: str) -> PasswordReset | Unusable:
    """Set the password of a reset by its token, as the page of the link does."""
    return _reset(work, row.token_key == token_key(work, token), password_hash)


def _reset(
    work: Work, where: Any, password_hash: str, acting_chat: int | None = None
) -> PasswordReset | Unusable:
    found = _usable(work, where)
    if not isinstance(found, Row):
        return found
    owner = store.hold(work, found.account_id)
    if owner is None or owner.locked_at:
        return ResetUnknown()
    once = update(Reset).where(row.id == found.id, row.used_at.is_(None))
    if work.execute(once.values(used_at=work.now)).rowcount != 1:
        return ResetUsed()
    store.change(work, owner.id, password=password_hash, password_at=work.now, reset_at=work.now)
    distrust.void(work, owner.id)
    sessions.weaken(work, owner.id)
    signin.forgive(work, owner.email_key)
    _tell(work, owner, acting_chat)
    return PasswordReset(owner.id)


def _tell(work: Work, owner: store.Row, acting_chat: int | None) -> None:
    """Tell the owner; not in the chat that has just done it."""
    facts = {"at": work.now.isoformat(), "language": owner.language}
    notices.by_email(work, owner, "password_changed", facts)
    chat_id = store.live_chat(work, owner.id)
    if chat_id not in (None, acting_chat):
        notices.in_chat(work, chat_id, "password_changed", facts, owner.id)


def _usable(work: Work, where: Any) -> Row[Any] | Unusable:
    query = select(Reset.__table__).where(where, row.account_id.is_not(None)).with_for_update()
    found = work.execute(query).first()
    if found is None:
        return ResetUnknown()
    if found.used_at:
        return ResetUsed()
    return found if found.expires_at > work.now else ResetExpired()
