"""Claims that neither a stop nor a bad minute of the database can lose: what was taken is begun, and given back."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog

from portal.errors import StorageDown
from portal.mailroom import lanes
from portal.work import Work, Workroom

log = structlog.get_logger()

P = ParamSpec("P")
T = TypeVar("T")

GLANCE = 1.0  # seconds after which a queue is looked at even if nothing woke us: paused lanes, other replicas
AGAIN = 0.5  # seconds before the database is asked again: sooner than the next claim


class Claims:
    """Takes from one queue. What was taken as the database went away, without our being told, is given back first."""

    def __init__(self, room: Workroom, queue: str, patience: float = GLANCE) -> None:
        self._room = room
        self._queue = queue
        self._patience = patience  # seconds
        self._unsure = False  # whether there may be such

    async def take(
        self,
        known: Iterable[str],
        claim: Callable[Concatenate[Work, P], list[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> list[T]:
        """Return what `claim` takes; nothing, a moment later, while the database is away. `known`: who is worked on."""
        try:
            if self._unsure:
                self._unsure = not await self._room.run(lanes.give_back, self._queue, list(known))
            return await self._room.run(claim, *args, **kwargs)
        except StorageDown:
            self._unsure = True
            log.warning("queue_waits", queue=self._queue, why="storage_down")
            await asyncio.sleep(self._patience)
            return []


async def claimed(claim: Coroutine[Any, Any, list[T]], begin: Callable[[T], None]) -> list[T]:
    """Return what a claim took; stopped meanwhile, begin it here, so that nobody waits for a lease to end."""
    taking = asyncio.ensure_future(claim)
    try:
        return await asyncio.shield(taking)
    except asyncio.CancelledError:
        for one in await taking:
            begin(one)
        raise


async def rings(bell: asyncio.Event) -> None:
    """Wait until something is called for, or it is time to look without that."""
    with contextlib.suppress(TimeoutError):
        # `wait_for` would swallow the order to stop that comes as it rings.
        async with asyncio.timeout(GLANCE):
            await bell.wait()


async def insisted(
    room: Workroom, function: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a work that ends a claim until the database takes it; raises `Fenced` once somebody else has the lane.

    Left to its lease a lane would keep a person waiting for a minute, and a message that has left would leave again.
    """
    told = False
    while True:
        try:
            return await room.run(function, *args, **kwargs)
        except StorageDown as why:
            if not told:
                log.warning("claim_waits", why=str(why))
            told = True
            await asyncio.sleep(AGAIN)
