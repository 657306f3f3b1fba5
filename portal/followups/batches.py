"""What time brings, asked for and written in batches: the cost is that of what is due, not of what is stored."""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Integer, bindparam, literal_column, select, text, update

from portal.bookmarks import CLOSED as OVER
from portal.bookmarks import BookmarkRow
from portal.database import Instant
from portal.followups.model import CLOSED, FollowUpRow, OccurrenceRow
from portal.followups.store import (
    FOLLOWUP,
    OCCURRENCE,
    STILL_OPEN,
    FollowUp,
    Occurrence,
    followup,
    occurrence,
)
from portal.statement import Bulk, Prepared
from portal.work import Work

T = TypeVar("T")

MOST = 200  # in one transaction: others get their turn in between

_now = bindparam("now", type_=Instant)
# In the statement itself: PostgreSQL then knows that few are wanted, and keeps its plan instead of planning each time.
_MOST = literal_column(str(MOST), Integer)

# These run every few seconds, for ever, so they are built once; other tickers pass over what is taken here.
_RELEASE = Prepared(
    select(*FOLLOWUP).where(followup.next_at <= _now).order_by(followup.next_at)
    .limit(_MOST).with_for_update(skip_locked=True)
)  # fmt: skip
_REMIND = Prepared(
    select(*OCCURRENCE).where(occurrence.remind_at <= _now).order_by(occurrence.remind_at)
    .limit(_MOST).with_for_update(skip_locked=True)
)  # fmt: skip
_OVER = Prepared(
    select(*OCCURRENCE).where(STILL_OPEN, occurrence.closes_at <= _now).order_by(occurrence.closes_at)
    .limit(_MOST).with_for_update(skip_locked=True)
)  # fmt: skip
_THESE = select(*FOLLOWUP).where(followup.id.in_(bindparam("these", expanding=True)))
_MOVE = Prepared(update(FollowUpRow).where(followup.id == bindparam("this")))
_CHANGE = Prepared(update(OccurrenceRow).where(occurrence.id == bindparam("this")))
# PostgreSQL takes a whole batch in one statement; SQLite has no way to it, nor to the server that it would spare.
_MOVE_ALL = text(
    "UPDATE followups SET released = new.released, next_at = new.next_at FROM unnest(CAST(:ids AS text[]), "
    "CAST(:numbers AS int[]), CAST(:instants AS timestamptz[])) AS new (id, released, next_at) "
    "WHERE followups.id = new.id"
)
_CHANGE_ALL = text(
    "UPDATE occurrences SET reminded = new.reminded, remind_at = new.remind_at FROM unnest(CAST(:ids AS text[]), "
    "CAST(:numbers AS int[]), CAST(:instants AS timestamptz[])) AS new (id, reminded, remind_at) "
    "WHERE occurrences.id = new.id"
)
_CLOSE = (
    update(OccurrenceRow).where(occurrence.id.in_(bindparam("these", expanding=True)))
    .values(state=CLOSED, remind_at=None)
)  # fmt: skip
_SILENT = (
    update(FollowUpRow).where(followup.id.in_(bindparam("these", expanding=True)))
    .values(silent=followup.silent + 1).returning(followup.id, followup.silent)
)  # fmt: skip
_OPEN_FORMS = Bulk(
    OccurrenceRow,
    Occurrence._fields,
    lambda new: new.on_conflict_do_nothing(index_elements=["due_at", "followup_id"]).returning(occurrence.id),
)
_bookmark = BookmarkRow.__table__.c
_BEGUN = select(_bookmark.id, _bookmark.chat, _bookmark.subject).where(
    _bookmark.chat.in_(bindparam("chats", expanding=True)), _bookmark.state != OVER,
    _bookmark.subject.in_(bindparam("these", expanding=True)),
)  # fmt: skip


def each(
    work: Work,
    find: Callable[[Work], Sequence[T]],
    together: Callable[[Sequence[T], int], None],
    put_off: Callable[[T], None],
) -> int:
    """Do all that is due at once; should that break, one by one, so that one that breaks holds up nobody else.

    `together` is told how many there are in all. They are found, and so locked, in the subtransaction that changes
    them: PostgreSQL notes a lock and a change by two as a MultiXact, and would then have every later tick step
    over the index entries of all that was ever due, until the next vacuum.
    """
    due: Sequence[T] = ()
    try:
        with _apart(work):
            due = find(work)
            if due:
                together(due, len(due))
    except Exception:  # whatever it was, nothing of it stays, nor do the locks
        due = find(work)
        for one in due:
            if not _tried(work, one, lambda ones: together(ones, len(due))):
                put_off(one)
    return len(due)


def _tried(work: Work, one: T, together: Callable[[Sequence[T]], None]) -> bool:
    try:
        with _apart(work):
            together([one])
    except Exception as error:  # as above
        work.broken.append(error)
        return False
    return True


@contextmanager
def _apart(work: Work) -> Iterator[None]:
    """Take back what is done within, should it raise; by the driver: SQLAlchemy's own way costs more than an idle tick."""
    cursor = work.connection.connection.cursor()
    cursor.execute("SAVEPOINT apart")
    try:
        yield
    except Exception:
        cursor.execute("ROLLBACK TO SAVEPOINT apart")
        raise
    finally:
        cursor.execute("RELEASE SAVEPOINT apart")


def to_release(work: Work) -> list[FollowUp]:
    """Return follow-ups whose instant has come."""
    return [FollowUp._make(r) for r in work.execute(_RELEASE, {"now": work.now})]


def to_remind(work: Work) -> list[Occurrence]:
    """Return forms of which somebody is to be reminded now."""
    return [Occurrence._make(r) for r in work.execute(_REMIND, {"now": work.now})]


def to_close(work: Work) -> list[Occurrence]:
    """Return open forms whose window has passed."""
    return [Occurrence._make(r) for r in work.execute(_OVER, {"now": work.now})]


def followups(work: Work, ids: Iterable[str]) -> dict[str, FollowUp]:
    """Return these follow-ups."""
    found = work.execute(_THESE, {"these": list(set(ids))})
    return {r.id: FollowUp._make(r) for r in found}


def open_forms(work: Work, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Store occurrences; returns the ids of those their follow-up did not have at this instant."""
    return {r.id for r in work.execute(_OPEN_FORMS, rows)} if rows else set()


def move_on(work: Work, rows: Sequence[tuple[str, int, datetime | None]]) -> None:
    """Record how many forms each follow-up has released, and when its next one is due."""
    _change_all(work, rows, _MOVE_ALL, _MOVE, ("released", "next_at"))


def unreached(work: Work, ids: Collection[str], at: datetime | None) -> None:
    """Record since when these follow-ups' patients cannot be reached in the chat; None: they can."""
    if ids:
        work.execute(_MOVE, [{"this": one, "unreached_at": at} for one in ids])


def remind_next(work: Work, rows: Sequence[tuple[str, int, datetime | None]]) -> None:
    """Record how often the patient of each form was reminded, and when she is next."""
    _change_all(work, rows, _CHANGE_ALL, _CHANGE, ("reminded", "remind_at"))


def _change_all(
    work: Work,
    rows: Sequence[tuple[str, int, datetime | None]],
    whole: Any,
    single: Any,
    names: tuple[str, str],
) -> None:
    if rows and work.dialect == "postgresql":
        ids, numbers, instants = (list(column) for column in zip(*rows, strict=True))
        work.execute(whole, {"ids": ids, "numbers": numbers, "instants": instants})
    elif rows:
        work.execute(single, [{"this": one, names[0]: number, names[1]: at} for one, number, at in rows])


def close(work: Work, ids: Sequence[str]) -> None:
    """Close these forms."""
    work.execute(_CLOSE, {"these": list(ids)})


def count_silence(work: Work, ids: Collection[str]) -> Mapping[str, int]:
    """Count one more form without an answer for each of these follow-ups; returns how many in a row."""
    return dict(tuple(r) for r in work.execute(_SILENT, {"these": list(ids)})) if ids else {}


def begun(work: Work, chats: Collection[int], ids: Collection[str]) -> list[tuple[str, str, str]]:
    """Return bookmark, chat and occurrence of those of these forms that somebody has begun to fill in."""
    if not chats:
        return []
    asked = {"chats": [str(chat) for chat in chats], "these": list(ids)}
    return [(r.id, r.chat, r.subject) for r in work.execute(_BEGUN, asked)]


def turns(due: Sequence[Occurrence]) -> list[list[Occurrence]]:
    """Part forms so that each part holds one of each follow-up at most, each follow-up's in order."""
    by_followup: dict[str, list[Occurrence]] = {}
    for one in sorted(due, key=lambda o: o.closes_at):
        by_followup.setdefault(one.followup_id, []).append(one)
    return [[o for o in turn if o] for turn in itertools.zip_longest(*by_followup.values())]
