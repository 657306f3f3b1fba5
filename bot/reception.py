"""The reception: takes stored updates, one at a time per person, many people at once, and has them answered."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeAlias

import structlog

from bot.claiming import Claims, claimed, insisted, rings
from bot.logs import describe
from bot.metrics import Metrics
from bot.workshop import Workshop
from portal.errands import Errand
from portal.errors import Fenced, KeyUnknown, StorageDown, TookTooLong
from portal.keys import Keyring
from portal.mailroom import inbox, lanes
from portal.work import Think, Unthought, Work, Workroom

log = structlog.get_logger()

AT_ONCE = 128  # persons answered at the same time
THINKERS = 2  # argon2 fills a core: more at once would only slow each other
STILL_HERE = lanes.LEASE.total_seconds() / 3  # seconds after which a lane is held anew
CRASHED = "the process ended {times} times while this was under way"
THOUGHTS = 8  # of one turn: a form is walked a few times, a password is checked once

Answering: TypeAlias = Callable[[Work], None]
Runners: TypeAlias = Mapping[type[Errand], Callable[[Any], Awaitable[Any]]]  # who runs which kind of errand


class Reception:
    """Claims updates and settles each in one transaction with everything its answer changes."""

    def __init__(
        self,
        workroom: Workroom,
        answering: Callable[[dict[str, Any]], Answering],
        sorry: Callable[[Work, str, int | None], None],
        thinking: Callable[[str], None],
        workshop: Workshop,
        runners: Runners,
        metrics: Metrics,
        works: asyncio.Event | None = None,
    ) -> None:
        self._workroom = workroom
        self._answering = answering
        self._sorry = sorry
        self._thinking = thinking
        self._workshop = workshop
        self._runners = runners
        self._metrics = metrics
        self._works = works  # cleared while nothing may be worked on
        self._thinkers = ThreadPoolExecutor(THINKERS, "think")
        self.busy: dict[asyncio.Task[None], str] = {}  # and whose updates
        self._claims = Claims(workroom, inbox.QUEUE)
        self._room = asyncio.Event()
        self.bell = asyncio.Event()

    async def run(self) -> None:
        """Answer updates for ever."""
        while True:
            if self._works is not None:
                await self._works.wait()
            self.bell.clear()
            taken = await claimed(self._claim(), self._begin)
            suspects = [one for one in taken if one.attempts > inbox.TRIES]
            for one in taken:
                if one not in suspects:
                    self._begin(one)
            # Under way at several crashes: alone, it can neither take others with it nor pay for them.
            for one in suspects:
                await self.finish()
                self._begin(one)
                await self.finish()
            if len(self.busy) >= AT_ONCE:
                self._room.clear()
                await self._room.wait()
            elif not taken:
                await rings(self.bell)

    async def finish(self) -> None:
        """Wait until every update in progress is settled."""
        if self.busy:
            await asyncio.wait(self.busy)

    def _begin(self, taken: inbox.Taken) -> None:
        task = asyncio.create_task(self._answer(taken))
        self.busy[task] = taken.held.who
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.busy.pop(task, None)
        self._room.set()

    async def _claim(self) -> list[inbox.Taken]:
        return await self._claims.take(self.busy.values(), inbox.claim, AT_ONCE - len(self.busy))

    async def _answer(self, taken: inbox.Taken) -> None:
        if taken.attempts > inbox.CRASHES:  # it took the process down each time: nothing was left to count it
            return await self._failed(taken, CRASHED.format(times=inbox.CRASHES))
        try:
            with self._metrics.turn_seconds.time():
                await self._settle(taken, self._answering(inbox.read(self._workroom.keys, taken)))
            self._metrics.updates.labels("done").inc()
        except Fenced:
            self._metrics.updates.labels("fenced").inc()  # another replica took this person over: it answers
        except StorageDown:
            await self._give_back(
                taken, lambda work: inbox.again(work, taken, timedelta(seconds=2), counted=False)
            )
        except Exception as error:
            log.exception("update_failed", update=taken.update_id, attempt=taken.attempts)
            await self._failed(taken, describe(error))

    async def _settle(self, taken: inbox.Taken, answering: Answering) -> None:
        thoughts: dict[str, Any] = {}
        while len(thoughts) <= THOUGHTS:
            try:
                return await self._workroom.run(_turn, taken, answering, thoughts)
            except Unthought as first:
                if taken.update_id > 0:  # what we told ourselves to do, nobody waits for
                    self._thinking(taken.held.who)
                thoughts[first.think.key] = await self._think(taken, first.think)
        raise RuntimeError("a turn thinks for ever")

    async def _think(self, taken: inbox.Taken, think: Think) -> Any:
        if isinstance(think.function, Errand):
            errand = self._runners[type(think.function)](think.function)
            return await self._held(taken, asyncio.ensure_future(errand))
        if think.apart:
            try:
                return await self._workshop.do(think.function)
            except TookTooLong as late:
                log.warning("work_stopped", why=str(late))
                return late
        await self._workroom.run(lanes.hold, taken.held)  # many may wait for a thinker
        return await asyncio.get_running_loop().run_in_executor(self._thinkers, think.function)

    async def _held(self, taken: inbox.Taken, errand: asyncio.Future[Any]) -> Any:
        """Wait for what takes as long as the network takes, and keep the lane meanwhile."""
        try:
            while not errand.done():
                await self._workroom.run(lanes.hold, taken.held)
                await asyncio.wait({errand}, timeout=STILL_HERE)
            return errand.result()
        finally:
            errand.cancel()

    async def _failed(self, taken: inbox.Taken, fault: str) -> None:
        if taken.attempts < inbox.TRIES:
            self._metrics.updates.labels("again").inc()
            await self._give_back(
                taken, lambda work: inbox.again(work, taken, timedelta(seconds=taken.attempts))
            )
            return
        self._metrics.updates.labels("aside").inc()
        await self._give_back(taken, lambda work: self._set_aside(work, taken, fault))

    def _set_aside(self, work: Work, taken: inbox.Taken, fault: str) -> None:
        inbox.set_aside(work, taken, fault)
        self._sorry(work, taken.held.who, _written(self._workroom.keys, taken))

    async def _give_back(self, taken: inbox.Taken, how: Callable[[Work], None]) -> None:
        try:
            await insisted(self._workroom, how)
        except Fenced:
            log.warning("taken_over", update=taken.update_id)


def _turn(work: Work, taken: inbox.Taken, answering: Answering, thoughts: Mapping[str, Any]) -> None:
    """One transaction: the answer and the end of its update; or nothing, while something is thought about."""
    work.thoughts = thoughts
    answering(work)
    inbox.done(work, taken)


def _written(keys: Keyring, taken: inbox.Taken) -> int | None:
    """Return the id of the message that could not be worked on, if it was one."""
    with contextlib.suppress(KeyUnknown, TypeError):
        found = inbox.read(keys, taken).get("message", {}).get("message_id")
        return found if isinstance(found, int) else None
    return None
