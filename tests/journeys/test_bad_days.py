"""Bad days: the SMS gateway, the mail server or Telegram is down; updates come twice, late or all at once."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from simulator import Simulator
from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL
from tests.journeys.people import CAMILLE, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.town import Town


async def sign_in(phone: Phone) -> None:
    await phone.start()
    await phone.tap("Me connecter", "J'accepte")
    await phone.say(CAMILLE.email, PASSWORD)


@pytest.fixture
async def filling(town: Town, camille: Phone) -> Phone:
    """Camille, in front of the first question."""
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    return camille


async def test_an_sms_gateway_that_is_down_is_told_and_the_code_comes_when_it_is_back(town: Town):
    camille = await town.phone(CAMILLE)
    token = await town.do(people.invite, CAMILLE)
    await town.fault("sms", "down")
    await camille.start(token)
    await camille.tap("J'accepte")
    await camille.say(CAMILLE.email, PASSWORD)
    assert "Le SMS avec votre code ne part pas" in camille.last
    await town.mend()
    await town.later(minutes=1)
    await camille.look()
    await camille.say(await camille.code())
    assert "C'est fait" in camille.last
    assert "ne part pas" not in camille.everything


async def test_when_sms_is_down_an_email_is_offered_to_who_may_use_one(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Délier cette conversation", "Oui, délier")
    await town.fault("sms", "500", times=0)
    await camille.tap("Me connecter", "J'accepte")
    await camille.say(CAMILLE.email, PASSWORD)
    assert "Le SMS avec votre code ne part pas" in camille.last
    await town.later(seconds=31)
    await camille.look()
    await camille.tap("Je ne reçois pas mon code", "L'envoyer par e-mail")
    await camille.say(await camille.mailed_code())
    assert "C'est fait" in camille.last


async def test_mail_waits_for_a_server_that_is_down(town: Town):
    camille = await town.phone(CAMILLE)
    await town.fault("smtp", "down")
    await town.do(people.invite, CAMILLE)
    await town.settled()
    assert not await camille.mail()
    await town.mend()
    await town.later(minutes=10)
    assert len(await camille.mail()) == 1


async def test_telegram_down_for_an_hour_loses_no_answer_and_no_word(town: Town, filling: Phone):
    for method in ("sendMessage", "editMessageText", "deleteMessage", "answerCallbackQuery"):
        await town.fault("api", "down", method=method)
    await filling.say("2", "non")
    await town.later(hours=1)
    assert "votre douleur" in filling.said_by_bot[-1]["text"]
    await town.mend()
    await town.later(minutes=10)
    await filling.look()
    assert "votre pansement" in filling.last
    assert filling.everything.count("votre pansement") == 1


@pytest.mark.parametrize("kind", ["429", "500", "502", "half", "close"])
async def test_a_call_that_fails_once_is_made_again(town: Town, filling: Phone, kind: str):
    for method in ("sendMessage", "editMessageText", "deleteMessage"):
        await town.fault("api", kind, method=method, retry_after=3)
    await filling.answer("2")
    await filling.say("peut-être")
    for _ in range(4):
        await town.later(seconds=5)
    await filling.look()
    assert "Répondez par oui ou par non" in filling.last
    assert "Oui" in filling.buttons
    await filling.answer("Non")
    assert "votre pansement" in filling.last


async def test_calls_done_twice_by_telegram_change_no_answer(town: Town, filling: Phone):
    await town.fault("api", "duplicate", times=0)
    await filling.answer(*ALL_IS_WELL, "Envoyer")
    await filling.say("/menu")
    assert len(await town.do(people.responses, filling.account_id)) == 1


async def test_updates_that_come_twice_count_once(town: Town, filling: Phone):
    await town.fault("webhook", "duplicate", times=0)
    await filling.answer(*ALL_IS_WELL, "Envoyer")
    assert "vos réponses sont envoyées" in filling.last
    assert len(await town.do(people.responses, filling.account_id)) == 1
    assert filling.everything.count("vos réponses sont envoyées") == 1


async def test_an_update_given_again_a_day_later_is_passed_over(town: Town, filling: Phone):
    (message,) = await filling.at_once("text", text="2")
    update = {"update_id": next(iter(town.sim.world.updates.pending)), "message": message}
    await filling.look()
    await town.later(hours=23)
    await filling.look()
    before = filling.messages
    await town.app.feed.accept(update)
    await filling.look()
    assert filling.messages == before


async def test_everything_typed_at_once_is_answered_in_order(town: Town, filling: Phone):
    await asyncio.gather(*(filling.at_once("text", text=answer) for answer in ("2", "non", "propre et sec")))
    await filling.look()
    assert "mal au cœur" in filling.last or "⚠️" in filling.last
    assert filling.buttons


async def test_taps_that_overtake_words_are_answered_where_they_belong(town: Town, filling: Phone):
    await town.fault("webhook", "reorder", times=0)
    tapped = filling.button("2")
    await filling.at_once("tap", message_id=tapped[0], data=tapped[1])
    await filling.at_once("text", text="non")
    await filling.look()
    await town.mend()
    await filling.answer(*("2",) if "votre douleur" in filling.last else ())
    assert "votre température" in filling.last or "votre pansement" in filling.last


async def test_many_people_at_once_are_all_answered(town: Town):
    crowd = [people.one_of_many(720000 + n) for n in range(12)]
    phones = [await town.phone(person) for person in crowd]
    for phone in phones:
        phone.account_id = await town.do(people.link, phone.person)
        await town.do(people.follow, phone.account_id)
    await town.later(seconds=1)
    await asyncio.gather(*(phone.say("/suivi") for phone in phones))
    await asyncio.gather(*(phone.answer(*ALL_IS_WELL, "Envoyer") for phone in phones))
    for phone in phones:
        assert "vos réponses sont envoyées" in phone.last
        assert len(await town.do(people.responses, phone.account_id)) == 1


async def test_by_webhook_the_same_journey(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path, port: int
):
    hook = {"MASANTE_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "MASANTE_LISTEN": f"127.0.0.1:{port}"}  # fmt: skip
    async with Town(sim, http, database, tmp_path, **hook) as town:
        camille = await town.linked(CAMILLE)
        await town.fault("webhook", "duplicate", times=5)
        await town.do(people.follow, camille.account_id)
        await town.later(seconds=1)
        await camille.say("/suivi")
        await camille.answer(*ALL_IS_WELL, "Envoyer")
        assert "vos réponses sont envoyées" in camille.last
        assert len(await town.do(people.responses, camille.account_id)) == 1
        async with http.post(f"{town.page}/telegram", json={"update_id": 1}) as forged:
            assert forged.status == 403
