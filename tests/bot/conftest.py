"""Servers of one test: each really listens on a port of its own."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import chdir
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.transport import AiohttpRequest, BotApi
from tests.bot.console import Console


class FixedClock:
    """Always the same instant."""

    def now(self) -> datetime:
        return datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

    async def sleep_until(self, instant: datetime) -> None:
        return None


class Server:
    """Answers as told, and remembers what it was asked: (path, headers, body or fields)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any, Any]] = []
        self.answers: list[tuple[int, Any]] = []
        self.hangs = asyncio.Event()
        self.hangs.set()
        self.url = ""
        self.points_to = ""  # where it says that whoever asks should go

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await self.hangs.wait()
        self.asked.append((request.path, request.headers.copy(), await _said(request)))
        status, body = self.answers.pop(0) if self.answers else (200, {"ok": True, "result": True})
        if isinstance(body, bytes):
            return web.Response(status=status, body=body)
        to = {"Location": self.points_to} if self.points_to else None
        return web.json_response(body, status=status, headers=to)

    def refuses(self, status: int, description: str, **parameters: Any) -> None:
        """Answer the next call as Telegram refuses one."""
        body = {"ok": False, "error_code": status, "description": description}
        self.answers.append((status, body | ({"parameters": parameters} if parameters else {})))

    def returns(self, result: Any) -> None:
        """Answer the next call as Telegram grants one."""
        self.answers.append((200, {"ok": True, "result": result}))


async def _said(request: web.Request) -> Any:
    if request.content_type.startswith("multipart/"):
        return _fields(await request.post())
    telegram = request.path.startswith("/bot") and request.content_type == "application/json"
    return await (request.json() if telegram else request.read())


def _fields(form: Mapping[str, Any]) -> dict[str, Any]:
    """Files become (name, content)."""
    return {
        name: (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        for name, value in form.items()
    }


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    fake = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.answer)
    async with TestServer(app) as listening:
        fake.url = str(listening.make_url("/")).rstrip("/")
        yield fake
        fake.hangs.set()


@pytest.fixture
async def api(server: Server) -> AsyncIterator[BotApi]:
    api = BotApi(server.url, "1000:FICTIVE", AiohttpRequest(read=60))
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
async def hasty(server: Server) -> AsyncIterator[BotApi]:
    """What soon gives up waiting for a server that hangs: one that answers may be as slow as the machine is."""
    server.hangs.clear()
    api = BotApi(server.url, "1000:FICTIVE", AiohttpRequest(read=0.05))
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def masante(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Console]:
    with chdir(tmp_path):
        yield Console(tmp_path, database, capsys)
    logging.getLogger().handlers.clear()  # a command may have sent the log to this test's standard error
    structlog.reset_defaults()


@pytest.fixture
def doctor(masante: Console) -> str:
    """A registered professional, a patient, and a vault to deposit into."""
    masante.patient()
    made = masante.professional()
    masante("patient", "list", VAULT_URL=f"file://{masante.folder / 'vault'}")
    return made
