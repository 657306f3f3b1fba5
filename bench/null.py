"""A Telegram that answers every call at once, in a process of its own, with patients who never rest.

Beside the Bot API it listens to the bench: `POST /crowd` sends patients in, `GET /crowd` tells how they fare.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bench.crowd import Crowd, places

ME = {"id": 1000, "is_bot": True, "first_name": "MaSanté", "username": "masante_bot"}
WORDS = ("bonjour", "comment ajouter un document ?", "j'ai mal", "qui peut voir mes données", "3", "zzz")
BATCH = 100  # updates in one answer to getUpdates, as on Telegram


@contextmanager
def null_telegram() -> Iterator[str]:
    """Run it; the address to call it at."""
    server = subprocess.Popen([sys.executable, "-m", "bench.null"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


@dataclass
class Telegram:
    """The server: updates waiting for the bot, messages sent, and how far away it is."""

    crowd: Crowd | None = None
    latency: float = 0.0  # seconds added to every call, half of it on each way
    calls: int = 0
    first_call: float | None = None  # on the machine's monotonic clock, which all its processes share
    update_id: int = 0
    message_id: int = 0
    updates: list[dict[str, Any]] = field(default_factory=list)
    flood: asyncio.Task[None] | None = None
    flooder: int = 0
    poured: int = 0  # messages the flooder has sent
    answered: int = 0  # messages the flooder was sent
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def deliver(self, content: dict[str, Any]) -> None:
        """Queue an update; it stays until the bot asks for what comes after it."""
        self.update_id += 1
        self.updates.append({"update_id": self.update_id, **content})
        self.news.set()

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call of the Bot API."""
        self.first_call = self.first_call or time.monotonic()
        self.calls += 1
        method = request.match_info["method"]
        fields = _fields(request.content_type, await request.read())
        if not self.latency:
            return _answer(await self._result(method, fields))
        await asyncio.sleep(self.latency / 2)
        result = await self._result(method, fields)
        await asyncio.sleep(self.latency / 2)
        return _answer(result)

    async def _result(self, method: str, fields: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return ME
            case "getWebhookInfo":
                return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            case "getUpdates":
                return await self._next(int(fields.get("offset", 0)), float(fields.get("timeout", 0)))
            case "sendMessage":
                self.message_id += 1
                return self._shown(fields, self.message_id)
            case "editMessageText":
                return self._shown(fields, int(fields["message_id"]))
            case _:
                return True

    def _shown(self, fields: dict[str, Any], number: int) -> dict[str, Any]:
        chat = {"id": int(fields["chat_id"]), "type": "private", "first_name": "Léa"}
        shown = {
            "message_id": number,
            "date": 1_700_000_000,
            "chat": chat,
            "from": ME,
            "text": fields["text"],
        }
        if markup := fields.get("reply_markup"):
            shown["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        self.answered += chat["id"] == self.flooder
        if self.crowd is not None:
            self.crowd.see(shown)
        return shown

    async def _next(self, offset: int, patience: float) -> list[dict[str, Any]]:
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), patience)
            except TimeoutError:
                return []
        return self.updates[:BATCH]

    async def gather(self, request: web.Request) -> web.Response:
        """Send patients in: `{"patients": [chat ids], "at_once": 50, "latency": 0.04}`."""
        asked = await request.json()
        self.latency, self.updates = asked.get("latency", 0.0), []
        self.crowd = Crowd(asked["patients"], asked["at_once"], self.deliver)
        self.crowd.begin()
        return _answer({})

    async def watch(self, _request: web.Request) -> web.Response:
        """Tell how the patients fare, and when the bot called first."""
        told = self.crowd.told() if self.crowd else {}
        return _answer({"calls": self.calls, "first_call": self.first_call, **told})

    async def pour(self, request: web.Request) -> web.Response:
        """Have one person write without end: `{"chat": 7, "a_second": 50}`; 0 a second ends it. Tells how it went."""
        asked = await request.json()
        if self.flood is not None:
            self.flood.cancel()
            self.flood = None
        if asked["a_second"]:
            self.flooder, self.poured, self.answered = asked["chat"], 0, 0
            self.flood = asyncio.create_task(self._pour(1 / asked["a_second"]))
        return _answer({"poured": self.poured, "answered": self.answered})

    async def _pour(self, every: float) -> None:
        began, where = time.monotonic(), places(self.flooder)
        while True:
            self.poured += 1
            words, number = f"{WORDS[self.poured % len(WORDS)]} {self.poured}", 9_000_000 + self.poured
            self.deliver({"message": {"message_id": number, "date": 1_700_000_000, **where, "text": words}})
            await asyncio.sleep(max(0.0, began + self.poured * every - time.monotonic()))

    async def insist(self, _request: web.Request) -> web.Response:
        """Have the patients who still wait tap again."""
        return _answer(self.crowd.insist() if self.crowd else 0)


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    if kind == "application/json":
        fields: dict[str, Any] = json.loads(body)
        return fields
    return dict(parse_qsl(body.decode()))


def _answer(result: Any) -> web.Response:
    return web.Response(body=json.dumps({"ok": True, "result": result}), content_type="application/json")


async def _serve() -> None:
    telegram = Telegram()
    app = web.Application(client_max_size=1 << 26)
    app.router.add_post("/crowd", telegram.gather)
    app.router.add_get("/crowd", telegram.watch)
    app.router.add_post("/crowd/insist", telegram.insist)
    app.router.add_post("/flood", telegram.pour)
    app.router.add_route("*", "/{bot}/{method}", telegram.call)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
