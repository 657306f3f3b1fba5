"""Where the bot may speak: private chats only, and as long as it is wanted."""

from tests.journeys import people
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.town import Town

GROUP = {"id": -100200, "type": "group", "title": "La famille"}


async def test_in_a_group_it_says_why_and_leaves(town: Town, camille: Phone):
    who = CAMILLE.card()
    sender = {"id": who["user_id"], "is_bot": False, "first_name": who["first_name"]}
    message = {"message_id": 5, "date": 0, "chat": GROUP, "from": sender, "text": "/start"}
    async with town.http.post(f"{town.sim.url}/control/update", json={"message": message}):
        await town.settled()
    (said,) = await town.calls("sendMessage", chat_id=GROUP["id"])
    assert "conversation privée" in said["params"]["text"]
    assert len(await town.calls("leaveChat")) == 1


async def test_who_blocks_the_bot_hears_nothing_until_she_comes_back(town: Town, camille: Phone):
    await camille.do("block")
    await town.do(people.follow, camille.account_id)
    before = len(await town.calls("sendMessage"))
    await town.later(seconds=1)
    assert len(await town.calls("sendMessage")) == before
    await camille.start()
    assert "Bonjour Camille" in camille.last
    await town.later(days=1)
    await camille.look()
    assert "quelque chose à remplir" in camille.last


async def test_a_block_nobody_told_of_is_noticed_when_sending(town: Town, camille: Phone):
    await town.fault("api", "403", method="sendMessage", times=1)
    await town.do(people.follow, camille.account_id, every="day")
    await town.later(seconds=1)
    await town.later(days=1)
    assert "quelque chose à remplir" not in camille.everything
    assert len(await town.calls("sendMessage")) == 2  # the menu, and the one that was refused


async def test_its_face_is_set_in_each_language_at_start(town: Town):
    assert town.app.presenting is not None
    await town.app.presenting
    commands = await town.calls("setMyCommands")
    assert {call["params"].get("language_code") for call in commands} >= {None, "fr", "en"}
    assert any(one["command"] == "suivi" for one in commands[0]["params"]["commands"])


async def test_messages_are_purged_before_telegram_forbids_it(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, count=1)
    await town.later(seconds=1)
    await camille.say("/suivi", "2", "peut-être", "j'ai mal", "/annuler")
    await town.later(hours=47)
    await camille.look()
    assert "douleur" not in camille.everything
    assert "j'ai mal" not in camille.everything
    assert camille.said == [command for command in camille.said if command.startswith("/")]
