"""Lives: what a process that died had held is free at once on PostgreSQL; who only froze keeps it until its lease ends."""

from collections.abc import Iterator

import pytest

from bot.pulse import Pulse
from portal.mailroom import inbox, lanes, lives
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_postgres

pytestmark = on_postgres


@pytest.fixture
def two(workroom: Workroom) -> Iterator[tuple[Pulse, Pulse]]:
    pulses = Pulse(workroom), Pulse(workroom)
    yield pulses
    for one in pulses:
        one.close()


async def takes(workroom: Workroom, one: Pulse) -> int:
    """Have a process take what it finds; returns how much."""
    await one.beat()
    return len(await workroom.run(inbox.claim, 9))


def alive(work: Work) -> int:
    return len(lives.living(work.connection))


async def test_what_a_dead_process_held_is_free_at_once(workroom: Workroom, two: tuple[Pulse, Pulse]) -> None:
    first, second = two
    workroom.do(inbox.store, [(who, {"update_id": n}) for n, who in enumerate("ab", 1)])
    assert await takes(workroom, first) == 2
    first.close()
    while workroom.do(alive):
        pass  # its session takes a moment to end
    assert [await takes(workroom, second) for _ in range(2)] == [0, 2]


async def test_who_is_alive_keeps_what_it_holds_as_long_as_its_lease(
    workroom: Workroom, two: tuple[Pulse, Pulse], clock: ManualClock
) -> None:
    first, second = two
    workroom.do(inbox.store, [("a", {"update_id": 1})])
    assert await takes(workroom, first) == 1
    assert [await takes(workroom, second) for _ in range(3)] == [0, 0, 0]
    clock.move(lanes.LEASE)
    assert await takes(workroom, second) == 1


async def test_a_process_whose_session_broke_is_alive_again_before_it_is_missed_twice(
    workroom: Workroom, two: tuple[Pulse, Pulse]
) -> None:
    first, second = two
    workroom.do(inbox.store, [("a", {"update_id": 1})])
    await second.beat()
    assert await takes(workroom, first) == 1
    await second.beat()
    first.close()
    while workroom.do(alive) > 1:
        pass
    await second.beat()
    await first.beat()
    assert [await takes(workroom, second) for _ in range(2)] == [0, 0]


async def test_what_was_taken_as_the_database_went_away_is_given_back(
    workroom: Workroom, two: tuple[Pulse, Pulse]
) -> None:
    workroom.do(inbox.store, [(who, {"update_id": n}) for n, who in enumerate("ab", 1)])
    assert await takes(workroom, two[0]) == 2
    assert workroom.do(lanes.give_back, inbox.QUEUE, ["a"])
    assert [one.held.who for one in workroom.do(inbox.claim, 9)] == ["b"]
