"""The pace: all replicas together never send more than 31 bulk messages within one second."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from portal.mailroom import pace
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_postgres

SECOND = timedelta(seconds=1)


def leaving(room: Workroom, count: int = 1) -> list[datetime]:
    """The instants at which reserved messages may leave."""
    first = room.do(pace.reserve, count)
    return [first + pace.STEP * n for n in range(count)]


def most_within_a_second(instants: list[datetime]) -> int:
    instants = sorted(instants)
    return max(sum(start <= other < start + SECOND for other in instants) for start in instants)


@pytest.mark.parametrize("seed", range(3))
def test_no_second_holds_more_than_31(workroom: Workroom, clock: ManualClock, seed: int) -> None:
    chance = random.Random(seed)
    instants: list[datetime] = []
    for _ in range(40):
        instants += leaving(workroom, chance.randint(1, 12))
        clock.move(timedelta(milliseconds=chance.choice([0, 0, 5, 120, 400, 2000])))
    assert most_within_a_second(instants) <= 31


def test_a_long_queue_leaves_at_thirty_a_second(workroom: Workroom) -> None:
    first, *_, last = leaving(workroom, 3010)
    assert timedelta(seconds=99.9) < last - first < timedelta(seconds=100)


def test_after_a_pause_the_first_leaves_at_once(workroom: Workroom, clock: ManualClock) -> None:
    leaving(workroom, 100)
    clock.move(timedelta(hours=1))
    assert leaving(workroom) == [clock.now()]


@on_postgres
def test_those_who_reserve_at_once_stand_one_behind_the_other(workroom: Workroom) -> None:
    with ThreadPoolExecutor(4) as pool:
        instants = sorted(pool.map(lambda _: leaving(workroom)[0], range(60)))
    assert all(after - before >= pace.STEP for before, after in pairwise(instants))


def test_what_a_clock_booked_that_was_an_hour_ahead_holds_nobody_up(
    workroom: Workroom, clock: ManualClock
) -> None:
    clock.move(timedelta(hours=1))
    leaving(workroom)
    clock.move(-timedelta(hours=1))
    assert leaving(workroom) == [clock.now()]
