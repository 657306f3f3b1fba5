"""Readers are told that something is new in their space: once an hour at most, by day, never what.

A row for each reader says when she is to be told next; time (`tell_due`) tells her, and delivery asks again. Who has
stopped notices is not told; what is new to her stays marked as new.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, update

from portal import accounts, hours
from portal.database import insert_for
from portal.documents import store
from portal.documents.model import NewsRow
from portal.mailroom import outbox
from portal.mailroom.outbox import Row
from portal.parts import apart
from portal.work import Work

QUIET = ("21:30", "07:30")  # in the reader's own time zone
APART = timedelta(hours=1)  # between two messages: what comes in between is told by the second
ELSEWHERE = timedelta(days=1)  # between two e-mails (or SMS) to who cannot be reached in the chat
STANDS = timedelta(hours=40)  # for which an earlier message can be taken out of the chat
SLOT = "documents_new"
AT_ONCE = 200

row = NewsRow.__table__.c


class _News(NamedTuple):
    account_id: str
    due_at: datetime | None
    told_at: datetime | None
    elsewhere_at: datetime | None


def announce(work: Work, account_ids: Sequence[str]) -> None:
    """Plan when these readers are told that something is new to them; who will be told already stays as she is."""
    known = {one.account_id: one for one in _read(work, row.account_id.in_(account_ids))}
    for account_id in account_ids:
        before = known.get(account_id)
        if before is None or before.due_at is None:
            told_at = before.told_at if before else None
            _plan(work, account_id, max(work.now, told_at + APART) if told_at else work.now)


def tell_due(work: Work) -> int:
    """Tell whose time has come; returns how many there were, at most one batch."""
    due = _read(work, row.due_at <= work.now, limit=AT_ONCE)
    ids = {one.account_id for one in due}
    chats, lost = accounts.reachable(work, ids) if due else {}, accounts.lost(work, ids) if due else set()
    for one in sorted(due, key=lambda one: one.account_id):
        told = partial(_tell, work, one, chats.get(one.account_id), lost=one.account_id in lost)
        if not apart(work, told):
            _change(work, one.account_id, due_at=work.now + APART)
    return len(due)


def _tell(work: Work, one: _News, chat: int | None, *, lost: bool) -> None:
    if not store.count_unread(work, one.account_id):
        _change(work, one.account_id, due_at=None)
    elif (awake := _awake(work, one.account_id)) > work.now:
        _change(work, one.account_id, due_at=awake)
    elif chat is not None:
        _tell_in_chat(work, one, str(chat))
    elif lost:
        _tell_elsewhere(work, one)
    else:
        _change(work, one.account_id, due_at=None)


def still_new(work: Work, account_id: str) -> bool:
    """Tell whether that message still makes sense; at night, or with nobody there any more, time sees to it again."""
    if not store.count_unread(work, account_id):
        return False
    there = account_id in accounts.reachable(work, [account_id])
    if there and _awake(work, account_id) == work.now:
        return True
    _plan(work, account_id, work.now)
    return False


def not_reached(work: Work, account_id: str) -> None:
    """Have whoever turned out to be unreachable in the chat told another way."""
    _plan(work, account_id, work.now)


def _tell_in_chat(work: Work, one: _News, chat: str) -> None:
    """Write the message, in place of the one before it: two say no more than one."""
    facts = {"account_id": one.account_id}
    row_of_news = Row(
        "bulk", chat, "documents_new", facts, slot=SLOT, account_id=one.account_id,
        key=f"news:{one.account_id}:{work.now.isoformat()}", expires_at=work.now + ELSEWHERE,
    )  # fmt: skip
    stands = one.told_at is not None and work.now - one.told_at < STANDS
    outbox.put_many(work, [*([Row("bulk", chat, "retire", {}, slot=SLOT)] if stands else []), row_of_news])
    _change(work, one.account_id, due_at=None, told_at=work.now)


def _tell_elsewhere(work: Work, one: _News) -> None:
    again = one.elsewhere_at + ELSEWHERE if one.elsewhere_at else work.now
    if again > work.now:
        _change(work, one.account_id, due_at=again)
        return
    way = "email" if work.policy.email else "sms"
    facts = {"account_id": one.account_id, "bot": work.policy.bot_username}
    accounts.write_to(work, one.account_id, way, "documents_new", facts)
    _change(work, one.account_id, due_at=None, elsewhere_at=work.now)


def _awake(work: Work, account_id: str) -> datetime:
    return hours.hushed(QUIET, work.now, accounts.timezone_of(work, account_id))


def _plan(work: Work, account_id: str, at: datetime) -> None:
    due_at = hours.hushed(QUIET, at, accounts.timezone_of(work, account_id))
    upsert = insert_for(work.dialect)(NewsRow)
    planned = upsert.on_conflict_do_update(index_elements=["account_id"], set_={"due_at": due_at})
    work.execute(planned, {"account_id": account_id, "due_at": due_at})


def _change(work: Work, account_id: str, **values: datetime | None) -> None:
    work.execute(update(NewsRow).where(row.account_id == account_id).values(values))


def _read(work: Work, where: ColumnElement[bool], limit: int | None = None) -> list[_News]:
    found = select(row.account_id, row.due_at, row.told_at, row.elsewhere_at).where(where)
    if limit is not None:
        found = found.order_by(row.due_at).limit(limit).with_for_update(skip_locked=True)
    return [_News(*r) for r in work.execute(found)]
