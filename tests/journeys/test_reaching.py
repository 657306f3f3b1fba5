"""Where the bot may speak: private chats only, and as long as it is wanted."""

from datetime import timedelta

from portal import memory
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
    town.stranger = True
    await town.do(memory.remember, "face", "")
    await town.restart()
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


async def test_what_was_said_leaves_the_chat_at_once_when_it_is_unlinked(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi", "2", "37,8", "/compte")
    await camille.tap("Mes données et mon accord", "Délier cette conversation", "Oui, délier")
    assert "n'est plus liée" in camille.last
    assert "douleur" not in camille.everything
    assert "37,8" not in camille.said


async def test_what_was_said_leaves_the_chat_at_once_when_the_agreement_is_withdrawn(
    town: Town, camille: Phone
):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi", "2", "/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    assert "Votre accord est retiré" in camille.last
    assert "douleur" not in camille.everything


async def test_what_was_written_while_the_bot_was_away_is_purged_in_time_too(town: Town, camille: Phone):
    """Telegram counts its 48 hours from when it was written, not from when it was read."""
    who = CAMILLE.card() | {"id": CAMILLE.user_id, "is_bot": False}
    sent = int((town.clock.now() - timedelta(hours=5)).timestamp())
    chat = {"id": CAMILLE.user_id, "type": "private", "first_name": "Camille"}
    message = {"message_id": 5, "date": sent, "chat": chat, "from": who, "text": "j'ai mal"}
    async with town.http.post(f"{town.sim.url}/control/update", json={"message": message}):
        await town.settled()
    await town.later(hours=36)
    deleted = await town.calls("deleteMessage", chat_id=CAMILLE.user_id)
    assert [call["params"]["message_id"] for call in deleted] == [5]


async def test_words_after_a_command_are_purged_too(town: Town, camille: Phone):
    await camille.say("/aide j'ai mal")
    await town.later(hours=47)
    await camille.look()
    assert "j'ai mal" not in camille.everything
