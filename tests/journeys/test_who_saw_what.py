"""Who saw what: the journal of a record in plain words, by pages, by kind and by person; looked through by its owner."""

from typing import Any

from portal import accounts, authorisations, emergencies, journal
from portal.authorisations import PARENT, SUBJECT, Right, patient_record
from portal.carnets import growing_up
from portal.work import Work
from tests.journeys import shelf
from tests.journeys.people import NADIA
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both

REASON = "Malaise cardiaque, patiente confuse."


async def opened(town: Town, phone: Phone) -> str:
    """Have a professional open a document, and the record in an emergency; returns her id."""
    record = patient_record(phone.account_id)
    morel = await town.do(lambda work: shelf.doctor(work, record))
    made = await shelf.deposit(town, phone.account_id, "Allergies")
    await town.do(shelf.open_as, morel, record, made)
    await town.do(emergencies.open_record, morel.id, record, REASON)
    return morel.id


async def look(phone: Phone) -> None:
    await phone.say("/identite")
    await phone.tap("Qui a vu quoi")


@on_both
async def test_who_did_what_is_told_in_plain_words_with_why(town: Town, camille: Phone):
    await opened(town, camille)
    await look(camille)
    assert "Mon dossier" in camille.last
    assert (
        "2 mars 2026 à 09:00 · Hélène Morel, Chirurgienne\nDossier ouvert en urgence : " + REASON
        in camille.last
    )
    assert "MaSanté, automatiquement\nAccès en urgence annoncé à ceux qui lisent ce dossier" in camille.last
    await camille.tap("Choisir ce qui est affiché", "Consultations")
    assert "Hélène Morel, Chirurgienne\nDocument ouvert : Allergies" in camille.last
    await camille.tap("Choisir ce qui est affiché", "Droits d'accès")
    assert "l'équipe technique de MaSanté\nAccès donné : Hélène Morel, Chirurgienne" in camille.last
    assert "Document ouvert" not in camille.last


async def test_what_one_person_did_is_found_alone(town: Town, camille: Phone):
    await opened(town, camille)
    await look(camille)
    await camille.tap("Choisir ce qui est affiché", "vous")
    assert "vous, avec un code du téléphone\nDocument ajouté : Allergies" in camille.last
    assert "Morel" not in camille.last.partition("\n\n")[2]


async def test_pages_are_turned_by_number_while_new_lines_come(town: Town, camille: Phone):
    def write(work: Work, count: int) -> None:
        for _ in range(count):
            journal.write(work, patient_record(camille.account_id), "operator", "locked")

    await look(camille)
    await town.do(write, 20)
    await look(camille)
    assert "‹ Plus récent" not in camille.buttons
    await camille.tap("Plus ancien ›")
    seen = camille.last
    await town.do(write, 5)
    await camille.tap("Plus ancien ›", "‹ Plus récent")
    assert camille.last == seen


async def test_a_visit_leaves_one_line_whatever_its_pages(town: Town, camille: Phone):
    record = patient_record(camille.account_id)
    await opened(town, camille)
    await look(camille)
    await camille.tap("Choisir ce qui est affiché", "Tout")
    looked = [one for one in await town.do(journal.read, record) if one.action == "journal_read"]
    assert [(one.actor, one.strength) for one in looked] == [(record, "full")]
    await town.later(hours=1)
    await look(camille)
    assert "vous, avec un code du téléphone\nCe journal consulté" in camille.last


@on_both
async def test_a_carnets_journal_is_for_who_holds_it_and_names_the_other_parent(town: Town, camille: Phone):
    nadia = await town.linked(NADIA)
    leo = await town.do(shelf.carnet, camille.account_id)
    await town.do(authorisations.give, patient_record(nadia.account_id), leo, PARENT, None)
    made = await shelf.deposit(town, camille.account_id, "Vaccins", record=leo)
    await town.do(shelf.open_as, shelf.me(nadia.account_id), leo, made)
    await look(camille)
    await camille.tap("Carnet de Léo")
    assert "Nadia, avec un code du téléphone\nDocument ouvert : Vaccins" in camille.last
    await look(nadia)
    assert "Carnet de Léo" not in nadia.buttons
    data = f"m:journal:{leo.removeprefix('carnet:')}.."
    await nadia.do("tap", message_id=nadia.said_by_bot[-1]["message_id"], data=data, force=True)
    assert "Mon dossier" in nadia.last
    assert "Vaccins" not in nadia.last


async def test_a_parent_reads_nothing_of_what_is_kept_from_her_and_the_young_person_all(
    town: Town, camille: Phone
):
    nadia = await town.linked(NADIA)  # here she is whom the carnet is about, and old enough to hide something
    leo = await town.do(shelf.carnet, camille.account_id)
    await town.do(authorisations.give, patient_record(nadia.account_id), leo, SUBJECT, None)
    morel = await town.do(lambda work: shelf.doctor(work, leo))
    made = await shelf.deposit(town, camille.account_id, "Contraception", record=leo, by=morel)
    await look(camille)
    await camille.tap("Carnet de Léo")
    assert "Contraception" in camille.last
    await town.do(lambda work: growing_up.hide_from_parents(
        work, shelf.access(work, shelf.me(nadia.account_id), Right.KEEP, leo), made))  # fmt: skip
    await look(camille)
    await camille.tap("Carnet de Léo")
    assert "Document" not in camille.last
    assert "Nadia, " not in camille.last.replace("Accès donné : Nadia, ", "")
    await camille.tap("Choisir ce qui est affiché")
    assert "Nadia" not in camille.buttons


async def test_what_a_client_made_up_is_the_record_of_its_owner(town: Town, camille: Phone):
    await look(camille)
    for data in (
        "x",
        "moi.zz.b1",
        "moi..b99999999999999999999",
        "moi..bé",
        "moi.p-'.",
        "...",
        "moi.x-nobody.a0",
    ):
        tapped: dict[str, Any] = {"message_id": camille.said_by_bot[-1]["message_id"], "force": True}
        await camille.do("tap", data=f"m:journal:{data}", **tapped)
        assert "Mon dossier" in camille.last


async def test_a_stranger_and_an_old_session_see_none_of_it(town: Town, camille: Phone):
    await opened(town, camille)
    await town.later(days=40)
    await camille.do("tap", message_id=1, data="m:journal", force=True)
    assert "code à 6 chiffres" in camille.last
    await town.do(lambda work: accounts.unlink(work, "operator", account_id=camille.account_id))
    await camille.do("tap", message_id=1, data="m:journal", force=True)
    assert "Dossier ouvert" not in camille.last


async def test_a_forgotten_record_still_tells_what_was_done(town: Town, camille: Phone):
    await opened(town, camille)
    await town.do(journal.forget, patient_record(camille.account_id))
    await look(camille)
    assert "Détails de ce journal effacés" in camille.last
    assert journal.verify(town.app.workroom).broken == []
