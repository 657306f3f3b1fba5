"""The whole bot in this process, asked over HTTP as Telegram asks it, before a Telegram that takes what it is given."""

import asyncio
import io
import json
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from telegram import Bot
from telegram.request import BaseRequest

from bot import logs
from bot.app import App, _web
from bot.settings import Settings
from bot.transport import BotApi
from bot.web import SECRET_HEADER
from portal import followups
from portal.mailroom import inbox
from portal.mailroom.model import Incoming, Outgoing, still
from portal.work import Work, Workroom
from simulator.html_text import parse
from tests.bot.any_updates import NUMBERED
from tests.journeys import people
from tests.journeys.people import CAMILLE

ME = {"id": 1000, "is_bot": True, "first_name": "MaSanté", "username": "masante_bot"}
SECRET = "a-secret-of-the-tests"
LATER = timedelta(seconds=5)
LOOKS = 400  # at what is left to do while nobody is at it, after which the bot is held to be stuck
# Seconds that somebody may be at it: how busy the machine is that tests run on is no matter of theirs.
PATIENCE = 60


class Mute(BaseRequest):
    """Telegram's answers to whatever it is asked; what it would not take is remembered."""

    read_timeout = 1.0

    def __init__(self) -> None:
        self.numbers = count(1)
        self.refused: list[str] = []
        self.sent = 0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: Any = None, **_: Any
    ) -> tuple[int, bytes]:
        """Answer a call of the Bot API."""
        named = url.rpartition("/")[2]
        if named == "getMe":
            return self._answer(ME)
        given = request_data.parameters if request_data else {}
        for words in filter(None, (given.get("text"), given.get("caption"))):
            self.sent += 1
            try:
                parse(words)
            except Exception as refused:
                self.refused.append(f"{refused}: {words!r}")
        if named == "getFile":
            return 400, json.dumps(
                {"ok": False, "error_code": 400, "description": "Bad Request: wrong file_id"}
            ).encode()
        return self._answer(
            {"message_id": next(self.numbers)} if named.startswith(("send", "edit")) else True
        )

    @staticmethod
    def _answer(result: Any) -> tuple[int, bytes]:
        return 200, json.dumps({"ok": True, "result": result}).encode()


class Office:
    """A bot with one linked person, in front of a question; `post` is what Telegram does."""

    def __init__(self, workroom: Workroom, folder: Path) -> None:
        self.room = workroom
        self.telegram = Mute()
        self.statuses: Counter[int] = Counter()
        self.broken: list[str] = []
        self.log = io.StringIO()
        self._folder = folder
        self._numbers = count(1)
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()

    def open(self) -> None:
        """Start everything."""
        self._runner.run(self._open())

    def close(self) -> None:
        """Stop everything."""
        self._runner.run(self._stack.aclose())
        self._runner.close()

    def post(self, body: bytes) -> int:
        """Send a body to the webhook, and have the bot do all that it does about it; returns the answer's status."""
        return self._runner.run(self._post(body))

    def told(self) -> Counter[str]:
        """Return how many updates came to which end, and how many requests got which status."""
        samples = next(one for one in self.app.metrics.updates.collect()).samples
        ends = {one.labels["outcome"]: int(one.value) for one in samples if one.name.endswith("_total")}
        return Counter(
            {**{f"HTTP {status}": times for status, times in sorted(self.statuses.items())}, **ends}
        )

    def faults(self) -> Counter[str]:
        """Return what updates were set aside for, by the exception and the last line of ours."""
        found: Counter[str] = Counter()
        for line in map(json.loads, self.log.getvalue().splitlines()):
            if line["event"] == "update_failed" and line["attempt"] == inbox.TRIES:
                kind, *frames = line["exception"].splitlines()
                found[" ".join((kind, frames[-1].strip()))] += 1
        return found

    async def _open(self) -> None:
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: self.broken.append(repr(context))
        )
        logs.configure((), self.log)
        settings = Settings.read({
            "MASANTE_TELEGRAM_TOKEN": "1000:A", "MASANTE_SUPPORT_EMAIL": "aide@example.org",
            "MASANTE_WEBHOOK_URL": "https://masante.example.org/telegram", "MASANTE_WEBHOOK_SECRET": SECRET,
            "MASANTE_KEYS": str(self._folder / "keys"), "MASANTE_VAULT_URL": f"file://{self._folder / 'vault'}",
            "MASANTE_DIRECTORY": str(self._folder / "directory"), "MASANTE_RECOGNITION": "off",
        })  # fmt: skip
        bot = Bot("1000:A", request=self.telegram, get_updates_request=self.telegram)
        await bot.initialize()
        self.app = App(settings, self.room, BotApi("https://api.example.org", "1000:A", self.telegram), bot)  # type: ignore[arg-type]
        await self._stack.enter_async_context(self.app.running())
        self._client = await self._stack.enter_async_context(TestClient(TestServer(_web(self.app))))
        await self.room.run(_somebody)

    async def _post(self, body: bytes) -> int:
        numbered = body.replace(b'"update_id": %d,' % NUMBERED, b'"update_id": %d,' % next(self._numbers))
        async with self._client.post("/telegram", data=numbered, headers={SECRET_HEADER: SECRET}) as answer:
            self.statuses[answer.status] += 1
        await self._settled()
        return answer.status

    async def _settled(self) -> None:
        """Wait until nothing is left to do; what rests meanwhile rests no longer."""
        looks = 0
        async with asyncio.timeout(PATIENCE):
            while looks < LOOKS:
                waiting = await self.room.run(_waiting)
                busy = self.app.reception.busy or any(one.busy for one in self.app.deliveries.values())
                if not waiting and not busy:
                    return
                assert not self.app.broken, self.log.getvalue()[-3000:]
                if not busy and (looks := looks + 1) % 3 == 0:
                    await self.room.clock.sleep_until(self.room.clock.now() + LATER)
                self.app.ring({"inbox", *self.app.deliveries})
                await asyncio.sleep(0.001)
        raise AssertionError(f"the bot is stuck at {waiting}")


def _waiting(work: Work) -> list[Any]:
    """Return the updates and the messages that are not at their end."""
    came, leaves = Incoming.__table__.c, Outgoing.__table__.c
    rows = list(work.execute(select(came.update_id, came.who, came.attempts).where(still(Incoming))))
    answers = still(Outgoing) & (leaves.queue == "telegram")
    return rows + list(work.execute(select(leaves.id, leaves.who, leaves.what).where(answers)))


def _somebody(work: Work) -> None:
    """Camille is linked, has a form of the day, and stands before its first question."""
    account_id = people.link(work, CAMILLE)
    people.follow(work, account_id, at="00:00", window="24 h")
    followups.release_due(work)
