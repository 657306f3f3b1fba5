"""The workshop: what strangers wrote (expressions) and what is heavy (charts), in child processes, each with a deadline."""

import asyncio
import multiprocessing
import os
import resource
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import structlog
from pebble import ProcessExpired, ProcessPool

from portal.errors import TookTooLong

log = structlog.get_logger()

HANDS = 2  # child processes at once
DEADLINE = 4.0  # seconds, after which one is stopped
MEMORY = 1 << 30  # bytes of address space that one may have
JOBS = 500  # of one child, then a fresh one takes its place
READY = (  # imported once, for all children that come
    "portal.questionnaires.calculating", "bot.drawing", "portal.inspection.pictures", "portal.inspection.pages",
)  # fmt: skip
YIELDS = 5  # of 19: how far the children stand back when the bot itself wants the processor


class Workshop:
    """At most two child processes. Nothing is started before something is to be done."""

    def __init__(
        self, deadline: float = DEADLINE, memory: int = MEMORY, ready: Sequence[str] = READY
    ) -> None:
        self._deadline = deadline
        self.memory = memory
        self._ready = list(ready)
        self._pool: ProcessPool | None = None

    async def do(self, function: Callable[[], Any], deadline: float | None = None) -> Any:
        """Return what a picklable function returns; raises what it raises, or `TookTooLong` (`deadline`: seconds)."""
        pool = self._open()
        try:
            return await asyncio.wrap_future(pool.schedule(function, timeout=deadline or self._deadline))
        except TimeoutError:
            raise TookTooLong("deadline") from None
        except (MemoryError, ProcessExpired):
            raise TookTooLong("memory") from None
        except BrokenProcessPool:
            # The children die as they are born; others may not, once there is room again.
            log.error("workshop_broken")
            if self._pool is pool:
                await asyncio.to_thread(self.close)
            raise TookTooLong("broken") from None

    def close(self) -> None:
        """Stop the children; what they are at is lost."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _open(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(self._ready)
            self._pool = ProcessPool(HANDS, JOBS, _begin, [self.memory], context=context)
        return self._pool


def _begin(memory: int) -> None:
    """Bound what a child may take."""
    os.nice(YIELDS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
