"""What people do reaches the bot as updates."""

import asyncio
from email.message import EmailMessage

import aiosmtplib

from tests.simulator.conftest import ANNA, Bot, Phone

KEYBOARD = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}


async def test_start_carries_its_payload_as_a_command(bot: Bot, anna: Phone) -> None:
    await anna.do("start", payload="tok-1")
    (update,) = await bot("getUpdates")
    assert update["message"]["text"] == "/start tok-1"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_an_update_comes_again_until_it_is_confirmed(bot: Bot, anna: Phone) -> None:
    await anna.do("text", text="37,8")
    first = await bot("getUpdates")
    assert await bot("getUpdates") == first
    assert await bot("getUpdates", offset=first[0]["update_id"] + 1) == []


async def test_a_long_poll_answers_when_something_comes(bot: Bot, anna: Phone) -> None:
    waiting = asyncio.create_task(bot("getUpdates", timeout=50))
    await anna.do("text", text="hello")
    assert (await waiting)[0]["message"]["text"] == "hello"


async def test_a_second_poller_ends_the_first(bot: Bot) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=50))
    while bot.sim.world.poller.idle:
        await asyncio.sleep(0)
    second = asyncio.create_task(bot("getUpdates", timeout=50))
    assert "terminated by other getUpdates request" in await first
    bot.sim.world.advance(60)
    assert await second == []


async def test_the_phone_shows_what_the_bot_has_fetched_as_read(bot: Bot, anna: Phone) -> None:
    await anna.do("text", text="hello")
    assert not (await anna.messages())[0]["read"]
    await bot("getUpdates")
    assert (await anna.messages())[0]["read"]


async def test_a_tap_is_answered_once_and_in_time(bot: Bot, started: Phone) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="Sure?", reply_markup=KEYBOARD)
    tapped = await started.do("tap", message_id=sent["message_id"], data="yes")
    (update,) = await bot("getUpdates")
    assert update["callback_query"]["message"]["text"] == "Sure?"
    assert await bot("answerCallbackQuery", **tapped)
    bot.sim.world.advance(151)
    assert "query is too old" in await bot.refused("answerCallbackQuery", **tapped)


async def test_only_a_forced_tap_carries_foreign_data(bot: Bot, started: Phone) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="Sure?", reply_markup=KEYBOARD)
    url = f"{bot.sim.url}/phone/{ANNA}/tap"
    async with bot.http.post(url, json={"message_id": sent["message_id"], "data": "no"}) as answer:
        assert answer.status == 409
    await started.do("tap", message_id=999, data="no", force=True)
    (update,) = await bot("getUpdates")
    assert update["callback_query"]["message"]["date"] == 0


async def test_a_tap_waits_150_seconds_and_a_message_a_day(bot: Bot, started: Phone) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="Sure?", reply_markup=KEYBOARD)
    await started.do("tap", message_id=sent["message_id"], data="yes")
    await started.do("text", text="hello")
    bot.sim.world.advance(151)
    (update,) = await bot("getUpdates")
    assert "message" in update
    bot.sim.world.advance(24 * 3600)
    assert await bot("getUpdates") == []


async def test_an_sms_reaches_the_phone_it_was_sent_to(bot: Bot, anna: Phone) -> None:
    sms = {"to": "+33612345678", "text": "Code : 123456"}
    async with bot.http.post(f"{bot.sim.url}/sms", json=sms) as answer:
        assert answer.status == 202
    assert [m["text"] for m in await anna.see("sms")] == ["Code : 123456"]


async def test_an_email_reaches_the_mailbox_with_its_links(bot: Bot, anna: Phone) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "bot@example.org",
        "anna@example.org",
        "Votre invitation é",
    )
    message.set_content("Voici : https://t.me/masante_demo_bot?start=abc")
    message.add_alternative('<a href="https://t.me/masante_demo_bot?start=abc">Voici</a>', subtype="html")
    await aiosmtplib.send(message, hostname="127.0.0.1", port=bot.sim.smtp_port)
    (mail,) = await anna.see("mail")
    assert (mail["subject"], mail["links"]) == (
        "Votre invitation é",
        ["https://t.me/masante_demo_bot?start=abc"],
    )
    assert "Voici" in mail["html"]


async def test_the_page_hears_of_messages_as_they_come(bot: Bot, started: Phone) -> None:
    async with bot.http.get(f"{bot.sim.url}/phone/{ANNA}/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await bot("sendMessage", chat_id=ANNA, text="ping")
        event = (await stream.content.readuntil(b"\n\n")).decode()
    assert event.startswith("event: message\ndata: {")
    assert '"text": "ping"' in event
