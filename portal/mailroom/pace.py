"""The pace: one row in the database keeps all replicas together under Telegram's limit."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from portal.database import insert_for
from portal.mailroom.model import Pace
from portal.work import Work

STEP = timedelta(
    seconds=1 / 30.1
)  # 30.1 a second: never 31 within one second (FACTS of the Bot API: 30/s for bulk)
# What is taken at once is booked a few seconds ahead: a minute was booked by a clock that was wrong.
MOST_AHEAD = timedelta(minutes=1)

pace = Pace.__table__.c


def reserve(work: Work, name: str, count: int = 1) -> datetime:
    """Return when the first of `count` paced messages may leave; the others follow by `STEP`."""
    start = insert_for(work.dialect)(Pace).on_conflict_do_nothing(index_elements=["name"])
    work.execute(start, {"name": name, "next_at": work.now})
    free: datetime = work.execute(
        select(pace.next_at).where(pace.name == name).with_for_update()
    ).scalar_one()
    first = free if work.now < free < work.now + MOST_AHEAD else work.now
    work.execute(update(Pace).where(pace.name == name).values(next_at=first + STEP * count))
    return first
