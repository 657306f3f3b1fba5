"""What professionals do with a record, as its readers see it: a deposit is told, an emergency at once and everywhere."""

from typing import Any

import pytest

from portal import accounts, authorisations, documents, emergencies
from portal.authorisations import PARENT, Professional, Right, patient_record
from portal.emergencies import Opened
from portal.identity import NewPerson
from portal.work import Work
from tests.journeys import shelf
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.pictures import paper

NEWS = "Il y a du nouveau dans votre espace."
REASON = "Malaise cardiaque, patiente confuse."
SECRET = ("cardiaque", "confuse", "Cancer", "Oncologie", "Léo", "11490-0", "Lettre")


async def deposit(town: Town, phone: Phone, by: Professional, record: str = "") -> str:
    return await shelf.deposit(
        town,
        phone.account_id,
        "Cancer : lettre de sortie",
        record=record,
        by=by,
        content=paper(),
        type="11490-0",
    )


def open_record(work: Work, who: Professional, record: str, reason: str = REASON) -> Any:
    made = emergencies.open_record(work, who.id, record, reason)
    assert isinstance(made, Opened), made
    return made


def share(work: Work, record: str, account_id: str) -> None:
    authorisations.give(work, patient_record(account_id), record, PARENT, None)


async def news(town: Town, phone: Phone, **span: float) -> int:
    """How many messages say that there is something new, once that time has passed."""
    await town.later(**(span or {"seconds": 1}))
    await phone.look()
    return phone.everything.count(NEWS)


@on_both
async def test_a_deposit_is_told_without_a_word_of_what_and_leads_to_it(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await deposit(town, camille, morel)
    assert await news(town, camille) == 1
    assert (camille.last, camille.buttons) == (NEWS, ["Voir"])
    assert not any(word in camille.everything for word in (*SECRET, "Morel"))
    await camille.tap("Voir")
    assert "● Cancer : lettre" in camille.buttons[0]


async def test_several_in_an_hour_are_one_message_and_what_was_seen_is_told_no_more(
    town: Town, camille: Phone
):
    morel = await town.do(shelf.doctor)
    for _ in range(3):
        await deposit(town, camille, morel)
    assert await news(town, camille) == 1
    await deposit(town, camille, morel)
    assert await news(town, camille, minutes=30) == 1
    await town.later(minutes=31)
    await camille.look()
    assert (camille.everything.count(NEWS), camille.last) == (1, NEWS)  # told again, in place of the first
    assert len([one for one in await town.calls("sendMessage") if NEWS in one["params"]["text"]]) == 2


async def test_at_night_a_deposit_waits_and_an_emergency_does_not(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await town.later(hours=14)  # 23:00 in Paris
    await deposit(town, camille, morel)
    assert await news(town, camille) == 0
    await town.do(open_record, morel, patient_record(camille.account_id))
    await town.later(seconds=1)
    await camille.look()
    assert "Hélène Morel (Chirurgienne, RPPS …9995) a ouvert votre dossier en urgence" in camille.last
    assert await news(town, camille, hours=8, minutes=31) == 1


@on_both
async def test_an_emergency_is_told_at_once_in_the_chat_and_by_e_mail_without_its_reason(
    town: Town, camille: Phone
):
    morel = await town.do(shelf.doctor)
    before = len(await camille.mail())
    await town.do(open_record, morel, patient_record(camille.account_id))
    await town.later(seconds=1)
    await camille.look()
    assert "Le 2 mars 2026 à 09:00, Hélène Morel" in camille.last
    assert "jusqu'au 2 mars 2026 à 13:00" in camille.last
    assert "Si cela vous étonne, contactez-nous." in camille.last
    (mail,) = (await camille.mail())[before:]
    assert "Un accès en urgence a été ouvert" in mail
    assert "aide@example.org" in mail
    assert not any(word in camille.everything + mail for word in SECRET)
    assert "Morel" not in mail
    await camille.tap("Voir pourquoi")
    assert REASON in camille.last
    await camille.tap("Contester")
    assert "Une personne vous répondra" in camille.last


async def test_both_parents_are_told_that_a_carnet_was_opened(town: Town, camille: Phone):
    nadia = await town.linked(NADIA)
    leo = await town.do(shelf.carnet, camille.account_id)
    await town.do(share, leo, nadia.account_id)
    morel = await town.do(shelf.doctor)
    await deposit(town, camille, morel, leo)
    await town.do(open_record, morel, leo)
    await town.later(seconds=1)
    for phone in (camille, nadia):
        await phone.look()
        assert NEWS in phone.everything
        assert "a ouvert en urgence un carnet dont vous vous occupez" in phone.everything
        (mail,) = [one for one in await phone.mail() if "urgence" in one]
        assert "un carnet dont vous vous occupez" in mail
        assert not any(word in phone.everything + mail for word in SECRET)
    await nadia.tap("Voir pourquoi")
    assert "Carnet de Léo" in nadia.last
    assert REASON in nadia.last


async def test_who_has_no_chat_any_more_is_told_by_e_mail(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await town.later(days=2)
    await town.do(lambda work: accounts.unlink(work, "operator", account_id=camille.account_id))
    await town.do(open_record, morel, patient_record(camille.account_id))
    await deposit(town, camille, morel)
    await town.later(seconds=1)
    subjects = [one.partition("\n")[0] for one in await camille.mail()][-2:]
    assert sorted(subjects) == ["Il y a du nouveau dans votre espace", "Un accès en urgence a été ouvert"]


async def test_an_address_that_refuses_our_e_mail_is_told_by_sms(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await town.fault("smtp", "400")
    await town.do(open_record, morel, patient_record(camille.account_id))
    await town.later(seconds=1)
    (text,) = [one for one in await camille.sms() if "urgence" in one]
    assert "un accès en urgence a été ouvert le 2 mars 2026 à 09:00" in text


async def test_who_stopped_reminders_hears_of_an_emergency_all_the_same(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await camille.say("/stop")
    await deposit(town, camille, morel)
    assert await news(town, camille) == 0
    await town.do(open_record, morel, patient_record(camille.account_id))
    await town.later(seconds=1)
    await camille.look()
    assert "a ouvert votre dossier en urgence" in camille.last


async def test_what_an_emergency_opened_is_shown_to_the_patient_and_to_nobody_else(
    town: Town, camille: Phone
):
    nadia = await town.linked(NADIA)
    morel = await town.do(shelf.doctor)
    made = await shelf.deposit(town, camille.account_id, "Allergies", emergency=True)
    opened = await town.do(open_record, morel, patient_record(camille.account_id))

    def read(work: Work) -> None:
        access: Any = emergencies.access(work, morel.id, patient_record(camille.account_id))
        documents.open_document(work, access, made)

    await town.do(read)
    await camille.say("/compte")
    await camille.tap("Historique", "Accès en urgence", "2 mars 2026 · Hélène Morel")
    assert "Documents ouverts :\n· Allergies" in camille.last
    assert "Il prend fin le 2 mars 2026 à 13:00." in camille.last
    await nadia.do(
        "tap", message_id=nadia.said_by_bot[-1]["message_id"], data=f"m:urgence:{opened.id}", force=True
    )
    assert "Morel" not in nadia.everything
    await town.later(hours=4)
    await camille.say("/compte")
    await camille.tap("Historique", "Accès en urgence", "2 mars 2026 · Hélène Morel")
    assert "Il a pris fin le 2 mars 2026 à 13:00." in camille.last


async def test_prolonged_it_is_told_again_and_says_so(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await town.do(open_record, morel, patient_record(camille.account_id))
    await town.later(hours=3)
    await town.do(open_record, morel, patient_record(camille.account_id), "Toujours en réanimation.")
    await town.later(seconds=1)
    await camille.look()
    assert "a prolongé l'accès en urgence à votre dossier, jusqu'au 2 mars 2026 à 16:00" in camille.last
    await camille.tap("Voir pourquoi")
    assert REASON in camille.last
    assert "Toujours en réanimation." in camille.last


async def test_two_of_one_name_are_told_apart(town: Town, camille: Phone):
    for rpps in ("10009999995", "99900000003"):
        who = await town.do(lambda work, rpps=rpps: shelf.doctor(work, rpps=rpps))
        await town.do(open_record, who, patient_record(camille.account_id))
    await town.later(seconds=1)
    await camille.look()
    assert "RPPS …9995" in camille.everything
    assert "RPPS …0003" in camille.everything


@pytest.mark.parametrize(
    "data", ["m:urgence:", "m:urgence:nothing", "m:urgence:" + "x" * 50, "m:urgences:99999999"]
)
async def test_what_a_client_made_up_is_answered(town: Town, camille: Phone, data: str):
    await camille.do("tap", message_id=camille.said_by_bot[-1]["message_id"], data=data, force=True)
    assert camille.buttons


async def test_an_account_without_an_agreement_is_shown_no_reason(town: Town, camille: Phone):
    morel = await town.do(shelf.doctor)
    await town.do(open_record, morel, patient_record(camille.account_id))
    await town.later(seconds=1)
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    await camille.tap("Voir pourquoi")
    assert REASON not in camille.everything


async def named(town: Town, phone: Phone) -> None:
    """Name somebody to notify."""
    await phone.say("/identite")
    await phone.tap("Personnes à prévenir", "Ajouter une personne")
    await phone.say("Marc", "Durand")
    await phone.answer("Conjoint ou conjointe")
    await phone.say("06 39 98 00 77")
    await phone.tap("Envoyer")


async def test_someone_to_notify_is_named_shown_in_an_emergency_changed_and_removed(
    town: Town, camille: Phone
):
    await named(town, camille)
    assert "Marc Durand fait partie des personnes à prévenir" in camille.last
    morel = await town.do(shelf.doctor)
    opened = await town.do(open_record, morel, patient_record(camille.account_id))
    assert [(one.first_name, one.phone) for one in opened.people] == [("Marc", "+33639980077")]
    await camille.say("/identite")
    assert "1. Marc Durand, Conjoint ou conjointe, 06 39 98 00 77" in camille.last
    await camille.tap("Personnes à prévenir", "Marc Durand", "Modifier")
    assert "Vérifiez avant d'envoyer" in camille.last
    await camille.change("Téléphone")
    await camille.say("12")
    assert "Écrivez un numéro de téléphone" in camille.last
    await camille.say("+33 6 39 98 00 88")
    await camille.tap("Envoyer", "Personnes à prévenir")
    assert "06 39 98 00 88" in camille.last
    await camille.tap("Marc Durand", "Retirer de la liste", "Oui, retirer")
    assert "Personne pour l'instant" in camille.last


async def test_the_order_is_hers_and_five_are_enough(town: Town, camille: Phone):
    def fill(work: Work) -> None:
        access = shelf.access(
            work, shelf.me(camille.account_id), Right.KEEP, patient_record(camille.account_id)
        )
        for name in ("Anne", "Béa", "Cléo", "Dora", "Ève"):
            emergencies.add(work, access, NewPerson(name, "Durand", "friend", "06 39 98 00 77"))

    await town.do(fill)
    await camille.say("/identite")
    await camille.tap("Personnes à prévenir")
    assert "Ajouter une personne" not in camille.buttons
    await camille.tap("Béa Durand", "Appeler plus tôt")
    assert camille.last.index("1. Béa") < camille.last.index("2. Anne")
    await camille.tap("Béa Durand")
    assert "Appeler plus tôt" not in camille.buttons
    old = camille.button("Retirer de la liste")
    await camille.tap("Retirer de la liste", "Oui, retirer")
    await camille.do("tap", message_id=old[0], data=old[1], force=True)
    assert "n'est plus sur votre liste" in camille.last


async def test_who_was_removed_on_another_device_is_written_down_again(town: Town, camille: Phone):
    await named(town, camille)
    await camille.say("/identite")
    await camille.tap("Personnes à prévenir", "Marc Durand", "Modifier")

    def remove(work: Work) -> None:
        record = patient_record(camille.account_id)
        (one,) = emergencies.people(
            work, shelf.access(work, shelf.me(camille.account_id), Right.READ, record)
        )
        emergencies.remove(work, shelf.access(work, shelf.me(camille.account_id), Right.KEEP, record), one.id)

    await town.do(remove)
    await camille.tap("Envoyer", "Personnes à prévenir")
    assert "1. Marc Durand" in camille.last
