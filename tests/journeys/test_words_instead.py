"""Words that are typed instead of an answer, or below nothing: they do what they say, and nobody is held up."""

import pytest

from tests.journeys import people
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.test_carnets import THOMAS, open_carnet
from tests.journeys.test_danger import NOTE
from tests.journeys.town import Town

OVER = "rien n'a été envoyé"


@pytest.fixture
async def asked(town: Town, camille: Phone) -> Phone:
    """Camille before the first question of her form, a number."""
    await town.do(people.follow, camille.account_id, at="09:00", window="24 h")
    await town.later(seconds=1)
    await camille.say("oui")
    assert "douleur" in camille.last
    return camille


@pytest.mark.parametrize("said", ["plus tard", "Pas maintenant"])
async def test_a_form_is_put_aside_by_saying_so(asked: Phone, said: str):
    await asked.say(said)
    assert "C'est gardé tel quel" in asked.last
    await asked.say("continuer")
    assert "douleur" in asked.last
    await asked.say("continuer")  # it goes on already
    assert "douleur" in asked.last
    assert "Écrivez un nombre" not in asked.last
    assert asked.messages[-1]["from_bot"]  # below what she wrote


@pytest.mark.parametrize(
    ("named", "shown"), [("aide", "Comment pouvons-nous"), ("carnets de santé", "carnet")]
)
async def test_a_screen_is_shown_where_its_name_can_be_no_answer_and_the_form_goes_on(
    asked: Phone, named: str, shown: str
):
    await asked.say(named)
    assert shown in asked.last
    assert "Écrivez un nombre" not in asked.everything
    await asked.say("3")
    assert "température" in asked.last


@pytest.mark.parametrize("said", ["aide", "plus tard"])
async def test_where_answers_are_read_again_other_words_do_what_they_say(town: Town, said: str):
    nadia = await town.linked(NADIA)
    await town.do(open_carnet, nadia.account_id)
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Partager avec l'autre parent")
    await nadia.say(THOMAS.email)
    assert "Vérifiez" in nadia.last
    await nadia.say(said)
    assert "Utilisez les boutons" not in nadia.everything
    assert {"aide": "Comment pouvons-nous", "plus tard": "C'est gardé"}[said] in nadia.last


@pytest.mark.parametrize("said", ["aide", "plus tard", "mes documents"])
async def test_where_any_words_are_awaited_they_are_the_answer(town: Town, camille: Phone, said: str):
    await town.do(people.follow, camille.account_id, NOTE)
    await town.later(seconds=1)
    await camille.say("/suivi", said)
    assert "Avez-vous toussé" in camille.last


@pytest.mark.parametrize("said", ["retour", "menu", "قائمة"])
async def test_back_from_nowhere_leads_to_the_menu(camille: Phone, said: str):
    await camille.say("aide", said)
    assert "Que souhaitez-vous faire" in camille.last


@pytest.mark.parametrize("said", ["commencer", "Remplir"])
async def test_what_waits_is_begun_by_saying_so(town: Town, camille: Phone, said: str):
    await town.do(people.follow, camille.account_id, at="09:00", window="24 h")
    await town.later(seconds=1)
    await camille.say("menu", said)
    assert "douleur" in camille.last


@pytest.mark.parametrize(("said", "understood"), [("oui merci", "Oui"), ("non merci", "Non")])
async def test_an_answer_with_thanks_is_an_answer(asked: Phone, said: str, understood: str):
    await asked.say("3", said)
    assert f"J'ai compris : {understood}" in asked.last


async def test_the_next_reminder_stands_below_what_is_over_and_a_yes_answers_it(town: Town, asked: Phone):
    await asked.say("3")
    await town.later(hours=24)
    await asked.look()
    assert OVER in asked.everything
    assert "quelque chose à remplir" in asked.last
    await asked.say("oui")
    assert "douleur" in asked.last


async def test_what_is_written_once_the_time_is_over_is_no_answer_to_it(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, at="09:00", window="10 h")
    await town.later(seconds=1)
    await camille.say("oui", "3")
    await town.later(hours=10)
    await camille.look()
    assert OVER in camille.last
    await camille.say("merci")
    assert "Avec plaisir" in camille.last
