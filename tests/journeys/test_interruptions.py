"""Commands in the middle of a conversation: what was begun is kept, and found again."""

import pytest

from tests.journeys import people
from tests.journeys.forms import form, question
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.town import Town


@pytest.fixture
async def filling(town: Town, camille: Phone) -> Phone:
    """Camille, in front of the second question."""
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.answer("2")
    return camille


async def test_start_and_menu_offer_to_continue(filling: Phone):
    for command in ("/start", "/menu", "/start n-importe-quoi"):
        await filling.say(command, "/menu")
        assert [one for one in filling.buttons if "suivi" in one] == ["Mon suivi"]
        await filling.tap("Continuer")
        assert "pris votre température" in filling.last


@pytest.mark.parametrize("words", ["continuer", "Reprendre"])
async def test_who_types_it_goes_on_where_she_was(filling: Phone, words: str):
    await filling.say(words)  # she is there already: the question stands below, and nothing was wrong
    assert filling.messages[-1]["from_bot"]
    assert "pris votre température" in filling.last
    assert "Répondez par oui ou par non" not in filling.last
    await filling.say("/menu", words)
    assert "pris votre température" in filling.last


async def test_the_language_changes_in_the_middle(filling: Phone):
    await filling.say("/langue")
    await filling.tap("English")
    assert "Save and continue later" in filling.buttons
    await filling.say("yes")
    assert "Skip" not in filling.last
    await filling.say("العربية", "français")
    assert "Nous parlons maintenant français" in filling.last
    assert "Enregistrer et continuer après" in filling.buttons


async def test_help_in_the_middle_keeps_the_question(filling: Phone):
    await filling.say("/aide")
    assert "Comment pouvons-nous vous aider" in filling.last
    await filling.say("non")
    assert "votre pansement" in filling.last


async def test_annuler_puts_the_form_aside(filling: Phone):
    await filling.say("/annuler")
    assert "C'est gardé tel quel" in filling.last
    await filling.say("/annuler")
    assert "rien à annuler" in filling.last


async def test_start_again_while_linking_asks_the_same_question(town: Town):
    camille = await town.phone(CAMILLE)
    token = await town.do(people.invite, CAMILLE)
    await camille.start(token)
    await camille.tap("J'accepte")
    await camille.start()
    assert "adresse e-mail" in camille.last
    await camille.start(token)
    assert "adresse e-mail" in camille.last


async def test_reminders_stop_at_once_and_come_back(town: Town, camille: Phone):
    await camille.say("/stop")
    assert "plus de rappels" in camille.last
    await town.do(people.follow, camille.account_id)
    await town.later(days=1)
    await camille.look()
    assert "quelque chose à remplir" not in camille.everything
    await camille.tap("Recevoir à nouveau des rappels")
    await town.later(days=1)
    await camille.look()
    assert "quelque chose à remplir" in camille.last


async def test_a_reminder_is_stopped_from_its_own_button(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.look()
    await camille.tap("Ne plus recevoir de rappels")
    assert "plus de rappels" in camille.last
    await camille.say("/suivi")
    assert "votre douleur" in camille.last


async def test_a_fourth_conversation_put_aside_gives_up_the_oldest_only(town: Town, filling: Phone):
    """Three are kept: the form, and two others."""
    for button in ("Changer mon mot de passe", "Ajouter l'application de codes"):
        await filling.say("/compte")
        await filling.tap("Sécurité", button)
    await filling.say("/menu")
    assert sum(label.startswith("Continuer") for label in filling.buttons) == 3
    await filling.tap("Continuer : Formulaire du jour")
    assert "pris votre température" in filling.last


async def test_two_forms_put_aside_are_told_apart_by_their_titles(town: Town, filling: Phone):
    other = form(question("t", "boolean", "Avez-vous toussé ?"))
    await town.do(people.follow, filling.account_id, other)
    await town.later(seconds=1)
    await filling.say("/suivi")
    await filling.tap("Un formulaire")
    await filling.say("/menu")
    assert "Continuer : Le lendemain de votre opération" in filling.buttons
    await filling.tap("Continuer : Un formulaire")
    assert "toussé" in filling.last
