"""The inbox: every update stored once before it is acknowledged, then taken one at a time per person."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, update

from portal.database import insert_for
from portal.keys import Keyring
from portal.mailroom import lanes
from portal.mailroom.model import ASIDE, DONE, WAITING, Incoming
from portal.work import Work

QUEUE = "inbox"
TRIES = 3
KEPT = timedelta(hours=48)  # Telegram may send an update again within 24 h; twice that to be safe
CONTEXT = "inbox.payload"

row = Incoming.__table__.c


class Taken(NamedTuple):
    """An update this worker may work on: alone for its person, until the lease ends."""

    held: lanes.Held
    id: int
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
    new = sum(work.execute(once.returning(row.id), one).first() is not None for one in rows)
    lanes.call(work, QUEUE, (who for who, _ in updates), work.now)
    return new


def claim(work: Work, limit: int) -> list[Taken]:
    """Take the oldest stored update of up to `limit` persons who have none in progress."""
    held = {h.who: h for h in lanes.claim(work, QUEUE, limit)}
    if not held:
        return []
    first = (
        select(func.min(row.id))
        .where(row.state == WAITING, row.who.in_(held))
        .group_by(row.who)
        .scalar_subquery()
    )
    found = work.execute(
        select(row.id, row.who, row.payload, row.attempts, row.received_at).where(row.id.in_(first))
    ).all()
    work.execute(update(Incoming).where(row.id.in_([r.id for r in found])).values(attempts=row.attempts + 1))
    for who in held.keys() - {r.who for r in found}:
        lanes.release(work, held[who], None)
    return [Taken(held[r.who], r.id, r.attempts + 1, r.received_at, r.payload) for r in found]


def read(keys: Keyring, taken: Taken) -> dict[str, Any]:
    """Return the raw update; raises `KeyUnknown` when it cannot be opened."""
    raw: dict[str, Any] = json.loads(keys.open(CONTEXT, taken.sealed))
    return raw


def done(work: Work, taken: Taken) -> None:
    """Mark the update as worked through and wipe it: call it first in the transaction that does the work."""
    lanes.hold(work, taken.held)
    finished = update(Incoming).where(row.id == taken.id, row.state == WAITING)
    work.execute(finished.values(state=DONE, payload=None, done_at=work.now))
    _release(work, taken, work.now)


def again(work: Work, taken: Taken, delay: timedelta, *, counted: bool = True) -> None:
    """Give the update back, to be taken again after `delay`; `counted` when the failure was its own."""
    lanes.hold(work, taken.held)
    if not counted:
        work.execute(update(Incoming).where(row.id == taken.id).values(attempts=row.attempts - 1))
    lanes.release(work, taken.held, work.now + delay)


def set_aside(work: Work, taken: Taken) -> None:
    """Keep the update, sealed, for the operator, so that it does not block the person's next one."""
    lanes.hold(work, taken.held)
    work.execute(update(Incoming).where(row.id == taken.id).values(state=ASIDE, done_at=work.now))
    _release(work, taken, work.now)


def _release(work: Work, taken: Taken, now: datetime) -> None:
    left = select(row.id).where(row.state == WAITING, row.who == taken.held.who).limit(1)
    lanes.release(work, taken.held, now if work.execute(left).first() else None)


def forget(work: Work, limit: int = 500) -> int:
    """Delete up to `limit` finished updates that Telegram can no longer send again."""
    old = select(row.id).where(row.state == DONE, row.received_at < work.now - KEPT).limit(limit)
    return work.execute(delete(Incoming).where(row.id.in_(old.scalar_subquery()))).rowcount


def counts(work: Work) -> dict[str, int]:
    """Return how many updates wait and how many were set aside."""
    rows = work.execute(select(row.state, func.count()).where(row.state != DONE).group_by(row.state)).all()
    named = {WAITING: "waiting", ASIDE: "aside"}
    return {"waiting": 0, "aside": 0} | {named[state]: n for state, n in rows}
