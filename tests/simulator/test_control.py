"""Faults, the record of calls, and what survives a restart."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from simulator import Simulator
from tests.simulator.conftest import ANNA, Bot, Phone


async def control(bot: Bot, path: str, **given: Any) -> Any:
    async with bot.http.post(f"{bot.sim.url}/control/{path}", json=given) as answer:
        return await answer.json()


async def calls(bot: Bot, **query: Any) -> list[dict[str, Any]]:
    async with bot.http.get(f"{bot.sim.url}/control/calls", params=query) as answer:
        return await answer.json()


async def test_a_429_says_when_to_come_back(bot: Bot, started: Phone) -> None:
    await control(bot, "faults", where="api", method="sendMessage", kind="429", retry_after=7)
    answer = await bot.raw("sendMessage", chat_id=ANNA, text="x")
    assert answer["description"] == "Too Many Requests: retry after 7"
    assert answer["parameters"] == {"retry_after": 7}
    assert (await bot.raw("sendMessage", chat_id=ANNA, text="x"))["ok"]


@pytest.mark.parametrize(
    ("path", "given"),
    [("clock", {"advance": "soon"}), ("clock", {}), ("update", {}), ("update", {"message": 5}), ("limits", {}),
     ("latency", {"ms": None}), ("faults", {"where": "api"}), ("faults", {"where": "api", "kind": "500", "what": 1})],
)  # fmt: skip
async def test_an_order_that_cannot_be_read_is_a_400_that_says_what_is_wanted(
    bot: Bot, path: str, given: dict[str, Any]
) -> None:
    async with bot.http.post(f"{bot.sim.url}/control/{path}", json=given) as answer:
        assert (answer.status, len((await answer.json())["error"]) > 10) == (400, True)


@pytest.mark.parametrize("path", ["", "/", "/getMe/x"])
async def test_a_path_without_a_method_is_not_found_in_telegram_s_envelope(bot: Bot, path: str) -> None:
    async with bot.http.get(f"{bot.sim.url}/bot{bot.sim.token}{path}") as answer:
        assert await answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


@pytest.mark.parametrize(("kind", "sent"), [("close", 0), ("half", 1)])
async def test_a_connection_can_break_before_or_after_the_deed(
    bot: Bot, started: Phone, kind: str, sent: int
) -> None:
    await control(bot, "faults", where="api", method="sendMessage", kind=kind)
    with pytest.raises(aiohttp.ClientError):
        await bot.raw("sendMessage", chat_id=ANNA, text="x")
    assert len([m for m in await started.messages() if m["from_bot"]]) == sent


async def test_a_fault_may_be_for_one_chat_only(bot: Bot, started: Phone) -> None:
    await control(bot, "faults", where="api", chat_id=5, kind="500", times=0)
    assert (await bot.raw("sendMessage", chat_id=ANNA, text="x"))["ok"]
    assert await bot.refused("sendMessage", chat_id=5, text="x") == "Internal Server Error"


async def test_every_call_is_recorded_with_its_outcome(bot: Bot, started: Phone) -> None:
    await bot("sendMessage", chat_id=ANNA, text="one")
    await bot.refused("sendMessage", chat_id=ANNA, text="")
    first, second = await calls(bot, method="sendMessage")
    assert (first["ok"], first["params"]["text"], first["result"]["text"]) == (True, "one", "one")
    assert (second["ok"], second["error"]["error_code"]) == (False, 400)
    assert await calls(bot, since=second["n"]) == []


async def test_a_raw_update_reaches_the_bot_as_it_is(bot: Bot) -> None:
    group = {"id": -100200, "type": "supergroup", "title": "Family"}
    sender = {"id": 7, "is_bot": False, "first_name": "Zoé"}
    message = {"message_id": 5, "date": 1, "chat": group, "from": sender, "text": "hi"}
    await control(bot, "update", message=message)
    (update,) = await bot("getUpdates")
    assert update["message"] == message
    assert (await bot("sendMessage", chat_id=-100200, text="private only"))["chat"]["id"] == -100200


async def test_a_chat_survives_a_restart(tmp_path: Path, http: aiohttp.ClientSession) -> None:
    async with Simulator(tmp_path) as sim:
        sim.world.people.upsert(ANNA, {"first_name": "Anna"})
        await Phone(sim, http).do("text", text="hello")
        sent = await Bot(sim, http)("sendMessage", chat_id=ANNA, text="hi")
        sim.world.advance(100)
    async with Simulator(tmp_path) as sim:
        assert [m["text"] for m in await Phone(sim, http).messages()] == ["hello", "hi"]
        bot = Bot(sim, http)
        assert [u["message"]["text"] for u in await bot("getUpdates")] == ["hello"]
        assert (await bot("sendMessage", chat_id=ANNA, text="again"))["message_id"] > sent["message_id"]
        assert sim.world.clock.offset == 100


async def test_a_wipe_forgets_everyone(bot: Bot, started: Phone) -> None:
    await control(bot, "fresh")
    assert await bot.refused("sendMessage", chat_id=ANNA, text="x") == "Bad Request: chat not found"


async def test_telegrams_pace_can_be_asked_for(bot: Bot, started: Phone) -> None:
    await control(bot, "limits", on=True)
    for _ in range(5):
        await bot("sendMessage", chat_id=ANNA, text="x")
    bot.sim.world.advance(0.5)
    assert (await bot.raw("sendMessage", chat_id=ANNA, text="x"))["parameters"] == {"retry_after": 1}
    bot.sim.world.advance(1)
    assert (await bot.raw("sendMessage", chat_id=ANNA, text="x"))["ok"]


async def test_a_poll_may_bring_an_update_twice(bot: Bot, anna: Phone) -> None:
    await control(bot, "faults", where="webhook", kind="duplicate")
    await anna.do("text", text="one")
    first, second = await bot("getUpdates")
    assert first == second


async def test_a_fault_nobody_knows_is_refused(bot: Bot) -> None:
    assert "kind is one of" in (await control(bot, "faults", where="api", kind="gremlin"))["error"]
