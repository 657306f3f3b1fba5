"""Changing one's own e-mail and phone: both codes, who is told, and how it is undone."""

import re
from pathlib import Path

import aiohttp
import pytest

from portal import accounts
from simulator import Simulator
from tests.journeys import people
from tests.journeys.people import CAMILLE, HER_OTHER_PHONE, NADIA, PASSWORD, Person
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.otherwise import wrong

# Whose mailbox and SMS are the new ones.
NEW = Person(710101, "Camille", "camille.durand@mail.example.org", "+33639980177")


async def begin(camille: Phone, what: str = "Changer mon adresse e-mail") -> None:
    """Ask for a change, and give the code of the phone."""
    await camille.say("/compte")
    await camille.tap("Sécurité", what)
    await camille.say(await camille.code())


async def change(town: Town, camille: Phone, new: Person = NEW) -> Phone:
    """Change the e-mail; returns the phone that shows the new mailbox."""
    other = await town.phone(new)
    await begin(camille)
    await camille.say(new.email)
    await camille.say(await other.mailed_code())
    assert "votre adresse e-mail est changée" in camille.last
    return other


async def payload(phone: Phone) -> str:
    return re.search(r"start=(u-\S+)", (await phone.mail())[-1])[1]


async def email(town: Town, phone: Phone) -> str:
    return (await town.do(accounts.show, phone.account_id)).email


@on_both
async def test_the_address_is_changed_with_a_code_of_the_phone_and_one_of_the_new_mailbox(
    town: Town, camille: Phone
):
    await camille.say("/compte")
    await camille.tap("Sécurité", "Changer mon adresse e-mail")
    assert "D'abord, un code sur votre téléphone" in camille.last
    await camille.say(await camille.code())
    other = await town.phone(NEW)
    await camille.say(NEW.email)
    assert f"envoyé par e-mail à {NEW.email}" in camille.last
    assert await email(town, camille) == CAMILLE.email
    await camille.say(await other.mailed_code())
    assert "votre adresse e-mail est changée" in camille.last
    assert await email(town, camille) == NEW.email
    await town.settled()
    told = (await camille.mail())[-1]
    assert told.startswith("L'adresse e-mail de votre compte a été changée")
    assert NEW.email not in told


async def test_who_signs_in_by_the_new_address_is_known_and_by_the_old_one_not(town: Town, camille: Phone):
    await change(town, camille)
    other = await town.phone(HER_OTHER_PHONE)
    await other.start()
    await other.tap("Me connecter", "J'accepte")
    await other.say(CAMILLE.email, PASSWORD)
    assert "ne vont pas ensemble" in other.last
    await other.tap("Corriger l'adresse e-mail")
    await other.say(NEW.email, PASSWORD)
    assert "code à 6 chiffres" in other.last


async def test_a_wrong_code_a_mistyped_address_and_a_restart_lose_nothing(town: Town, camille: Phone):
    other = await town.phone(NEW)
    await begin(camille)
    await camille.say("zoé@example.org")
    assert "pas d'accent" in camille.last
    await camille.say("x" * 300 + "@example.org")
    assert "trop long" in camille.last
    await camille.say(CAMILLE.email)
    assert "C'est déjà l'adresse de votre compte" in camille.last
    await camille.say("faute@example.org")
    await camille.tap("Corriger l'adresse e-mail")
    await town.restart()
    await camille.say(NEW.email)
    right = await other.mailed_code()
    for left in ("4", "3", "2"):
        await camille.say(wrong(right))
        assert f"Il vous reste {left} essais" in camille.last
    await camille.tap("Je ne reçois pas mon code")
    assert "indésirables" in camille.last
    await town.later(seconds=31)
    await camille.tap("Renvoyer le code")
    await camille.say(await other.mailed_code())
    assert await email(town, camille) == NEW.email


async def test_an_address_that_has_an_account_looks_the_same_and_its_owner_is_told(
    town: Town, camille: Phone
):
    nadia = await town.phone(NADIA)
    await town.do(people.open_account, NADIA)
    await begin(camille)
    await camille.say(NADIA.email)
    taken = camille.last
    assert (await nadia.mail())[-1].startswith("Quelqu'un a voulu utiliser votre adresse e-mail")
    await camille.tap("Corriger l'adresse e-mail")
    await camille.say(NEW.email)
    assert camille.last == taken.replace(NADIA.email, NEW.email)


async def test_two_taps_and_a_second_beginning_change_it_once(town: Town, camille: Phone):
    await camille.say("/compte")
    await camille.tap("Sécurité")
    message_id, data = camille.button("Changer mon adresse e-mail")
    for _ in range(2):
        await camille.at_once("tap", message_id=message_id, data=data)
    await camille.look()
    assert len(await camille.sms()) == 1
    other = await town.phone(NEW)
    await camille.say(await camille.code())
    await camille.say(NEW.email)
    code = await other.mailed_code()
    await camille.say(code, code)
    assert await email(town, camille) == NEW.email
    assert sum("a été changée" in one for one in await camille.mail()) == 1


async def test_a_form_under_way_is_kept_during_a_change(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi", "2")
    other = await town.phone(NEW)
    await begin(camille, "Changer mon numéro")
    await camille.say(NEW.phone)
    await camille.say(await other.code())
    assert "votre numéro de téléphone est changé" in camille.last
    await camille.say("/menu")
    await camille.tap("Continuer : Formulaire du jour")
    assert "pris votre température" in camille.last


@on_both
async def test_the_number_is_changed_and_the_old_one_is_told_without_a_link(town: Town, camille: Phone):
    other = await town.phone(NEW)
    await begin(camille, "Changer mon numéro")
    await camille.say("06 39 98 01 77")
    assert "envoyé par SMS au 06 39 98 01 77" in camille.last
    await camille.say(await other.code())
    assert "votre numéro de téléphone est changé" in camille.last
    await town.settled()
    assert "Pas vous ?" in (await camille.sms())[-1]
    assert "http" not in (await camille.sms())[-1]
    assert "t.me/" in (await camille.mail())[-1]
    await camille.say("/compte")
    assert "06 39 98 01 77" in camille.last


async def test_no_number_is_changed_to_what_is_none_or_hers_already(camille: Phone):
    await begin(camille, "Changer mon numéro")
    await camille.say("12")
    assert "06 39 98 12 34" in camille.last
    await camille.say(CAMILLE.phone)
    assert "C'est déjà le numéro de votre compte" in camille.last
    await camille.say("01 99 00 12 34")
    assert "téléphone fixe" in camille.last
    await camille.tap("Corriger le numéro")
    assert "nouveau numéro" in camille.last


async def test_who_has_lost_the_phone_is_told_the_way_and_gets_no_weaker_one(camille: Phone):
    await camille.say("/compte")
    await camille.tap("Sécurité", "Changer mon numéro", "Je ne reçois pas mon code")
    assert "Si vous n'avez plus ce numéro, contactez-nous" in camille.last
    assert not any("e-mail" in label for label in camille.buttons)


@on_both
async def test_the_link_undoes_it_in_any_chat_and_signs_everyone_out(town: Town, camille: Phone):
    other = await change(town, camille)
    link = await payload(camille)
    stranger = await town.phone(NADIA)  # the mailbox is what counts
    await stranger.start(link)
    assert "c•••@e•••.org" in stranger.last
    assert CAMILLE.email not in stranger.last
    assert await email(town, camille) == NEW.email
    await stranger.tap("Oui, annuler ce changement")
    assert "plus personne n'est connecté" in stranger.last
    assert await email(town, camille) == CAMILLE.email
    await camille.look()
    assert "Cette conversation n'est plus liée" in camille.last
    assert (await other.mail())[-1].startswith("Un changement de votre compte a été annulé")
    assert (await camille.mail())[-1].startswith("Votre compte est comme avant")
    await stranger.start(link)
    assert "déjà été annulé" in stranger.last


async def test_who_was_taken_over_comes_back_by_mailbox_and_phone(town: Town, camille: Phone):
    await change(town, camille)
    await camille.start(await payload(camille))
    await camille.tap("Oui, annuler ce changement", "Choisir un autre mot de passe")
    await camille.say(CAMILLE.email)
    await camille.say(await camille.mailed_code(8), "un grand jardin sous la pluie 8")
    await town.later(minutes=2)
    await camille.tap("Me connecter", "J'accepte")
    await camille.say(CAMILLE.email, "un grand jardin sous la pluie 8")
    await camille.say(await camille.code())
    assert "C'est fait" in camille.last
    await town.later(minutes=2)
    await begin(camille)
    await camille.say(NEW.email)
    assert "Si vous ne pouvez pas attendre" in camille.last


async def test_after_seven_days_the_link_says_that_it_is_too_old(town: Town, camille: Phone):
    await change(town, camille)
    link = await payload(camille)
    await town.later(days=7)
    await camille.start(link)
    assert "trop ancien" in camille.last
    await camille.start("u-" + "x" * 22)
    assert "n'est pas valable" in camille.last


async def test_the_first_link_wins_when_it_was_changed_twice(town: Town, camille: Phone):
    """Who took the account over changes it again, and tries to undo the undoing."""
    other = await change(town, camille)
    first = await payload(camille)
    await town.later(minutes=20)
    await change(town, camille, Person(710102, "C", "third@example.org", "+33639980178"))
    second = await payload(other)
    await camille.start(first)
    await camille.tap("Oui, annuler ce changement")
    await other.start(second)
    assert "déjà été annulé" in other.last
    assert await email(town, camille) == CAMILLE.email


@pytest.fixture
async def published(sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path):
    """A town whose links lead to pages."""
    async with Town(sim, http, database, tmp_path, MASANTE_PUBLIC_URL="https://bot.example.org") as town:
        yield town


async def test_the_page_of_the_link_shows_on_get_and_acts_on_post(published: Town):
    camille = await published.linked(CAMILLE)
    await change(published, camille)
    path = re.search(r"https://bot\.example\.org(/undo/\S+)", (await camille.mail())[-1])[1]
    page = published.page + path
    for _ in range(2):  # a mail scanner, then she
        async with published.http.get(page) as shown:
            assert shown.status == 200
            assert "Annuler le changement" in await shown.text()
    assert await email(published, camille) == NEW.email
    async with published.http.post(page) as done:
        assert done.status == 200
        assert "J&#x27;ai oublié mon mot de passe" in await done.text()
    for ask in (published.http.post, published.http.get):
        async with ask(page) as again:
            assert again.status == 410
            assert "déjà été annulé" in await again.text()
    assert await email(published, camille) == CAMILLE.email


async def test_who_changes_both_one_after_the_other_is_told_when_the_next_code_can_leave(
    town: Town, camille: Phone
):
    await change(town, camille)
    await camille.tap("Sécurité", "Changer mon numéro")
    assert "Un code vient de servir à autre chose" in camille.last
    assert "envoyé par SMS" not in camille.last
    assert "il faut un nouveau code" in camille.last
    await town.later(seconds=31)
    await camille.tap("Je ne reçois pas mon code", "Le renvoyer par SMS")
    assert "envoyé par SMS" in camille.last
    await camille.say(await camille.code())
    assert "nouveau numéro" in camille.last
