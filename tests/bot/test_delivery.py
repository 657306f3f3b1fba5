"""The delivery: what cannot leave neither blocks what follows nor leaves twice, and is not given up too soon."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery import PATIENCE, TRIES, Delivery, Ready, Sent
from bot.metrics import Metrics
from portal.errors import GiveUp, TryLater
from portal.mailroom import outbox
from portal.mailroom.model import Lane, Outgoing
from portal.mailroom.outbox import Parcel
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite

row, lane = Outgoing.__table__.c, Lane.__table__.c
Carried = Callable[[Parcel], str]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


class Courier:
    """Carries by `how`, and remembers what it was given."""

    def __init__(self, how: Carried) -> None:
        self.given: list[str] = []
        self.how = how

    async def __call__(self, _ready: Ready, parcel: Parcel, _facts: Mapping[str, Any]) -> Sent:
        self.given.append(parcel.what)
        return Sent(self.how(parcel))


async def rounds(workroom: Workroom, clock: ManualClock, courier: Any, queue: str, **more: Any) -> None:
    """Deliver what is due until nothing is, letting all waits pass."""
    delivery = Delivery(queue, workroom, courier, Metrics(), **more)
    while await workroom.run(
        lambda work: work.execute(select(lane.who).where(lane.next_at.is_not(None))).first()
    ):
        clock.move(timedelta(minutes=5))
        for ready in await delivery._take():
            ready.leaves_at = None
            await delivery._deliver(ready)


def outcomes(workroom: Workroom) -> dict[str, str]:
    return dict(workroom.do(lambda work: work.execute(select(row.what, row.outcome)).all()))


def broken(parcel: Parcel) -> str:
    if parcel.what == "odd":
        raise KeyError(parcel.what)
    return "sent"


async def test_what_breaks_again_and_again_is_set_aside_and_the_next_one_leaves(
    workroom: Workroom, clock: ManualClock
) -> None:
    for what in ("odd", "even"):
        workroom.do(outbox.put, "telegram", "1", what, {})
    courier = Courier(broken)
    await rounds(workroom, clock, courier, "telegram")
    assert courier.given == ["odd"] * TRIES + ["even"]
    assert outcomes(workroom) == {"odd": "broken", "even": "sent"}


async def test_what_was_planned_long_before_is_tried_again_too(
    workroom: Workroom, clock: ManualClock
) -> None:
    """A message is removed 46 hours after it was written, even if Telegram says "later" once."""
    due = clock.now() + PATIENCE + timedelta(hours=1)
    workroom.do(outbox.put, "purge", "1", "delete", {}, due_at=due)
    clock.move(due - clock.now())

    def once_later(parcel: Parcel) -> str:
        if parcel.attempts == 1:
            raise TryLater(timedelta(seconds=1), "telegram_limit")
        return "sent"

    await rounds(workroom, clock, Courier(once_later), "purge")
    assert outcomes(workroom) == {"delete": "sent"}


async def test_what_telegram_refuses_to_show_is_apologised_for(
    workroom: Workroom, clock: ManualClock
) -> None:
    workroom.do(outbox.put, "telegram", "1", "show", {})

    def refused(_parcel: Parcel) -> str:
        raise GiveUp("refused")

    await rounds(workroom, clock, Courier(refused), "telegram")
    assert outcomes(workroom) == {"show": "refused", "sorry": "refused"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_takes_longer_than_its_lease_is_left_for_later(
    workroom: Workroom, clock: ManualClock
) -> None:
    """Else another worker would send it a second time."""
    workroom.do(outbox.put, "telegram", "1", "slow", {})

    async def never(*_given: object) -> Sent:
        await asyncio.Event().wait()
        raise AssertionError

    clock.move(timedelta(seconds=1))
    delivery = Delivery("telegram", workroom, never, Metrics(), longest=0)
    for ready in await delivery._take():
        await delivery._deliver(ready)
    assert workroom.do(lambda work: work.execute(select(lane.next_at)).scalar_one()) > clock.now()


@on_sqlite
async def test_what_is_taken_as_it_stops_leaves_all_the_same(workroom: Workroom) -> None:
    workroom.do(outbox.put, "telegram", "1", "last", {})
    courier = Courier(lambda _parcel: "sent")
    delivery = Delivery("telegram", workroom, courier, Metrics())
    running = asyncio.create_task(delivery.run())
    await asyncio.sleep(0)  # it has begun to ask for what is due
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await delivery.finish()
    assert (courier.given, outcomes(workroom)) == (["last"], {"last": "sent"})


@on_sqlite
async def test_what_is_put_off_is_counted_by_why_and_for_how_long(workroom: Workroom) -> None:
    workroom.do(outbox.put, "telegram", "1", "show", {})

    def limited(_parcel: Parcel) -> str:
        raise TryLater(timedelta(seconds=7), "telegram_limit")

    delivery = Delivery("telegram", workroom, Courier(limited), Metrics())
    for ready in await delivery._take():
        await delivery._deliver(ready)
    told = delivery.metrics.text().decode()
    assert 'masante_delivery_delays_total{queue="telegram",reason="telegram_limit"} 1.0' in told
    assert 'masante_delivery_delay_seconds_total{queue="telegram",reason="telegram_limit"} 7.0' in told
