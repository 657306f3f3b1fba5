"""Filling in the form of the day: the main thing people come for."""

from decimal import Decimal
from typing import Any

import pytest

from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL, EVERY_KIND, form, options, question
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both

TWO = form(question("name", "string", "Un mot ?"), question("yes", "boolean", "D'accord ?"))


@pytest.fixture
async def due(town: Town, camille: Phone) -> Phone:
    """Camille, who has been told that there is something to fill in."""
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.look()
    return camille


async def fill(phone: Phone, *answers: str) -> None:
    await phone.tap("Remplir")
    await phone.answer(*answers)
    assert "Vérifiez avant d'envoyer" in phone.last


def answers_of(resource: dict) -> dict:
    """Return what was answered to each question, by linkId, as plain values."""
    found = {}
    for item in resource["item"]:
        values = [next(iter(answer.values())) for answer in item.get("answer", [])]
        found[item["linkId"]] = [_plain(value) for value in values]
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("display", value.get("value"))
    return float(value) if isinstance(value, Decimal) else value


@on_both
async def test_a_patient_fills_in_checks_and_sends(town: Town, due: Phone):
    assert due.last == "Bonjour. Votre équipe de soins vous propose quelque chose à remplir."
    await due.tap("Remplir")
    assert "appelez le 15" in due.last
    await due.answer("7", "Un peu", "Oui")
    assert "Quelle est votre température" in due.last
    await due.say("38,4")
    await due.answer("Propre et sec", "Non", "Un peu", "oui", "Non", "J'ai oublié", "J'ai mal au mollet",
                     "J'ai la tête qui tourne", "Terminé", "Merci à tous")  # fmt: skip
    assert "Vérifiez avant d'envoyer" in due.last
    assert "38,4 °C" in due.last
    await due.tap("Envoyer")
    assert "Merci, vos réponses sont envoyées" in due.last
    assert "de 9 h à 17 h" in due.last
    (resource,) = await town.do(people.responses, due.account_id)
    given = answers_of(resource)
    assert given["pain"] == [7]
    assert given["temperature"] == [38.4]
    assert given["signs"] == ["J'ai mal au mollet", "J'ai la tête qui tourne"]
    assert given["remark"] == ["Merci à tous"]


async def test_buttons_and_words_are_both_understood(town: Town, due: Phone):
    await fill(
        due, "3/10", "ouais", "37.8", "propre", "non", "un peu", "OUI", "o", "rien de tout cela", "RAS"
    )
    await due.tap("Envoyer")
    (resource,) = await town.do(people.responses, due.account_id)
    given = answers_of(resource)
    assert (given["pain"], given["temperature"], given["remark"]) == ([3], [37.8], ["RAS"])


async def test_an_answer_in_ones_own_words_is_kept_and_offered_the_next_day(town: Town, due: Phone):
    answers = (*ALL_IS_WELL[:6], "Non", "J'avais peur", *ALL_IS_WELL[7:])
    await fill(due, *answers)
    await due.tap("Envoyer")
    (resource,) = await town.do(people.responses, due.account_id)
    assert answers_of(resource)["medication-why"] == ["J'avais peur"]
    await town.later(days=1)
    await due.look()
    await due.tap("Remplir")
    await due.answer(*answers[:7])
    await due.tap("Comme la dernière fois : J'avais peur")
    assert "remarqué autre chose" in due.last


async def test_ones_own_words_join_what_was_ticked(town: Town, camille: Phone):
    why = question(
        "why", "open-choice", "Pourquoi ?", repeats=True, answerOption=options("Effort", "Un rhume")
    )
    await town.do(people.follow, camille.account_id, form(why))
    await town.later(seconds=1)
    await camille.look()
    await camille.tap("Remplir", "Un rhume")
    await camille.answer("le chat du voisin")
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource)["why"] == ["Un rhume", "le chat du voisin"]


async def test_a_double_tap_ticks_once_and_takes_a_tick_away_once(town: Town, camille: Phone):
    why = question("why", "choice", "Pourquoi ?", repeats=True, answerOption=options("Effort", "Un rhume"))
    await town.do(people.follow, camille.account_id, form(why))
    await town.later(seconds=1)
    await camille.look()
    await camille.tap("Remplir")
    for label, ticked in (("Un rhume", True), ("Effort", True), ("Un rhume", False)):
        message_id, data = camille.button(label)
        for _ in range(2):
            await camille.at_once("tap", message_id=message_id, data=data)
        await camille.look()
        assert (f"✅ {label}" in camille.buttons) == ticked
    await camille.tap("Terminé", "Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert answers_of(resource)["why"] == ["Effort"]


async def test_progress_counts_the_questions_that_apply(due: Phone):
    await due.tap("Remplir")
    assert due.last.startswith("Le lendemain") or "1 sur 9" in due.last
    await due.answer("7")
    assert "2 sur 10" in due.last


async def test_an_answer_changed_from_the_recap_keeps_the_others(town: Town, due: Phone):
    await fill(due, *ALL_IS_WELL)
    await due.change("À combien évaluez-vous")
    assert due.last.startswith("À combien")
    await due.answer("8")
    assert "vous soulage-t-il" in due.last
    await due.answer("Un peu")
    assert "Vérifiez avant d'envoyer" in due.last
    await due.tap("Envoyer")
    (resource,) = await town.do(people.responses, due.account_id)
    given = answers_of(resource)
    assert (given["pain"], given["pain-relief"], given["dressing"]) == ([8], ["Un peu"], ["Propre et sec"])


async def test_an_answer_that_no_longer_applies_does_not_leave(town: Town, due: Phone):
    await fill(due, "8", "Un peu", *ALL_IS_WELL[1:])
    await due.change("À combien évaluez-vous")
    await due.answer("1")
    assert "vous soulage-t-il" not in due.last
    await due.tap("Envoyer")
    (resource,) = await town.do(people.responses, due.account_id)
    assert "pain-relief" not in answers_of(resource)


async def test_a_change_of_mind_keeps_the_answer(due: Phone):
    await fill(due, *ALL_IS_WELL)
    await due.change("Comment est votre pansement")
    await due.tap("Garder : Propre et sec")
    assert "Vérifiez avant d'envoyer" in due.last
    await due.tap("Changer une réponse", "‹ Retour")
    assert "Vérifiez avant d'envoyer" in due.last


async def test_back_asks_the_question_before_again_with_its_answer_at_hand(due: Phone):
    await due.tap("Remplir")
    await due.answer("7", "Un peu")
    await due.tap("‹ Retour", "‹ Retour")
    assert "votre douleur" in due.last
    assert "‹ Retour" not in due.buttons
    await due.answer("2")
    assert "pris votre température" in due.last
    await due.tap("‹ Retour")
    assert "votre douleur" in due.last
    await due.tap("Garder : 2")
    assert "pris votre température" in due.last


async def test_what_was_skipped_can_be_answered_from_the_recap_and_skipped_again(town: Town, due: Phone):
    await fill(due, *ALL_IS_WELL)
    assert "pas de réponse" in due.last
    await due.change("Souhaitez-vous ajouter")
    await due.say("Encore un mot")
    assert "Encore un mot" in due.last
    await due.change("Souhaitez-vous ajouter")
    await due.tap("Laisser vide")
    assert "Encore un mot" not in due.last
    await due.tap("Envoyer")
    (resource,) = await town.do(people.responses, due.account_id)
    assert "remark" not in answers_of(resource)


async def test_a_stopped_form_is_taken_up_where_it_was(due: Phone):
    await due.tap("Remplir")
    await due.answer("2", "Non")
    await due.tap("Enregistrer et continuer")
    assert "C'est gardé tel quel" in due.last
    await due.tap("Continuer")
    assert "votre pansement" in due.last
    await due.tap("Enregistrer et continuer")
    await due.say("/suivi")
    assert "votre pansement" in due.last
    await due.say("/menu")
    await due.tap("Continuer")
    assert "votre pansement" in due.last


async def test_an_erased_form_can_be_begun_anew(due: Phone):
    await due.tap("Remplir")
    await due.answer("2", "Non")
    await due.tap("Enregistrer et continuer", "Effacer")
    assert "Rien n'a été envoyé" in due.last
    await due.say("/suivi")
    assert "votre douleur" in due.last


@on_both
async def test_a_restart_in_the_middle_loses_nothing(town: Town, due: Phone):
    await due.tap("Remplir")
    await due.answer("2")
    for answer in ALL_IS_WELL[1:]:
        await town.restart()
        await due.answer(answer)
    await town.restart()
    await due.tap("Envoyer")
    (resource,) = await town.do(people.responses, due.account_id)
    assert answers_of(resource)["pain"] == [2]


async def test_the_next_day_yesterdays_answers_are_offered(town: Town, due: Phone):
    await fill(due, *ALL_IS_WELL)
    await due.tap("Envoyer")
    await town.later(days=1)
    await due.look()
    await due.tap("Remplir", "Comme la dernière fois : 2", "Comme la dernière fois : Non")
    await due.say("comme hier")
    assert "J'ai compris : Propre et sec" in due.last
    await due.say("oui")
    assert "mal au cœur" in due.last


async def test_a_window_that_closes_meanwhile_is_told(town: Town, due: Phone):
    await due.tap("Remplir")
    await due.answer("2", "Non")
    await town.later(hours=13)
    await due.answer("Propre et sec")
    assert "son temps est passé" in due.last
    await due.say("/suivi")
    assert "Il n'y a rien à remplir maintenant" in due.last
    assert not await town.do(people.responses, due.account_id)


async def test_a_window_that_closes_at_the_recap_is_told(town: Town, due: Phone):
    await fill(due, *ALL_IS_WELL)
    await town.later(hours=13)
    await due.tap("Envoyer")
    assert "son temps est passé" in due.last
    assert not await town.do(people.responses, due.account_id)


async def test_a_form_is_sent_once_however_often_it_is_tapped(town: Town, due: Phone):
    await fill(due, *ALL_IS_WELL)
    message_id, data = due.button("Envoyer")
    for _ in range(3):
        await due.at_once("tap", message_id=message_id, data=data, force=True)
    await due.look()
    assert len(await town.do(people.responses, due.account_id)) == 1
    await due.do("tap", message_id=message_id, data=data, force=True)
    await due.say("/suivi")
    assert "Il n'y a rien à remplir maintenant" in due.last


async def test_two_forms_are_offered_by_name_and_parked_for_each_other(town: Town, due: Phone):
    await town.do(people.follow, due.account_id, TWO)
    await town.later(seconds=1)
    await due.say("/suivi")
    assert due.buttons[:2] == ["Le lendemain de votre opération", "Un formulaire"]
    await due.tap("Un formulaire")
    await due.say("bonjour")
    await due.say("/suivi")
    await due.tap("Le lendemain de votre opération")
    await due.answer("2")
    await due.say("/suivi")
    await due.tap("Un formulaire")
    assert "D'accord ?" in due.last


async def test_a_reminder_of_a_form_that_was_sent_opens_nothing(town: Town, due: Phone):
    reminder = due.button("Remplir")
    await fill(due, *ALL_IS_WELL)
    await due.tap("Envoyer")
    await town.later(minutes=5)
    await due.do("tap", message_id=reminder[0], data=reminder[1])
    assert "Il n'y a rien à remplir maintenant" in due.last


@pytest.mark.parametrize("typed", ["38 5", "j'ai 38°5 ce matin"])
async def test_a_temperature_among_other_words_is_shown_back(due: Phone, typed: str):
    await due.tap("Remplir")
    await due.answer("3", "Oui", typed)
    assert "J'ai compris : 38,5 °C" in due.last


async def test_every_kind_of_question_is_asked_and_read(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, EVERY_KIND)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.answer("dimanche dernier")
    assert "J'ai compris : 1er mars 2026" in camille.last
    await camille.answer(
        "oui", "25/02/2026 8h30", "huit heures du soir", "1 234", "1000,5", "mot", "je n'en ai pas"
    )
    assert "Écrivez une adresse web" in camille.last
    await camille.answer("example.org", "vert")
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    given = answers_of(resource)
    assert given["day"] == ["2026-03-01"]
    assert given["moment"][0].startswith("2026-02-25T")
    assert (given["hour"], given["steps"], given["weight"]) == (["20:00:00"], [1234], [1000.5])
    assert (given["word"], given["site"], given["colour"]) == (["mot"], ["https://example.org"], ["Vert"])


async def test_a_form_stopped_by_the_professional_meanwhile_ends_when_it_is_sent(town: Town, camille: Phone):
    followup_id = await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.answer(*ALL_IS_WELL)
    await town.do(people.stop, camille.account_id, followup_id)
    await camille.tap("Envoyer")
    assert "Le temps pour remplir ce formulaire est passé" in camille.last
    assert camille.buttons == ["Menu"]


async def test_a_long_answer_is_offered_again_on_a_short_button(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, form(question("how", "text", "Comment allez-vous ?")))
    await town.later(seconds=1)
    await camille.say("/suivi", "très bien " * 100)
    await camille.tap("Envoyer")
    await town.later(days=1)
    await camille.say("/suivi")
    assert len(camille.buttons[0]) == 64
