"""What time brings beside the portal's tasks: the journal is anchored, and the log told."""

import asyncio
import time
from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs

from bot.metrics import Metrics
from bot.ticker import REST, TASKS, Task, Ticker
from portal import journal
from portal.parts import apart
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite


@on_sqlite
async def test_an_anchor_is_told_in_the_log_as_verifying_asks_for_it(
    workroom: Workroom,
) -> None:
    nothing: Any = None
    workroom.clock = clock = ManualClock()
    ticker = Ticker(workroom, nothing, nothing, nothing, Metrics())
    workroom.do(journal.write, "patient:1", "operator", "registered")
    clock.move(timedelta(hours=1))
    with capture_logs() as logs:
        assert [await ticker._anchor(), await ticker._anchor()] == [1, 0]
    (told,) = logs
    assert told["event"] == "journal_anchored"
    found = journal.verify(workroom, (told["number"], told["mac"]))
    assert (found.broken, found.since) == ([], 0)


@on_sqlite
async def test_what_is_put_off_as_it_broke_fails_for_the_log_and_for_whoever_counts(
    workroom: Workroom,
) -> None:
    nothing: Any = None
    metrics = Metrics()
    ticker = Ticker(workroom, nothing, nothing, nothing, metrics)

    def once(work: Work) -> int:
        return sum(apart(work, lambda n=n: 1 // n) for n in (1, 0, 2))  # type: ignore[misc]

    with capture_logs() as logs:
        assert await ticker._once(Task("divide", 1, once)) == 2
    (told,) = logs
    assert (told["event"], told["task"], told["log_level"]) == ("tick_failed", "divide", "error")
    assert isinstance(told["exc_info"], ZeroDivisionError)
    assert b'masante_ticker_runs_total{outcome="failed",task="divide"} 1.0' in metrics.text()


@on_sqlite
async def test_what_rests_works_a_tenth_of_the_time(workroom: Workroom) -> None:
    nothing: Any = None
    ticker = Ticker(workroom, nothing, nothing, nothing, Metrics())
    spent: list[float] = []
    over = asyncio.Event()

    async def once() -> int:
        began = time.perf_counter()
        sum(range(100_000))
        spent.append(time.perf_counter() - began)
        if len(spent) == 5:
            over.set()
        return 1

    began = time.perf_counter()
    beating = asyncio.create_task(ticker._beat("forget", 9.0, once, REST))
    await over.wait()
    beating.cancel()
    assert sum(spent[:-1]) * (1 + REST) <= time.perf_counter() - began
    assert {task.name for task in TASKS if task.rests} >= {"forget_updates", "forget_deliveries"}
