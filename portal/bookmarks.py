"""Bookmarks: where a conversation stands, sealed, so that it outlives restarts and pauses."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    bindparam,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table
from portal.forgetting import AT_A_TIME, forget_rows
from portal.statement import Prepared
from portal.work import Work

ACTIVE, PARKED, CLOSED = "active", "parked", "closed"
MOST_PARKED = 3
FAREWELL = timedelta(days=7)  # whoever comes back this late is still told that the time is over
CONTEXT = "bookmark"


class BookmarkRow(Table):
    """One conversation of one chat: its form, its turn, and the tree of answers."""

    __tablename__ = "bookmarks"
    __table_args__ = (
        Index("uq_bookmarks_active", "chat", unique=True, sqlite_where=text("state = 'active'"),
              postgresql_where=text("state = 'active'")),
        # Those that go as they expire: the active ones wait for a week more, and are not to be walked past meanwhile.
        Index("ix_bookmarks_over", "expires_at", sqlite_where=text("state <> 'active'"),
              postgresql_where=text("state <> 'active'")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat: Mapped[str] = mapped_column(String(80), index=True)
    form: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(SmallInteger)
    turn: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(8))
    account_id: Mapped[str | None] = mapped_column(String(16))
    subject: Mapped[str | None] = mapped_column(String(40))  # what it is about: an occurrence, a document
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


@dataclass
class Bookmark:
    """A conversation as the engine holds it during one turn."""

    id: str
    chat: str
    form: str
    version: int
    turn: int
    state: str
    account_id: str | None
    subject: str | None
    expires_at: datetime
    data: dict[str, Any] = field(repr=False)


row = BookmarkRow.__table__.c
COLUMNS = (
    row.id, row.chat, row.form, row.version, row.turn, row.state, row.account_id, row.subject, row.expires_at,
    row.sealed,
)  # fmt: skip

# Asked at every update, so built once.
_here = row.chat == bindparam("here")
_ACTIVE = Prepared(select(*COLUMNS).where(_here, row.state == ACTIVE))
_GET = Prepared(select(*COLUMNS).where(_here, row.id == bindparam("this")))
_open = (row.state == ACTIVE) | (row.state == PARKED)
_OVER = row.state != literal_column("'active'")  # spelled as the index spells it, so that it serves
_same = row.subject.is_not_distinct_from(bindparam("about"))  # both may be about nothing
_ABOUT = Prepared(select(*COLUMNS).where(_here, row.form == bindparam("of"), _same, _open))
_FORM = Prepared(select(row.form).where(_here, row.state == ACTIVE))
_REPLACE = Prepared(update(BookmarkRow).where(_here, row.form == bindparam("of"), _same, row.state != CLOSED))
_START = Prepared(insert(BookmarkRow))
_SAVE = Prepared(update(BookmarkRow).where(row.id == bindparam("this")))
_PARK = Prepared(update(BookmarkRow).where(_here, row.state == ACTIVE))
_OLDEST = Prepared(
    select(row.id)
    .where(_here, row.state == PARKED)
    .order_by(row.updated_at.desc())
    .limit(100)
    .offset(MOST_PARKED)
)


def active(work: Work, chat: str) -> Bookmark | None:
    """Return the conversation this chat is in."""
    return _one(work, _ACTIVE, here=chat)


def active_form(work: Work, chat: str) -> str | None:
    """Return the name of the conversation this chat is in, without opening it."""
    form: str | None = work.execute(_FORM, {"here": chat}).scalar()
    return form


def get(work: Work, chat: str, bookmark_id: str) -> Bookmark | None:
    """Return a conversation of this chat; one of another chat does not exist for it."""
    return _one(work, _GET, here=chat, this=bookmark_id)


def about(work: Work, chat: str, form: str, subject: str | None) -> Bookmark | None:
    """Return the open conversation of this chat about this subject, or about none."""
    return _one(work, _ABOUT, here=chat, of=form, about=subject)


def parked(work: Work, chat: str) -> list[Bookmark]:
    """Return the conversations put aside, the latest first."""
    mine = (row.chat == chat) & (row.state == PARKED) & (row.expires_at > work.now)
    found = work.execute(select(*COLUMNS).where(mine).order_by(row.updated_at.desc()))
    return [_opened(work, r) for r in found]


def start(work: Work, bookmark: Bookmark) -> None:
    """Store a new conversation as the active one: it takes the place of one of its kind, others are parked."""
    same = {"here": bookmark.chat, "of": bookmark.form, "about": bookmark.subject}
    work.execute(_REPLACE, {**same, **_closed(work)})
    park(work, bookmark.chat)
    values = _values(work, bookmark) | {"id": bookmark.id, "chat": bookmark.chat, "created_at": work.now}
    work.execute(_START, values)


def put_aside(work: Work, bookmark: Bookmark) -> None:
    """Store a new conversation as a parked one, to be begun later; the active one stays so."""
    bookmark.state = PARKED
    values = _values(work, bookmark) | {"id": bookmark.id, "chat": bookmark.chat, "created_at": work.now}
    work.execute(_START, values)


def save(work: Work, bookmark: Bookmark) -> None:
    """Store how far the conversation got."""
    work.execute(_SAVE, {"this": bookmark.id, **_values(work, bookmark)})


def park(work: Work, chat: str) -> None:
    """Put the active conversation aside; beyond three, the oldest ones are closed."""
    work.execute(_PARK, {"here": chat, "state": PARKED, "updated_at": work.now})
    ids = [r.id for r in work.execute(_OLDEST, {"here": chat})]
    if ids:
        work.execute(update(BookmarkRow).where(row.id.in_(ids)).values(_closed(work)))


def resume(work: Work, bookmark: Bookmark) -> None:
    """Make a parked conversation the active one."""
    if bookmark.state != ACTIVE:
        park(work, bookmark.chat)
        bookmark.state = ACTIVE
        save(work, bookmark)


def place(bookmark_id: str) -> str:
    """Return the name of the place in the chat where a conversation stands."""
    return f"b:{bookmark_id}"


def close(work: Work, bookmark: Bookmark) -> None:
    """End a conversation and wipe what it held."""
    bookmark.state = CLOSED
    work.execute(_SAVE, {"this": bookmark.id, "turn": bookmark.turn, **_closed(work)})


def close_all(work: Work, chat: str, account_id: str) -> list[str]:
    """End every conversation this chat had on behalf of an account, as when it is unlinked; returns their ids."""
    return _close(work, (row.chat == chat) & (row.account_id == account_id) & (row.state != CLOSED))


def close_about(work: Work, chat: str, account_id: str, subject: str) -> list[str]:
    """End the conversations this chat had on behalf of an account about one subject; returns their ids."""
    return _close(
        work, (row.chat == chat) & (row.account_id == account_id) & (row.subject == subject) & _open
    )


def _close(work: Work, these: ColumnElement[bool]) -> list[str]:
    ids = [r.id for r in work.execute(select(row.id).where(these))]
    if ids:
        work.execute(update(BookmarkRow).where(row.id.in_(ids)).values(_closed(work)))
    return ids


def forget(work: Work, limit: int = AT_A_TIME) -> int:
    """Delete up to `limit` conversations that expired; the active ones a little later, after they could say so."""
    told = row.expires_at < work.now - FAREWELL
    over = _OVER & (row.expires_at < work.now)
    return forget_rows(work, row.id, over, limit) or forget_rows(work, row.id, told, limit)


def _closed(work: Work) -> dict[str, Any]:
    return {"state": CLOSED, "sealed": b"", "updated_at": work.now}


def _values(work: Work, bookmark: Bookmark) -> dict[str, Any]:
    return {
        "form": bookmark.form,
        "version": bookmark.version,
        "turn": bookmark.turn,
        "state": bookmark.state,
        "account_id": bookmark.account_id,
        "subject": bookmark.subject,
        "sealed": work.keys.seal_json(CONTEXT, bookmark.data),
        "updated_at": work.now,
        "expires_at": bookmark.expires_at,
    }


def _one(work: Work, query: Prepared, **named: str | None) -> Bookmark | None:
    found = work.execute(query, named).first()
    return _opened(work, found) if found else None


def _opened(work: Work, found: Any) -> Bookmark:
    sealed = found[-1]
    data = work.keys.open_json(CONTEXT, sealed) if sealed else {}
    return Bookmark(*(*tuple(found)[:-1], data))
