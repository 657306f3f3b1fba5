"""getUpdates: the bot asks, Telegram answers when there is something or the time is over."""

import asyncio

from simulator.clock import Clock
from simulator.refusal import conflict
from simulator.updates import Pending, Updates

WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_WAS_SET = "terminated by setWebhook request"


class Poller:
    """At most one long poll at a time: a new one ends the one that waits."""

    def __init__(self, updates: Updates, clock: Clock) -> None:
        self._updates = updates
        self._clock = clock
        self._waiting: asyncio.Future[None] | None = None

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Pending]:
        """The updates from the offset on; waits for the first at most so many seconds."""
        if offset:
            self._updates.confirm(offset)
        found = self._first(offset, limit)
        if found or not seconds:
            return found
        self.abort(OTHER_POLLER)
        aborted = self._waiting = asyncio.get_running_loop().create_future()
        try:
            return await self._wait(aborted, offset, limit, self._clock.now() + seconds)
        finally:
            if self._waiting is aborted:
                self._waiting = None

    async def _wait(
        self, aborted: asyncio.Future[None], offset: int, limit: int, until: float
    ) -> list[Pending]:
        while self._clock.now() < until:
            self._updates.arrived.clear()
            waiting = asyncio.ensure_future(self._clock.wait(self._updates.arrived, until))
            try:
                await asyncio.wait({waiting, aborted}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
            if aborted.done():
                aborted.result()
            if found := self._first(offset, limit):
                return found
        return []

    @property
    def idle(self) -> bool:
        """Whether no long poll waits."""
        return self._waiting is None

    def abort(self, words: str) -> None:
        """End the poll that waits, with a 409."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(conflict(words))
        self._waiting = None

    def _first(self, offset: int, limit: int) -> list[Pending]:
        found: list[Pending] = []
        for pending in self._updates.live():
            if len(found) == limit:
                break
            if pending.update_id >= offset:
                found.append(pending)
        return found
