"""The workshop: what strangers wrote (expressions, files) and what is heavy, in child processes, each with a deadline."""

import asyncio
import importlib
import logging
import multiprocessing
import os
import resource
import signal
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from pebble import ProcessExpired, ProcessPool

from portal.errors import TookTooLong

log = structlog.get_logger()

HANDS = 2  # child processes at once
DEADLINE = 4.0  # seconds of the processor's work, after which one is stopped
SLOWLY = 4  # times as long it may take by the clock: a busy machine is nobody's fault
PATIENCE = 20.0  # seconds that a child may take to be born, beside those: where nothing ends for longer, nobody works
MEMORY = 1 << 30  # bytes of address space that one may have
JOBS = 500  # of one child, then a fresh one takes its place
READY = ("portal.questionnaires.calculating", "bot.drawing")  # imported once, for all children that come
YIELDS = 5  # of 19: how far the children stand back when the bot itself wants the processor


class Workshop:
    """At most `hands` child processes. Nothing is started before something is to be done.

    `ready`: modules that are imported before. Children are forked from one process that has imported them; `apart`,
    a child has imported them itself, and shares, and carries, nothing else.
    """

    def __init__(
        self,
        deadline: float = DEADLINE,
        memory: int = MEMORY,
        ready: Sequence[str] = READY,
        hands: int = HANDS,
        apart: bool = False,
        patience: float = PATIENCE,
        slowly: float = SLOWLY,
    ) -> None:
        self._deadline, self._slowly = deadline, slowly
        self._longest = deadline * slowly
        self._patience = patience
        self._ended = 0.0  # when a task last did, by the monotonic clock
        self.memory = memory
        self._ready = list(ready)
        self._hands = hands
        self._apart = apart
        self._pool: ProcessPool | None = None

    async def do(self, function: Callable[[], Any], deadline: float | None = None) -> Any:
        """Return what a picklable function returns; raises what it raises, or `TookTooLong`.

        `deadline`: seconds of the processor's work.
        """
        pool, most = self._open(), deadline or self._deadline
        limit = most * self._slowly
        self._longest = max(self._longest, limit)
        task = pool.schedule(partial(_bounded, function, most), timeout=limit)
        try:
            return await self._result(asyncio.wrap_future(task))
        except TimeoutError:
            raise TookTooLong("deadline") from None
        except ProcessExpired as ended:
            raise TookTooLong("deadline" if ended.exitcode == -signal.SIGPROF else "memory") from None
        except MemoryError:
            raise TookTooLong("memory") from None
        except BrokenProcessPool:
            # The children die as they are born; others may not, once there is room again.
            log.error("workshop_broken")
            if self._pool is pool:
                await asyncio.to_thread(self.close)
            raise TookTooLong("broken") from None

    async def _result(self, task: asyncio.Future[Any]) -> Any:
        """Return what a task came to; raises `BrokenProcessPool` also where the pool broke without a word.

        It does when its first children die while it is being opened: who waits in it would wait for ever.
        """
        began, most = time.monotonic(), self._longest + self._patience
        try:
            while not (await asyncio.wait({task}, timeout=most))[0]:
                if time.monotonic() - max(began, self._ended) >= most:
                    raise BrokenProcessPool
            self._ended = time.monotonic()
            if task.cancelled():  # the pool was closed by another who waited in it
                raise BrokenProcessPool
            return task.result()
        finally:
            task.cancel()

    def close(self) -> None:
        """Stop the children; what they are at is lost."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _open(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("spawn" if self._apart else "forkserver")
            if not self._apart:
                context.set_forkserver_preload(self._ready)
            given = [self.memory, self._ready]
            self._pool = ProcessPool(self._hands, JOBS, _begin, given, context=context)
        return self._pool


def darkroom() -> Workshop:
    """Return where files of strangers are opened: one at a time, since a large photo takes 100 MB while it is open.

    By itself, so that expressions and charts never wait for a photo, nor photos for them. What its tasks may take is
    ample already, and by the clock no more: whoever sent a photo would lose her turn.
    """
    ready = ("portal.inspection.pictures", "portal.inspection.pages")
    return Workshop(ready=ready, hands=1, apart=True, slowly=1)


@dataclass(frozen=True)
class Hands:
    """All the children of one bot."""

    workshop: Workshop = field(default_factory=Workshop)
    darkroom: Workshop = field(default_factory=darkroom)


def _begin(memory: int, ready: Sequence[str]) -> None:
    """Bound what a child may take, and have it import what it needs."""
    os.nice(YIELDS)
    logging.disable()  # what libraries say of a stranger's content may quote it, and here nothing masks it
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for module in ready:
        importlib.import_module(module)


def _bounded(function: Callable[[], Any], most: float) -> Any:
    """Do a task in a child, which ends with it once it has worked for `most` seconds: nothing catches that signal."""
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        return function()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
