"""The pace: rows in the database keep all replicas together under Telegram's limits.

Reminders and removals always leave at this pace. Answers do not, until Telegram says "too many requests" to several
chats at once: then every replica stops for as long as it asks, and for some minutes more all that leaves is paced,
answers before the rest.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from portal.database import insert_for
from portal.mailroom.model import Pace
from portal.statement import Prepared
from portal.work import Work

# 30.1 a second: never 31 within one second (FACTS of the Bot API: 30/s for bulk).
STEP = timedelta(seconds=1 / 30.1)
SECOND = timedelta(seconds=1)
TELEGRAM = "telegram"
STOPPED = "stopped"  # its instant: until when Telegram wants nothing from anybody
WARY = timedelta(minutes=5)  # after that, answers are paced too
MANY = 1000


class Share(NamedTuple):
    """What one taking may have of the pace: so many addresses, while no more than this is booked ahead.

    Far less than a lease: what was claimed must leave before another worker takes it over. Who may have nothing leaves
    all unclaimed, and others pass before it.
    """

    most: int
    ahead: timedelta


ANSWERS = Share(30, timedelta(seconds=10))
REST = Share(MANY, timedelta(seconds=2))
REST_WHILE_WARY = Share(5, timedelta(seconds=0.5))
# What is taken at once is booked a few seconds ahead: a minute was booked by a clock that was wrong.
MOST_AHEAD = timedelta(minutes=1)

pace = Pace.__table__.c
_LOOK = Prepared(
    select(pace.name, pace.next_at).where(
        (pace.name == bindparam("of")) | (pace.name == bindparam("stopped"))
    )
)


class Look(NamedTuple):
    """How a queue stands to the pace: how many addresses it may take now, and whether what it takes has to book."""

    most: int
    paced: bool


def look(work: Work, queue: str) -> Look:
    """Return what a queue of Telegram may take now, and whether that leaves at the pace."""
    found = dict(work.execute(_LOOK, {"of": TELEGRAM, "stopped": STOPPED}).all())
    stopped, free = found.get(STOPPED), _believed(found.get(TELEGRAM, work.now), work.now)
    if stopped is not None and work.now < stopped:
        return Look(0, paced=True)
    wary = stopped is not None and work.now < stopped + WARY
    if queue == TELEGRAM and not wary:
        return Look(MANY, paced=False)
    share = ANSWERS if queue == TELEGRAM else REST_WHILE_WARY if wary else REST
    return Look(share.most if free - work.now <= share.ahead else 0, paced=True)


def reserve(work: Work, count: int) -> datetime:
    """Return when the first of `count` paced messages may leave; the others follow by `STEP`."""
    first = _believed(_locked(work, TELEGRAM), work.now)
    work.execute(update(Pace).where(pace.name == TELEGRAM).values(next_at=first + STEP * count))
    return first


def _believed(free: datetime, now: datetime) -> datetime:
    """Return when the next may leave, by what is booked."""
    return free if now < free < now + MOST_AHEAD else now


def stop(work: Work, until: datetime) -> bool:
    """Have nothing leave for Telegram before `until`, in any replica; False when that was so already, to the second."""
    if _locked(work, STOPPED) > until - SECOND:
        return False
    work.execute(update(Pace).where(pace.name == STOPPED).values(next_at=until))
    return True


def _locked(work: Work, name: str) -> datetime:
    start = insert_for(work.dialect)(Pace).on_conflict_do_nothing(index_elements=["name"])
    work.execute(start, {"name": name, "next_at": work.now})
    free: datetime = work.execute(
        select(pace.next_at).where(pace.name == name).with_for_update()
    ).scalar_one()
    return free
