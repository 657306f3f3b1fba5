"""A small town: the simulator, the bot joined to it on a real database, and a clock that only moves when told."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import pytest
from sqlalchemy import or_, select

from bot import app as bot_app
from bot.carriers import TelegramCarrier
from bot.faces import profiles
from bot.profile import present
from bot.settings import Settings
from bot.ticker import TASKS
from bot.workshop import DEADLINE, Hands
from portal import memory
from portal.mailroom.model import Lane
from portal.work import Work
from simulator import Simulator
from tests.clock import ManualClock
from tests.hands import UNHURRIED, lent
from tests.journeys import people
from tests.journeys.people import Person
from tests.journeys.phone import Phone

T = TypeVar("T")
GLANCE = 0.004  # seconds
LOOKS = 3  # that find nothing, one after the other: who has given back a lane may still have a word to put into another
MOST_LOOKS = 15_000  # a minute: the first photo of a run waits for a child process to be born

lane = Lane.__table__.c


class TownClock(ManualClock):
    """Stands still until it is moved; who sleeps on it moves it."""

    async def sleep_until(self, instant: datetime) -> None:
        """Let the time pass that somebody waits for."""
        if instant > self.now():
            self.move(instant - self.now())


@dataclass
class _Heard:
    """Telegram, where nothing that the bot tells of itself is news."""

    bot: str

    async def call(self, method: str, **fields: Any) -> None:
        """Say nothing against it."""


class Town:
    """Everything a journey needs; `async with` starts the bot.

    Its face is known to Telegram, unless it is a `stranger`: two dozen calls that a journey seldom looks at. What is
    worked out in a child process is given up after its `deadline`.
    """

    stranger = False
    deadline = DEADLINE
    hands = Phone  # how people hold their phones

    def __init__(
        self, sim: Simulator, http: aiohttp.ClientSession, database: str, folder: Path, **settings: str
    ) -> None:
        self.sim = sim
        self.http = http
        self.folder = folder
        self.clock = TownClock()
        self._started = self.clock.now()
        self.settings = Settings.read(
            {
                "MASANTE_TELEGRAM_TOKEN": sim.token,
                "MASANTE_TELEGRAM_API": sim.url,
                "MASANTE_DATABASE_URL": database,
                "MASANTE_KEYS": str(folder / "keys"),
                "MASANTE_VAULT_URL": f"file://{folder / 'vault'}",
                "MASANTE_DIRECTORY": str(folder / "directory"),
                "MASANTE_SMS_URL": f"{sim.url}/sms",
                "MASANTE_SMTP_URL": f"smtp://127.0.0.1:{sim.smtp_port}",
                "MASANTE_MAIL_FROM": "masante@example.org",
                "MASANTE_SUPPORT_EMAIL": "aide@example.org",
                "MASANTE_LISTEN": "127.0.0.1:0",
                "MASANTE_RECOGNITION": "off",  # seconds a page: who tests it switches it on
                **settings,
            }
        )

    async def __aenter__(self) -> "Town":
        self._running = AsyncExitStack()
        hands = Hands(lent("workshop", self.deadline), lent("darkroom"))
        self.app = await bot_app.build(self.settings, self.clock, hands)
        self._unhurry()
        if not self.stranger:
            await self.do(memory.remember, "face", await self._face())
        self.runner = await self._running.enter_async_context(bot_app.serving(self.app))
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self._running.aclose()

    def _unhurry(self) -> None:
        """Have nothing happen sooner or later by the machine's clock: how long a journey takes is no matter of hers."""
        self.app.ticker.ticks = asyncio.Event()  # never set: what time brings, `later` brings
        self.app.ticker.reading.patience = UNHURRIED
        for delivery in self.app.deliveries.values():
            if isinstance(delivery.carry, TelegramCarrier):
                delivery.carry.patience = UNHURRIED

    async def _face(self) -> str:
        """Return what the bot notes once it has told all."""
        language = self.settings.language
        return await present(_Heard(self.app.api.bot), profiles(language), language)

    async def restart(self) -> None:
        """Stop the bot and start it again, on the same database."""
        await self.__aexit__()
        await self.__aenter__()

    @property
    def page(self) -> str:
        """The address of the bot's own web server."""
        host, port = self.runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def do(self, work: Callable[..., T], *given: Any, **named: Any) -> T:
        """Run a use case of the portal, as the command line does."""
        return await self.app.workroom.run(work, *given, **named)

    async def phone(self, person: Person) -> Phone:
        """Return someone's phone."""
        async with self.http.put(
            f"{self.sim.url}/phone/people/{person.user_id}", json=person.card()
        ) as answer:
            assert answer.status == 200
        return self.hands(self.sim.url, self.http, person, self.settled)

    async def linked(self, person: Person) -> Phone:
        """Return the phone of someone whose chat is linked; the bot has not spoken yet."""
        phone = await self.phone(person)
        phone.account_id = await self.do(people.at_home, person)
        await phone.at_once("start")
        await phone.look()
        return phone

    async def fault(self, where: str, kind: str, **more: Any) -> None:
        """Have something go wrong from now on."""
        async with self.http.post(
            f"{self.sim.url}/control/faults", json={"where": where, "kind": kind, **more}
        ) as answer:
            assert answer.status == 200

    async def mend(self) -> None:
        """Have everything go well again."""
        async with self.http.delete(f"{self.sim.url}/control/faults") as answer:
            assert answer.status == 200

    async def calls(self, method: str, **query: Any) -> list[dict[str, Any]]:
        """Return the bot's calls of a method of the Bot API."""
        async with self.http.get(
            f"{self.sim.url}/control/calls", params={"method": method, **query}
        ) as answer:
            return await answer.json()

    async def later(self, **span: float) -> None:
        """Let time pass, with what time brings."""
        by = timedelta(**span)
        self.clock.move(by)
        async with self.http.post(f"{self.sim.url}/control/clock", json={"advance": by.total_seconds()}):
            pass
        for task in TASKS:
            while await self.app.workroom.run(task.once):
                pass
        self.app.ring({"inbox", *self.app.deliveries})
        await self.settled()

    async def until(self, seen: Callable[[], bool]) -> None:
        """Wait until something can be seen, where the bot may have more to do than it is let."""
        for _ in range(MOST_LOOKS):
            if seen():
                return
            await asyncio.sleep(GLANCE)
        raise AssertionError("it was not seen")

    async def settled(self) -> None:
        """Wait until the bot has nothing left to do now: no update on its way, no lane that is due."""
        quiet = 0
        for _ in range(MOST_LOOKS):
            waiting = await self._waiting()
            quiet = 0 if waiting else quiet + 1
            if quiet == LOOKS:
                return
            assert not self.app.broken
            await asyncio.sleep(GLANCE if waiting else GLANCE / 4)
        raise AssertionError(f"the bot is stuck: {waiting}")

    async def _waiting(self) -> list[Any]:
        """Look where it costs nothing first: a hundred looks a journey, and few find that nothing is on its way."""
        return self._under_way() or await self.app.workroom.run(_due) or self._under_way()

    def _under_way(self) -> list[Any]:
        loops = (self.app.reception, *self.app.deliveries.values())
        return [*self.sim.world.updates.pending, *(task for one in loops for task in one.busy)]


def _due(work: Work) -> list[Any]:
    """Return the lanes with something to do, but those that rest.

    A claim that has committed holds one, in the name of this process, before anybody here knows of it.
    """
    at_work = or_(lane.lease_until.is_(None), lane.lease_until <= work.now, lane.life.is_not(None))
    return list(work.execute(select(lane.queue, lane.who).where(at_work, lane.next_at <= work.now)))


on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
