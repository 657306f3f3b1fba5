"""The inbox: every update stored once before it is acknowledged, then taken one at a time per person."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, func, select, update

from portal.database import insert_for
from portal.keys import Keyring
from portal.mailroom import lanes
from portal.mailroom.model import ASIDE, DONE, WAITING, Incoming, still
from portal.work import Work

QUEUE = "inbox"
TRIES = 3
KEPT = timedelta(hours=48)  # Telegram may send an update again within 24 h; twice that to be safe
CONTEXT = "inbox.payload"

row = Incoming.__table__.c
waiting = still(Incoming)


class Taken(NamedTuple):
    """An update this worker may work on: alone for its person, until the lease ends."""

    held: lanes.Held
    update_id: int
    attempts: int
    received_at: datetime
    sealed: bytes


def store(work: Work, updates: Sequence[tuple[str, dict[str, Any]]]) -> int:
    """Keep `(who, raw update)` pairs; an update already known is left alone. Returns how many are new."""
    rows = [
        {
            "update_id": raw["update_id"],
            "who": who,
            "payload": work.keys.seal(CONTEXT, json.dumps(raw, separators=(",", ":")).encode()),
            "state": WAITING,
            "attempts": 0,
            "received_at": work.now,
        }
        for who, raw in updates
    ]
    once = insert_for(work.dialect)(Incoming).on_conflict_do_nothing(index_elements=["update_id"])
    new = sum(work.execute(once.returning(row.update_id), one).first() is not None for one in rows)
    lanes.call(work, QUEUE, (who for who, _ in updates), work.now)
    return new


def claim(work: Work, limit: int) -> list[Taken]:
    """Take the earliest stored update of up to `limit` persons who have none in progress."""
    held = {h.who: h for h in lanes.claim(work, QUEUE, limit)}
    if not held:
        return []
    found = work.execute(_oldest_of(list(held))).all()
    if found:
        taken = row.update_id.in_([r.update_id for r in found])
        work.execute(update(Incoming).where(taken).values(attempts=row.attempts + 1))
    for who in held.keys() - {r.who for r in found}:
        lanes.release(work, held[who], None)
    return [Taken(held[r.who], r.update_id, r.attempts + 1, r.received_at, r.payload) for r in found]


def _oldest_of(whos: list[str]) -> Select[Any]:
    """One look into the index for each person, however many updates she has sent."""
    lane = lanes.lane
    first = select(func.min(row.update_id)).where(row.who == lane.who, waiting).correlate(lane.who.table)
    columns = (row.update_id, row.who, row.payload, row.attempts, row.received_at)
    theirs = (lane.queue == QUEUE) & lane.who.in_(whos)
    return (
        select(*columns)
        .join_from(lane.who.table, Incoming, row.update_id == first.scalar_subquery())
        .where(theirs)
    )


def read(keys: Keyring, taken: Taken) -> dict[str, Any]:
    """Return the raw update; raises `KeyUnknown` when it cannot be opened."""
    raw: dict[str, Any] = json.loads(keys.open(CONTEXT, taken.sealed))
    return raw


def done(work: Work, taken: Taken) -> None:
    """Mark the update as worked through and wipe it: call it first in the transaction that does the work."""
    lanes.hold(work, taken.held)
    finished = update(Incoming).where(row.update_id == taken.update_id)
    work.execute(finished.values(state=DONE, payload=None, done_at=work.now))
    _release(work, taken, work.now)


def again(work: Work, taken: Taken, delay: timedelta, *, counted: bool = True) -> None:
    """Give the update back, to be taken again after `delay`; `counted` when the failure was its own."""
    lanes.hold(work, taken.held)
    if not counted:
        this = update(Incoming).where(row.update_id == taken.update_id)
        work.execute(this.values(attempts=row.attempts - 1))
    lanes.rest(work, taken.held, work.now + delay)


def set_aside(work: Work, taken: Taken) -> None:
    """Keep the update, sealed, for the operator, so that it does not block the person's next one."""
    lanes.hold(work, taken.held)
    this = update(Incoming).where(row.update_id == taken.update_id)
    work.execute(this.values(state=ASIDE, done_at=work.now))
    _release(work, taken, work.now)


def _release(work: Work, taken: Taken, now: datetime) -> None:
    left = select(row.update_id).where(waiting, row.who == taken.held.who).limit(1)
    lanes.release(work, taken.held, now if work.execute(left).first() else None)


def forget(work: Work, limit: int = 500) -> int:
    """Delete up to `limit` finished updates that Telegram can no longer send again."""
    old = select(row.update_id).where(row.state == DONE, row.received_at < work.now - KEPT).limit(limit)
    return work.execute(delete(Incoming).where(row.update_id.in_(old.scalar_subquery()))).rowcount


def counts(work: Work) -> dict[str, int]:
    """Return how many updates wait and how many were set aside."""
    states = {"waiting": waiting, "aside": still(Incoming, ASIDE)}
    return {
        name: work.execute(select(func.count(row.update_id)).where(state)).scalar_one()
        for name, state in states.items()
    }
