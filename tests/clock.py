"""A clock that tests move."""

import asyncio
from datetime import UTC, datetime, timedelta

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday, 9:00 in Paris


class ManualClock:
    """Stands still until it is moved; whoever sleeps on it wakes when its instant has come."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._moved = asyncio.Event()

    def now(self) -> datetime:
        """Return the present instant."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._now += by
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, instant: datetime) -> None:
        """Return once the clock has been moved to `instant`."""
        while self._now < instant:
            await self._moved.wait()

    def not_before(self, instant: datetime) -> None:
        """Stand where it stands: only tests move it."""
