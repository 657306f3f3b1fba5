"""A child's follow-up at her parents' phones: who is reminded, who fills in, what the other sees, and when it closes."""

from typing import Any

import pytest

from portal import authorisations, carnets, followups, journal
from portal.authorisations import PARENT, Operator, Right, carnet_record, patient_record
from portal.carnets import sharing
from portal.work import Work
from tests.clock import START
from tests.journeys import people
from tests.journeys.forms import form, question
from tests.journeys.people import NADIA, Person
from tests.journeys.phone import Phone, words
from tests.journeys.test_alerts import mail
from tests.journeys.town import Town, on_both

THOMAS = Person(710004, "Thomas", "thomas.roche@example.org", "+33639980103")
TEAM = "equipe@example.org"
BREATH = form(
    question("nights", "integer", "Combien de nuits a-t-il toussé ?"),
    question("calm", "boolean", "Est-il calme ?"),
)
MANY = {"when": "item.where(linkId='nights').answer.value >= 5", "severity": "high", "text": "Nuits agitées"}
ALONE = form(question("nights", "integer", "Combien de nuits ?"))


def born(work: Work, holder: str, name: str = "Léo", year: int = 2021) -> str:
    made = carnets.create(work, holder, name, START.date().replace(year=year))
    assert isinstance(made, str), made
    return carnet_record(made)


def give(work: Work, account_id: str, record: str) -> None:
    authorisations.give(work, patient_record(account_id), record, PARENT, None)


@pytest.fixture
async def nadia(town: Town) -> Phone:
    """Nadia, who holds Léo's carnet."""
    phone = await town.linked(NADIA)
    phone.record = await town.do(born, phone.account_id)
    return phone


@pytest.fixture
async def thomas(town: Town, nadia: Phone) -> Phone:
    """Thomas, who shares it."""
    phone = await town.linked(THOMAS)
    await town.do(give, phone.account_id, nadia.record)
    return phone


async def follow(town: Town, record: str, source: str = BREATH, **plan: Any) -> str:
    started = await town.do(people.follow, record, source, **plan)
    await town.later(seconds=1)
    return started


def lines(work: Work, record: str) -> list[str]:
    return [line.action for line in journal.read(work, record)]


@on_both
async def test_the_holder_is_reminded_and_either_parent_fills_in(town: Town, nadia: Phone, thomas: Phone):
    await follow(town, nadia.record)
    await nadia.look()
    await thomas.look()
    assert nadia.last == "Bonjour. Votre équipe de soins vous propose quelque chose à remplir."
    assert "Léo" not in nadia.everything
    assert "quelque chose à remplir" not in thomas.everything
    await thomas.say("/suivi")
    assert "Pour Léo" in thomas.last
    await thomas.answer("2", "Oui")
    assert "Pour Léo" in thomas.last
    await thomas.tap("Envoyer")
    assert "vos réponses sont envoyées" in thomas.last
    (sent,) = await town.do(people.responses, nadia.record)
    child = nadia.record.removeprefix("carnet:")
    assert sent["subject"] == {"reference": f"Patient/{child}"}
    assert sent["author"] == sent["source"] == {"reference": f"RelatedPerson/{thomas.account_id}"}
    assert await town.do(people.responses, nadia.account_id) == []
    await nadia.look()
    assert "quelque chose à remplir" not in nadia.everything  # the other has done it


async def test_her_own_form_and_her_child_s_are_told_apart(town: Town, nadia: Phone):
    await town.do(people.follow, nadia.account_id, ALONE)
    await follow(town, nadia.record)
    await nadia.say("/suivi")
    assert nadia.buttons[:2] == ["Un formulaire", "Un formulaire · Léo"]
    await nadia.tap("Un formulaire · Léo")
    assert "Pour Léo" in nadia.last
    await nadia.answer("1")
    await nadia.tap("Enregistrer et continuer après")
    await nadia.say("/suivi")
    await nadia.tap("Un formulaire")
    assert "Pour Léo" not in nadia.last
    await nadia.say("/menu")
    assert {"Continuer : Un formulaire · Léo", "Mon suivi"} <= set(nadia.buttons)
    assert "à remplir" not in " ".join(nadia.buttons)  # once is enough


async def test_two_parents_fill_in_at_once_the_first_counts_and_the_other_loses_nothing(
    town: Town, nadia: Phone, thomas: Phone
):
    await follow(town, nadia.record, alerts=[MANY], phone="01 99 00 12 34", notify=TEAM)
    for parent, nights in ((nadia, "6"), (thomas, "1")):
        await parent.say("/suivi")
        await parent.answer(nights, "Oui")
    await thomas.tap("Envoyer")
    assert "vos réponses sont envoyées" in thomas.last
    assert await mail(town, TEAM) == []
    await nadia.look()
    assert "Thomas Durand vient d'envoyer un formulaire" in nadia.last
    await nadia.tap("Envoyer")
    (told,) = [words(one) for one in nadia.messages if "Thomas a déjà envoyé" in words(one)]
    assert "pour Léo" in told
    assert "toussé ?\n6" in told.split("Les voici")[1]
    assert "Appelez votre équipe de soins maintenant : 01 99 00 12 34" in told
    assert "gravité élevée" in (await mail(town, TEAM))[-1]
    assert len(await town.do(people.responses, nadia.record)) == 1
    await nadia.tap("Les envois")
    assert "Rempli par Thomas" in nadia.last


async def test_a_share_that_ends_closes_the_form_that_is_open(town: Town, nadia: Phone, thomas: Phone):
    await follow(town, nadia.record)
    await thomas.say("/suivi")
    await thomas.answer("4")
    assert "calme" in thomas.last
    access = await town.do(hold, nadia.account_id, nadia.record)
    await town.do(sharing.stop, access, thomas.account_id)
    await thomas.look()
    assert "calme" not in thomas.everything
    await thomas.say("oui")
    assert await town.do(people.responses, nadia.record) == []
    await thomas.say("/suivi")
    assert "rien à remplir" in thomas.last
    assert "Léo" not in thomas.last


def hold(work: Work, account_id: str, record: str) -> authorisations.Access:
    me = authorisations.require(work, Operator(), Right.HOLD, record)
    assert isinstance(me, authorisations.Access)
    return me


async def test_an_answer_that_alarms_says_what_to_do_for_the_child(town: Town, nadia: Phone):
    await follow(town, nadia.record, alerts=[MANY], phone="01 99 00 12 34", notify=TEAM)
    await nadia.say("/suivi")
    await nadia.answer("6", "Non")
    await nadia.tap("Envoyer")
    assert "C'est pour votre enfant, Léo :" in nadia.last
    assert "Appelez votre équipe de soins maintenant : 01 99 00 12 34" in nadia.last
    (letter,) = await mail(town, TEAM)
    assert "Patient : L." in letter
    assert f"--carnet {nadia.record.removeprefix('carnet:')}" in letter
    assert "Léo" not in letter


async def test_a_parent_looks_back_from_the_carnet(town: Town, nadia: Phone, thomas: Phone):
    await follow(town, nadia.record)
    for nights in ("3", "2"):
        await nadia.say("/suivi")
        await nadia.answer(nights, "Oui")
        await nadia.tap("Envoyer")
        await town.later(days=1)
    await thomas.start()
    await thomas.tap("Carnets de santé", "Léo", "Suivis")
    assert "Suivis de Léo" in thomas.last
    assert "Les rappels arrivent chez Nadia" in thomas.last
    await thomas.tap("Les envois")
    await thomas.tap(thomas.buttons[0])
    assert "Rempli par Nadia" in thomas.last
    await thomas.tap("‹ Les envois", "‹ Le suivi", "L'évolution")
    assert "2 réponses en tout" in thomas.last
    await thomas.tap("En texte", "‹ Le suivi", "Qui a lu les réponses")
    assert "Personne dans l'équipe de soins" in thomas.last
    assert {"history_read", "response_opened", "trend_read"} <= set(await town.do(lines, nadia.record))


async def test_only_who_is_reminded_changes_the_hour(town: Town, nadia: Phone, thomas: Phone):
    await follow(town, nadia.record)
    await thomas.say("/rappels")
    assert "Aucun formulaire n'est prévu" in thomas.last
    await nadia.say("/rappels")
    await nadia.tap("Changer l'heure", "18:00", "Envoyer")
    assert "votre formulaire arrive à 18:00" in nadia.last
    await nadia.tap("Mes rappels", "Faire une pause", "Dans une semaine", "Envoyer")
    assert "hours_changed" in await town.do(lines, nadia.record)
    await nadia.say("/stop")
    assert {"paused", "reminders_stopped"} <= set(await town.do(lines, nadia.record))


async def test_later_puts_the_reminder_of_a_child_s_form_off(town: Town, nadia: Phone):
    await follow(town, nadia.record)
    await nadia.look()
    await nadia.tap("Plus tard", "Dans 1 heure")
    await town.later(hours=1)
    await nadia.look()
    assert "Il vous reste quelque chose à remplir" in nadia.last


async def test_as_last_time_is_the_child_s_whoever_sent_it(town: Town, nadia: Phone, thomas: Phone):
    await town.do(people.follow, nadia.account_id, BREATH)
    await follow(town, nadia.record)
    await thomas.say("/suivi")
    await thomas.answer("4", "Oui")
    await thomas.tap("Envoyer")
    await town.later(days=1)
    await nadia.say("/suivi")
    await nadia.tap("Un formulaire · Léo")
    assert "Comme la dernière fois : 4" in nadia.buttons
    await nadia.say("/suivi")
    await nadia.tap("Un formulaire")
    assert not any("dernière fois" in label for label in nadia.buttons)


async def test_forms_left_without_an_answer_are_told_to_the_team(town: Town, nadia: Phone):
    await follow(town, nadia.record, silence=1, notify=TEAM)
    await town.later(hours=13)
    (letter,) = await mail(town, TEAM)
    assert "n'ont pas été remplis" in letter
    assert "Léo" not in letter


async def test_at_18_nobody_is_asked_any_more(town: Town, nadia: Phone):
    record = await town.do(almost_grown, nadia.account_id)
    await follow(town, record)
    await nadia.look()
    assert "quelque chose à remplir" in nadia.last
    await town.later(days=1)
    await town.later(days=1)
    (going,) = await town.do(going_of, record)
    assert going.next_at is None
    await nadia.say("/suivi")
    assert "rien à remplir" in nadia.last


def almost_grown(work: Work, holder: str) -> str:
    made = carnets.create(work, holder, "Zoé", START.date().replace(year=2008, day=START.day + 2))
    assert isinstance(made, str), made
    return carnet_record(made)


def going_of(work: Work, record: str) -> list[followups.FollowUp]:
    access = authorisations.require(work, Operator(), Right.READ, record)
    assert isinstance(access, authorisations.Access)
    return [one for one, _title in followups.listed(work, access)]
