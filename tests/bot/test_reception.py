"""The reception after crashes: who was only beside the cause is answered, what takes the process down is set aside."""

import asyncio
from typing import Any

from bot.metrics import Metrics
from bot.reception import Reception
from bot.workshop import Workshop
from portal.mailroom import inbox, lanes
from portal.work import Work, Workroom
from tests.databases import on_sqlite

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
    await asyncio.wait_for(all_done.wait(), 10)
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
    assert workroom.do(inbox.counts) == {"waiting": 0, "aside": 1}
