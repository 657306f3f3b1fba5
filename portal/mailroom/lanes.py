"""Lanes: one worker at a time for each person, held by a lease and a fencing token."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Update, case, or_, select, update

from portal.database import insert_for
from portal.errors import Fenced
from portal.mailroom.model import Lane
from portal.work import Work

LEASE = timedelta(seconds=60)

lane = Lane.__table__.c


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
    insert = insert_for(work.dialect)(Lane)
    sooner = case(
        (or_(lane.next_at.is_(None), lane.next_at > insert.excluded.next_at), insert.excluded.next_at),
        else_=lane.next_at,
    )
    work.execute(
        insert.on_conflict_do_update(index_elements=["queue", "who"], set_={"next_at": sooner}), rows
    )
    work.wake(queue)


def claim(work: Work, queue: str, limit: int) -> list[Held]:
    """Take up to `limit` free lanes that are due, the longest waiting first."""
    due = (
        select(lane.who, lane.fence)
        .where(lane.queue == queue, lane.next_at <= work.now)
        .where(or_(lane.lease_until.is_(None), lane.lease_until <= work.now))
        .order_by(lane.next_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    held = [Held(queue, who, fence + 1) for who, fence in work.execute(due)]
    if held:
        taken = update(Lane).where(lane.queue == queue, lane.who.in_([h.who for h in held]))
        work.execute(taken.values(fence=lane.fence + 1, lease_until=work.now + LEASE))
    return held


def hold(work: Work, held: Held) -> None:
    """Lock the lane for this transaction; raises `Fenced` when another worker took it over, or it was given back."""
    if work.execute(_mine(held).values(lease_until=work.now + LEASE)).rowcount != 1:
        raise Fenced(held.queue)


def lock(work: Work, queue: str, who: str) -> None:
    """Keep every worker off the lane until this transaction ends; wake them, for they may have passed it over."""
    work.execute(select(lane.fence).where(lane.queue == queue, lane.who == who).with_for_update())
    work.wake(queue)


def release(work: Work, held: Held, next_at: datetime | None) -> None:
    """Give the lane back, saying when it is due next. Call `hold` first, then read what is left."""
    work.execute(_mine(held).values(lease_until=None, next_at=next_at, fence=lane.fence + 1))
    if next_at is not None and next_at <= work.now:
        work.wake(held.queue)


def rest(work: Work, held: Held, until: datetime) -> None:
    """Give the lane back, but to nobody before `until`, whatever else it is called for meanwhile."""
    work.execute(_mine(held).values(lease_until=until, next_at=until, fence=lane.fence + 1))


def free_all(work: Work) -> None:
    """End every lease: only where one process owns the database, at its start, after a crash."""
    work.execute(update(Lane).where(lane.lease_until.is_not(None)).values(lease_until=None))


def _mine(held: Held) -> Update:
    return update(Lane).where(lane.queue == held.queue, lane.who == held.who, lane.fence == held.fence)
