"""Linking a chat to an account: the first connection, and what can go wrong on the way."""

import pytest

from tests.journeys import people
from tests.journeys.people import CAMILLE, HER_OTHER_PHONE, NADIA, PASSWORD
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.otherwise import wrong


@pytest.fixture
async def invited(town: Town) -> Phone:
    """Camille, who has followed the link of her invitation."""
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    return camille


@pytest.fixture
async def waiting(invited: Phone) -> Phone:
    """Camille, whose code has been sent."""
    await invited.tap("J'accepte")
    await invited.say(CAMILLE.email, PASSWORD)
    assert "code à 6 chiffres envoyé par SMS" in invited.last
    return invited


@on_both
async def test_a_patient_links_her_chat_with_a_code_by_sms(town: Town):
    camille = await town.phone(CAMILLE)
    await camille.start(await town.do(people.invite, CAMILLE))
    assert "hors d'Europe" in camille.last
    await camille.tap("J'accepte")
    assert "adresse e-mail" in camille.last
    await camille.say("mon adresse : Camille.Durand@example.org.", "oui")
    assert "Choisissez votre mot de passe" in camille.last
    await camille.say(PASSWORD)
    assert "code à 6 chiffres envoyé par SMS" in camille.last
    await camille.say(await camille.code())
    assert "C'est fait" in camille.last
    await camille.tap("Menu")
    assert camille.last.startswith("Bonjour Camille.")


async def test_the_invitation_comes_by_email_and_its_link_opens_the_chat(town: Town):
    camille = await town.phone(CAMILLE)
    await town.do(people.invite, CAMILLE)
    await town.settled()
    link = next(line for line in (await camille.mail())[0].splitlines() if line.startswith("https://t.me/"))
    assert link.startswith(f"https://t.me/{town.sim.username}?start=")
    await camille.start(link.partition("start=")[2])
    assert "J'accepte" in camille.buttons


async def test_an_invitation_that_is_unknown_too_old_or_used_says_what_to_do(town: Town, invited: Phone):
    nadia = await town.phone(NADIA)
    await nadia.start("n-importe-quoi")
    assert "pas valable" in nadia.last
    token = await town.do(people.invite, NADIA)
    await town.later(days=8)
    await nadia.start(token)
    assert "trop ancienne" in nadia.last


async def test_an_invitation_serves_once(town: Town, waiting: Phone):
    await waiting.say(await waiting.code())
    token = waiting.start_payload
    nadia = await town.phone(NADIA)
    await nadia.start(token)
    assert "déjà servi" in nadia.last


async def test_another_address_than_the_invited_one_is_refused(invited: Phone):
    await invited.tap("J'accepte")
    await invited.say("quelqu'un")
    assert "Écrivez une adresse e-mail" in invited.last
    await invited.say("quelqu.un@example.org")
    assert "ne vont pas ensemble" in invited.last or "e-mail" in invited.last
    await invited.say(CAMILLE.email)
    assert "Choisissez votre mot de passe" in invited.last


async def test_a_weak_password_is_refused_with_the_reason(invited: Phone):
    await invited.tap("J'accepte")
    await invited.say(CAMILLE.email, "court")
    assert "moins de 8 caractères" in invited.last
    await invited.say("camille.durand")
    assert "votre nom" in invited.last
    await invited.say(PASSWORD)
    assert "code à 6 chiffres" in invited.last


async def test_passwords_and_codes_are_deleted_from_the_chat_at_once(waiting: Phone):
    code = await waiting.code()
    await waiting.say("court", wrong(code), code)
    assert waiting.said == [waiting.said[0], CAMILLE.email]
    assert PASSWORD not in waiting.everything


async def test_why_a_code_is_explained_and_asked_again(waiting: Phone):
    await waiting.tap("Pourquoi un code ?")
    assert "Un mot de passe se devine" in waiting.last
    assert "Écrivez le code à 6 chiffres" in waiting.last
    assert len(await waiting.sms()) == 1
    await waiting.say(await waiting.code())
    assert "C'est fait" in waiting.last


async def test_a_code_that_does_not_come_is_sent_again_after_a_while_never_by_email(
    town: Town, waiting: Phone
):
    await waiting.tap("Je ne reçois pas mon code")
    assert {"Le renvoyer par SMS", "Nous contacter"} <= set(waiting.buttons)
    assert "L'envoyer par e-mail" not in waiting.buttons
    await waiting.tap("Le renvoyer par SMS")
    assert "Vous pourrez en demander un autre" in waiting.last
    assert len(await waiting.sms()) == 1
    await town.later(seconds=31)
    first = await waiting.code()
    await waiting.tap("Le renvoyer par SMS")
    assert "Un nouveau code est en route" in waiting.last
    if first != await waiting.code():
        await waiting.say(first)
        assert "Ce n'est pas le code" in waiting.last
    await waiting.say(await waiting.code())
    assert "C'est fait" in waiting.last


async def test_six_wrong_codes_lock_the_code_and_a_new_one_opens(town: Town, waiting: Phone):
    mistyped = wrong(await waiting.code())
    for left in (4, 3, 2, 1):
        await waiting.say(mistyped)
        assert f"Il vous reste {left} essai" in waiting.last
    await waiting.say(mistyped)
    assert "un essai de trop" in waiting.last
    await waiting.say(await waiting.code())
    assert "un essai de trop" in waiting.last
    await town.later(minutes=2)
    await waiting.tap("Je ne reçois pas mon code", "Le renvoyer par SMS")
    await waiting.say(await waiting.code())
    assert "C'est fait" in waiting.last


async def test_a_code_comes_too_late_after_ten_minutes(town: Town, waiting: Phone):
    await town.later(minutes=11)
    await waiting.say(await waiting.code())
    assert "trop ancien" in waiting.last
    await waiting.tap("Je ne reçois pas mon code", "Le renvoyer par SMS")
    await waiting.say(await waiting.code())
    assert "C'est fait" in waiting.last


async def test_a_code_is_worth_nothing_in_another_chat(town: Town, waiting: Phone):
    thief = await town.phone(HER_OTHER_PHONE)
    await thief.start(waiting.start_payload)
    await thief.tap("J'accepte")
    await thief.say(CAMILLE.email, "un autre mot de passe 7")
    await thief.say(await waiting.code() if len(await waiting.sms()) == 1 else "000000")
    assert "C'est fait" not in thief.everything


async def test_the_sms_of_a_code_fits_into_one(waiting: Phone):
    (text,) = await waiting.sms_as_sent()
    assert len(text) <= 160
    assert not {"\u00a0", "\u202f", "’"} & set(text)  # GSM 03.38 has none of them


async def test_what_cannot_be_a_code_is_told_without_a_try_lost(waiting: Phone):
    for typed in ("12", "1234567"):
        await waiting.say(typed)
        assert "6 chiffres, et rien d'autre" in waiting.last
    await waiting.say("j'ai pas reçu")
    assert "Votre téléphone est-il allumé" in waiting.last
    assert {"Le renvoyer par SMS", "Nous contacter"} <= set(waiting.buttons)
    await waiting.say("menu")
    assert "gardé" in waiting.last
    await waiting.tap("Continuer")
    await waiting.say("le code est 000000")
    assert "Il vous reste 4 essais" in waiting.last
    code = await waiting.code()
    await waiting.say(f"{code[:3]} {code[3:]}")
    assert "C'est fait" in waiting.last


async def test_unknown_address_and_wrong_password_get_one_and_the_same_sentence(town: Town, camille: Phone):
    nadia = await town.phone(NADIA)
    heard = []
    for address in (CAMILLE.email, "personne@example.org"):
        await nadia.start()
        await nadia.tap("Me connecter")
        if "J'accepte" in nadia.buttons:
            await nadia.tap("J'accepte")
        await nadia.say(address, "pas le bon 77")
        heard.append(nadia.last)
        await nadia.say("/annuler")
    assert heard[0].partition("⚠️")[2] == heard[1].partition("⚠️")[2]
    assert "ne vont pas ensemble" in heard[0]


async def test_an_address_typed_again_in_place_of_the_password_costs_no_try(town: Town, camille: Phone):
    other = await town.phone(HER_OTHER_PHONE)
    await other.start()
    await other.tap("Me connecter", "J'accepte")
    await other.say(CAMILLE.email, *[CAMILLE.email.upper()] * 8)
    assert "C'est votre adresse e-mail" in other.last
    assert "Corriger l'adresse e-mail" in other.buttons
    assert other.said.count(CAMILLE.email.upper()) == 0
    await other.say("une.autre@example.org")
    assert "C'est une adresse e-mail" in other.last
    await other.say("une.autre@example.org")
    assert "ne vont pas ensemble" in other.last
    await other.say(PASSWORD)
    assert "code à 6 chiffres" in other.last


async def test_a_word_that_leads_away_is_obeyed_where_a_password_is_asked(town: Town, camille: Phone):
    other = await town.phone(HER_OTHER_PHONE)
    await other.start()
    await other.tap("Me connecter", "J'accepte")
    await other.say(CAMILLE.email, "annuler")
    assert "Vous pourrez continuer" in other.last or "Continuer" in other.buttons
    await other.say("continuer")
    assert "Quel est votre mot de passe" in other.last
    await other.say(*["aide"] * 7)
    assert "Comment pouvons-nous vous aider" in other.last
    await other.say("english")
    assert "What is your password" in other.last


async def test_a_question_does_not_become_the_new_password(invited: Phone):
    await invited.tap("J'accepte")
    await invited.say(CAMILLE.email, "c'est quoi une phrase de passe ?")
    assert "Cela ressemble à un message" in invited.last
    assert "Choisissez votre mot de passe" in invited.last
    await invited.say("je ne sais pas quoi mettre")
    assert "code à 6 chiffres" not in invited.everything
    assert invited.said == [invited.said[0], CAMILLE.email]
    await invited.say(PASSWORD)
    assert "code à 6 chiffres" in invited.last


async def test_who_wants_a_question_for_her_password_has_it(invited: Phone):
    wanted = "où donc ai-je mis mes clés ?"
    await invited.tap("J'accepte")
    await invited.say(CAMILLE.email, wanted)
    await invited.tap("Le garder tel quel")
    assert "Écrivez-le à nouveau" in invited.last
    await invited.say(wanted)
    assert "code à 6 chiffres" in invited.last
    assert wanted not in invited.everything


async def test_another_telegram_account_takes_the_link_over_and_the_old_chat_is_told(
    town: Town, camille: Phone
):
    other = await town.phone(HER_OTHER_PHONE)
    await other.start()
    await other.tap("Me connecter", "J'accepte")
    await other.say(CAMILLE.email, PASSWORD)
    await other.say(await other.code())
    assert "C'est fait" in other.last
    await camille.look()
    assert "lié à un autre compte Telegram" in camille.last
    await camille.say("/suivi")
    assert "Me connecter" in camille.buttons
    await other.say("/compte")
    await other.tap("Historique", "Historique des liaisons")
    assert "passée à un autre compte Telegram" in other.last


async def test_a_link_is_not_taken_over_with_a_code_by_email(town: Town, camille: Phone):
    other = await town.phone(HER_OTHER_PHONE)
    await other.start()
    await other.tap("Me connecter", "J'accepte")
    await other.say(CAMILLE.email, PASSWORD)
    await town.later(seconds=31)
    await other.tap("Je ne reçois pas mon code", "L'envoyer par e-mail")
    await other.say(await other.mailed_code())
    assert "un code par e-mail ne suffit pas" in other.last
    await camille.say("/compte")
    assert "Sécurité" in camille.buttons


async def test_unlinking_closes_the_record_in_this_chat(camille: Phone):
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Délier cette conversation", "Oui, délier")
    assert "n'est plus liée" in camille.last
    await camille.say("/suivi")
    assert "Me connecter" in camille.buttons
