"""Claims that a stop cannot lose: what was taken from the database as we are stopped is begun all the same."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def claimed(claim: Coroutine[Any, Any, list[T]], begin: Callable[[T], None]) -> list[T]:
    """Return what a claim took; stopped meanwhile, begin it here, so that nobody waits for a lease to end."""
    taking = asyncio.ensure_future(claim)
    try:
        return await asyncio.shield(taking)
    except asyncio.CancelledError:
        for one in await taking:
            begin(one)
        raise
