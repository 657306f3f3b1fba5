"""The reception after crashes: who was only beside the cause is answered, what takes the process down is set aside."""

import asyncio
from typing import Any

from bot.metrics import Metrics
from bot.reception import Reception
from bot.workshop import Workshop
from portal.mailroom import aside, inbox, lanes
from portal.work import Work, Workroom
from tests.databases import on_sqlite
from tests.hands import UNHURRIED
from tests.waiting import waiting

pytestmark = on_sqlite


def crashes(workroom: Workroom, times: int) -> None:
    """Claim what is there and die, as often."""
    for _ in range(times):
        assert workroom.do(inbox.claim, 10)
        workroom.do(lanes.free_all)


async def received(workroom: Workroom, count: int) -> tuple[list[int], list[str], int]:
    """Let the reception work: which updates were answered, who was told sorry, how many were under way at most."""
    answered: list[int] = []
    sorry: list[str] = []
    most = 0
    all_done = asyncio.Event()
    loop = asyncio.get_running_loop()

    def answering(raw: dict[str, Any]) -> Any:
        nonlocal most
        most = max(most, len(reception.busy))

        def answer(_work: Work) -> None:
            answered.append(raw["update_id"])
            told()

        return answer

    def tell_sorry(_work: Work, who: str, _message: int | None) -> None:
        sorry.append(who)
        told()

    def told() -> None:
        if len(answered) + len(sorry) == count:
            loop.call_soon_threadsafe(all_done.set)

    reception = Reception(workroom, answering, tell_sorry, lambda _: None, Workshop(), {}, Metrics())
    running = asyncio.create_task(reception.run())
    await asyncio.wait_for(all_done.wait(), UNHURRIED)
    running.cancel()
    await reception.finish()
    return answered, sorry, most


async def test_who_was_under_way_at_three_crashes_is_answered_alone(workroom: Workroom) -> None:
    workroom.do(inbox.store, [(str(n), {"update_id": n}) for n in range(1, 6)])
    crashes(workroom, inbox.TRIES)
    answered, sorry, most = await received(workroom, 5)
    assert (sorted(answered), sorry, most) == ([1, 2, 3, 4, 5], [], 1)


async def test_what_takes_the_process_down_each_time_is_set_aside_and_told(workroom: Workroom) -> None:
    workroom.do(inbox.store, [("1", {"update_id": 1})])
    crashes(workroom, inbox.CRASHES)
    assert await received(workroom, 1) == ([], ["1"], 0)
    assert workroom.do(waiting, "inbox", "aside") == (0, 1)


async def test_what_was_set_aside_keeps_what_went_wrong_in_which_line(workroom: Workroom) -> None:
    def answering(_raw: dict[str, Any]) -> Any:
        raise KeyError("a secret")

    workroom.do(inbox.store, [("1", {"update_id": 1})])
    reception = Reception(workroom, answering, lambda *_: None, lambda _: None, Workshop(), {}, Metrics())
    (taken,) = workroom.do(inbox.claim, 1)
    await reception._answer(taken._replace(attempts=inbox.TRIES))
    fault = workroom.do(aside.one, 1).fault
    assert fault.startswith("builtins.KeyError\n")
    assert "test_reception.py" in fault
    assert "secret" not in fault


async def test_who_is_claimed_as_it_stops_is_answered_all_the_same(workroom: Workroom) -> None:
    """Else she would wait for the end of a lease."""
    answered: list[int] = []
    workroom.do(inbox.store, [("1", {"update_id": 1})])
    reception = Reception(
        workroom, lambda raw: lambda work: answered.append(raw["update_id"]), lambda *_: None, lambda _: None,
        Workshop(), {}, Metrics(),
    )  # fmt: skip
    running = asyncio.create_task(reception.run())
    await asyncio.sleep(0)  # it has begun to ask for what there is
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await reception.finish()
    assert answered == [1]


async def test_nothing_is_worked_on_while_that_is_not_allowed(workroom: Workroom) -> None:
    answered = asyncio.Event()
    loop, works = asyncio.get_running_loop(), asyncio.Event()
    workroom.do(inbox.store, [("1", {"update_id": 1})])
    reception = Reception(
        workroom, lambda _: lambda _: loop.call_soon_threadsafe(answered.set), lambda *_: None, lambda _: None,
        Workshop(), {}, Metrics(), works,
    )  # fmt: skip
    running = asyncio.create_task(reception.run())
    for _ in range(20):
        await workroom.run(lambda work: None)
    assert not answered.is_set()
    works.set()
    await asyncio.wait_for(answered.wait(), UNHURRIED)
    running.cancel()
    await reception.finish()
