"""One's own account: another password, time zone, language and display."""

from datetime import timedelta
from typing import Any

from portal import accounts, authorisations, followups
from portal.faq import gaps
from portal.work import Work
from tests.journeys import people
from tests.journeys.people import CAMILLE, HER_OTHER_PHONE, NADIA, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.test_signing_in import add_app, sign_in
from tests.journeys.town import Town, on_both

NEW = "un grand jardin sous la pluie 8"


async def begin(phone: Phone) -> None:
    await phone.say("/compte")
    await phone.tap("Sécurité", "Changer mon mot de passe")


async def test_who_knows_the_old_password_chooses_a_new_one_without_her_e_mail(town: Town, camille: Phone):
    await begin(camille)
    assert "mot de passe actuel" in camille.last
    await camille.say(PASSWORD, NEW)
    assert "nouveau mot de passe est enregistré" in camille.last
    assert PASSWORD not in camille.everything
    await town.settled()
    assert (await camille.mail())[-1].startswith("Votre mot de passe MaSanté a été changé")
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other, PASSWORD)
    assert "ne vont pas ensemble" in other.last
    await other.say(NEW)
    assert "code à 6 chiffres" in other.last
    await camille.say("/compte")
    assert "Sécurité" in camille.buttons  # this chat stays


async def test_a_code_from_the_phone_stands_in_for_the_old_password(camille: Phone):
    await begin(camille)
    await camille.tap("Utiliser plutôt un code")
    await camille.say(await camille.code(), NEW)
    assert "nouveau mot de passe est enregistré" in camille.last


async def test_a_wrong_old_password_is_counted_and_says_what_next(town: Town, camille: Phone):
    await begin(camille)
    for _ in range(6):
        await camille.say("pas le bon 11")
        assert "Ce n'est pas votre mot de passe" in camille.last
    await camille.say(PASSWORD)
    assert "trop d'essais" in camille.last
    await town.later(seconds=31)
    await camille.say(PASSWORD)
    assert "Choisissez votre mot de passe" in camille.last


async def test_a_weak_one_or_the_same_again_is_refused_with_its_reason(camille: Phone):
    await begin(camille)
    await camille.say(PASSWORD, "court")
    assert "moins de 8" in camille.last
    await camille.say(PASSWORD)
    assert "C'est déjà votre mot de passe" in camille.last
    await camille.say(NEW)
    assert "enregistré" in camille.last


async def test_what_proved_the_old_one_does_not_wait_for_ever(town: Town, camille: Phone):
    await begin(camille)
    await camille.tap("Utiliser plutôt un code")
    await camille.say(await camille.code())
    await town.later(minutes=16)
    await camille.say(NEW)
    assert "Trop de temps a passé" in camille.last
    await camille.say(await camille.code(), NEW)
    assert "enregistré" in camille.last


async def test_a_change_left_for_an_hour_changes_nothing_and_says_so(town: Town, camille: Phone):
    await begin(camille)
    await camille.say(PASSWORD)
    await town.later(minutes=61)
    await camille.say(NEW)
    assert "rien n'a été changé" in camille.last
    assert NEW not in camille.everything


async def test_the_app_changes_a_number_that_is_lost(town: Town, camille: Phone):
    app = await add_app(camille)
    await camille.say(app.at(town.clock.now()))
    await town.later(minutes=1)
    await camille.say("/compte")
    await camille.tap("Sécurité", "Changer mon numéro")
    assert "votre application de codes" in camille.last
    await camille.say(app.at(town.clock.now()), NADIA.phone)
    nadia = await town.phone(NADIA)
    await camille.say(await nadia.code())
    assert "est changé" in camille.last


@on_both
async def test_who_moves_is_asked_at_the_hours_of_where_she_lives(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, at="09:00")
    await town.later(minutes=1)  # today's form has come: its reminder is not the last word of what follows
    before = await town.do(next_at, camille.account_id)
    await camille.say("/compte")
    await camille.tap("Préférences", "Fuseau horaire", "La Réunion")
    assert "C'est noté : La Réunion" in camille.last
    after = await town.do(next_at, camille.account_id)
    assert (before - after) % timedelta(days=1) == timedelta(hours=3)  # in winter
    await camille.tap("Préférences")
    assert "Fuseau horaire : La Réunion" in camille.last


async def test_a_place_abroad_is_found_by_its_city_or_country_in_any_spelling(camille: Phone):
    await camille.say("/compte")
    await camille.tap("Préférences", "Fuseau horaire")
    await camille.say("xyzzy")
    assert "Je n'ai pas trouvé ce lieu" in camille.last
    await camille.say("belgique")
    assert camille.buttons[0] == "Bruxelles (Belgique)"
    await camille.tap("Les lieux de France")
    await camille.say("MONTREAL")
    await camille.tap("Toronto (Canada)")
    assert "C'est noté : Toronto (Canada)" in camille.last


async def test_more_space_is_seen_at_once_and_follows_her(town: Town, camille: Phone):
    await camille.say("/compte")
    close = camille.last
    assert "\n\n" not in close
    await camille.tap("Préférences", "Affichage", "Plus d'espace entre les lignes")
    assert "Espace entre les lignes : large" in camille.last
    await camille.say("/compte")
    assert camille.last == close.replace("\n", "\n\n")
    await camille.say("/menu")
    assert all(len(row) == 1 for row in keyboard(camille))
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    assert any(len(row) > 1 for row in keyboard(other))  # a stranger's, until then
    await other.say(await other.code(), "/menu")
    assert all(len(row) == 1 for row in keyboard(other))


async def test_plainer_sentences_are_chosen_twice_and_stay_chosen(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Préférences", "Affichage")
    message_id, data = camille.button("Phrases plus simples")
    for _ in range(2):
        await camille.do("tap", message_id=message_id, data=data, force=True)
    assert (await town.do(accounts.display, camille.account_id)).plain
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    # What leaves by SMS and by e-mail is said so too.
    assert "Gardez-le pour vous." in (await other.sms())[-1]
    await town.do(accounts.write_to, camille.account_id, "email", "out_of_reach", {})
    await town.settled()
    assert "Prenez le téléphone où vous avez Telegram." in (await camille.mail())[-1]


async def test_who_asks_may_refuse_that_her_questions_are_counted(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Préférences")
    assert "Questions sans réponse : comptées" in camille.last
    await camille.tap("Questions sans réponse")
    message_id, data = camille.button("Ne pas compter mes questions")
    for _ in range(2):
        await camille.do("tap", message_id=message_id, data=data, force=True)
    assert "pas comptées" in camille.last
    await camille.say("mot de passe")
    await camille.tap("Aucune de ces questions")
    assert await town.do(gaps.unanswered) == []
    assert "Nous contacter" in camille.buttons


async def test_languages_are_named_in_themselves_and_the_choice_is_the_accounts(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Préférences", "Langue")
    assert {"Français", "English"} <= set(camille.buttons)
    await camille.tap("English")
    await camille.say("/account")
    assert "Security" in camille.buttons
    await camille.tap("Preferences", "Display")
    assert "Plainer sentences" not in camille.buttons  # there are none in English
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    await other.say(await other.code(), "/account")
    assert "Security" in other.buttons


async def test_the_account_of_a_stranger_leads_to_signing_in_from_every_room(town: Town):
    stranger = await town.phone(CAMILLE)
    for room in (
        "compte-securite",
        "compte-preferences",
        "compte-historique",
        "compte-donnees",
        "compte-affichage",
    ):
        await stranger.say("/compte")
        message_id, _data = stranger.button("Me connecter")
        await stranger.do("tap", message_id=message_id, data=f"m:{room}", force=True)
        assert "Me connecter" in stranger.buttons


def keyboard(phone: Phone) -> list[Any]:
    return list(phone.said_by_bot[-1]["reply_markup"]["inline_keyboard"])


def next_at(work: Work, account_id: str) -> Any:
    [rhythm] = followups.rhythms(work, people_access(work, account_id))
    return rhythm.next_at


def people_access(work: Work, account_id: str) -> Any:
    record = authorisations.patient_record(account_id)
    return authorisations.require(work, authorisations.Operator(), authorisations.Right.FILL_IN, record)
