"""The time, given as a parameter so that tests move it instead of sleeping."""

import asyncio
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells aware UTC instants and waits for them."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

    async def sleep_until(self, instant: datetime) -> None:
        """Return once `instant` has come; at once when it is past."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, instant: datetime) -> None:
        """Return once `instant` has come; at once when it is past."""
        await asyncio.sleep(max(0.0, (instant - self.now()).total_seconds()))
