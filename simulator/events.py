"""What a person's phone is told as it happens, as Server-Sent Events."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

HEARTBEAT = 15.0  # seconds: a comment line, so that a gone page is noticed


class Events:
    """One queue per open page; nothing is kept for pages that are closed."""

    def __init__(self) -> None:
        self._listeners: defaultdict[int, set[asyncio.Queue[bytes]]] = defaultdict(set)

    def publish(self, user_id: int, name: str, data: Any) -> None:
        """Tell every open page of this person."""
        if listeners := self._listeners.get(user_id):
            line = f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
            for queue in listeners:
                queue.put_nowait(line)

    @asynccontextmanager
    async def listen(self, user_id: int) -> AsyncIterator[asyncio.Queue[bytes]]:
        """A queue of ready-made event lines for one page."""
        queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._listeners[user_id].add(queue)
        try:
            yield queue
        finally:
            self._listeners[user_id].discard(queue)

    async def stream(self, request: web.Request, user_id: int) -> web.StreamResponse:
        """Answer a page's request for events until it goes away."""
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        async with self.listen(user_id) as queue:
            await response.write(b": hello\n\n")
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    line = b": still here\n\n"
                try:
                    await response.write(line)
                except ConnectionError:
                    return response
