"""Coming back: codes by SMS, by e-mail and of an app; forgotten passwords; silence."""

import re
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import aiohttp
import pyotp
import pytest

from simulator import Simulator
from tests.journeys import people
from tests.journeys.people import CAMILLE, HER_OTHER_PHONE, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.town import Town
from tests.otherwise import wrong

STEP = timedelta(seconds=30)
NEW = "un grand jardin sous la pluie 8"


async def ask_new_password(phone: Phone) -> None:
    await phone.say("/aide")
    await phone.tap("J'ai oublié mon mot de passe")
    await phone.say(CAMILLE.email)


async def sign_in(phone: Phone, password: str = PASSWORD) -> None:
    await phone.start()
    await phone.tap("Me connecter")
    if "J'accepte" in phone.buttons:
        await phone.tap("J'accepte")
    await phone.say(CAMILLE.email, password)


async def add_app(camille: Phone) -> pyotp.TOTP:
    """Add an authenticator app; returns what it shows."""
    await camille.say("/compte")
    await camille.tap("Sécurité", "Ajouter l'application de codes")
    return pyotp.TOTP(re.search(r"\b[A-Z2-7]{16,}\b", camille.last)[0])


def of_another_hour(app: pyotp.TOTP, now: datetime) -> str:
    """Return a code that it does not show now, nor a step earlier or later: one in a million is the same."""
    near = {app.at(now + n * STEP) for n in (-1, 0, 1)}
    return next(code for n in count(120) if (code := app.at(now + n * STEP)) not in near)


async def test_a_forgotten_password_is_replaced_with_the_code_of_the_email(town: Town, camille: Phone):
    await ask_new_password(camille)
    assert "code à 8 chiffres" in camille.last
    await camille.say(await camille.mailed_code(8), NEW)
    assert "nouveau mot de passe est enregistré" in camille.last
    assert NEW not in camille.everything
    await camille.tap("Saisir un code")
    assert "L'envoyer par e-mail" not in camille.buttons
    await camille.say(await camille.code())
    assert "c'est bien vous" in camille.last
    await town.settled()
    assert (await camille.mail())[-1].startswith("Votre mot de passe MaSanté a été changé")


async def test_who_writes_what_a_button_says_need_not_look_for_it(camille: Phone):
    await camille.say("/compte")
    await camille.tap("Sécurité", "Changer mon mot de passe")
    await camille.say("mot de passe oublié")
    assert "adresse e-mail" in camille.last
    await camille.say(CAMILLE.email, "j'ai rien reçu")
    assert "8 chiffres" in camille.last


async def test_a_forgotten_password_is_replaced_through_the_link_of_the_email(town: Town, camille: Phone):
    await ask_new_password(camille)
    payload = re.search(r"start=(r-\S+)", (await camille.mail())[-1])[1]
    await camille.start(payload)
    assert "Choisissez votre mot de passe" in camille.last
    await camille.say(NEW)
    assert "enregistré" in camille.last
    await camille.start(payload)
    assert "déjà été changé avec ce lien" in camille.last


async def test_a_wrong_late_or_unasked_reset_code_says_what_next(town: Town, camille: Phone):
    await ask_new_password(camille)
    right = await camille.mailed_code(8)
    await camille.say(wrong(right))
    assert "Il vous reste 4 essais" in camille.last
    await town.later(minutes=31)
    await camille.say(right)
    assert "trop ancien" in camille.last
    await camille.tap("Renvoyer l'e-mail")
    assert "un nouvel e-mail est en route" in camille.last
    await camille.say(await camille.mailed_code(8))
    assert "Choisissez votre mot de passe" in camille.last


async def test_an_unknown_address_hears_the_same_as_a_known_one(town: Town, camille: Phone):
    await ask_new_password(camille)
    known = camille.last
    stranger = await town.phone(people.NADIA)
    await stranger.say("/aide")
    await stranger.tap("J'ai oublié mon mot de passe")
    await stranger.say("personne@example.org")
    assert stranger.last == known


async def test_a_live_chat_shows_nothing_after_a_reset_elsewhere_before_a_code(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    other = await town.phone(HER_OTHER_PHONE)
    await ask_new_password(other)
    await other.say(await other.mailed_code(8), NEW)
    assert "enregistré" in other.last
    await camille.look()
    assert "le mot de passe de votre compte a été changé" in camille.last
    await town.later(seconds=1)
    await camille.say("/suivi")
    assert "code à 6 chiffres" in camille.last
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert "votre douleur" in camille.last


async def test_a_mailbox_alone_is_never_enough_for_a_day(town: Town, camille: Phone):
    other = await town.phone(HER_OTHER_PHONE)
    await ask_new_password(other)
    await other.say(await other.mailed_code(8), NEW)
    await sign_in(other, NEW)
    await other.tap("Je ne reçois pas mon code")
    assert "Le renvoyer par SMS" in other.buttons
    assert "L'envoyer par e-mail" not in other.buttons


@pytest.fixture
async def published(sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path):
    """A town whose links lead to pages."""
    async with Town(sim, http, database, tmp_path, MASANTE_PUBLIC_URL="https://bot.example.org") as town:
        yield town


async def test_the_page_of_a_link_shows_on_get_and_acts_on_post(published: Town):
    camille = await published.linked(CAMILLE)
    await ask_new_password(camille)
    path = re.search(r"https://bot\.example\.org(/\S+)", (await camille.mail())[-1])[1]
    page = published.page + path
    for _ in range(2):  # a mail scanner, then she
        async with published.http.get(page) as shown:
            assert shown.status == 200
            assert "Choisissez votre mot de passe" in await shown.text()
    async with published.http.post(page, data={"password": "court"}) as refused:
        assert refused.status == 422
        assert "moins de 8" in await refused.text()
    async with published.http.post(page, data={"password": NEW}) as done:
        assert done.status == 200
        assert "Vous pouvez retourner à la conversation" in await done.text()
    async with published.http.post(page, data={"password": "encore un autre 99"}) as again:
        assert again.status == 410
    await camille.look()
    assert "le mot de passe de votre compte a été changé" in camille.last
    other = await published.phone(HER_OTHER_PHONE)
    await sign_in(other, NEW)
    assert "code à 6 chiffres" in other.last


async def test_a_session_by_email_code_fills_in_but_adds_no_app(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(days=31)
    await camille.say("/suivi")
    await town.later(seconds=31)
    await camille.tap("Je ne reçois pas mon code", "L'envoyer par e-mail")
    await camille.say(await camille.mailed_code())
    await camille.tap("Continuer")
    assert "votre douleur" in camille.last
    await camille.say("/compte")
    assert "par un code reçu par e-mail" in camille.last
    await camille.tap("Sécurité", "Ajouter l'application de codes")
    assert "un code par e-mail ne suffit pas" in camille.last
    await town.later(minutes=2)
    await camille.tap("Saisir un code")
    await camille.say(await camille.code())
    await camille.say("/compte")
    await camille.tap("Sécurité", "Ajouter l'application de codes")
    assert "Scannez cette image" in camille.last


async def test_an_authenticator_app_is_added_by_its_picture_and_opens_the_next_sign_in(
    town: Town, camille: Phone
):
    app = await add_app(camille)
    assert camille.said_by_bot[-1]["photo"]
    await camille.say(of_another_hour(app, town.clock.now()))
    assert "un autre code" in camille.last
    await camille.say(app.at(town.clock.now()))
    assert "est ajoutée" in camille.last
    assert app.secret not in camille.everything
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    assert "votre application de codes" in other.last
    await town.later(seconds=60)
    await other.say(app.at(town.clock.now()))
    assert "C'est fait" in other.last
    assert not await other.sms()


async def test_who_has_lost_the_app_gets_an_sms(town: Town, camille: Phone):
    app = await add_app(camille)
    await camille.say(app.at(town.clock.now()))
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    await other.tap("Je ne reçois pas mon code", "Le renvoyer par SMS")
    await other.say(await other.code())
    assert "C'est fait" in other.last
    await other.say("/compte")
    await other.tap("Sécurité", "Retirer l'application de codes")
    assert "est retirée" in other.last


async def test_where_no_code_can_be_typed_any_more_the_screen_says_so(town: Town, camille: Phone):
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    late = await other.code()
    assert "envoyé par SMS" in other.last
    await town.later(minutes=11)
    await other.say(late)
    assert "Ce code est trop ancien" in other.last
    assert "il faut un nouveau code" in other.last
    assert "envoyé par SMS" not in other.last
    await other.tap("Je ne reçois pas mon code", "Le renvoyer par SMS")
    assert "envoyé par SMS" in other.last


async def test_the_app_answers_however_long_she_took_to_fetch_it(town: Town, camille: Phone):
    app = await add_app(camille)
    await camille.say(app.at(town.clock.now()))
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    await town.later(minutes=25)
    assert "votre application de codes" in other.last
    await other.say(app.at(town.clock.now()))
    assert "C'est fait" in other.last


async def test_a_code_of_the_app_serves_once(town: Town, camille: Phone):
    app = await add_app(camille)
    code = app.at(town.clock.now())
    await camille.say(code)
    other = await town.phone(HER_OTHER_PHONE)
    await sign_in(other)
    await other.say(code)
    assert "Ce n'est pas le code" in other.last


async def test_after_thirty_days_of_silence_a_code_comes_before_the_record(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(days=29)
    await camille.say("/suivi")
    assert "votre douleur" in camille.last
    await camille.tap("Enregistrer et continuer")
    await town.later(days=31)
    await camille.say("/suivi")
    assert "code à 6 chiffres" in camille.last
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert "votre douleur" in camille.last


async def test_an_open_form_is_not_shown_after_a_long_silence_either(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id, window="60 days", count=1)
    await town.later(seconds=1)
    await camille.say("/suivi", "2")
    message_id, data = camille.button("Non")
    await town.later(days=31)  # taken out of the chat meanwhile, where she may still see it
    await camille.do("tap", message_id=message_id, data=data, force=True)
    assert "code à 6 chiffres" in camille.last
