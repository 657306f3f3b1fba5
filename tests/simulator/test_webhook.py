"""Delivery to a webhook: order, retries, ages, secrets, answers that are calls."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from tests.simulator.conftest import ANNA, Bot, Phone, in_one_loop

Json = dict[str, Any]


class Server:
    """The bot's own server: keeps what it gets and answers as told."""

    def __init__(self) -> None:
        self.updates: list[Json] = []
        self.headers: list[Any] = []
        self.answers: list[web.Response] = []
        self.came = asyncio.Condition()
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        async with self.came:
            self.updates.append(await request.json())
            self.headers.append(request.headers)
            self.came.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(60), self.came:
            await self.came.wait_for(enough)

    async def count(self, number: int) -> list[Json]:
        await self.wait(lambda: len(self.updates) >= number)
        return self.updates


@in_one_loop
async def server(bot: Bot) -> AsyncIterator[Server]:
    receiver = Server()
    app = web.Application()
    app.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def info_until(bot: Bot, holds: Callable[[Json], bool]) -> Json:
    async with asyncio.timeout(60):
        while not holds(info := await bot("getWebhookInfo")):
            await asyncio.sleep(0)
    return info


async def test_an_update_is_delivered_with_the_secret(bot: Bot, anna: Phone, server: Server) -> None:
    await bot("setWebhook", url=server.url, secret_token="s3cret_-")
    await anna.do("text", text="hello")
    (update,) = await server.count(1)
    assert update["message"]["text"] == "hello"
    assert server.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s3cret_-"
    await info_until(bot, lambda info: info["pending_update_count"] == 0)
    assert (await anna.messages())[0]["read"]


async def test_what_waited_is_delivered_in_order_once_a_webhook_is_set(
    bot: Bot, anna: Phone, server: Server
) -> None:
    for text in ("one", "two", "three"):
        await anna.do("text", text=text)
    await bot("setWebhook", url=server.url)
    assert [u["message"]["text"] for u in await server.count(3)] == ["one", "two", "three"]


async def test_a_failed_update_holds_back_its_queue_but_no_other(
    bot: Bot, started: Phone, server: Server
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    sent = await bot("sendMessage", chat_id=ANNA, text="x", reply_markup=keyboard)
    server.answers = [web.Response(status=500), web.Response(status=500)]  # at once, and at once again
    await bot("setWebhook", url=server.url)
    await started.do("text", text="one")
    await info_until(bot, lambda info: "last_error_date" in info)
    await server.count(2)
    await started.do("text", text="two")
    await started.do("tap", message_id=sent["message_id"], data="b")
    await server.count(3)
    assert [next(k for k in u if k != "update_id") for u in server.updates] == [
        "message",
        "message",
        "callback_query",
    ]
    await info_until(bot, lambda info: info["pending_update_count"] == 2)
    while len(server.updates) < 5:
        bot.sim.world.advance(2)
        await asyncio.sleep(0)
    assert [u["message"]["text"] for u in server.updates[3:]] == ["one", "two"]


async def test_retry_after_is_obeyed(bot: Bot, anna: Phone, server: Server) -> None:
    server.answers = [web.Response(status=503, headers={"Retry-After": "3000"})]
    await bot("setWebhook", url=server.url)
    await anna.do("text", text="one")
    info = await info_until(bot, lambda info: "last_error_date" in info)
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    bot.sim.world.advance(2900)
    assert len(server.updates) == 1
    bot.sim.world.advance(101)
    await server.count(2)


async def test_a_tap_nobody_takes_is_dropped(bot: Bot, anna: Phone, server: Server) -> None:
    await bot("setWebhook", url=server.url)
    server.answers = [web.Response(status=503, headers={"Retry-After": "200"})]
    await anna.do("tap", message_id=1, data="b", force=True)
    await info_until(bot, lambda info: "last_error_date" in info and info["pending_update_count"] == 0)
    assert len(server.updates) == 1


async def test_an_answer_may_be_a_call(bot: Bot, anna: Phone, server: Server) -> None:
    server.answers = [web.json_response({"method": "sendMessage", "chat_id": ANNA, "text": "pong"})]
    await bot("setWebhook", url=server.url)
    await anna.do("text", text="ping")
    await info_until(bot, lambda info: info["pending_update_count"] == 0)
    assert [m["text"] for m in await anna.messages()] == ["ping", "pong"]


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, server: Server) -> None:
    polling = asyncio.create_task(bot.refused("getUpdates", timeout=50))
    while bot.sim.world.poller.idle:
        await asyncio.sleep(0)
    await bot("setWebhook", url=server.url)
    assert await polling == "Conflict: terminated by setWebhook request"
    assert "can't use getUpdates method while webhook is active" in await bot.refused("getUpdates")
    await bot("deleteWebhook")
    assert await bot("getUpdates") == []


async def test_a_webhook_needs_https_and_a_clean_secret(bot: Bot) -> None:
    said = await bot.refused("setWebhook", url="http://bot.example.org/hook")
    assert said == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    said = await bot.refused("setWebhook", url="https://bot.example.org/hook", secret_token="é")
    assert said == "Bad Request: secret token contains unallowed characters"


@pytest.mark.parametrize("kind", ["duplicate", "close", "500"])
async def test_faults_make_an_update_come_twice(bot: Bot, anna: Phone, server: Server, kind: str) -> None:
    bot.sim.world.faults.add({"where": "webhook", "kind": kind})
    await bot("setWebhook", url=server.url)
    await anna.do("text", text="one")
    first, second = await server.count(2)
    assert first == second


async def test_a_fault_swaps_two_messages(bot: Bot, anna: Phone, server: Server) -> None:
    bot.sim.world.faults.add({"where": "webhook", "kind": "reorder"})
    await anna.do("text", text="one")
    await anna.do("text", text="two")
    await bot("setWebhook", url=server.url)
    assert [u["message"]["text"] for u in await server.count(2)] == ["two", "one"]
