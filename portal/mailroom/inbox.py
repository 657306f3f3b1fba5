"""The inbox: every update stored once before it is acknowledged, then taken one at a time per person."""

import contextlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update

from portal.database import Instant
from portal.errors import KeyUnknown
from portal.forgetting import AT_A_TIME, forget_rows
from portal.keys import Keyring
from portal.mailroom import lanes
from portal.mailroom.model import ASIDE, DONE, WAITING, Incoming, still
from portal.statement import Bulk, Prepared
from portal.work import Work

QUEUE = "inbox"
TRIES = 3
# Deaths of a process that an update may have been under way at, the last ones alone, before it is held to cause them.
CRASHES = 10
KEPT = timedelta(hours=48)  # Telegram may send an update again within 24 h; twice that to be safe
CONTEXT = "inbox.payload"
FAULT = "masante_fault"  # beside the fields of an update that was set aside

row = Incoming.__table__.c
waiting = still(Incoming)

# These run at every update, so they are built once.
_lane = lanes.lane
_first = select(func.min(row.update_id)).where(row.who == _lane.who, waiting).correlate(_lane.who.table)
_EARLIEST = (  # one look into the index for each person, however many updates she has sent
    select(row.update_id, row.who, row.payload, row.attempts, row.received_at)
    .join_from(_lane.who.table, Incoming, row.update_id == _first.scalar_subquery())
    .where(_lane.queue == QUEUE, _lane.who.in_(bindparam("whos", expanding=True)))
)
_STORE = Bulk(
    Incoming,
    ("update_id", "who", "payload", "state", "attempts", "received_at"),
    lambda new: new.on_conflict_do_nothing(index_elements=["update_id"]).returning(row.update_id),
)
_THIS = Prepared(update(Incoming).where(row.update_id == bindparam("this")))
_TAKE = (
    update(Incoming)
    .where(row.update_id.in_(bindparam("these", expanding=True)))
    .values(attempts=row.attempts + 1)
)
_left = select(bindparam("now", type_=Instant)).where(waiting, row.who == bindparam("whom")).limit(1)
_RELEASE = lanes.releasing(_left.scalar_subquery())


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
            "payload": work.keys.seal_json(CONTEXT, raw),
            "state": WAITING,
            "attempts": 0,
            "received_at": work.now,
        }
        for who, raw in updates
    ]
    if not rows:
        return 0
    new = len(work.execute(_STORE, rows).all())
    lanes.call(work, QUEUE, (who for who, _ in updates), work.now)
    return new


def claim(work: Work, limit: int) -> list[Taken]:
    """Take the earliest stored update of up to `limit` persons who have none in progress."""
    held = {h.who: h for h in lanes.claim(work, QUEUE, limit)}
    if not held:
        return []
    found = work.execute(_EARLIEST, {"whos": list(held)}).all()
    if found:
        work.execute(_TAKE, {"these": [r.update_id for r in found]})
    for who in held.keys() - {r.who for r in found}:
        lanes.release(work, held[who], _RELEASE)
    return [Taken(held[r.who], r.update_id, r.attempts + 1, r.received_at, r.payload) for r in found]


def read(keys: Keyring, taken: Taken) -> dict[str, Any]:
    """Return the raw update; raises `KeyUnknown` when it cannot be opened."""
    raw: dict[str, Any] = keys.open_json(CONTEXT, taken.sealed)
    return raw


def done(work: Work, taken: Taken) -> None:
    """Mark the update as worked through and wipe it, in the transaction that does the work."""
    _finish(work, taken, {"state": DONE, "payload": None})


def again(work: Work, taken: Taken, delay: timedelta, *, counted: bool = True) -> None:
    """Give the update back, to be taken again after `delay`; `counted` when the failure was its own."""
    lanes.hold(work, taken.held)
    if not counted:
        work.execute(_THIS, {"this": taken.update_id, "attempts": taken.attempts - 1})
    lanes.rest(work, taken.held, work.now + delay)


def set_aside(work: Work, taken: Taken, fault: str = "") -> None:
    """Keep the update, sealed, for the operator, so that it does not block the person's next one.

    `fault` says what went wrong, in types and lines of code; it is sealed with the update, and goes with it.
    """
    how: dict[str, Any] = {"state": ASIDE}
    with contextlib.suppress(KeyUnknown):  # what does not open stays as it is: that is the fault
        how["payload"] = work.keys.seal_json(CONTEXT, {**read(work.keys, taken), FAULT: fault})
    _finish(work, taken, how)


def _finish(work: Work, taken: Taken, how: dict[str, Any]) -> None:
    lanes.lock(work, QUEUE, taken.held.who)
    work.execute(_THIS, {"this": taken.update_id, "done_at": work.now, **how})
    lanes.release(work, taken.held, _RELEASE)


def forget(work: Work, limit: int = AT_A_TIME) -> int:
    """Delete up to `limit` finished updates that Telegram can no longer send again."""
    return forget_rows(work, row.update_id, (row.state == DONE) & (row.received_at < work.now - KEPT), limit)
