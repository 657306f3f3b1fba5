"""The operator's modes: nothing is lost while the bot keeps still, people are told once, and all goes on after it."""

from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from portal import mode
from portal.mailroom import backlog
from portal.mode import Mode, Order
from simulator import Simulator
from tests.journeys import people
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone, words
from tests.journeys.town import Town, on_both

TOLD = "Notre service est en maintenance"


async def ordered(town: Town, wanted: Mode) -> Order:
    order = await town.do(mode.choose, wanted)
    await town.app.orders.look()
    return order


async def waiting(town: Town) -> int:
    return (await town.do(backlog.waits)).queues["inbox"].rows


def told(town: Town) -> int:
    said = [entry.body for entry in town.sim.world.chats.of(CAMILLE.user_id) if entry.from_bot]
    return sum(TOLD in words(message) for message in said)


@on_both
async def test_what_is_sent_in_read_only_is_kept_told_of_once_and_answered_afterwards(
    town: Town, camille: Phone
):
    order = await ordered(town, Mode.READ_ONLY)
    await camille.at_once("text", text="/compte")
    await camille.at_once("text", text="/aide")
    while await waiting(town) < 2:
        pass
    town.clock.move(timedelta(minutes=2))
    for after in (None, None):  # another process does the same
        await town.do(mode.tell, order.since, after)
    await town.until(lambda: told(town) == 1)
    assert await waiting(town) == 2
    await ordered(town, Mode.NORMAL)
    await camille.look()
    assert (await waiting(town), told(town)) == (0, 1)
    assert "SMS au 114" in camille.everything


async def test_who_waits_for_less_than_a_minute_is_told_nothing(town: Town, camille: Phone):
    order = await ordered(town, Mode.READ_ONLY)
    await camille.at_once("text", text="/aide")
    while not await waiting(town):
        pass
    assert await town.do(mode.tell, order.since, None) is None
    await ordered(town, Mode.NORMAL)
    await camille.look()
    assert told(town) == 0


async def test_drained_nothing_is_taken_in_and_what_is_here_is_finished(town: Town, camille: Phone):
    await town.do(people.invite, people.NADIA)
    await ordered(town, Mode.DRAIN)
    await camille.at_once("text", text="/aide")
    await town.until(lambda: not any(delivery.busy for delivery in town.app.deliveries.values()))
    left = await town.do(backlog.waits)
    assert (left.queues["inbox"].rows, left.queues["email"].rows) == (0, 0)
    assert list(town.sim.world.updates.live())  # Telegram keeps it
    await ordered(town, Mode.NORMAL)
    await camille.look()
    assert "SMS au 114" in camille.everything


async def test_drained_a_webhook_is_told_to_come_back(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path, port: int
):
    hook = {"MASANTE_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "MASANTE_WEBHOOK_SECRET": "hook", "MASANTE_LISTEN": f"127.0.0.1:{port}"}  # fmt: skip
    async with Town(sim, http, database, tmp_path, **hook) as town:
        await ordered(town, Mode.DRAIN)
        secret = {"X-Telegram-Bot-Api-Secret-Token": "hook"}
        async with http.post(f"{town.page}/telegram", json={"update_id": 1}, headers=secret) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
        assert await waiting(town) == 0


@pytest.mark.parametrize("kept", [Mode.DRAIN, Mode.READ_ONLY])
async def test_a_page_changes_nothing_while_the_service_keeps_still(
    town: Town, http: aiohttp.ClientSession, kept: Mode
):
    await ordered(town, kept)
    async with http.post(f"{town.page}/reset/abc", data={"password": "x"}) as answer:
        assert (answer.status, "Rien n&#x27;a été changé" in await answer.text()) == (503, True)
    async with http.get(f"{town.page}/reset/abc") as answer:
        assert answer.status == 410


async def test_a_mode_outlives_a_restart(town: Town, camille: Phone):
    await ordered(town, Mode.READ_ONLY)
    await town.restart()
    assert town.app.orders.order.mode is Mode.READ_ONLY
    assert not town.app.orders.works.is_set()
    async with town.http.get(f"{town.page}/metrics") as answer:
        assert 'masante_mode{mode="read-only"} 1.0' in await answer.text()
    await ordered(town, Mode.NORMAL)
    await camille.look()
