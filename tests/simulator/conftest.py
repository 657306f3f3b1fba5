"""A simulator on free ports, one person with a phone, and the bot's side of the Bot API."""

import time
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser

from simulator import Clock, Simulator
from tests.browser import chromium

Json = dict[str, Any]
ANNA = 1001
HERE = Path(__file__).parent

in_one_loop = partial(pytest_asyncio.fixture, loop_scope="session")


class StillClock(Clock):
    """Only tests move it: how long a slow machine takes over a gesture neither ends a wait nor lifts a limit."""

    def __init__(self) -> None:
        super().__init__(time.time())

    def now(self) -> float:
        return self.offset


class Bot:
    """Calls the Bot API as a bot would."""

    def __init__(self, sim: Simulator, http: aiohttp.ClientSession) -> None:
        self.sim = sim
        self.http = http

    async def raw(self, method: str, **params: Any) -> Json:
        async with self.http.post(f"{self.sim.url}/bot{self.sim.token}/{method}", json=params) as answer:
            return await answer.json()

    async def __call__(self, method: str, **params: Any) -> Any:
        answer = await self.raw(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        answer = await self.raw(method, **params)
        assert not answer["ok"], answer
        return answer["description"]


class Phone:
    """Does what a person does, over HTTP."""

    def __init__(self, sim: Simulator, http: aiohttp.ClientSession, user_id: int = ANNA) -> None:
        self.sim = sim
        self.http = http
        self.user_id = user_id

    async def do(self, action: str, **given: Any) -> Any:
        async with self.http.post(f"{self.sim.url}/phone/{self.user_id}/{action}", json=given) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def see(self, what: str) -> Any:
        async with self.http.get(f"{self.sim.url}/phone/{self.user_id}/{what}") as answer:
            return await answer.json()

    async def messages(self) -> list[Json]:
        return (await self.see("chat"))["messages"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have all tests of this room run in one loop: a browser lives in one, and to start takes it a second."""
    for item in items:
        if item.path.parent == HERE and item.get_closest_marker("asyncio"):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@in_one_loop(scope="session")
async def chromium_of_all() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@in_one_loop
async def browser(chromium_of_all: Browser) -> AsyncIterator[Browser]:
    """A browser without any window."""
    yield chromium_of_all
    for context in chromium_of_all.contexts:
        await context.close()


@in_one_loop
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator(clock=StillClock()) as simulator:
        person = {
            "first_name": "Anna",
            "last_name": "Martin",
            "phone": "+33612345678",
            "email": "anna@example.org",
        }
        simulator.world.people.upsert(ANNA, person)
        yield simulator


@in_one_loop
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def bot(sim: Simulator, http: aiohttp.ClientSession) -> Bot:
    return Bot(sim, http)


@pytest.fixture
def anna(sim: Simulator, http: aiohttp.ClientSession) -> Phone:
    return Phone(sim, http)


@in_one_loop
async def started(anna: Phone, bot: Bot) -> Phone:
    """Anna, who has pressed Start, and whose /start the bot has fetched."""
    await anna.do("start")
    (update,) = await bot("getUpdates")
    await bot("getUpdates", offset=update["update_id"] + 1)
    return anna
