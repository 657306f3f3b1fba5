"""Claims are given back, however long the database is away; and people see that we are at it."""

import pytest

from bot import claiming
from bot.feed import Feed
from bot.metrics import Metrics
from bot.orders import Orders
from portal.errors import Fenced, StorageDown
from portal.mailroom import backlog, inbox, lanes
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite

UPDATE = {"update_id": 7, "message": {"from": {"id": 710001}, "text": "2"}}


@on_sqlite
async def test_what_ends_a_claim_is_written_once_the_database_is_back(workroom: Workroom) -> None:
    away = [True]

    def give_back(work: Work) -> None:
        lanes.call(work, "notes", ["a"], work.now)
        if away:
            away.clear()
            raise StorageDown("away")

    await claiming.insisted(workroom, give_back)
    assert [one.who for one in workroom.do(lanes.claim, "notes", 2)] == ["a"]


@on_sqlite
async def test_what_was_taken_unheard_as_the_database_went_away_is_given_back_first(
    workroom: Workroom,
) -> None:
    workroom.life = 1
    workroom.do(lambda work: lanes.call(work, "notes", ["a", "b"], work.now))
    claims = claiming.Claims(workroom, "notes", patience=0)
    assert len(workroom.do(lanes.claim, "notes", 2)) == 2  # of which nobody hears

    def away(_work: Work) -> list[lanes.Held]:
        raise StorageDown("away")

    assert await claims.take(["b"], away) == []
    assert [one.who for one in await claims.take(["b"], lanes.claim, "notes", 2)] == ["a"]


@on_sqlite
async def test_nobody_insists_on_a_lane_that_another_has(workroom: Workroom) -> None:
    with pytest.raises(Fenced):
        await claiming.insisted(workroom, lanes.hold, lanes.Held("notes", "a", 1))


@on_sqlite
async def test_who_writes_while_the_database_is_away_sees_that_we_are_at_it(workroom: Workroom) -> None:
    seen: list[str] = []
    feed = Feed(workroom, Metrics(), Orders(workroom, Metrics(), lambda: None), busy=seen.append)
    workroom.close()
    with pytest.raises(StorageDown):  # so Telegram sends it again
        await feed.accept(UPDATE)
    assert seen == ["710001"]


@on_sqlite
def test_the_latest_instant_is_that_of_the_last_update(workroom: Workroom, clock: ManualClock) -> None:
    assert workroom.do(backlog.latest) is None
    workroom.do(inbox.store, [("710001", UPDATE)])
    assert workroom.do(backlog.latest) == clock.now()
