"""Telegram's limits hold for all replicas together: who is refused for everybody stops everybody, answers go first."""

import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.delivery import TELEGRAM_QUEUES, Delivery, Ready, Sent, take
from bot.limits import Limits
from bot.metrics import Metrics
from portal.database import connect
from portal.errors import TryLater
from portal.mailroom import outbox, pace
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.portal.mailroom.test_pace import most_within_a_second

SEVEN = timedelta(seconds=7)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def beside(workroom: Workroom, database: str, clock: ManualClock) -> Iterator[Workroom]:
    """Another replica."""
    room = Workroom(connect(database), clock, workroom.keys)
    yield room
    room.close()


async def limited(*_given: Any) -> Sent:
    raise TryLater(SEVEN, "telegram_limit")


def put(work: Work, queue: str, chats: range) -> None:
    for chat in chats:
        outbox.put(work, queue, str(chat), "show", {})


async def refuse(room: Workroom, chats: int) -> None:
    """Have Telegram refuse what waits for these chats."""
    room.do(put, "telegram", range(1, chats + 1))
    delivery = Delivery("telegram", room, limited, Metrics(), limits=Limits())
    for ready in await delivery._take():
        await delivery._deliver(ready)


async def test_what_is_refused_to_several_chats_stops_every_replica(
    workroom: Workroom, beside: Workroom, clock: ManualClock
) -> None:
    await refuse(workroom, 3)
    for queue in TELEGRAM_QUEUES:
        beside.do(put, queue, range(11, 13))
    clock.move(SEVEN - timedelta(seconds=1))
    assert [beside.do(take, queue, 10) for queue in TELEGRAM_QUEUES] == [[], [], []]
    clock.move(timedelta(seconds=1))
    assert len(beside.do(take, "telegram", 2)) == 2


@on_sqlite
async def test_what_is_refused_to_one_chat_stops_nobody_else(workroom: Workroom) -> None:
    await refuse(workroom, 2)
    workroom.do(put, "telegram", range(11, 13))
    (one, other) = workroom.do(take, "telegram", 10)
    assert (one.leaves_at, other.leaves_at) == (None, None)


def test_a_chat_that_is_served_in_between_tells_that_the_limit_is_not_everybodys(clock: ManualClock) -> None:
    limits = Limits()
    for who in ("1", "2"):
        assert limits.refused(who, SEVEN, clock.now()) is None
    limits.served()
    assert limits.refused("3", SEVEN, clock.now()) is None
    clock.move(timedelta(seconds=3))  # and what was long ago does not count
    assert [limits.refused(who, SEVEN, clock.now()) for who in ("4", "5")] == [None, None]
    assert limits.refused("6", timedelta(seconds=9), clock.now()) == SEVEN


async def test_afterwards_all_replicas_together_keep_the_pace_and_answers_go_first(
    workroom: Workroom, beside: Workroom, clock: ManualClock
) -> None:
    await refuse(workroom, 3)
    workroom.do(put, "telegram", range(100, 190))
    workroom.do(put, "bulk", range(200, 260))
    clock.move(SEVEN)
    left = leaving([workroom, beside], clock)
    assert (len(left["telegram"]), len(left["bulk"])) == (93, 60)
    assert most_within_a_second(left["telegram"] + left["bulk"]) <= 31
    answered = left["telegram"][90]
    assert sum(one < answered for one in left["bulk"]) <= 10
    assert max(left["bulk"]) - left["telegram"][0] < timedelta(seconds=153 / 30.1 + 1)


def leaving(rooms: list[Workroom], clock: ManualClock) -> dict[str, list[datetime]]:
    """Let the replicas take by turns and time pass, until all has left: when did what leave?"""
    left: dict[str, list[datetime]] = {"telegram": [], "bulk": []}
    flying: list[tuple[datetime, int, Workroom, Ready]] = []
    for _ in range(80):
        for room in rooms:
            for queue in ("bulk", "telegram"):
                for ready in room.do(take, queue, 15):
                    at = ready.leaves_at or clock.now()
                    left[queue].append(at)
                    heapq.heappush(flying, (at, ready.round.parcels[0].id, room, ready))
        clock.move(timedelta(milliseconds=100))
        while flying and flying[0][0] <= clock.now():
            _, _, room, ready = heapq.heappop(flying)
            room.do(outbox.settle, ready.round.held, ready.round.parcels[0], "sent", None)
    return {queue: sorted(instants) for queue, instants in left.items()}


@on_sqlite
def test_reminders_that_are_booked_far_ahead_wait_unclaimed(workroom: Workroom, clock: ManualClock) -> None:
    """What is claimed must leave before its lease ends: another worker would send it again."""
    workroom.do(pace.reserve, 100)
    workroom.do(put, "bulk", range(1, 3))
    assert workroom.do(take, "bulk", 10) == []
    clock.move(timedelta(seconds=2))
    assert len(workroom.do(take, "bulk", 10)) == 2
