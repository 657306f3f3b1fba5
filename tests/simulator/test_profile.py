"""Commands, names and descriptions, by scope and language; groups."""

from tests.simulator.conftest import ANNA, Bot, Phone

MENU = [{"command": "menu", "description": "Open the menu"}]


async def test_a_person_sees_the_commands_of_her_language(bot: Bot, anna: Phone) -> None:
    french = [{"command": "suivi", "description": "Remplir mon suivi"}]
    await bot("setMyCommands", commands=MENU)
    assert (await anna.see("chat"))["commands"] == MENU
    await bot("setMyCommands", commands=french, scope={"type": "all_private_chats"}, language_code="fr")
    assert (await anna.see("chat"))["commands"] == french
    assert await bot("getMyCommands") == MENU
    await bot("deleteMyCommands", scope={"type": "all_private_chats"}, language_code="fr")
    assert (await anna.see("chat"))["commands"] == MENU


async def test_commands_are_checked(bot: Bot) -> None:
    async def said(command: str, description: str = "x") -> str:
        return await bot.refused("setMyCommands", commands=[{"command": command, "description": description}])

    assert await said("Menu") == "Bad Request: BOT_COMMAND_INVALID"
    assert await said("m" * 33) == "Bad Request: command length must not exceed 32"
    assert await said("menu", " ") == "Bad Request: command description must be non-empty"
    words = "can't parse BotCommand: Can't find field \"description\""
    assert await bot.refused("setMyCommands", commands=[{"command": "a"}]) == f"Bad Request: {words}"


async def test_texts_of_the_bot_fall_back_to_no_language(bot: Bot, anna: Phone) -> None:
    await bot("setMyDescription", description="A portal you can talk to")
    await bot("setMyName", name="MaSanté", language_code="fr")
    shown = (await anna.see("chat"))["bot"]
    assert (shown["first_name"], shown["description"]) == ("MaSanté", "A portal you can talk to")
    assert await bot("getMyName") == {"name": bot.sim.username}
    assert "too long" in await bot.refused("setMyShortDescription", short_description="x" * 121)


async def test_the_menu_button_is_kept(bot: Bot) -> None:
    await bot("setChatMenuButton", menu_button={"type": "default"})
    assert await bot("getChatMenuButton", chat_id=ANNA) == {"type": "default"}


async def test_a_bot_that_left_a_group_is_out(bot: Bot) -> None:
    group = {"id": -5, "type": "group", "title": "Family"}
    bot.sim.world.push_raw({"message": {"message_id": 1, "date": 1, "chat": group, "text": "hi"}})
    assert (await bot("getChat", chat_id=-5))["title"] == "Family"
    assert await bot("leaveChat", chat_id=-5)
    said = await bot.refused("sendMessage", chat_id=-5, text="x")
    assert said == "Forbidden: bot is not a member of the group chat"
