"""The workshop: what never ends is stopped, what takes too much memory too, and the next task is done."""

import asyncio
import logging
import os
import signal
import warnings
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import pytest
from pebble import ProcessFuture, ProcessPool

from bot.workshop import Workshop, darkroom
from portal.errors import TookTooLong
from tests.hands import UNHURRIED


@pytest.fixture
async def workshop() -> AsyncIterator[Workshop]:
    opened = Workshop(memory=1 << 29, ready=(), slowly=UNHURRIED)
    yield opened
    opened.close()


async def test_a_task_is_done_in_a_child_process(workshop: Workshop) -> None:
    assert await workshop.do(partial(pow, 2, 10)) == 1024


async def test_what_never_ends_is_stopped_and_the_next_task_is_done(workshop: Workshop) -> None:
    with pytest.raises(TookTooLong, match="deadline"):
        await workshop.do(partial(sum, range(10**15)), 0.2)
    assert await workshop.do(partial(pow, 2, 10)) == 1024


async def test_what_never_works_is_stopped_too() -> None:
    opened = Workshop(ready=(), slowly=0.05)
    with pytest.raises(TookTooLong, match="deadline"):
        await opened.do(signal.pause)
    await asyncio.to_thread(opened.close)


async def test_what_takes_too_much_memory_is_stopped(workshop: Workshop) -> None:
    with pytest.raises(TookTooLong, match="memory"):
        await workshop.do(partial(bytes, 1 << 31))
    assert await workshop.do(partial(pow, 2, 10)) == 1024


async def test_what_opens_files_has_one_hand_and_stands_back() -> None:
    opened = darkroom()
    first, second = await asyncio.gather(*(opened.do(os.getpid, 15) for _ in range(2)))
    assert first == second != os.getpid()
    assert await opened.do(partial(os.nice, 0)) > os.nice(0)
    await asyncio.to_thread(opened.close)


async def test_what_a_task_raises_is_raised_here(workshop: Workshop) -> None:
    with pytest.raises(ZeroDivisionError):
        await workshop.do(partial(divmod, 1, 0))


async def test_where_children_die_at_birth_the_task_is_given_up_and_the_next_one_tried_anew() -> None:
    no_such_limit = 1 << 70
    opened = Workshop(0.5, no_such_limit, ready=(), slowly=1, patience=1)
    for _ in range(2):
        with pytest.raises(TookTooLong):
            await opened.do(partial(pow, 2, 10))
    opened.close()


class Asleep(ProcessPool):
    """A pool whose children died while it was opened: it takes tasks, and nobody works at them."""

    def schedule(self, *_task: Any, **_limits: Any) -> ProcessFuture[Any]:
        return ProcessFuture()


class OpenedBadly(Workshop):
    """A workshop whose first pool is such a one."""

    def _open(self) -> ProcessPool:
        if self._pool is None and not self._ended:
            self._pool, self._ended = Asleep(), 0.001
        return super()._open()


async def test_where_nobody_works_the_task_is_given_up_and_the_next_one_is_done() -> None:
    opened = OpenedBadly(deadline=0.02, patience=0.03, ready=(), slowly=1)
    with pytest.raises(TookTooLong):
        await opened.do(partial(pow, 2, 10))
    assert await opened.do(partial(pow, 2, 10), 100) == 1024
    await asyncio.to_thread(opened.close)


async def test_what_a_library_says_of_what_strangers_made_is_heard_nowhere(
    workshop: Workshop, capfd: pytest.CaptureFixture[str]
) -> None:
    """fpdf names the signs that a font lacks: of a name, for one."""
    await workshop.do(partial(logging.getLogger("fpdf").error, "zibeline"))
    await workshop.do(partial(warnings.warn, "zibeline"))
    assert "zibeline" not in "".join(capfd.readouterr())
