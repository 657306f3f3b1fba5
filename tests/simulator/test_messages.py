"""Messages from the bot, and what Telegram refuses."""

import pytest

from tests.simulator.conftest import ANNA, Bot, Phone


async def test_a_message_reaches_the_phone(bot: Bot, started: Phone) -> None:
    sent = await bot(
        "sendMessage", chat_id=ANNA, text="<b>Bonjour</b> 👋 &amp; <i>merci</i>", parse_mode="HTML"
    )
    shown = (await started.messages())[-1]
    assert (shown["text"], shown["from_bot"]) == ("Bonjour 👋 & merci", True)
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 7},
        {"type": "italic", "offset": 13, "length": 5},
    ]


async def test_a_bot_cannot_write_first(bot: Bot, anna: Phone) -> None:
    said = await bot.refused("sendMessage", chat_id=ANNA, text="Hello")
    assert said == "Forbidden: bot can't initiate conversation with a user"


async def test_nobody_has_an_unknown_chat_id(bot: Bot) -> None:
    assert await bot.refused("sendMessage", chat_id=5, text="Hello") == "Bad Request: chat not found"


async def test_a_blocked_bot_is_told_so(bot: Bot, started: Phone) -> None:
    await started.do("block")
    said = await bot.refused("sendMessage", chat_id=ANNA, text="Hello")
    assert said == "Forbidden: bot was blocked by the user"
    (update,) = await bot("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_text_is_measured_after_parsing(bot: Bot, started: Phone) -> None:
    await bot("sendMessage", chat_id=ANNA, text=f"<b>{'é' * 4096}</b>", parse_mode="HTML")
    assert (
        await bot.refused("sendMessage", chat_id=ANNA, text="é" * 4097) == "Bad Request: message is too long"
    )
    said = await bot.refused("sendMessage", chat_id=ANNA, text="<b> </b>\n", parse_mode="HTML")
    assert said == "Bad Request: message text is empty"


async def test_an_unknown_field_is_refused_at_any_depth(bot: Bot, started: Phone) -> None:
    said = await bot.refused("sendMessage", chat_id=ANNA, text="x", colour="red")
    assert said == "Bad Request: unknown parameter colour"
    rows = [[{"text": "a", "callback_data": "b", "colour": "red"}]]
    said = await bot.refused("sendMessage", chat_id=ANNA, text="x", reply_markup={"inline_keyboard": rows})
    assert said == "Bad Request: unknown parameter reply_markup.inline_keyboard.0.0.colour"


async def test_callback_data_is_64_bytes_at_most(bot: Bot, started: Phone) -> None:
    async def send(data: str) -> str:
        rows = [[{"text": "a", "callback_data": data}]]
        return (
            await bot.raw("sendMessage", chat_id=ANNA, text="x", reply_markup={"inline_keyboard": rows})
        ).get("description", "sent")

    assert await send("a" * 64) == "sent"
    assert await send("é" * 33) == "Bad Request: BUTTON_DATA_INVALID"
    assert "Text buttons are unallowed" in await send("")


@pytest.mark.parametrize("url", ["http://localhost:8080/x", "nothing", "http://", "ftp://example.org"])
async def test_a_button_leads_to_a_public_address(bot: Bot, started: Phone, url: str) -> None:
    rows = [[{"text": "a", "url": url}]]
    said = await bot.refused("sendMessage", chat_id=ANNA, text="x", reply_markup={"inline_keyboard": rows})
    assert said.startswith(f"Bad Request: inline keyboard button URL '{url}' is invalid: ")


async def test_an_edit_must_change_something(bot: Bot, started: Phone) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="one")
    where = {"chat_id": ANNA, "message_id": sent["message_id"]}
    edited = await bot("editMessageText", **where, text="two")
    assert (edited["text"], "edit_date" in edited) == ("two", True)
    assert "message is not modified" in await bot.refused("editMessageText", **where, text=" two ")


async def test_an_edit_without_keyboard_takes_it_away(bot: Bot, started: Phone) -> None:
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    sent = await bot("sendMessage", chat_id=ANNA, text="one", reply_markup=keyboard)
    edited = await bot("editMessageText", chat_id=ANNA, message_id=sent["message_id"], text="two")
    assert "reply_markup" not in edited


async def test_a_deleted_message_is_gone_from_the_phone(bot: Bot, started: Phone) -> None:
    theirs = (await started.messages())[0]["message_id"]
    assert await bot("deleteMessage", chat_id=ANNA, message_id=theirs)
    assert await started.messages() == []
    said = await bot.refused("deleteMessage", chat_id=ANNA, message_id=theirs)
    assert said == "Bad Request: message to delete not found"
    said = await bot.refused("editMessageText", chat_id=ANNA, message_id=theirs, text="x")
    assert said == "Bad Request: message to edit not found"


async def test_after_48_hours_a_message_stays(bot: Bot, started: Phone) -> None:
    sent = await bot("sendMessage", chat_id=ANNA, text="one")
    bot.sim.world.advance(48 * 3600 + 1)
    said = await bot.refused("deleteMessage", chat_id=ANNA, message_id=sent["message_id"])
    assert said == "Bad Request: message can't be deleted for everyone"


async def test_a_form_means_the_same_as_json(bot: Bot, started: Phone) -> None:
    keyboard = '{"inline_keyboard":[[{"text":"a","callback_data":"b"}]]}'
    form = {"chat_id": str(ANNA), "text": "x", "protect_content": "true", "reply_markup": keyboard}
    async with bot.http.post(f"{bot.sim.url}/bot{bot.sim.token}/SendMessage", data=form) as answer:
        message = (await answer.json())["result"]
    assert message["has_protected_content"]
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "b"


async def test_a_wrong_token_or_method_is_refused(bot: Bot) -> None:
    assert await bot.refused("sendMesage") == "Not Found: method not found"
    async with bot.http.get(f"{bot.sim.url}/bot1:wrong/getMe") as answer:
        assert (answer.status, (await answer.json())["description"]) == (401, "Unauthorized")
