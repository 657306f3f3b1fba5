"""A wire between the bots and what they need, or between Telegram and them, that can be cut, and fall silent."""

import asyncio
import contextlib
import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from bench.processes import held_port

Ends: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Target: TypeAlias = Callable[[], Awaitable[Ends]]

PIECE = 1 << 16


class Wire:
    """Listens on a port of its own and leads to its targets by turns, past those that refuse."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets, self._turn = targets, itertools.count()
        self._server: asyncio.Server | None = None
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._ways: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self._held = contextlib.ExitStack()

    async def __aenter__(self) -> "Wire":
        self.port = self._held.enter_context(held_port())  # also while it is cut
        await self.mend()
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.cut()
        self._held.close()

    async def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for one in self._open:
            if (transport := one.transport) is not None:
                transport.abort()
        self._flowing.set()
        if self._ways:
            await asyncio.wait(self._ways)

    async def mend(self) -> None:
        """Have everything pass again."""
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._lead, "127.0.0.1", self.port)

    def hush(self) -> None:
        """Keep the connections and let nothing through, until it is mended or cut."""
        self._flowing.clear()

    async def _lead(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        self._open.add(back)
        way = asyncio.current_task()
        assert way is not None
        self._ways.add(way)
        way.add_done_callback(self._ways.discard)
        try:
            far, forth = await self._reached()
            self._open.add(forth)
            await asyncio.gather(self._pass(near, forth), self._pass(far, back))
        except OSError:
            pass
        finally:
            for one in (back, *([forth] if "forth" in locals() else [])):
                self._open.discard(one)
                one.close()

    async def _reached(self) -> Ends:
        for _ in self._targets:
            with contextlib.suppress(OSError):
                return await self._targets[next(self._turn) % len(self._targets)]()
        raise ConnectionRefusedError

    async def _pass(self, near: asyncio.StreamReader, far: asyncio.StreamWriter) -> None:
        while piece := await near.read(PIECE):
            await self._flowing.wait()
            far.write(piece)
            await far.drain()
        far.close()


def port(number: int) -> Target:
    """Lead to a port of this machine."""
    return lambda: asyncio.open_connection("127.0.0.1", number)


def socket(path: str) -> Target:
    """Lead to a socket in a folder."""
    return lambda: asyncio.open_unix_connection(path)
