"""My identity: each section shown and changed from the chat, what stood before, and a correction asked for."""

from typing import Any

import pytest

from portal import authorisations, identity, journal, particulars
from portal.authorisations import Operator, Right, patient_record
from portal.work import Work
from tests.journeys.people import CAMILLE, NADIA, Person
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both

SUPPORT = Person(710099, "Aide", "aide@example.org", "+33639980199")


def access(work: Work, account_id: str, right: Right) -> Any:
    return authorisations.require(work, Operator(), right, patient_record(account_id))


async def told(town: Town, phone: Phone) -> particulars.IdentityFacts:
    return await town.do(
        lambda work: particulars.everything(work, access(work, phone.account_id, Right.READ))
    )


async def address(phone: Phone) -> None:
    """Write an address down."""
    await phone.say("/identite")
    await phone.tap("Coordonnées", "Adresse postale")
    await phone.answer("France, outre-mer compris", "12 bis rue des Lilas")
    await phone.tap("Passer ›")
    await phone.answer("75 011", "Paris")
    await phone.tap("Enregistrer")


async def test_an_address_is_written_shown_changed_and_the_one_before_is_kept(town: Town, camille: Phone):
    await address(camille)
    assert "C'est noté." in camille.last
    await camille.tap("‹ Coordonnées")
    assert "12 bis rue des Lilas, 75011 Paris" in camille.last
    await camille.tap("Adresse postale")
    assert "Vérifiez avant d'enregistrer" in camille.last
    await camille.change("Numéro et rue")
    await camille.say("3 quai de la Loire")
    await camille.tap("Enregistrer", "‹ Coordonnées")
    assert "3 quai de la Loire, 75011 Paris" in camille.last
    await camille.tap("Ce qui était noté avant")
    assert "12 bis rue des Lilas" in camille.last
    assert "changé par : vous" in camille.last
    facts = await told(town, camille)
    assert facts.contact == {
        "country": "FR", "street": "3 quai de la Loire", "postcode": "75011", "city": "Paris",
    }  # fmt: skip
    assert [one.values for one in facts.before["contact"]] == [{"street": "12 bis rue des Lilas"}]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("7501", "a 5 chiffres"),
        ("2A004", "En Corse"),
        ("99123", "Aucun code postal français"),
        ("96000", "Aucun"),
    ],
)
async def test_a_postcode_that_cannot_be_says_what_to_write(camille: Phone, typed: str, hint: str):
    await camille.say("/identite")
    await camille.tap("Coordonnées", "Adresse postale")
    await camille.answer("France, outre-mer compris", "Le Bourg")
    await camille.tap("Passer ›")
    await camille.say(typed)
    assert hint in camille.last
    await camille.say("97400")
    assert "Et la ville" in camille.last


async def test_abroad_no_postcode_is_asked_and_the_country_may_be_any(town: Town, camille: Phone):
    await camille.say("/identite")
    await camille.tap("Coordonnées", "Adresse postale")
    await camille.answer("Canada", "12 avenue du Parc")
    await camille.tap("Passer ›")
    await camille.answer("Montréal")
    await camille.tap("Enregistrer", "‹ Coordonnées")
    assert "12 avenue du Parc, Montréal, Canada" in camille.last


async def test_one_field_is_asked_at_once_kept_or_left_empty(town: Town, camille: Phone):
    await camille.say("/identite")
    await camille.tap("Coordonnées", "Autre téléphone")
    await camille.say(CAMILLE.phone)
    assert "déjà le numéro de votre compte" in camille.last
    await camille.say("01 23")
    assert "Écrivez un numéro" in camille.last
    await camille.say("06 39 98 00 55")
    await camille.tap("Enregistrer", "‹ Coordonnées", "Autre téléphone")
    assert "Garder : 06 39 98 00 55" in camille.buttons
    await camille.tap("Laisser vide", "Enregistrer")
    assert (await told(town, camille)).contact == {}
    await camille.tap("‹ Coordonnées", "Autre e-mail")
    await camille.say(CAMILLE.email.upper())
    assert "déjà l'adresse e-mail de votre compte" in camille.last


async def test_family_situation_is_filled_in_at_once(town: Town, camille: Phone):
    await camille.say("/identite")
    await camille.tap("Situation familiale", "Tout remplir")
    await camille.answer("Pacsé ou pacsée", "2")
    await camille.say("Institutrice")
    await camille.tap("Enregistrer", "‹ Situation familiale")
    assert all(words in camille.last for words in ("Pacsé ou pacsée", "2 enfants", "Institutrice"))
    await camille.tap("Enfants")
    await camille.say("31")
    assert "entre 0 et 30" in camille.last
    await camille.say("0")
    await camille.tap("Enregistrer", "‹ Situation familiale", "‹ Mon identité")
    assert "Pacsé ou pacsée · aucun enfant · Institutrice" in camille.last


async def test_a_regular_physician_is_kept_in_her_own_words_where_no_directory_is(town: Town, camille: Phone):
    await camille.say("/identite")
    await camille.tap("Situation familiale", "Médecin traitant")
    await camille.say("Dr Anne Petit, Lyon 3e")
    assert "n'ouvre aucun accès" in camille.last
    await camille.tap("Enregistrer", "‹ Situation familiale")
    assert "Dr Anne Petit, Lyon 3e" in camille.last


async def test_how_she_signs_in_is_shown_and_changed_elsewhere(camille: Phone):
    await camille.say("/identite")
    await camille.tap("Coordonnées")
    assert CAMILLE.email in camille.last
    assert "m:compte" in camille.button("Mon compte")[1]


async def test_what_a_client_made_up_leads_back(camille: Phone):
    for data in ("m:identite-changer:names", "m:identite-avant:names", "m:identite-avant:contact.x"):
        await camille.do("tap", message_id=camille.said_by_bot[-1]["message_id"], data=data, force=True)
        assert camille.buttons


async def ask_for(phone: Phone, to: str = "Camila", *, reply: str = "Oui") -> None:
    await phone.say("/identite")
    await phone.tap("Demander une correction")
    await phone.tap("Prénom")
    await phone.say(to)
    await phone.tap("Une faute de frappe")
    await phone.tap(reply, "Envoyer")


@on_both
async def test_a_correction_is_asked_for_by_e_mail_and_made_by_the_operator(town: Town, camille: Phone):
    await ask_for(camille)
    reference = camille.last.partition("Référence : ")[2].split()[0]
    (letter,) = await (await town.phone(SUPPORT)).mail()
    assert reference in letter.partition("\n")[0]
    assert "« Camille » devrait être « Camila »" in " ".join(letter.split())
    await camille.tap("Mon identité")
    assert "Prénom : Camille" in camille.last
    assert reference in camille.last

    def correct(work: Work) -> None:
        keep = access(work, camille.account_id, Right.KEEP)
        assert particulars.correct(work, keep, {"first_name": "Camila"}) is None

    await town.do(correct)
    await town.later(seconds=1)
    await camille.look()
    assert "Votre identité a été corrigée. Vérifiez-la." in camille.last
    assert any("Votre identité a été corrigée" in one and "Camila" not in one for one in await camille.mail())
    await camille.tap("Mon identité")
    assert "Prénom : Camila" in camille.last
    assert reference not in camille.last


async def test_three_corrections_may_wait_and_the_same_name_is_none(town: Town, camille: Phone):
    await camille.say("/identite")
    await camille.tap("Demander une correction", "Prénom")
    await camille.say("Camille")
    assert "déjà écrit ainsi" in camille.last
    await camille.say("Camila")
    await camille.tap("Passer ›", "Non", "Envoyer")
    assert "Nous vous appelons." in camille.last
    for name in ("Cam", "Mila"):
        await ask_for(camille, name)
    await camille.say("/identite")
    await camille.tap("Demander une correction")
    assert "Plusieurs de vos demandes attendent" in camille.last
    await town.later(days=8)
    await camille.say("/identite")
    await camille.tap("Demander une correction")
    assert "Que faut-il corriger" in camille.last


async def test_a_birth_date_to_come_is_refused(camille: Phone):
    await camille.say("/identite")
    await camille.tap("Demander une correction", "Date de naissance")
    await camille.say("01/01/2190")
    assert "ni à venir" in camille.last
    await camille.say("04/05/1984")
    assert "Quelle est la raison" in camille.last


async def test_nobody_elses_identity_is_reached(town: Town, camille: Phone):
    nadia = await town.linked(NADIA)
    await address(camille)
    await nadia.say("/identite")
    assert "Lilas" not in nadia.everything
    lines = await town.do(journal.read, patient_record(nadia.account_id))
    assert "particulars_changed" not in [one.action for one in lines]


async def test_an_old_session_is_asked_for_a_code_first(town: Town, camille: Phone):
    await address(camille)
    await town.later(days=40)
    await camille.say("/identite")
    assert "Lilas" not in camille.last
    assert "code" in camille.last


async def test_verified_names_stay_whatever_she_taps(town: Town, camille: Phone):
    await ask_for(camille)
    found = await town.do(identity.read, camille.account_id)
    assert (found.first_name, found.last_name) == ("Camille", "Durand")


async def test_something_else_to_correct_is_asked_anew(camille: Phone):
    await camille.say("/identite")
    await camille.tap("Demander une correction", "Prénom")
    await camille.say("Camila")
    await camille.tap("Passer ›", "Oui")
    await camille.change("À corriger")
    await camille.tap("Date de naissance")
    assert "Quel jour" in camille.last
    await camille.say("4 mai 1984")
    assert "Date de naissance" in camille.last
    assert "4 mai 1984" in camille.last
    await camille.tap("Envoyer")
    assert "Référence" in camille.last
