"""Readers: in which language and time zone a chat is spoken to, and for which account."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select

from portal.accounts.model import Account, Chat, Link
from portal.accounts.store import account, chat, link
from portal.statement import Prepared
from portal.work import Work


class Reader(NamedTuple):
    """How to speak to a chat, in which manner of which language; `account_id` is None where nobody is linked."""

    language: str
    timezone: str
    account_id: str | None
    spacious: bool = False
    plain: bool = False


# Asked at every update and every delivery, so built once.
_READERS = (
    select(
        chat.chat_id,
        func.coalesce(account.language, chat.language, chat.language_code),
        account.timezone,
        account.id,
        account.spacious,
        func.coalesce(account.plain, chat.plain),
    )
    .select_from(Chat)
    .outerjoin(Link, (link.chat_id == chat.chat_id) & link.ended_at.is_(None))
    .outerjoin(Account, (account.id == link.account_id) & account.locked_at.is_(None))
)
_ALL = _READERS.where(chat.chat_id.in_(bindparam("chats", expanding=True)))
_ONE = Prepared(_READERS.where(chat.chat_id == bindparam("here")))


def readers(work: Work, chat_ids: Collection[int]) -> dict[int, Reader]:
    """Return the reader of each chat; the operator's defaults stand in for what is not known."""
    known = {found[0]: _read(work, found) for found in work.execute(_ALL, {"chats": list(chat_ids)})}
    return dict.fromkeys(chat_ids, _read(work, None)) | known


def reader(work: Work, chat_id: int) -> Reader:
    """Return the reader of one chat."""
    return _read(work, work.execute(_ONE, {"here": chat_id}).first())


def _read(work: Work, found: Any) -> Reader:
    _chat_id, language, timezone, account_id, spacious, plain = found or (0, None, None, None, None, None)
    spoken = work.policy.spoken(language, plain=bool(plain))
    return Reader(spoken, timezone or work.policy.timezone, account_id, bool(spacious), bool(plain))
