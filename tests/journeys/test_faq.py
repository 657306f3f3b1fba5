"""People ask in their own words, anywhere: an answer, a choice, or somebody to turn to; nothing under way is lost."""

import pytest

from portal.faq import gaps
from tests.journeys import people
from tests.journeys.people import CAMILLE, HER_OTHER_PHONE
from tests.journeys.phone import Phone
from tests.journeys.town import Town


async def test_a_question_is_answered_with_what_to_tap_next(town: Town, camille: Phone):
    await camille.say("g oublié mon mdp")
    assert "J'ai oublié mon mot de passe" in camille.last
    assert camille.buttons[:2] == ["J'ai oublié mon mot de passe", "Ce n'était pas ma question"]
    await camille.tap("J'ai oublié mon mot de passe")
    assert "adresse e-mail" in camille.last


async def test_a_stranger_may_ask_too(town: Town):
    stranger = await town.phone(CAMILLE)
    await stranger.start()
    await stranger.tap("Aide")
    assert stranger.buttons[:3] == ["Me connecter", "J'ai oublié mon mot de passe", "Connexion et codes"]
    await stranger.say("comment avoir un compte ?")
    assert "professionnel de santé" in stranger.last
    assert "Ce n'était pas ma question" in stranger.buttons


async def test_what_is_not_clear_is_a_choice_and_none_of_them_leads_to_a_person(town: Town, camille: Phone):
    await camille.say("mot de passe")
    assert "une de ces questions" in camille.last
    assert {"J'ai oublié mon mot de passe", "Changer mon mot de passe"} <= set(camille.buttons)
    await camille.tap("Aucune de ces questions")
    assert "Nous contacter" in camille.buttons
    (gap,) = await town.do(gaps.unanswered)
    assert (gap.words, gap.times) == ("mot de passe", 1)
    await camille.tap("Nous contacter")
    assert "Une personne vous répondra" in camille.last


async def test_a_choice_opens_its_answer(camille: Phone):
    await camille.say("mot de passe")
    await camille.tap("Changer mon mot de passe")
    assert "n'utilisez nulle part ailleurs" in camille.last


async def test_what_has_no_answer_is_told_with_a_way_on_and_kept_without_names(town: Town, camille: Phone):
    await camille.say("Zénobie Quatremaille veut la météo de demain à Lille")
    assert "Je n'ai pas de réponse" in camille.last
    assert {"Nous contacter", "Menu"} <= set(camille.buttons)
    kept = " ".join(gap.words for gap in await town.do(gaps.unanswered))
    assert "zenobie" not in kept.lower()
    assert "quatremaille" not in kept.lower()


async def test_a_medical_question_gets_no_advice_but_where_to_ask(camille: Phone):
    await camille.say("est-ce que je peux prendre du doliprane ?")
    assert "je ne peux pas donner de conseil" in camille.last
    assert "15 (ou le 112)" in camille.last
    assert "Votre équipe de soins" not in camille.last


async def test_a_medical_question_of_who_is_followed_is_told_whom_to_call(town: Town, camille: Phone):
    for number in ("01 99 00 12 34", "01 99 00 12 34", ""):
        await town.do(people.follow, camille.account_id, phone=number)
    await camille.say("est-ce que je peux prendre du doliprane ?")
    # A reminder of what there is to fill in may come below.
    assert camille.everything.count("Votre équipe de soins : 01 99 00 12 34.") == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("Menu", "Que souhaitez-vous faire"), ("aide", "Comment pouvons-nous"), ("mes documents", "Documents"),
     ("annuler", "rien à annuler"), ("nous contacter", "une personne vous répondra"),
      ("English", "We now speak English")],
)  # fmt: skip
async def test_a_screen_is_called_by_its_name(camille: Phone, typed: str, shown: str):
    await camille.say(typed)
    assert shown.casefold() in camille.last.casefold()


async def test_help_is_browsed_by_section(camille: Phone):
    await camille.say("/aide")
    assert camille.buttons[0] == "Mes documents et mon suivi"  # she is in: how to sign in comes last
    await camille.tap("Qui voit mon dossier")
    await camille.tap("Retirer l'accès à un professionnel")
    assert "il ne voit plus rien" in camille.last
    await camille.tap("Mes acteurs")
    assert "Autoriser" in " ".join(camille.buttons)


@pytest.fixture
async def filling(town: Town, camille: Phone) -> Phone:
    """Camille, in front of the first question: her pain, from 0 to 10."""
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    return camille


async def test_a_question_in_the_middle_of_a_form_is_answered_and_the_form_goes_on(filling: Phone):
    await filling.say("comment changer mon numéro de téléphone ?")
    assert "Changer mon numéro" in filling.everything
    assert "Rien n'est perdu" in filling.last
    assert "votre douleur" in filling.last
    await filling.answer("2")
    assert "pris votre température" in filling.last


async def test_words_that_are_nearly_a_question_are_still_a_wrong_answer(filling: Phone):
    for typed in ("mot de passe", "beaucoup", "je ne sais pas trop", "et maintenant ?"):
        await filling.say(typed)
        assert "Écrivez un nombre entier" in filling.last


async def test_a_secret_is_read_by_nobody(town: Town, camille: Phone):
    stranger = await town.phone(HER_OTHER_PHONE)
    await stranger.start()
    await stranger.tap("Me connecter", "J'accepte")
    await stranger.say(CAMILLE.email)
    await stranger.say("j'ai oublié mon mot de passe")
    assert "Rien n'est perdu" not in stranger.everything


async def test_a_question_in_ones_own_language_is_answered_in_it(camille: Phone):
    await camille.say("/langue")
    await camille.tap("English")
    await camille.say("how do I change my phone number")
    assert "Change my phone number" in camille.last


@pytest.mark.parametrize("typed", ["et maintenant ?", "12"])
async def test_who_says_nothing_is_offered_no_guess(camille: Phone, typed: str):
    await camille.say(typed)
    assert "Nous contacter" in camille.buttons
    assert not {"Ce n'était pas ma question", "Aucune de ces questions"} & set(camille.buttons)


@pytest.mark.parametrize("typed", ["???", "\u202e\u200b", "a" * 4096, "'; DROP TABLE x; -- <b>", "😀", "."])
async def test_whatever_is_typed_there_is_a_way_on(camille: Phone, typed: str):
    await camille.say(typed)
    assert {"Nous contacter", "Menu"} & set(camille.buttons)
