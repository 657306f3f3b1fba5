"""The outbox: what must leave, written with the work that decided it, delivered in order for each address."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, text, update

from portal.forgetting import AT_A_TIME, forget_rows
from portal.keys import Keyring
from portal.mailroom import lanes
from portal.mailroom.model import DONE, KEYLESS, WAITING, Outgoing, still
from portal.statement import Bulk, Prepared
from portal.work import Work

# Answers, reminders, deletions, and the two other ways.
QUEUES = ("telegram", "bulk", "purge", "sms", "email")
KEPT = timedelta(days=1)  # rows without a key: whoever asks what became of a message does so that day
KEYS_KEPT = timedelta(days=7)  # rows with one, so that nothing is written a second time
CONTEXT = "outbox.facts"
AT_ONCE = 10  # rows of one address taken together
TWICE = 2  # a message may have left so often, without our knowing: then it is said no more

row = Outgoing.__table__.c
waiting = still(Outgoing)
# Rows that are done stand in one index or the other, which holds no others.
_PLAIN = row.done_at.is_not(None) & text(KEYLESS)
_KEYED = row.done_at.is_not(None) & row.unique_key.is_not(None)


class Parcel(NamedTuple):
    """A row this worker must deliver; `doubts`: how often it may have left before, without our knowing."""

    id: int
    queue: str
    who: str
    what: str
    sealed: bytes
    slot: str | None
    account_id: str | None
    attempts: int
    created_at: datetime
    due_at: datetime
    expires_at: datetime | None
    doubts: int = 0


class Row(NamedTuple):
    """A row to be written, as `put` takes it."""

    queue: str
    who: str
    what: str
    facts: Mapping[str, Any]
    slot: str | None = None
    account_id: str | None = None
    key: str | None = None
    expires_at: datetime | None = None


class Round(NamedTuple):
    """The parcels of one address, in order, and the lane that protects them."""

    held: lanes.Held
    parcels: tuple[Parcel, ...]

    def in_turn(self) -> Iterator[tuple[Parcel, Parcel | None]]:
        """Return each parcel with the one behind it; behind the last there is none."""
        return zip_longest(self.parcels, self.parcels[1:])


PARCEL = (
    row.id, row.queue, row.who, row.what, row.facts, row.slot, row.account_id, row.attempts, row.created_at,
    row.due_at, row.expires_at, row.doubts,
)  # fmt: skip

# These run at every update, so they are built once.
_PUT = Bulk(
    Outgoing,
    (
        "queue",
        "who",
        "what",
        "facts",
        "slot",
        "account_id",
        "unique_key",
        "state",
        "attempts",
        "created_at",
        "due_at",
        "expires_at",
    ),
    lambda new: new.on_conflict_do_nothing(index_elements=["unique_key"]).returning(row.id),
)
_mine = (row.queue == bindparam("of")) & (row.who == bindparam("whom")) & waiting
_NEWEST = Prepared(
    select(row.id, row.attempts, row.what, row.facts)
    .where(_mine, row.slot == bindparam("place"))
    .order_by(row.id.desc())
    .limit(1)
)
_ranked = (
    select(*PARCEL, func.row_number().over(partition_by=row.who, order_by=row.id).label("rank"))
    .where(row.queue == bindparam("of"), row.who.in_(bindparam("whos", expanding=True)), waiting)
    .where(row.due_at <= bindparam("now"))
    .subquery("due_subquery")
)
# Ranked by address: a limit on the whole would have PostgreSQL walk through all that waits, in order of ids.
_DUE = (
    select(*(_ranked.c[column.key] for column in PARCEL))
    .where(_ranked.c.rank <= AT_ONCE)
    .order_by(_ranked.c.id)
)
_THIS = Prepared(update(Outgoing).where(row.id == bindparam("this")))
_TAKE = (
    update(Outgoing).where(row.id.in_(bindparam("these", expanding=True))).values(attempts=row.attempts + 1)
)
_BEGIN = update(Outgoing).where(row.id.in_(bindparam("these", expanding=True))).values(doubts=1)
_RELEASE = lanes.releasing(select(func.min(row.due_at)).where(_mine).scalar_subquery())


def put(
    work: Work,
    queue: str,
    who: str,
    what: str,
    facts: Mapping[str, Any],
    *,
    slot: str | None = None,
    account_id: str | None = None,
    key: str | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> int | None:
    """Write one row; returns its id, or None when `key` was already used.

    `who` is a chat id, or the keyed hash of an address (the address itself is in `facts`, which are sealed).
    `account_id` makes delivery check that the chat is still linked to that account.
    """
    one = Row(queue, who, what, facts, slot, account_id, key, expires_at)
    number: int | None = work.execute(_PUT, _values(work, one, due_at or work.now)).scalar()
    if number is not None:
        lanes.call(work, queue, [who], due_at or work.now)
    return number


def put_many(work: Work, rows: Sequence[Row]) -> int:
    """Write many rows, due now, in few statements; returns how many: a key that was used already writes none."""
    if not rows:
        return 0
    written = len(work.execute(_PUT, [_values(work, one, work.now) for one in rows]).all())
    for queue in sorted({one.queue for one in rows}):
        lanes.call(work, queue, (one.who for one in rows if one.queue == queue), work.now)
    return written


def _values(work: Work, one: Row, due_at: datetime) -> dict[str, Any]:
    return {
        "queue": one.queue,
        "who": one.who,
        "what": one.what,
        "facts": work.keys.seal_json(CONTEXT, one.facts),
        "slot": one.slot,
        "account_id": one.account_id,
        "unique_key": one.key,
        "state": WAITING,
        "attempts": 0,
        "created_at": work.now,
        "due_at": due_at,
        "expires_at": one.expires_at,
    }


def replace(work: Work, queue: str, who: str, slot: str, facts: Mapping[str, Any]) -> bool:
    """Give the newest row of this slot other facts, if it has not begun to leave: pending edits merge."""
    lanes.lock(work, queue, who)  # or a worker could take the row while it is rewritten, and the edit be lost
    newest = work.execute(_NEWEST, {"of": queue, "whom": who, "place": slot}).first()
    if newest is None or newest.attempts or newest.what != "show":
        return False
    earlier = work.keys.open_json(CONTEXT, newest.facts)
    merged = {**facts, "fresh": earlier.get("fresh", False)}
    sealed = work.keys.seal_json(CONTEXT, merged)
    work.execute(_THIS, {"this": newest.id, "facts": sealed})
    work.wake(queue)  # its workers may have passed it over while it was locked
    return True


def on_its_way(work: Work, queue: str, who: str, slot: str, what: str) -> bool:
    """Tell whether this is what waits to leave for this slot."""
    newest = work.execute(_NEWEST, {"of": queue, "whom": who, "place": slot}).first()
    return newest is not None and newest.what == what


def hasten(work: Work, queue: str, who: str) -> None:
    """Have everything that waits for its hour leave now."""
    lanes.lock(work, queue, who)
    later = (row.queue == queue) & (row.who == who) & waiting & (row.due_at > work.now)
    if work.execute(update(Outgoing).where(later).values(due_at=work.now)).rowcount:
        lanes.call(work, queue, [who], work.now)


def claim(work: Work, queue: str, limit: int) -> list[Round]:
    """Take the due rows of up to `limit` addresses; that the first of each may leave is on disk before it does."""
    held = {h.who: h for h in lanes.claim(work, queue, limit)}
    if not held:
        return []
    found: dict[str, list[Parcel]] = defaultdict(list)
    for r in work.execute(_DUE, {"of": queue, "whos": list(held), "now": work.now}):
        found[r.who].append(Parcel(*r)._replace(attempts=r.attempts + 1))
    if taken := [parcel.id for parcels in found.values() for parcel in parcels]:
        work.execute(_TAKE, {"these": taken})
    if firsts := [parcels[0].id for parcels in found.values() if not parcels[0].doubts]:
        work.execute(_BEGIN, {"these": firsts})
    for who in held.keys() - found.keys():
        lanes.release(work, held[who], _RELEASE)
    return [Round(held[who], tuple(parcels)) for who, parcels in found.items()]


def read(keys: Keyring, parcel: Parcel) -> dict[str, Any]:
    """Return the facts of a parcel."""
    facts: dict[str, Any] = keys.open_json(CONTEXT, parcel.sealed)
    return facts


def settle(work: Work, held: lanes.Held, parcel: Parcel, outcome: str, then: Parcel | None) -> None:
    """Record that a parcel has left (or never will) and wipe its facts.

    `then` is the next of the round: that it may leave is on disk, too, before it does. The last one frees the lane.
    """
    if then is None:
        lanes.lock(work, held.queue, held.who)
    else:
        lanes.hold(work, held)
    end = {"state": DONE, "facts": None, "outcome": outcome, "done_at": work.now}
    work.execute(_THIS, {"this": parcel.id, **end})
    if then is None:
        lanes.release(work, held, _RELEASE)
    elif not then.doubts:
        work.execute(_THIS, {"this": then.id, "doubts": 1})


def doubt(work: Work, held: lanes.Held, parcel: Parcel) -> None:
    """Record that what may have left before may leave once more; raises `Fenced` when another worker has it now."""
    lanes.hold(work, held)
    work.execute(_THIS, {"this": parcel.id, "doubts": parcel.doubts + 1})


def again(work: Work, held: lanes.Held, delay: timedelta, parcel: Parcel | None = None) -> None:
    """Keep what is left for another try after `delay`; the order of the address is kept.

    `parcel` is one that certainly did not leave, however it was begun.
    """
    lanes.hold(work, held)
    if parcel is not None:
        work.execute(_THIS, {"this": parcel.id, "doubts": parcel.doubts})
    lanes.rest(work, held, work.now + delay)


def forget(work: Work, limit: int = AT_A_TIME) -> int:
    """Delete up to `limit` rows delivered long ago."""
    plain = _PLAIN & (row.done_at < work.now - KEPT)
    keyed = _KEYED & (row.done_at < work.now - KEYS_KEPT)
    return forget_rows(work, row.id, plain, limit) or forget_rows(work, row.id, keyed, limit)


def latest(work: Work) -> datetime | None:
    """Return the latest instant at which anything left."""
    found = [work.execute(select(func.max(row.done_at)).where(over)).scalar() for over in (_PLAIN, _KEYED)]
    return max((one for one in found if one is not None), default=None)
