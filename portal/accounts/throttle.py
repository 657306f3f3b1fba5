"""Tries in a row: after a few wrong ones, each further one must wait longer."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select

from portal.accounts.model import Tries
from portal.database import insert_for
from portal.work import Work

row = Tries.__table__.c


class Limit(NamedTuple):
    """How many wrong tries are free, how long each further one makes wait, and when all is forgotten."""

    free: int
    waits: tuple[timedelta, ...]
    forgotten_after: timedelta


def minutes(*counts: float) -> tuple[timedelta, ...]:
    """Return as many delays."""
    return tuple(timedelta(minutes=n) for n in counts)


PER_CHAT = Limit(5, minutes(0.5, 1, 2, 5, 15, 30, 60), timedelta(days=1))
# Anybody may type an address: strangers must not get far, nor make its owner wait for long.
PER_ADDRESS = Limit(10, minutes(1, 2, 5, 15, 30, 60), timedelta(days=30))
MOST_IN_A_ROW = 100  # NIST SP 800-63B-4, 3.2.2: then the password is worth nothing until it is reset


class Standing(NamedTuple):
    """The wrong tries so far of those who are behind one attempt."""

    counts: dict[str, int]
    until: datetime | None


def look(work: Work, limits: dict[str, Limit]) -> Standing:
    """Return where these stand; the rows stay locked until this work ends."""
    query = select(row.who, row.wrong, row.last_at, row.until).where(row.who.in_(limits)).order_by(row.who)
    found = work.execute(query.with_for_update()).all()
    counts = {r.who: r.wrong for r in found if work.now - r.last_at < limits[r.who].forgotten_after}
    waits = [r.until for r in found if r.until and r.until > work.now]
    return Standing(counts, max(waits, default=None))


def count(work: Work, standing: Standing, limits: dict[str, Limit]) -> None:
    """Count one more wrong try for each of these."""
    insert = insert_for(work.dialect)(Tries)
    new = insert.excluded
    upsert = insert.on_conflict_do_update(
        index_elements=["who"], set_={"wrong": new.wrong, "last_at": new.last_at, "until": new.until}
    )
    for who, limit in sorted(limits.items()):
        wrong = standing.counts.get(who, 0) + 1
        work.execute(
            upsert, {"who": who, "wrong": wrong, "last_at": work.now, "until": _until(work, limit, wrong)}
        )


def clear(work: Work, *whos: str) -> None:
    """Forget the wrong tries of these: a right one came."""
    work.execute(delete(Tries).where(row.who.in_(whos)))


def _until(work: Work, limit: Limit, wrong: int) -> datetime | None:
    beyond = wrong - limit.free
    return work.now + limit.waits[min(beyond, len(limit.waits)) - 1] if beyond > 0 else None
