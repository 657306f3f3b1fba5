"""The simulator's notion of now, which tests and the demo may move forward."""

import asyncio
import contextlib
import time


class Clock:
    """Real time plus an offset: ages and back-offs follow it, network time-outs do not."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset
        self._moved = asyncio.Event()

    def now(self) -> float:
        """Seconds since the epoch, as Telegram counts them here."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> float:
        """Move now forward and wake up whoever waits for an instant; gives the new now."""
        self.offset += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        return self.now()

    async def sleep_until(self, instant: float) -> None:
        """Return once now has reached the instant, by waiting or because the clock was moved."""
        while (left := instant - self.now()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left)

    async def wait(self, event: asyncio.Event, until: float) -> None:
        """Return when the event is set or now has reached the instant, whichever comes first."""
        sleeping = asyncio.ensure_future(self.sleep_until(until))
        waiting = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait({sleeping, waiting}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            waiting.cancel()
