"""Words typed after the bot's name, and what it suggests: as Telegram takes them, or refuses them."""

from typing import Any

import pytest

from tests.simulator.conftest import ANNA, Bot, Phone

Json = dict[str, Any]


def article(number: str = "1", text: str = "Claire Martin, Lyon") -> Json:
    content = {"message_text": text}
    return {"type": "article", "id": number, "title": "Claire Martin", "input_message_content": content}


async def asked(bot: Bot, anna: Phone) -> str:
    await bot("getUpdates", allowed_updates=["inline_query", "message"])
    await anna.do("inline", query="martin lyon")
    query = (await bot("getUpdates"))[-1]["inline_query"]
    assert (query["query"], query["offset"], query["from"]["id"]) == ("martin lyon", "", ANNA)
    return str(query["id"])


async def test_a_suggestion_that_is_chosen_is_an_ordinary_message(bot: Bot, anna: Phone) -> None:
    number = await asked(bot, anna)
    assert await bot(
        "answerInlineQuery", inline_query_id=number, results=[article()], cache_time=0, is_personal=True
    )
    await anna.do("choose", result_id="1")
    message = (await bot("getUpdates"))[-1]["message"]
    assert (message["text"], message["via_bot"]["is_bot"]) == ("Claire Martin, Lyon", True)


@pytest.mark.parametrize("results", [
    [article(), article()], [article("x" * 65)], [article("")], [article(str(n)) for n in range(51)],
    [{"type": "article", "id": "1"}], [{**article(), "colour": "red"}], "nothing",
])  # fmt: skip
async def test_what_telegram_refuses_is_refused(bot: Bot, anna: Phone, results: Any) -> None:
    number = await asked(bot, anna)
    assert "Bad Request" in await bot.refused("answerInlineQuery", inline_query_id=number, results=results)


async def test_an_answer_that_comes_too_late_is_refused(bot: Bot, anna: Phone) -> None:
    number = await asked(bot, anna)
    bot.sim.world.advance(151)
    assert "too old" in await bot.refused("answerInlineQuery", inline_query_id=number, results=[])
