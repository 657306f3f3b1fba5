"""Lanes: one worker at a time for each person, held by a lease and a fencing token."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, bindparam, case, or_, select, update

from portal.errors import Fenced
from portal.mailroom.model import Lane
from portal.statement import Bulk, Prepared
from portal.work import Work

LEASE = timedelta(seconds=60)

lane = Lane.__table__.c

# These run several times at every update, so they are built once.
_of, _whom = lane.queue == bindparam("of"), lane.who == bindparam("whom")
_mine = _of & _whom & (lane.fence == bindparam("held"))
_DUE = (
    select(lane.who, lane.fence)
    .where(_of, lane.next_at <= bindparam("now"))
    .where(or_(lane.lease_until.is_(None), lane.lease_until <= bindparam("now")))
    .order_by(lane.next_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_TAKE = update(Lane).where(_of, lane.who.in_(bindparam("whos", expanding=True))).values(fence=lane.fence + 1)
_HOLD = Prepared(update(Lane).where(_mine))
_LOCK = Prepared(select(lane.fence).where(_of, _whom).with_for_update())
_REST = Prepared(update(Lane).where(_mine).values(fence=lane.fence + 1, life=None))


def _sooner(insert: Any) -> Any:
    asked = insert.excluded.next_at
    sooner = case((or_(lane.next_at.is_(None), lane.next_at > asked), asked), else_=lane.next_at)
    return insert.on_conflict_do_update(index_elements=["queue", "who"], set_={"next_at": sooner})


_CALL = Bulk(Lane, ("queue", "who", "next_at", "fence"), _sooner)


class Held(NamedTuple):
    """A lane that this worker holds; `fence` proves it."""

    queue: str
    who: str
    fence: int


def call(work: Work, queue: str, whos: Iterable[str], at: datetime) -> None:
    """Say that each of these lanes has something to do at `at` (or sooner, if it already had)."""
    rows = [{"queue": queue, "who": who, "next_at": at, "fence": 0} for who in sorted(set(whos))]
    if not rows:
        return
    work.execute(_CALL, rows)
    work.wake(queue)


def claim(work: Work, queue: str, limit: int) -> list[Held]:
    """Take up to `limit` free lanes that are due, the longest waiting first."""
    due = work.execute(_DUE, {"of": queue, "now": work.now, "most": limit})
    held = [Held(queue, who, fence + 1) for who, fence in due]
    if held:
        whos = [h.who for h in held]
        given = {"lease_until": work.now + LEASE, "life": work.life}
        work.execute(_TAKE, {"of": queue, "whos": whos, **given})
    return held


def give_back(work: Work, queue: str, known: Iterable[str]) -> bool:
    """Free what this process holds unawares: a claim that was kept, though the database went away before it said so.

    `known`: whom it works on. False as long as it has no number, by which its lanes are told from those of others.
    """
    if work.life is None:
        return work.dialect == "sqlite"
    mine = (lane.queue == queue) & (lane.next_at <= work.now) & (lane.life == work.life)
    unaware = mine & lane.who.not_in(list(known))
    work.execute(update(Lane).where(unaware).values(lease_until=None, life=None))
    return True


def hold(work: Work, held: Held) -> None:
    """Lock the lane for this transaction; raises `Fenced` when another worker took it over, or it was given back."""
    if work.execute(_HOLD, {**_named(held), "lease_until": work.now + LEASE}).rowcount != 1:
        raise Fenced(held.queue)


def lock(work: Work, queue: str, who: str) -> None:
    """Keep everybody off the lane until this transaction ends; on SQLite nobody else writes meanwhile."""
    if work.dialect == "postgresql":
        work.execute(_LOCK, {"of": queue, "whom": who})


def releasing(next_at: ScalarSelect[Any]) -> Prepared:
    """Return what `release` runs; `next_at` reads from what is left for `whom` when the lane is due next."""
    free = {"lease_until": None, "next_at": next_at, "fence": lane.fence + 1, "life": None}
    return Prepared(update(Lane).where(_mine).values(**free).returning(lane.next_at))


def release(work: Work, held: Held, given_back: Prepared) -> None:
    """Give the lane back, due when something is left for it; raises `Fenced` as `hold` does.

    Call `lock` or `hold` first: what came between the reading and the giving back would wait for ever.
    """
    found = work.execute(given_back, {**_named(held), "now": work.now}).first()
    if found is None:
        raise Fenced(held.queue)
    if found.next_at is not None and found.next_at <= work.now:
        work.wake(held.queue)


def rest(work: Work, held: Held, until: datetime) -> None:
    """Give the lane back, but to nobody before `until`, whatever else it is called for meanwhile."""
    work.execute(_REST, {**_named(held), "lease_until": until, "next_at": until})


def resume(work: Work, queue: str) -> int:
    """End every rest: who was put off is due now. Returns how many; lanes that somebody works on stay hers."""
    resting = (lane.queue == queue) & (lane.next_at > work.now) & (lane.lease_until == lane.next_at)
    count: int = work.execute(update(Lane).where(resting).values(lease_until=None, next_at=work.now)).rowcount
    if count:
        work.wake(queue)
    return count


def free_all(work: Work) -> None:
    """End every lease: only where one process owns the database, at its start, after a crash."""
    work.execute(update(Lane).where(lane.lease_until.is_not(None)).values(lease_until=None))


def _named(held: Held) -> dict[str, Any]:
    return {"of": held.queue, "whom": held.who, "held": held.fence}
