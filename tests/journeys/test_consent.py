"""Agreeing to speak of health on Telegram, or not; and changing one's mind."""

from tests.journeys import people
from tests.journeys.people import CAMILLE, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.town import Town


async def test_who_does_not_agree_is_asked_nothing_and_may_reconsider(town: Town):
    camille = await town.phone(CAMILLE)
    token = await town.do(people.invite, CAMILLE)
    await camille.start(token)
    await camille.tap("Je n'accepte pas")
    assert "C'est votre droit" in camille.last
    await camille.say("/suivi")
    assert "douleur" not in camille.everything
    await camille.say("/aide")
    await camille.tap("Nous contacter")
    assert "Une personne vous répondra" in camille.last
    await camille.start(token)
    await camille.tap("J'accepte")
    await camille.say(CAMILLE.email, PASSWORD, await _code(camille, town))


async def _code(camille: Phone, town: Town) -> str:
    await town.settled()
    return (await camille.code()) if await camille.sms() else "000000"


async def test_an_agreement_withdrawn_ends_all_talk_of_health(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi", "2")
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    assert "Votre accord est retiré" in camille.last
    await camille.say("/suivi")
    assert "tant que vous ne l'acceptez pas" in camille.last
    await camille.tap("Relire et décider", "J'accepte")
    assert "votre accord est enregistré" in camille.last
    await camille.say("/suivi")
    assert "votre douleur" in camille.last


async def test_without_agreement_no_reminder_is_sent(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.look()
    assert "quelque chose à remplir" not in camille.everything


async def test_an_old_button_of_a_form_says_nothing_of_health_once_withdrawn(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    old = camille.button("2")
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    await camille.do("tap", message_id=old[0], data=old[1], force=True)
    assert "Cette étape est terminée" in camille.last


async def test_who_agrees_in_other_words_is_understood_and_asked_to_confirm(town: Town):
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    await camille.say("je suis d'accord")
    assert "J'ai compris : J'accepte" in camille.last
    await camille.say("c'est bon")
    assert "votre adresse e-mail" in camille.last
