"""Reminders as a patient lives with them: later, at another hour, paused, stopped, and when the chat is closed."""

import pytest

from tests.journeys import people
from tests.journeys.conftest import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both


@pytest.fixture
async def due(town: Town, camille: Phone) -> Phone:
    """Camille, reminded of her form; it is nine in the morning, the form is open until nine in the evening."""
    await town.do(people.follow, camille.account_id, nudge_after="6 h", silence=3)
    await town.later(seconds=1)
    await camille.look()
    return camille


@on_both
async def test_later_means_later(town: Town, due: Phone):
    assert "quelque chose à remplir" in due.last
    assert "Si 3 formulaires de suite" in due.last
    await due.tap("Plus tard")
    assert due.buttons == ["Remplir", "Dans 1 heure", "Ce soir à 20:00"]  # tomorrow it will be closed
    await due.tap("Ce soir à 20:00")
    assert "2 mars 2026 à 20:00" in due.last
    assert due.everything.count("quelque chose à remplir") == 0  # asked and answered where the reminder stood
    await town.later(hours=10)
    await due.look()
    assert "quelque chose à remplir" not in due.last
    await town.later(hours=1)
    await due.look()
    assert "Il vous reste quelque chose à remplir. C'est ouvert jusqu'à 21:00." in due.last


@pytest.mark.parametrize("yes", ["oui", "d'accord", "oui je veux bien", "Remplir", "commencer"])
async def test_a_yes_that_is_typed_below_a_reminder_opens_the_form(due: Phone, yes: str):
    await due.say(yes)
    assert "votre douleur" in due.last


@pytest.mark.parametrize("no", ["plus tard", "non", "pas maintenant", "non pas maintenant"])
async def test_a_reminder_is_put_off_in_words(town: Town, due: Phone, no: str):
    await due.say(no)
    assert due.buttons == ["Remplir", "Dans 1 heure", "Ce soir à 20:00"]
    assert due.everything.count("quelque chose à remplir") == 0
    await due.say("ce soir à 20:00")
    assert "2 mars 2026 à 20:00" in due.last


@pytest.mark.parametrize(("said", "at"), [("dans une heure", "10:00"), ("ce soir", "20:00")])
async def test_until_when_may_be_said_at_once(due: Phone, said: str, at: str):
    await due.say(said)
    assert f"2 mars 2026 à {at}" in due.last


async def test_what_is_too_late_is_told_so(due: Phone):
    await due.say("demain")  # the form is closed by then
    assert "Il n'y aura pas d'autre rappel" in due.last


async def test_why_reminders_were_stopped_may_be_typed(due: Phone):
    await due.say("stop", "trop souvent")
    assert "faire une pause" in due.last


async def test_reminders_are_stopped_by_what_their_button_says(due: Phone):
    await due.say("ne plus recevoir de rappels")
    assert "Vous ne recevrez plus de rappels" in due.last


async def test_below_another_screen_a_yes_is_no_answer_to_the_reminder_above(due: Phone):
    await due.say("/documents", "oui")
    assert "votre douleur" not in due.last


async def test_a_double_tap_on_later_changes_nothing(town: Town, due: Phone):
    message_id, data = due.button("Plus tard")
    for _ in range(2):
        await due.at_once("tap", message_id=message_id, data=data, force=True)
    await due.look()
    message_id, data = due.button("Dans 1 heure")
    for _ in range(3):
        await due.at_once("tap", message_id=message_id, data=data, force=True)
    await due.look()
    before = len(await town.calls("sendMessage"))
    await town.later(hours=1, seconds=1)
    await town.later(hours=1)
    assert len(await town.calls("sendMessage")) == before + 1


async def test_who_has_not_finished_is_told_once_more_and_who_has_is_not(town: Town, due: Phone):
    await town.later(hours=6)
    await due.look()
    assert "C'est ouvert jusqu'à 21:00" in due.last
    before = len(await town.calls("sendMessage"))
    await town.later(hours=5)
    assert len(await town.calls("sendMessage")) == before


@pytest.mark.parametrize("gesture", ["/stop", "STOP", "arrêt", "button"])
async def test_stop_is_at_once_and_back_is_easy(town: Town, due: Phone, gesture: str):
    await (due.tap("Ne plus recevoir de rappels") if gesture == "button" else due.say(gesture))
    assert "Vous ne recevrez plus de rappels" in due.last
    await due.tap("Trop souvent")
    assert "Merci, c'est noté" in due.last
    before = len(await town.calls("sendMessage"))
    await town.later(days=1, hours=1)
    assert len(await town.calls("sendMessage")) == before
    await due.say("/rappels")
    assert "Les rappels sont arrêtés" in due.last
    await due.tap("Recevoir à nouveau des rappels")
    await town.later(days=1)
    await due.look()
    assert "quelque chose à remplir" in due.last


async def test_who_has_stopped_reminders_is_promised_none(town: Town, due: Phone):
    message_id, data = due.button("Plus tard")
    await due.say("/stop")
    await due.do("tap", message_id=message_id, data=data, force=True)
    assert "Les rappels sont arrêtés" in due.everything
    await due.tap("Recevoir à nouveau des rappels")
    await due.do("tap", message_id=message_id, data=data, force=True)
    assert "Quand souhaitez-vous" in due.everything


async def test_the_hour_is_changed_in_three_taps_or_in_words(town: Town, due: Phone):
    await due.say("/rappels")
    assert "Heure : 09:00" in due.last
    await due.tap("Changer l'heure", "18:00", "Envoyer")
    assert "votre formulaire arrive à 18:00" in due.last
    assert "3 mars 2026 à 18:00" in due.last
    await due.tap("Mes rappels", "Changer l'heure")
    await due.say("25:00")
    assert "Écrivez une heure" in due.last
    await due.say("8h et 20h")
    assert "demande 1 fois par jour" in due.last
    await due.say("8h30")
    await due.tap("Envoyer")
    assert "3 mars 2026 à 08:30" in due.last
    await town.later(hours=23, minutes=31)
    await due.look()
    assert "quelque chose à remplir" in due.last


async def test_several_hours_are_chosen_together(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, at=["08:00", "20:00"], window="4 h")
    await camille.say("/rappels")
    await camille.tap("Changer l'heure")
    await camille.say("9h, 21h")
    await camille.tap("Envoyer")
    assert "09:00 · 21:00" in camille.last


async def test_of_several_follow_ups_the_one_meant_is_asked(town: Town, due: Phone):
    await town.do(people.follow, due.account_id, "child-asthma", at="19:00")
    await due.say("/rappels")
    await due.tap("Changer l'heure")
    await due.answer("Le lendemain de votre opération", "20:00")
    await due.tap("Envoyer")
    assert "votre formulaire arrive à 20:00" in due.last


async def test_a_pause_is_a_pause_and_ends_when_she_likes(town: Town, due: Phone):
    await due.say("/rappels")
    await due.tap("Faire une pause")
    await due.say("hier")
    assert "à partir de demain" in due.last
    await due.say("16/03")
    assert "aucun ne compte comme manqué" in due.last
    await due.tap("Envoyer")
    assert "reprennent le 16 mars 2026" in due.last
    before = len(await town.calls("sendMessage"))
    for _ in range(5):
        await town.later(days=1)
    assert len(await town.calls("sendMessage")) == before
    await due.say("/suivi")
    assert "en pause jusqu'au 16 mars 2026" in due.last
    await due.tap("Reprendre maintenant")
    assert "En pause" not in due.last
    await town.later(days=1)
    await due.look()
    assert "quelque chose à remplir" in due.last


async def test_a_pause_ends_by_itself_on_its_day(town: Town, due: Phone):
    await due.say("/rappels")
    await due.tap("Faire une pause", "Dans une semaine", "Envoyer")
    await town.later(days=6)
    await due.look()
    assert "quelque chose à remplir" not in due.last
    await town.later(days=1)
    await due.look()
    assert "quelque chose à remplir" in due.last


async def test_who_blocked_the_bot_is_written_to_once_and_comes_back(town: Town, due: Phone):
    await due.do("block")
    await town.later(days=1)
    await town.later(days=1)
    (letter,) = [one for one in await due.mail() if "nous n'arrivons pas à vous joindre" in one]
    assert "https://t.me/" in letter
    assert "opération" not in letter
    await due.start()
    await town.later(days=1)
    await due.look()
    assert "quelque chose à remplir" in due.last


async def test_a_block_nobody_told_of_is_written_to_by_sms_as_the_plan_says(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, otherwise="sms")
    await town.fault("api", "403", method="sendMessage", times=1)
    await town.later(seconds=1)
    await town.later(seconds=5)
    (text,) = [one for one in await camille.sms() if "Rouvrez-la" in one]
    assert len(text) <= 160
    assert CAMILLE.first_name not in text


async def test_what_was_begun_when_the_window_ends_is_told(town: Town, due: Phone):
    await due.tap("Remplir")
    await due.answer("2")
    await town.later(hours=12)
    await due.look()
    assert "rien n'a été envoyé" in due.last
    await due.tap("Mon suivi")
    assert "Il n'y a rien à remplir maintenant" in due.last
