"""Two bots on one token: noticed, said in one line, and the one that came later ends."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import app as bot_app
from bot import rivals
from portal import memory
from simulator import Simulator
from tests.databases import SqliteFile
from tests.journeys.people import CAMILLE
from tests.journeys.town import Town


@pytest.fixture
async def second(
    sim: Simulator, http: aiohttp.ClientSession, sqlite_file: SqliteFile, tmp_path: Path
) -> AsyncIterator[Town]:
    """Another bot with the same token and a database of its own, not yet started."""
    folder = tmp_path / "second"
    folder.mkdir()
    with sqlite_file.copy(folder) as database:
        yield Town(sim, http, database, folder)


async def test_who_polls_a_token_that_is_taken_ends_and_the_first_goes_on(
    town: Town, second: Town, log: io.StringIO
):
    town.clock.move(timedelta(minutes=5))  # it has run for a while
    town.app.listening.away = 0.05
    async with second:
        second.app.listening.away = 0.01
        await asyncio.wait_for(second.app.over.wait(), 60)
    assert (second.app.yielded, town.app.yielded, town.app.broken) == (True, False, False)
    assert "token_shared" in log.getvalue()
    assert await town.do(memory.recall, rivals.MEMORY)
    camille = await town.linked(CAMILLE)
    await camille.say("/aide")
    assert "SMS au 114" in camille.last


async def test_a_bot_that_gave_way_ends_with_2(second: Town):
    app = await bot_app.build(second.settings, second.clock)
    app._give_way()
    with pytest.raises(SystemExit) as ended:
        await bot_app.until_over(app)
    assert ended.value.code == 2


async def test_a_webhook_that_another_bot_set_is_told(
    sim: Simulator,
    http: aiohttp.ClientSession,
    database: str,
    tmp_path: Path,
    port: int,
    log: io.StringIO,
):
    sim.world.webhook.set("http://127.0.0.9:9/other", "", 40)
    hook = {"MASANTE_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "MASANTE_LISTEN": f"127.0.0.1:{port}"}  # fmt: skip
    async with Town(sim, http, database, tmp_path, **hook) as town:
        await town.until(lambda: sim.world.webhook.settings.url == hook["MASANTE_WEBHOOK_URL"])
        assert '"webhook_replaced"' in log.getvalue()
        sim.world.webhook.set("http://127.0.0.9:9/other", "", 40)
        await town.app.rivals.look()
    assert log.getvalue().count('"webhook_elsewhere"') == 1
    assert "127.0.0.9" in log.getvalue()
