"""At most twice: whoever is killed after sending, again and again, has nobody hear the same a third time; and all once."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.carriers import TelegramCarrier
from bot.delivery import Delivery, Ready, Sent, instead, take
from bot.metrics import Metrics
from conversations.messages import message, to_json
from locales import plain
from portal.errors import GiveUp, TryLater
from portal.mailroom import outbox, slots
from portal.mailroom.model import Outgoing
from portal.mailroom.outbox import Parcel
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.handlers.chat import Telegram

row = Outgoing.__table__.c


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


class Killed(BaseException):
    """The process is gone."""


class Courier:
    """Asks for leave, says it, and then `how` befalls it; `before` befalls it sooner."""

    def __init__(self, how: Callable[[], object], before: Callable[[], object] = lambda: None) -> None:
        self.said: list[str] = []
        self.how, self.before = how, before

    async def __call__(self, ready: Ready, parcel: Parcel, _facts: Mapping[str, Any]) -> Sent:
        self.before()
        await ready.leave(parcel)
        self.said.append(parcel.what)
        self.how()
        return Sent("sent")


def raises(error: BaseException) -> Callable[[], object]:
    def raising() -> None:
        raise error

    return raising


async def live(workroom: Workroom, clock: ManualClock, courier: Courier, times: int, **more: Any) -> None:
    """Live so many lives, each until all that is due was tried once, or until it is killed."""
    for _ in range(times):
        clock.move(timedelta(minutes=5))
        delivery = Delivery("telegram", workroom, courier, Metrics(), **more)
        for ready in await delivery._take():
            with suppress(Killed):
                await delivery._deliver(ready)


def outcomes(workroom: Workroom) -> dict[str, str]:
    return dict(workroom.do(lambda work: work.execute(select(row.what, row.outcome)).all()))


@pytest.mark.parametrize("how", [Killed(), TryLater(timedelta(0), "silent", perhaps=True)])
async def test_what_may_have_left_twice_leaves_no_more_and_what_follows_does(
    workroom: Workroom, clock: ManualClock, how: BaseException
) -> None:
    for what in ("first", "second"):
        workroom.do(outbox.put, "telegram", "1", what, {})
    courier = Courier(raises(how))
    await live(workroom, clock, courier, 3)
    assert courier.said == ["first", "first", "second"]
    courier.how = lambda: None
    await live(workroom, clock, courier, 2)
    assert courier.said == ["first", "first", "second", "second"]
    assert outcomes(workroom) == {"first": "perhaps", "second": "sent"}


@on_sqlite
async def test_who_is_killed_before_it_leaves_says_it_all_the_same(
    workroom: Workroom, clock: ManualClock
) -> None:
    workroom.do(outbox.put, "telegram", "1", "news", {})
    courier = Courier(lambda: None, before=raises(Killed()))
    await live(workroom, clock, courier, 5)
    courier.before = lambda: None
    await live(workroom, clock, courier, 1)
    assert (courier.said, outcomes(workroom)) == (["news"], {"news": "sent"})


@on_sqlite
async def test_what_was_refused_is_tried_as_often_as_it_takes(workroom: Workroom, clock: ManualClock) -> None:
    workroom.do(outbox.put, "telegram", "1", "news", {})
    courier = Courier(raises(TryLater(timedelta(0), "telegram_limit")))
    await live(workroom, clock, courier, 6)
    courier.how = lambda: None
    await live(workroom, clock, courier, 1)
    assert (len(courier.said), outcomes(workroom)) == (7, {"news": "sent"})


@on_sqlite
async def test_nothing_is_said_again_before_words_arrive(workroom: Workroom, clock: ManualClock) -> None:
    workroom.do(outbox.put, "telegram", "1", "news", {})
    courier = Courier(raises(Killed()))
    await live(workroom, clock, courier, 1)

    async def silent(_parcel: Parcel) -> None:
        raise TryLater(timedelta(0), "telegram_unreachable", perhaps=True)

    courier.how = lambda: None
    await live(workroom, clock, courier, 5, reach=silent)
    assert courier.said == ["news"]
    await live(workroom, clock, courier, 1)
    assert (courier.said, outcomes(workroom)) == (["news", "news"], {"news": "sent"})


@on_sqlite
async def test_what_may_be_said_no_more_stands_where_the_words_before_it_stood(workroom: Workroom) -> None:
    telegram, words = Telegram(), [to_json(message(plain(word))) for word in ("Before", "After")]
    carry = TelegramCarrier(telegram, workroom, None, None)  # type: ignore[arg-type]

    async def never(_parcel: Parcel) -> None:
        raise GiveUp("perhaps")

    for shown in words:
        workroom.do(outbox.put, "telegram", "1", "show", {"message": shown, "fresh": True}, slot="here")
    (ready,) = workroom.do(take, "telegram", 1)
    before, after = ready.round.parcels
    await carry(ready, before, outbox.read(workroom.keys, before))
    ready.leave = never
    sent = await carry(ready, after, outbox.read(workroom.keys, after))
    workroom.do(sent.after)
    assert [one.text for one in telegram.messages.values() if one] == ["After"]
    assert workroom.do(slots.standing, "1", "here").message_id == 1


@on_sqlite
async def test_a_file_that_telegram_refuses_lets_what_is_behind_it_pass_in_the_end(
    workroom: Workroom, clock: ManualClock
) -> None:
    workroom.do(outbox.put, "telegram", "1", "document", {})
    courier = Courier(raises(TryLater(timedelta(0), "telegram_unreachable")))
    await live(workroom, clock, courier, 5)
    clock.move(timedelta(minutes=5))
    ((_held, (parcel,)),) = workroom.do(outbox.claim, "telegram", 1)
    assert (len(courier.said), parcel.doubts) == (5, 0)
    outcomes = [
        sent and sent.outcome
        for one in (parcel, parcel._replace(attempts=5), parcel._replace(attempts=1, doubts=2))
        for sent in [instead(one, message())]
    ]
    assert outcomes == ["refused", None, "perhaps"]
