"""Two processes tick at once, and are killed in between: every form opens once, every reminder is written once."""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text, update

from portal import followups
from portal.authorisations import Access
from portal.database import connect
from portal.followups.model import FollowUpRow, OccurrenceRow
from portal.keys import Keyring
from portal.mailroom.model import Outgoing
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_postgres
from tests.portal.accounts.conftest import House
from tests.portal.followups.test_time import access, house, start  # noqa: F401  fixtures

# ruff: noqa: F811

COUNT = 450  # more than two batches
TASKS = (followups.release_due, followups.remind_due)


class Killed(BaseException):
    """The process dies here: what it did since the last commit is gone."""


@pytest.fixture
def rooms(workroom: Workroom, database: str, clock: ManualClock, keys: Keyring) -> Iterator[list[Workroom]]:
    """Two processes on one database."""
    other = Workroom(connect(database), clock, keys)
    yield [workroom, other]
    other.close()


def ticking(room: Workroom, seed: int) -> int:
    """Tick until nothing is due; now and then the process dies before it commits, and begins again."""
    chance, died = random.Random(seed), 0
    for task in TASKS:
        more = True
        while more:
            try:
                more = room.do(_mortal, task, dies=not died or chance.random() < 0.3) > 0
            except Killed:
                died += 1
    return died


def _mortal(work: Work, task: Any, *, dies: bool) -> int:
    done: int = task(work)
    if dies:
        raise Killed
    return done


def keys_written(house: House) -> Counter[str]:
    asked = select(Outgoing.__table__.c.unique_key).where(Outgoing.what == "form_due")
    return Counter(r.unique_key for r in house.do(lambda work: work.execute(asked).all()))


@on_postgres
@pytest.mark.parametrize("seed", range(2))
def test_two_tickers_that_die_lose_nothing_and_double_nothing(
    house: House, access: Access, rooms: list[Workroom], seed: int
) -> None:
    for _ in range(COUNT):
        start(house, access)
    house.wait(hours=1)
    with ThreadPoolExecutor(2) as processes:
        died = sum(processes.map(lambda n: ticking(rooms[n], 10 * seed + n), range(2)))
    house.wait(minutes=10)  # a crowd is spread over some minutes
    ticking(rooms[1], seed)
    opened = house.do(lambda work: work.execute(select(OccurrenceRow.__table__)).all())
    assert died > 0
    assert len({one.followup_id for one in opened}) == len(opened) == COUNT
    assert keys_written(house) == Counter({f"due:{one.id}:1": 1 for one in opened})


def test_a_form_reminded_of_by_one_that_breaks_holds_up_nobody_else(house: House, access: Access) -> None:
    broken, well = start(house, access), start(house, access)
    house.wait(hours=1)
    house.do(followups.release_due)
    house.do(
        lambda work: work.execute(update(FollowUpRow).where(FollowUpRow.id == broken).values(plan="not one"))
    )
    house.do(followups.remind_due)
    opened = {
        one.followup_id: one for one in house.do(lambda w: w.execute(select(OccurrenceRow.__table__)).all())
    }
    assert list(keys_written(house)) == [f"due:{opened[well].id}:1"]
    assert house.do(followups.remind_due) == 0


@on_postgres
def test_what_is_due_is_locked_and_changed_by_one(house: House, access: Access) -> None:
    for _ in range(3):
        start(house, access)
    house.wait(hours=1)
    before = house.do(multixacts)
    assert (house.do(followups.release_due), house.do(followups.remind_due)) == (3, 3)
    house.wait(hours=6)
    assert house.do(followups.close_over) == 3
    assert house.do(multixacts) == before


def multixacts(work: Work) -> int:
    """How many PostgreSQL has made: index entries of rows that hold one are stepped over until the next vacuum."""
    return int(work.execute(text("SELECT mxid_age(CAST('1' AS xid))")).scalar_one())
