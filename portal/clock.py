"""The time, given as a parameter so that tests move it instead of sleeping."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

SLOWER = 0.5  # of its pace, while a clock waits for the machine's to come up to it
MOST_BEHIND = timedelta(hours=2)  # a machine's clock set back by more is followed at once


class Clock(Protocol):
    """Tells aware UTC instants and waits for them."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

    async def sleep_until(self, instant: datetime) -> None:
        """Return once `instant` has come; at once when it is past."""
        ...

    def not_before(self, instant: datetime) -> None:
        """Learn that it is at least `instant`: somebody has written so."""
        ...


def _of_the_machine() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """The machine's own clock, never set back: what is due would wait, and what comes later overtake it.

    Set forward, it is followed. Set back, time here goes on at half its pace until the machine has caught up
    (twenty minutes for ten); by more than `MOST_BEHIND`, it is followed.
    """

    def __init__(
        self, machine: Callable[[], datetime] = _of_the_machine, elapsed: Callable[[], float] = time.monotonic
    ) -> None:
        self._machine, self._elapsed = machine, elapsed
        self._last, self._at = machine(), elapsed()
        self._alone = threading.Lock()

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        with self._alone:
            there, at = self._machine(), self._elapsed()
            slowly = self._last + timedelta(seconds=(at - self._at) * SLOWER)
            behind = slowly - there
            self._last = there if behind > MOST_BEHIND else max(there, slowly)
            self._at = at
            return self._last

    def not_before(self, instant: datetime) -> None:
        """Take up where the process before this one was, if the machine was set back since."""
        with self._alone:
            self._last = max(self._last, instant)

    async def sleep_until(self, instant: datetime) -> None:
        """Return once `instant` has come; at once when it is past."""
        while (left := (instant - self.now()).total_seconds()) > 0:
            await asyncio.sleep(left)
