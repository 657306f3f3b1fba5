"""Carnets: a child's record, shared by one parent with the other, both at their phones; and what must not happen."""

import re

import pytest

from conversations import consenting
from portal import accounts, authorisations, carnets, journal, professionals
from portal.carnets import growing_up
from portal.work import Work
from tests.clock import START
from tests.journeys import people, shelf
from tests.journeys.people import CAMILLE, NADIA, PASSWORD, Person
from tests.journeys.phone import Phone
from tests.journeys.shelf import sent
from tests.journeys.town import Town, on_both

THOMAS = Person(710004, "Thomas", "thomas.roche@example.org", "+33639980103")
STRANGER = Person(710005, "Denis", "tomas.roche@example.org", "+33639980104")
BORN, WRONG = "03/02/2024", "04/02/2024"


def open_carnet(work: Work, holder: str) -> str:
    made = carnets.create(work, holder, "Léo", START.date().replace(year=2024, month=2, day=3))
    assert isinstance(made, str), made
    return made


@pytest.fixture
async def nadia(town: Town) -> Phone:
    """Nadia, who holds Léo's carnet."""
    phone = await town.linked(NADIA)
    phone.carnet = await town.do(open_carnet, phone.account_id)
    return phone


@pytest.fixture
async def thomas(town: Town) -> Phone:
    """Thomas, whom a professional knows."""
    return await town.linked(THOMAS)


async def share(nadia: Phone, email: str = THOMAS.email) -> None:
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Partager avec l'autre parent")
    await nadia.say(email)
    await nadia.tap("Envoyer")
    assert f"L'invitation est envoyée à {email}" in nadia.last


async def link(person: Phone) -> str:
    """The payload of the link in the latest e-mail."""
    found = re.search(r"start=(c-[\w-]+)", (await person.mail())[-1])
    assert found
    return found[1]


async def accept(phone: Phone, born: str = BORN) -> None:
    await phone.say(born)
    await phone.tap("J'accepte")


async def shared(town: Town, nadia: Phone, thomas: Phone) -> None:
    await share(nadia)
    await thomas.look()
    await thomas.tap("Accepter")
    await accept(thomas)
    await nadia.look()


async def readers(town: Town, nadia: Phone) -> list[str]:
    return await town.do(authorisations.readers, authorisations.carnet_record(nadia.carnet))


async def told(town: Town, nadia: Phone) -> list[str]:
    lines = await town.do(journal.read, authorisations.carnet_record(nadia.carnet))
    return [line.action for line in lines]


@on_both
async def test_two_parents_share_a_carnet(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    await thomas.look()
    assert "Nadia Durand vous invite" in thomas.last
    assert "Léo" not in thomas.everything
    await thomas.tap("Accepter")
    assert "Nadia Durand vous invite à partager le carnet de Léo" in thomas.last
    assert "Refuser" not in str(thomas.said_by_bot)  # the offer has made way for the answer
    await thomas.say(BORN)
    assert await readers(town, nadia) == [nadia.account_id]
    await thomas.tap("J'accepte")
    assert "le carnet vous est maintenant ouvert" in thomas.last
    await nadia.look()
    assert "Thomas Durand a accepté" in nadia.last
    assert set(await readers(town, nadia)) == {nadia.account_id, thomas.account_id}
    await thomas.tap("Ouvrir le carnet")
    assert "Carnet de santé de Léo" in thomas.last
    assert "Tenu par Nadia Durand" in thomas.last
    assert "Partager avec l'autre parent" not in thomas.buttons


async def test_the_e_mail_says_who_invites_and_not_the_child_and_its_link_leads_in(
    town: Town, nadia: Phone, thomas: Phone
):
    await share(nadia)
    assert "Nadia Durand" in (await thomas.mail())[-1]
    assert "Léo" not in (await thomas.mail())[-1]
    await thomas.start(await link(thomas))
    assert "date de naissance" in thomas.last


async def test_who_has_no_account_opens_one_and_gets_nothing_before_she_is_recognised(
    town: Town, nadia: Phone
):
    await share(nadia)
    thomas = await town.phone(THOMAS)
    await thomas.start(await link(thomas))
    assert "Nadia Durand vous invite" in thomas.last
    assert "Léo" not in thomas.last
    await thomas.tap("J'accepte")
    await thomas.say("Thomas", "Roche", THOMAS.phone, PASSWORD)
    await thomas.say(await thomas.code())
    await accept(thomas)
    assert "Nadia Durand doit encore confirmer" in thomas.last
    assert await readers(town, nadia) == [nadia.account_id]
    await nadia.look()
    assert "Thomas Roche (t•••@e•••.org) a accepté" in nadia.last
    await nadia.tap("Oui, c'est bien cette personne")
    await thomas.look()
    assert "C'est confirmé" in thomas.last
    await thomas.tap("Carnets de santé", "Léo")
    assert "Partagé avec vous" in thomas.last
    assert len(await readers(town, nadia)) == 2


async def test_a_stranger_at_a_mistyped_address_gets_nothing_even_if_he_guesses_the_date(
    town: Town, nadia: Phone
):
    await share(nadia, STRANGER.email)
    stranger = await town.phone(STRANGER)
    await stranger.start(await link(stranger))
    await stranger.tap("J'accepte")
    await stranger.say("Denis", "Lenoir", STRANGER.phone, PASSWORD)
    await stranger.say(await stranger.code())
    await accept(stranger)
    await nadia.look()
    await nadia.tap("Non, je ne la connais pas")
    assert "Rien n'a été ouvert" in nadia.last
    await stranger.look()
    assert "aucun carnet n'a été ouvert" in stranger.last
    assert await readers(town, nadia) == [nadia.account_id]
    await nadia.tap("Oui, c'est bien cette personne")  # an old button
    assert "n'est plus valable" in nadia.last
    assert await readers(town, nadia) == [nadia.account_id]


async def test_who_does_not_know_the_birth_date_can_decline(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    await thomas.look()
    await thomas.tap("Accepter", "Je n'accepte pas")
    assert "Rien n'est partagé" in thomas.last
    await nadia.look()
    assert "a refusé" in nadia.last


async def test_the_birth_date_is_tried_three_times_for_the_child_whatever_is_sent_again(
    town: Town, nadia: Phone, thomas: Phone
):
    await share(nadia)
    await thomas.look()
    await thomas.tap("Accepter")
    await thomas.say(WRONG)
    assert "Il reste 2 essais" in thomas.last
    await thomas.say("hier matin")
    await thomas.say("01/01/1950")
    assert "Ce ne peut pas être" in thomas.last  # neither costs a try
    await town.later(minutes=6)
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Invitation", "La renvoyer")
    await thomas.look()
    await thomas.tap("Accepter")
    await thomas.say(WRONG, WRONG)
    assert "fausse trois fois" in thomas.last
    await nadia.look()
    assert "trois fois une date de naissance fausse" in nadia.last
    await thomas.start(await link(thomas))
    await accept_late(thomas)
    assert await readers(town, nadia) == [nadia.account_id]
    await nadia.tap("Carnets de santé", "Léo")
    assert "ne peut pas être partagé" in nadia.last
    await town.do(carnets.unlock, nadia.carnet)
    await thomas.start(await link(thomas))
    await accept(thomas)
    assert thomas.account_id in await readers(town, nadia)


async def accept_late(thomas: Phone) -> None:
    await thomas.say(BORN)
    assert "fausse trois fois" in thomas.last


async def test_a_share_ends_in_two_taps_and_all_that_was_open_closes(town: Town, nadia: Phone, thomas: Phone):
    await shared(town, nadia, thomas)
    await thomas.tap("Ouvrir le carnet", "Calendrier des vaccins")
    assert "Pneumocoque" in thomas.everything
    await thomas.tap("À 2 mois", "C'est fait")
    await nadia.tap("Ouvrir le carnet", "Arrêter le partage", "Oui, arrêter")
    assert "le partage est terminé" in nadia.last
    await thomas.look()
    assert "Nadia Durand a mis fin au partage" in thomas.last
    assert "Pneumocoque" not in thomas.everything
    assert "Léo" not in thomas.last
    await thomas.say("hier")  # to the question that was open
    assert "hier" not in (await town.do(vaccinations, nadia.carnet))
    await thomas.tap("Carnets de santé")
    assert "Vous n'avez pas de carnet" in thomas.last
    assert await readers(town, nadia) == [nadia.account_id]


def vaccinations(work: Work, carnet_id: str) -> dict[str, object]:
    from portal.carnets import vaccines

    return dict(vaccines.noted(work, carnet_id))


async def test_the_other_parent_leaves_in_two_taps(town: Town, nadia: Phone, thomas: Phone):
    await shared(town, nadia, thomas)
    await thomas.tap("Ouvrir le carnet")
    await thomas.start()
    await thomas.tap("Carnets de santé", "Léo", "Quitter ce carnet", "Oui, le quitter")
    assert "Vous avez quitté ce carnet" in thomas.last
    await nadia.look()
    assert "Thomas Durand ne partage plus" in nadia.last
    assert await readers(town, nadia) == [nadia.account_id]


async def test_a_cancelled_invitation_closes_what_was_begun(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    payload = await link(thomas)
    await thomas.look()
    await thomas.tap("Accepter")
    await thomas.say(BORN)
    question = thomas.last
    await nadia.tap("Ouvrir le carnet", "Invitation", "Annuler l'invitation")
    assert "L'invitation est annulée" in nadia.last
    await thomas.look()
    assert "a été annulée" in thomas.last
    assert question not in thomas.everything
    await thomas.start(payload)
    assert "annulée par le parent" in thomas.last
    assert await readers(town, nadia) == [nadia.account_id]


async def test_an_invitation_serves_once(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    payload = await link(thomas)
    await thomas.start(payload)
    await accept(thomas)
    await thomas.start(payload)
    assert "déjà été acceptée" in thomas.last
    assert (await told(town, nadia)).count("share_accepted") == 1


async def test_two_taps_on_accept_accept_once(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    await thomas.look()
    await thomas.tap("Accepter")
    await thomas.say(BORN)
    message_id, data = thomas.button("J'accepte")
    for _ in range(2):
        await thomas.at_once("tap", message_id=message_id, data=data)
    await thomas.look()
    assert (await told(town, nadia)).count("share_accepted") == 1


async def test_an_invitation_is_too_old_after_thirty_days(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    payload = await link(thomas)
    await town.later(days=29)
    await nadia.look()
    assert "restée 30 jours" not in nadia.everything
    await town.later(days=1, minutes=1)
    await thomas.start(payload)
    assert "trop ancienne" in thomas.last
    await nadia.look()
    assert "restée 30 jours sans réponse" in nadia.last


async def test_someone_else_s_invitation_is_refused_kindly(town: Town, nadia: Phone):
    await share(nadia)
    thomas = await town.phone(THOMAS)
    camille = await town.linked(CAMILLE)
    await camille.start(await link(thomas))
    assert "à une autre adresse que celle de votre compte" in camille.last
    assert "Léo" not in camille.everything
    assert THOMAS.email not in camille.everything
    assert "share_refused" in await told(town, nadia)


async def test_who_has_an_account_signs_in_first_and_comes_back_to_the_invitation(town: Town, nadia: Phone):
    thomas = await town.linked(THOMAS)
    await thomas.tap("Mon compte", "Mes données et mon accord", "Délier cette conversation", "Oui, délier")
    await share(nadia)
    await thomas.start(await link(thomas))
    if "J'accepte" in thomas.buttons:
        await thomas.tap("J'accepte")
    await thomas.say(THOMAS.email, PASSWORD)
    await thomas.say(await thomas.code())
    await thomas.tap("Continuer")
    assert "date de naissance" in thomas.last


async def test_who_was_only_invited_by_a_professional_begins_her_account_from_this_link(
    town: Town, nadia: Phone
):
    await town.do(people.open_account, THOMAS)
    await share(nadia)
    thomas = await town.phone(THOMAS)
    await thomas.start(await link(thomas))
    await thomas.tap("J'accepte")
    await thomas.say(THOMAS.email, PASSWORD)
    await thomas.say(await thomas.code())
    await thomas.tap("Continuer")
    await accept(thomas)
    assert "le carnet vous est maintenant ouvert" in thomas.last  # a professional wrote his name


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (NADIA.email, "votre propre adresse"),
        ("NADIA.Petit@EXAMPLE.org ", "votre propre adresse"),
        ("thomàs.roche@example.org", "pas d'accent"),
        ("thomas", "Écrivez une adresse e-mail"),
        (f"{'t' * 300}@example.org", "trop long"),
        (f"{'t' * 100}@example.org", "ne semble pas juste"),
        ("thomas@-.fr", "ne semble pas juste"),
    ],
)
async def test_an_address_that_cannot_be_is_told_and_asked_again(nadia: Phone, typed: str, said: str):
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Partager avec l'autre parent")
    await nadia.say(typed)
    assert said in nadia.last
    await nadia.say(THOMAS.email)
    assert "Envoyer" in nadia.buttons


async def test_a_carnet_is_shared_with_two_at_most(town: Town, nadia: Phone):
    await share(nadia)
    await nadia.tap("Ouvrir le carnet", "Partager avec l'autre parent")
    await nadia.say(THOMAS.email)
    await nadia.tap("Envoyer")
    assert "attend déjà une réponse" in nadia.last
    await nadia.change("L'e-mail de l'autre parent")
    await nadia.say(CAMILLE.email)
    await nadia.tap("Envoyer", "Ouvrir le carnet")
    assert "Partager avec l'autre parent" not in nadia.buttons


async def test_a_wrong_address_is_corrected_and_its_link_dies(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia, STRANGER.email)
    stranger = await town.phone(STRANGER)
    payload = await link(stranger)
    await nadia.tap("Ouvrir le carnet", "Invitation", "Corriger l'adresse")
    await nadia.say(THOMAS.email)
    await nadia.tap("Envoyer")
    await stranger.start(payload)
    assert "annulée" in stranger.last
    await thomas.look()
    assert "Accepter" in thomas.buttons


async def test_an_account_that_was_begun_and_not_finished_is_forgotten_with_its_invitation(
    town: Town, nadia: Phone
):
    await share(nadia)
    thomas = await town.phone(THOMAS)
    await thomas.start(await link(thomas))
    await thomas.tap("J'accepte")
    await thomas.say("Thomas", "Roche", "123")
    assert "numéro" in thomas.last
    await thomas.say(THOMAS.phone, PASSWORD)
    await nadia.tap("Ouvrir le carnet", "Invitation", "Annuler l'invitation")
    await town.later(minutes=2)
    assert await town.do(accounts.find, THOMAS.email) is None
    await thomas.say("123456")
    assert "annulée" in thomas.last


async def test_sharing_needs_a_code_from_the_phone(town: Town, nadia: Phone):
    await town.do(weaken, nadia.account_id)
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Partager avec l'autre parent")
    assert "code" in nadia.last
    await nadia.tap("Je ne reçois pas mon code")
    assert "Le recevoir par e-mail" not in nadia.buttons
    await nadia.say(await nadia.code())
    await nadia.tap("Continuer")
    assert "adresse e-mail de l'autre parent" in nadia.last


def weaken(work: Work, account_id: str) -> None:
    from sqlalchemy import update

    from portal.accounts.model import Link

    work.execute(update(Link).where(Link.account_id == account_id).values(strength="mail"))


async def test_declining_tells_the_other_and_shares_nothing(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    await thomas.look()
    await thomas.tap("Refuser")
    assert "Rien n'est partagé" in thomas.last
    await nadia.look()
    assert "Thomas Durand a refusé" in nadia.last
    assert await readers(town, nadia) == [nadia.account_id]


async def test_a_restart_in_the_middle_loses_nothing(town: Town, nadia: Phone, thomas: Phone):
    await share(nadia)
    await thomas.look()
    await thomas.tap("Accepter")
    await town.restart()
    await accept(thomas)
    assert "le carnet vous est maintenant ouvert" in thomas.last


async def test_a_vaccine_is_noted_and_taken_back(town: Town, nadia: Phone):
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Calendrier des vaccins")
    assert "en retard si ce n'est pas fait, prévu depuis le 3 avril 2024" in nadia.last
    await nadia.tap("À 2 mois", "C'est fait")
    assert "2. Pneumocoque, dose 1" in nadia.last
    assert "✅ 2" in nadia.buttons
    await nadia.tap("Terminé")
    await nadia.say("02/02/2024")
    assert "entre la naissance" in nadia.last
    await nadia.say("03/04/2024")
    assert "C'est noté : 3 avril 2024" in nadia.last
    await nadia.tap("‹ Calendrier des vaccins")
    assert "✓ Pneumocoque, dose 1 : fait le 3 avril 2024" in nadia.last
    await nadia.tap("À 3 mois", "C'est fait", "Aujourd'hui", "Annuler")
    assert "C'est effacé" in nadia.last
    assert set(await town.do(vaccinations, nadia.carnet)) == {"hexavalent-1", "pneumococcus-1"}


async def test_a_vaccine_is_noted_only_by_who_agrees_to_speak_of_health_here(town: Town, nadia: Phone):
    await nadia.start()
    await nadia.tap("Carnets de santé", "Léo", "Calendrier des vaccins", "À 2 mois", "C'est fait")
    await town.do(accounts.withdraw, NADIA.user_id, nadia.account_id, consenting.VERSION)
    await nadia.tap("Terminé")
    assert "J'accepte" in nadia.buttons
    assert "Pneumocoque" not in nadia.last
    await nadia.tap("Je n'accepte pas")
    assert await town.do(vaccinations, nadia.carnet) == {}


async def test_a_reminder_of_vaccines_names_none_and_no_child(town: Town, nadia: Phone):
    nadia.carnet = await town.do(newborn, nadia.account_id)
    await nadia.start()
    await nadia.tap("Carnets de santé", "Mia", "Calendrier des vaccins", "Me rappeler les vaccins")
    assert "Plus de rappels de vaccins" in nadia.buttons
    await town.later(days=63)
    await nadia.look()
    assert nadia.last == "Il y a quelque chose à voir dans un carnet de santé."
    await nadia.tap("Voir")
    if "code" in nadia.last:
        await nadia.say(await nadia.code())
        await nadia.tap("Continuer")
    assert "• Pneumocoque, dose 1 : à faire maintenant" in nadia.last


def newborn(work: Work, holder: str) -> str:
    made = carnets.create(work, holder, "Mia", START.date())
    assert isinstance(made, str), made
    return made


def seventeen(work: Work, holder: str) -> str:
    made = carnets.create(work, holder, "Zoé", START.date().replace(year=2008, month=9))
    assert isinstance(made, str), made
    return made


async def test_the_holder_says_where_the_young_adult_is_invited_and_the_carnet_passes_on(
    town: Town, nadia: Phone
):
    nadia.carnet = await town.do(seventeen, nadia.account_id)
    await nadia.start()
    await nadia.tap("Carnets de santé", "Zoé", "Préparer ses 18 ans")
    assert "Le 2 septembre 2026, Zoé aura 18 ans" in nadia.last
    await nadia.say(CAMILLE.email)
    await nadia.tap("Envoyer")
    assert f"l'invitation sera envoyée à {CAMILLE.email}" in nadia.last
    zoe = await town.linked(CAMILLE)
    await town.later(days=180)
    await town.later(days=6)
    await nadia.look()
    assert "son carnet se ferme pour ses parents" in nadia.last
    await zoe.look()
    assert "Vous avez 18 ans" in zoe.everything
    await zoe.tap("Accepter")
    if "code" in zoe.last:
        await zoe.say(await zoe.code())
        await zoe.tap("Continuer")
    assert "vous pouvez reprendre votre propre carnet" in zoe.last
    await accept(zoe, "02/09/2008")
    assert await readers(town, nadia) == [zoe.account_id]


async def test_a_document_that_was_open_leaves_with_the_share(town: Town, nadia: Phone, thomas: Phone):
    await shared(town, nadia, thomas)
    record = authorisations.carnet_record(nadia.carnet)
    await shelf.deposit(town, nadia.account_id, "Carnet rose", record=record)
    await thomas.tap("Ouvrir le carnet", "Documents", "● Carnet rose", "Ouvrir")
    assert len(sent(thomas)) == 1
    await nadia.tap("Ouvrir le carnet", "Arrêter le partage", "Oui, arrêter")
    await thomas.look()
    assert sent(thomas) == []
    assert "Carnet rose" not in thomas.everything
    await thomas.say("/documents")
    assert "Carnet rose" not in thomas.everything


def fifteen(work: Work, holder: str, account_id: str) -> str:
    made = carnets.create(work, holder, "Zoé", START.date().replace(year=2010))
    assert isinstance(made, str), made
    assert growing_up.open_access(work, made, account_id) == (account_id, False)
    return made


def shared_with(work: Work, account_id: str, record: str) -> authorisations.Professional:
    """Have somebody share a carnet; returns a professional who looks after the child."""
    authorisations.give(work, f"patient:{account_id}", record, authorisations.PARENT, None)
    doctor = professionals.create(work, rpps="10009999995", first_name="Hélène", last_name="Morel", profession="Médecin",
                                  structure="", email="helene.morel@example.org")  # fmt: skip
    assert isinstance(doctor, str)
    return authorisations.Professional(doctor)


async def test_from_15_on_she_hides_a_document_from_her_parents_who_find_no_trace(
    town: Town, nadia: Phone, thomas: Phone
):
    zoe = await town.linked(CAMILLE)
    nadia.carnet = await town.do(fifteen, nadia.account_id, zoe.account_id)
    record = authorisations.carnet_record(nadia.carnet)
    doctor = await town.do(shared_with, thomas.account_id, record)
    await shelf.deposit(town, "", "Résultats", record=record, by=doctor)
    await nadia.say("/documents")
    await nadia.tap("● Zoé · Résultats", "Ouvrir")
    assert len(sent(nadia)) == 1
    await zoe.say("/carnets")
    await zoe.tap("Zoé")
    assert "C'est le vôtre" in zoe.last
    assert "Tenu par Nadia Durand" in zoe.last
    assert "Quitter ce carnet" not in zoe.buttons
    await zoe.tap("Documents", "● Résultats", "Masquer à", "Mes parents", "‹ Le document")
    assert "Masqué à vos parents" in zoe.last
    await nadia.look()
    assert sent(nadia) == []
    for parent in (nadia, thomas):
        await parent.say("/documents")
        assert "Résultats" not in parent.everything
        assert "nouveau" not in parent.last
    await zoe.tap("Masquer à", "Mes parents")
    await thomas.say("/documents")
    assert "Résultats" in "".join(thomas.buttons)


async def test_at_18_who_has_an_access_of_her_own_holds_her_carnet_without_being_invited(
    town: Town, nadia: Phone
):
    zoe = await town.linked(CAMILLE)
    nadia.carnet = await town.do(seventeen, nadia.account_id)
    given = await town.do(growing_up.open_access, nadia.carnet, zoe.account_id)
    assert given == (zoe.account_id, False)
    await nadia.say("/carnets")
    await nadia.tap("Zoé")
    assert "Zoé a son propre accès" in nadia.last
    await town.later(days=190)
    await zoe.look()
    assert "le carnet que tenaient vos parents est maintenant le vôtre" in zoe.everything
    assert await readers(town, nadia) == [zoe.account_id]


async def test_who_ends_a_share_once_more_reads_that_it_has_ended(town: Town, nadia: Phone, thomas: Phone):
    await shared(town, nadia, thomas)
    await nadia.tap("Ouvrir le carnet", "Arrêter le partage")
    message_id, data = nadia.button("Oui, arrêter")
    for _ in range(2):
        await nadia.do("tap", message_id=message_id, data=data, force=True)
        assert "le partage est terminé" in nadia.last
        await town.later(minutes=1)
        await nadia.look()
