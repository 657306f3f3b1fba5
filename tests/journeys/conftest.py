"""A town for each journey, on SQLite; `@on_both` runs a journey on PostgreSQL too."""

import io
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import aiohttp
import pytest

from bot import logs
from simulator import Simulator
from tests.browser import browser  # noqa: F401  a fixture
from tests.databases import SqliteFile
from tests.journeys.home import Home
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.town import Town


@pytest.fixture(autouse=True)
def log() -> io.StringIO:
    """What the bot logs, as an operator would read it."""
    written = io.StringIO()
    logs.configure((), written)
    return written


@pytest.fixture(scope="session")
def home(sqlite_file: SqliteFile, tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(sqlite_file, tmp_path_factory.mktemp("home"))


@pytest.fixture
def database(
    request: pytest.FixtureRequest,
    provided: Callable[[str], AbstractContextManager[str]],
    home: Home,
    tmp_path: Path,
) -> Iterator[str]:
    """The address of a migrated database: SQLite, unless a journey asks for both kinds.

    It is empty, but where a journey on SQLite begins with Camille: she has moved in.
    """
    kind = getattr(request, "param", "sqlite")
    lives_there = kind == "sqlite" and "camille" in request.fixturenames
    with home.moved_in(tmp_path) if lives_there else provided(kind) as address:
        yield address


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def sim() -> AsyncIterator[Simulator]:
    async with Simulator() as simulator:
        yield simulator


@pytest.fixture
async def town(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path
) -> AsyncIterator[Town]:
    async with Town(sim, http, database, tmp_path) as started:
        yield started


@pytest.fixture
async def camille(town: Town) -> Phone:
    """Camille, whose chat is linked, on her menu."""
    return await town.linked(CAMILLE)
