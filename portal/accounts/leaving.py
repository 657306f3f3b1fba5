"""Leaving: an account whose owner has left is closed, is written to no more, and is hers again when she signs in."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select

from portal.accounts import links, proofs, store
from portal.accounts.model import Account, Chat, Link
from portal.accounts.store import account, chat, link
from portal.work import Work

REASON = "left"


def leave(work: Work, account_id: str) -> None:
    """Close an account: its chat speaks for it no more, and no reminder goes out. `link` opens it again."""
    store.change(work, account_id, leaving_at=work.now)
    links.unlink(work, REASON, account_id=account_id)
    proofs.void(work, account_id)


def erase(work: Work, account_id: str) -> None:
    """Remove an account and its links: nothing leads to its owner any more."""
    work.execute(delete(Link).where(link.account_id == account_id))
    work.execute(delete(Account).where(account.id == account_id))


def leaving_since(work: Work, account_id: str) -> datetime | None:
    """Return since when the owner of an account has left; None when she is there, or there is no such account."""
    return work.execute(select(account.leaving_at).where(account.id == account_id)).scalar()


def away(work: Work, account_ids: Collection[str]) -> set[str]:
    """Return those of these accounts whose owners have left."""
    left = select(account.id).where(account.id.in_(account_ids), account.leaving_at.is_not(None))
    return set(work.execute(left).scalars())


def last_chat(work: Work, account_id: str) -> int | None:
    """Return the chat that last spoke for an account, if it speaks for nobody now and has not blocked the bot."""
    latest = select(link.chat_id, link.ended_at).where(link.account_id == account_id)
    last = work.execute(latest.order_by(link.linked_at.desc(), link.id).limit(1)).first()
    if last is None or last.ended_at is None:
        return None
    taken = select(Link.id).where(link.chat_id == last.chat_id, link.ended_at.is_(None))
    blocked = select(Chat.chat_id).where(chat.chat_id == last.chat_id, chat.blocked_at.is_not(None))
    if work.execute(taken).first() or work.execute(blocked).first():
        return None
    return int(last.chat_id)
