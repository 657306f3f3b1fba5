"""Documents are opened: protected, once, gone in time; and what is said when one cannot be."""

import io
from pathlib import Path

import aiohttp
import pytest

from portal import accounts, authorisations, documents
from portal.authorisations import patient_record
from portal.documents import Habits
from simulator import Simulator
from tests.buckets import S3, Faulty
from tests.journeys import shelf
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.shelf import see, sent
from tests.journeys.town import Town, on_both
from tests.otherwise import turned
from tests.pictures import drawn, paper, photo, written


@on_both
async def test_a_document_is_found_opened_protected_and_gone_after_ten_minutes(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance de lunettes", content=photo())
    await camille.say("/menu")
    await camille.tap("Mes documents")
    assert camille.buttons[0] == "Ordonnance de lunettes · 14/02/26"
    await camille.tap("Ordonnance de lunettes")
    assert "Prescription" in camille.last or "Ordonnance" in camille.last
    assert "Ajouté par vous, le 2 mars 2026" in camille.last
    await camille.tap("Ouvrir")
    (call,) = await town.calls("sendPhoto")
    assert call["params"]["protect_content"] is True
    assert "disparaît de cette conversation dans 10 minutes" in camille.last
    assert "lunettes" not in camille.last
    await town.later(minutes=9)
    await camille.look()
    assert len(sent(camille)) == 1
    await town.later(minutes=2)
    await camille.look()
    assert sent(camille) == []
    assert ("document_read", "") in await town.do(shelf.journal, patient_record(camille.account_id))


async def test_a_pdf_goes_as_a_file_named_by_its_title_in_plain_letters(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Résultats <b>&: d'été/2026", content=paper(2), pages=2)
    await see(camille, "Résultats")
    assert "PDF · 2 pages" in camille.last
    assert "Résultats <b>&: d'été/2026" in camille.last
    await camille.tap("Ouvrir")
    (call,) = await town.calls("sendDocument")
    assert call["params"]["document"]["file"] == "Resultats-b-d-ete-2026.pdf"
    assert call["params"]["protect_content"] is True


async def test_a_photo_can_be_seen_as_a_file_in_its_place_and_closed_at_once(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir", "En fichier, plus net")
    assert [bool(one.get("document")) for one in sent(camille)] == [True]
    await camille.tap("Fermer")
    assert sent(camille) == []


@pytest.mark.parametrize("content", [photo(width=2000, height=60), written(drawn(), "PNG")])
async def test_what_telegram_takes_for_no_photo_goes_as_a_file(town: Town, camille: Phone, content: bytes):
    await shelf.deposit(town, camille.account_id, "Bandelette", content=content)
    await see(camille, "Bandelette")
    await camille.tap("Ouvrir")
    assert [bool(one.get("document")) for one in sent(camille)] == [True]
    assert "En fichier, plus net" not in camille.buttons


@on_both
async def test_opened_twice_it_stands_once(town: Town, camille: Phone):
    made = await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    message_id, data = camille.button("Ouvrir")
    for _ in range(3):
        await camille.at_once("tap", message_id=message_id, data=data)
    await camille.look()
    assert len(sent(camille)) == 1
    await camille.tap("Ouvrir")
    assert len(sent(camille)) == 1
    assert made in data


async def test_she_chooses_how_long_it_stays(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await camille.say("/documents")
    await camille.tap("Réglages", "12 heures", "Supprimer mes photos d'ici")
    assert "✓ 12 heures" in camille.buttons
    assert await town.do(documents.habits, camille.account_id) == Habits(True, 720)
    await camille.tap("‹ Mes documents", "Ordonnance", "Ouvrir")
    assert "dans 12 heures" in camille.last
    await town.later(hours=11)
    await camille.look()
    assert len(sent(camille)) == 1
    await town.later(hours=2)
    await camille.look()
    assert sent(camille) == []


@on_both
async def test_a_restart_between_tap_and_sending_loses_and_doubles_nothing(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await town.fault("api", "502", method="sendPhoto", times=1)
    await camille.tap("Ouvrir")
    assert sent(camille) == []
    await town.restart()
    await town.later(seconds=10)
    await camille.look()
    assert len(sent(camille)) == 1
    await town.restart()
    await town.later(minutes=11)
    await camille.look()
    assert sent(camille) == []


async def test_a_right_withdrawn_while_the_document_leaves_is_told_and_nothing_is_sent(
    town: Town, camille: Phone
):
    leo = await town.do(shelf.carnet, camille.account_id)
    await shelf.deposit(town, camille.account_id, "Vaccin", record=leo)
    await see(camille, "Vaccin")
    await town.fault("api", "502", method="sendPhoto", times=1)
    await camille.tap("Ouvrir")
    await town.do(authorisations.withdraw, patient_record(camille.account_id), leo)
    await town.later(seconds=10)
    await camille.look()
    assert "n'est plus partagé avec vous" in camille.last
    assert sent(camille) == []


async def test_an_agreement_withdrawn_takes_opened_documents_away(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir")
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Retirer mon accord")
    assert sent(camille) == []
    await camille.say("/documents")
    assert "tant que vous ne l'acceptez pas" in camille.last


@pytest.mark.parametrize("harm", ["missing", "damaged"])
async def test_a_file_that_is_missing_or_damaged_is_said_journalled_and_hides_nothing_else(
    town: Town, camille: Phone, harm: str, log: io.StringIO
):
    await shelf.deposit(town, camille.account_id, "Ordonnance-canari")
    (file,) = shelf.files_of(town)
    if harm == "missing":
        file.unlink()
    else:
        file.write_bytes(turned(file.read_bytes()))
    await shelf.deposit(town, camille.account_id, "Radio")
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir")
    assert "ne peut pas être ouvert pour le moment" in camille.last
    assert ("document_broken", f"blob_{harm}") in await town.do(
        shelf.journal, patient_record(camille.account_id)
    )
    assert "document_broken" in log.getvalue()
    assert "canari" not in log.getvalue()
    await see(camille, "Radio")
    await camille.tap("Ouvrir")
    assert len(sent(camille)) == 1


async def test_a_vault_that_is_away_is_asked_again_then_said_and_nothing_waits_for_it(
    town: Town, camille: Phone
):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    (file,) = shelf.files_of(town)
    file.rename(file.with_suffix(".away"))
    file.mkdir()  # reading a folder fails as a disk does
    await see(camille, "Ordonnance")
    await camille.tap("Ouvrir")
    assert sent(camille) == []
    await camille.say("/aide")
    assert "Comment pouvons-nous vous aider" in camille.last
    await town.later(seconds=60)
    await town.later(seconds=60)
    await town.later(seconds=60)
    await camille.look()
    assert "Réessayez dans quelques minutes" in camille.last
    file.rmdir()
    file.with_suffix(".away").rename(file)
    await camille.tap("Réessayer")
    assert len(sent(camille)) == 1
    assert "Réessayez dans" not in camille.everything


async def test_what_telegram_never_takes_is_said_and_what_it_takes_late_comes_once(
    town: Town, camille: Phone
):
    await shelf.deposit(town, camille.account_id, "Ordonnance", content=paper())
    await see(camille, "Ordonnance")
    await town.fault("api", "400", method="sendDocument", description="Bad Request: DOCUMENT_INVALID")
    await camille.tap("Ouvrir")
    assert "Telegram n'accepte pas ce document" in camille.last
    await town.fault("api", "502", method="sendDocument", times=None)
    await town.later(minutes=1)
    await camille.tap("Ouvrir")
    for _ in range(6):
        await town.later(seconds=30)
    await camille.look()
    assert "Réessayez dans quelques minutes" in camille.last
    await town.mend()
    await camille.tap("Réessayer")
    assert len(sent(camille)) == 1


async def test_a_document_that_could_not_leave_for_long_is_not_sent_when_nobody_waits_for_it(
    town: Town, camille: Phone
):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await town.fault("api", "502", method="sendPhoto", times=1)
    await camille.tap("Ouvrir")
    await town.later(hours=1)
    await camille.look()
    assert sent(camille) == []
    await camille.tap("Ouvrir")
    assert len(sent(camille)) == 1


async def test_a_chat_linked_to_another_account_meanwhile_gets_nothing(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    await town.fault("api", "502", method="sendPhoto", times=1)
    await camille.tap("Ouvrir")
    await town.do(accounts.unlink, "operator", account_id=camille.account_id)
    await town.later(seconds=10)
    await camille.look()
    assert sent(camille) == []


async def test_after_a_long_silence_a_code_comes_first_then_the_very_document(town: Town, camille: Phone):
    await shelf.deposit(town, camille.account_id, "Ordonnance")
    await see(camille, "Ordonnance")
    message_id, data = camille.button("Ouvrir")
    await town.later(days=31)
    await camille.do("tap", message_id=message_id, data=data, force=True)
    assert "code" in camille.last
    assert await town.calls("sendPhoto") == []
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert camille.last.startswith("Ordonnance")


async def test_a_bucket_that_is_busy_is_asked_again_in_a_moment(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path, s3: S3
):
    faulty = Faulty(s3.server)
    s3.through(faulty.url)
    async with Town(sim, http, database, tmp_path, MASANTE_VAULT_URL=s3.url) as town:
        camille = await town.linked(CAMILLE)
        await shelf.deposit(town, camille.account_id, "Ordonnance", content=paper())
        await see(camille, "Ordonnance")
        faulty.faults = ["busy"] * 3
        await camille.tap("Ouvrir")
        assert sent(camille) == []
        await camille.tap("Ouvrir")  # on its way: nothing more
        await town.later(seconds=5)
        await camille.look()
        assert len(sent(camille)) == 1
        s3.remove(s3.keys()[0].removeprefix("files/"))
        await camille.tap("Ouvrir")
        assert "ne peut pas être ouvert pour le moment" in camille.last
    faulty.close()
