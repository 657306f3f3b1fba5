"""Lives: the bot as processes of its own, that end as they are told and begin again as under a supervisor."""

import asyncio
import contextlib
import ctypes
import multiprocessing
import os
import random
import resource
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from bot import app, logs
from bot.settings import Settings
from portal.clock import SystemClock

# Forked from a process that has imported and read everything: a new life begins in a tenth of a second.
forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.faults.ahead"])

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG: whatever becomes of a test, no bot is left behind (Linux)
GLANCE = 0.02  # seconds between two looks at who lives
BREATH = 0.2  # seconds before a supervisor begins again what ended by itself
ENDS = 12  # seconds that an orderly end may take


class End(NamedTuple):
    """How a process that was told to end did: how many seconds it took, and its exit code."""

    took: float
    code: int | None


class Lives:
    """`count` bots on one database; whoever ends by itself is begun again, and counted."""

    def __init__(self, environs: list[dict[str, str]]) -> None:
        self._environs = environs
        # Seconds by which the clock of their machine is wrong. With a lock, who is killed while reading it keeps the lock.
        self.jump = forks.Value("d", 0.0, lock=False)
        self.living: list[BaseProcess] = []
        self.ended_by_themselves = 0
        self._places = [asyncio.Lock() for _ in environs]  # how a process ended can be asked by one at a time
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Lives":
        self.living = [self._begin(number) for number in range(len(self._environs))]
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *raised: object) -> None:
        if self._watching is not None:
            self._watching.cancel()
        for one in self.living:
            thaw(one)
            one.terminate()
        for one in self.living:
            await asyncio.to_thread(one.join, ENDS)
            one.kill()

    def one(self, chance: random.Random) -> int:
        """Choose one of them."""
        return chance.randrange(len(self.living))

    async def end(self, number: int, how: Callable[[BaseProcess], None]) -> End:
        """End one of them, and begin it again."""
        async with self._places[number]:
            process, began = self.living[number], time.monotonic()
            how(process)
            await asyncio.to_thread(process.join)
            took = time.monotonic() - began
            self.living[number] = self._begin(number)
        return End(took, process.exitcode)

    def limit(self, size: int) -> None:
        """Have no file of theirs grow beyond `size` bytes; -1: as it was."""
        for one in self.living:
            resource.prlimit(one.pid or 0, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def _begin(self, number: int) -> BaseProcess:
        process = forks.Process(target=live, args=(self._environs[number], self.jump))
        process.start()
        return process

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(GLANCE)
            for number, place in enumerate(self._places):
                if not place.locked():
                    async with place:
                        await self._mourn(number)

    async def _mourn(self, number: int) -> None:
        if self.living[number].exitcode is not None:
            self.ended_by_themselves += 1
            await asyncio.sleep(BREATH)
            self.living[number] = self._begin(number)


def freeze(process: BaseProcess) -> None:
    """Stop a process where it stands, as a machine that is moved or swaps does."""
    os.kill(process.pid or 0, signal.SIGSTOP)


def thaw(process: BaseProcess) -> None:
    """Let it go on."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid or 0, signal.SIGCONT)


def live(environ: dict[str, str], jump: Any) -> None:
    """Be the bot, on a machine whose clock may jump."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
    os.environ.update({name: value for name, value in environ.items() if name.startswith("AWS_")})
    clock = SystemClock(lambda: datetime.now(UTC) + timedelta(seconds=jump.value))
    with Path(environ["LOG"]).open("a") as log:
        settings = Settings.read(environ)
        logs.configure(settings.secrets(), log)
        asyncio.run(app.serve_for_ever(settings, clock))
