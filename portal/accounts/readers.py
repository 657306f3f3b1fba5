"""Readers: in which language and time zone a chat is spoken to, and for which account."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from portal.accounts.model import Account, Chat, Link
from portal.accounts.store import account, chat, link
from portal.work import Work


class Reader(NamedTuple):
    """How to speak to a chat; `account_id` is None for a chat that is linked to nobody."""

    language: str
    timezone: str
    account_id: str | None


# Asked at every update and every delivery, so built once.
_READERS = (
    select(
        chat.chat_id,
        func.coalesce(account.language, chat.language, chat.language_code),
        account.timezone,
        account.id,
    )
    .select_from(Chat)
    .outerjoin(Link, (link.chat_id == chat.chat_id) & link.ended_at.is_(None))
    .outerjoin(Account, (account.id == link.account_id) & account.locked_at.is_(None))
    .where(chat.chat_id.in_(bindparam("chats", expanding=True)))
)


def readers(work: Work, chat_ids: Collection[int]) -> dict[int, Reader]:
    """Return the reader of each chat; the operator's defaults stand in for what is not known."""
    unknown = Reader(work.policy.language, work.policy.timezone, None)
    known = {
        chat_id: Reader(_spoken(work, language), timezone or work.policy.timezone, account_id)
        for chat_id, language, timezone, account_id in work.execute(_READERS, {"chats": list(chat_ids)})
    }
    return dict.fromkeys(chat_ids, unknown) | known


def reader(work: Work, chat_id: int) -> Reader:
    """Return the reader of one chat."""
    return readers(work, [chat_id])[chat_id]


def _spoken(work: Work, language: str | None) -> str:
    return language if language in work.policy.languages else work.policy.language
