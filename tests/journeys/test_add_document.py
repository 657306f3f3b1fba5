"""A photo becomes a document: sent, described, checked, kept; and all that comes instead, and all that breaks."""

from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pikepdf
import pytest

from portal import accounts, authorisations, documents, journal, vault
from portal.authorisations import patient_record
from portal.documents import Habits
from portal.work import Work
from simulator import Simulator
from simulator.handset import send
from tests.clamav import EICAR, Clamd, clamd  # noqa: F401  a fixture
from tests.journeys.papers import (
    AS_PROPOSED,
    begin,
    content,
    drafts,
    gone_on,
    kept,
    open_carnet,
    page_photo,
    share,
)
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.pictures import bomb, drawn, opened, paper, photo, written


def on_disk(town: Town) -> list[Path]:
    return [one for one in (town.folder / "vault").rglob("*") if one.is_file()]


def pictures(phone: Phone) -> list[dict[str, Any]]:
    return [one for one in phone.messages if "photo" in one]


@on_both
async def test_a_photo_becomes_a_document_of_the_record(town: Town, camille: Phone):
    await begin(camille)
    assert "20 Mo au plus" in camille.last
    await camille.attach("photo", "IMG_1.jpg", photo())
    assert "1 page bien arrivée" in camille.last
    await camille.answer("C'est tout")
    assert "Quel type de document" in camille.last
    await camille.answer("Traitement ou document de soins")
    assert "Proposé : Traitement ou document de soins du 2 mars 2026" in camille.last
    await camille.answer("Ordonnance du Dr Roux", "12 février 2026")
    assert "urgentistes" in camille.last
    await camille.answer("Oui")
    assert "Ordonnance du Dr Roux" in camille.last
    assert "photo" in camille.said_by_bot[-1]
    await camille.tap("Enregistrer")
    assert "C'est enregistré : Ordonnance du Dr Roux." in camille.everything
    (one,) = await kept(town, camille)
    assert (one.type, one.title, one.dated.isoformat(), one.emergency) == (
        "DOCPAT02", "Ordonnance du Dr Roux", "2026-02-12", True)  # fmt: skip
    assert (one.content_type, one.pages, one.author) == (
        "image/jpeg", 1, patient_record(camille.account_id))  # fmt: skip
    assert opened(await content(town, one)).size == (300, 400)
    assert await town.do(drafts, one.record) == 0


async def test_an_album_and_a_pdf_become_one_pdf(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await camille.attach("document", "suite.pdf", paper(3))
    assert "5 pages bien arrivées" in camille.last
    await gone_on(camille)
    assert "5 pages" in camille.last
    await camille.tap("Enregistrer")
    (one,) = await kept(town, camille)
    assert (one.content_type, one.pages) == ("application/pdf", 5)
    bound = await content(town, one)
    with pikepdf.open(BytesIO(bound)) as made:
        assert len(made.pages) == 5
    assert await town.do(drafts, one.record) == 0


async def test_a_page_that_is_found_is_kept_straight_or_as_it_was_photographed(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", page_photo())
    await gone_on(camille)
    assert "La page a été repérée" in camille.last
    await camille.tap("Garder l'original")
    assert "telle que vous l'avez prise" in camille.last
    await camille.tap("Prendre la page redressée")
    assert "La page a été repérée" in camille.last
    await camille.tap("Garder l'original", "Enregistrer")
    (one,) = await kept(town, camille)
    original = opened(await content(town, one)).size
    await camille.tap("En ajouter un autre")
    await camille.attach("photo", "x.jpg", page_photo())
    await gone_on(camille)
    await camille.tap("Enregistrer")
    straight = next(found for found in await kept(town, camille) if found.id != one.id)
    size = opened(await content(town, straight)).size
    assert size != original
    assert max(size) / min(size) == pytest.approx(2**0.5, abs=0.02)
    assert await town.do(drafts, one.record) == 0


async def test_a_restart_in_the_middle_loses_nothing(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo("navy"))
    await town.restart()
    await camille.attach("photo", "b.jpg", photo("olive"))
    assert "2 pages bien arrivées" in camille.last
    await gone_on(camille)
    await town.restart()
    await camille.tap("Enregistrer")
    assert [one.pages for one in await kept(town, camille)] == [2]


async def test_two_taps_on_save_keep_one_document(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await gone_on(camille)
    message_id, data = camille.button("Enregistrer")
    for _ in range(2):
        await camille.at_once("tap", message_id=message_id, data=data, force=True)
    await camille.look()
    assert len(await kept(town, camille)) == 1
    assert camille.everything.count("C'est enregistré") == 1
    assert "Cette étape est terminée" not in camille.everything


async def test_any_answer_can_be_changed_and_the_proposed_title_follows(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    await gone_on(camille)
    await camille.change("Date")
    await camille.say("01/02/2026")
    assert "Certificat du 1er février 2026" in camille.last
    await camille.change("Pages")
    await camille.attach("photo", "y.jpg", photo("navy"))
    await camille.tap("C'est tout")
    assert "2 pages" in camille.last
    await camille.tap("Enregistrer")
    (one,) = await kept(town, camille)
    assert (one.title, one.pages) == ("Certificat du 1er février 2026", 2)


async def test_the_last_page_can_be_removed(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo("navy"))
    await camille.attach("photo", "b.jpg", photo("olive"))
    await camille.tap("Retirer la dernière")
    assert "1 page bien arrivée" in camille.last
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert [one.content_type for one in await kept(town, camille)] == ["image/jpeg"]
    assert await town.do(drafts, patient_record(camille.account_id)) == 0


# ---- what leaves the chat


async def test_the_copies_in_the_chat_go_when_she_says_so_and_from_then_on(town: Town, camille: Phone):
    for time in range(2):
        await begin(camille)
        await camille.attach("photo", "x.jpg", photo())
        await gone_on(camille)
        await camille.tap("Enregistrer")
        if time == 0:
            assert "Supprimer vos photos et fichiers" in camille.last
            assert len(pictures(camille)) == 1  # hers: the sheet above the recap is gone
            await camille.tap("Oui, toujours")
        assert pictures(camille) == []
    assert "est retiré de cette conversation" in camille.last
    assert await town.do(documents.habits, camille.account_id) == Habits(delete_copies=True)


async def test_who_keeps_her_copies_is_not_asked_again_and_they_go_within_two_days(
    town: Town, camille: Phone
):
    for _ in range(2):
        await begin(camille)
        await camille.attach("photo", "x.jpg", photo())
        await gone_on(camille)
        await camille.tap("Enregistrer")
        if "Supprimer vos photos" in camille.last:
            await camille.tap("Non")
    assert "Supprimer vos photos" not in camille.everything
    assert len(pictures(camille)) == 2
    await town.later(hours=41)
    await camille.look()
    assert pictures(camille) == []


async def test_what_is_erased_leaves_nothing_behind(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", page_photo())
    await gone_on(camille)
    await camille.tap("✕ Arrêter", "Effacer")
    assert "Rien n'est rangé" in camille.last
    far = town.clock.now().replace(year=2100)
    assert vault.sweep(town.app.workroom, town.app.shelves, far) == 2
    assert on_disk(town) == []
    assert await kept(town, camille) == []


async def test_a_document_that_was_begun_goes_on_when_another_is_to_be_added(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    await camille.say("/menu")
    await begin(camille)
    assert "Vous aviez commencé celui-ci" in camille.last
    assert "1 page bien arrivée" in camille.last


# ---- whose it is


async def test_a_parent_keeps_a_document_in_the_carnet_of_her_child(town: Town, camille: Phone):
    record = await town.do(open_carnet, camille.account_id, "Léo")
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await camille.tap("C'est tout")
    assert {"Moi", "Léo"} <= set(camille.buttons)
    await camille.answer("Léo", *AS_PROPOSED)
    assert "Léo" in camille.last
    await camille.tap("Enregistrer")
    assert "Rangé dans le carnet : Léo." in camille.everything
    assert [one.pages for one in await kept(town, camille, record)] == [2]
    assert await kept(town, camille) == []


async def test_a_carnet_taken_away_meanwhile_takes_nothing(town: Town, camille: Phone):
    other = await town.do(open_carnet, camille.account_id, "Ana")
    record = await town.do(open_carnet, "somebody", "Léo")
    await town.do(share, camille.account_id, record)
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    await gone_on(camille, "Léo", *AS_PROPOSED)
    await town.do(authorisations.withdraw, patient_record(camille.account_id), record)
    await camille.tap("Enregistrer")
    assert "Ce carnet ne vous est plus ouvert" in camille.last
    assert "Léo" not in camille.buttons
    assert await kept(town, camille, record) == []
    await camille.tap("Ana", "Enregistrer")
    assert len(await kept(town, camille, other)) == 1


# ---- what cannot be kept


@pytest.mark.parametrize(
    ("name", "sent", "heard"),
    [
        ("vide.jpg", b"\n", "ce type de fichier"),
        ("grand.jpg", b"\xff\xd8\xff" + bytes(20_000_000 - 2), "trop lourd"),
        ("film.mp4", b"\0\0\0\x18ftypmp42", "ni son ni vidéo"),
        ("carte.pdf", b"PK\3\4 a zip", "ce type de fichier"),
        ("livre.pdf", paper(2000), "trop de pages"),
        ("bombe.png", bomb(), "trop grande"),
        ("anime.webp", written(drawn(), "WEBP", save_all=True, append_images=[drawn(colour="navy")]), "animée"),
        ("coupe.jpg", photo()[:700], "ne s'ouvre pas"),
        ("actif.pdf", paper(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript)), "programmes"),
    ],
)  # fmt: skip
async def test_what_cannot_be_kept_is_told_and_the_next_one_is_taken(
    town: Town, camille: Phone, name: str, sent: bytes, heard: str
):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo())
    await camille.attach("document", name, sent)
    assert heard in camille.last
    assert "1 page bien arrivée" in camille.last
    await camille.attach("photo", "b.jpg", photo("olive"))
    assert "2 pages bien arrivées" in camille.last


@pytest.mark.parametrize("gesture", ["voice", "sticker"])
async def test_a_voice_or_a_sticker_is_no_document(town: Town, camille: Phone, gesture: str):
    await begin(camille)
    await camille.do(gesture)
    assert "⚠️" in camille.last
    assert "Quel document voulez-vous ranger ?" in camille.last


async def test_a_scan_or_a_photo_of_any_phone_is_taken(town: Town, camille: Phone):
    heic = (Path(__file__).parents[1] / "portal" / "inspection" / "of_a_phone.heic").read_bytes()
    await begin(camille)
    await camille.attach("document", "a.heic", heic)
    await camille.attach("document", "a.webp", written(drawn(), "WEBP"))
    await camille.attach("document", "a.png", written(drawn(colour="navy"), "PNG"))
    tiff = written(drawn(colour="olive"), "TIFF", save_all=True, append_images=[drawn(colour="teal")])
    await camille.attach("document", "a.tiff", tiff)
    assert "5 pages bien arrivées" in camille.last
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert [one.pages for one in await kept(town, camille)] == [5]


async def test_twenty_files_are_a_document_and_the_next_one_is_told(town: Town, camille: Phone):
    await begin(camille)
    some = [written(drawn(40, 30, f"#0000{n:02x}"), "PNG") for n in range(0, 84, 4)]
    await camille.attach("document", "x.png", *some[:10])
    await camille.attach("document", "x.png", *some[10:20])
    assert "Quel type de document" in camille.last
    await camille.attach("document", "x.png", some[20])
    assert "20 fichiers au plus" in camille.last
    assert "Quel type de document" in camille.last


@pytest.mark.parametrize(
    ("typed", "heard"),
    [("x" * 500, "120"), ("😀😀", "un mot ou un nombre"), ("\u200b", "quelques mots")],
)
async def test_a_title_that_says_nothing_or_too_much_is_asked_again(
    town: Town, camille: Phone, typed: str, heard: str
):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo())
    await camille.answer("C'est tout", "Certificat", typed)
    assert heard in camille.last
    assert "Quel titre lui donner ?" in camille.last


@pytest.mark.parametrize("typed", ["12/03/2090", "12/03/1850", "31/02/2026", "demain ou hier"])
async def test_a_day_that_cannot_be_is_asked_again(town: Town, camille: Phone, typed: str):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo())
    await camille.answer("C'est tout", *AS_PROPOSED[:2], typed)
    assert "⚠️" in camille.last
    assert "Quelle date porte le document ?" in camille.last


# ---- what breaks on the way


async def test_what_telegram_does_not_give_waits_and_is_fetched_by_one_button(
    town: Town, camille: Phone, sim: Simulator, log: Any
):
    await begin(camille)
    await town.fault("api", "half", method="file", times=None)
    await camille.attach("photo", "a.jpg", photo())
    assert "n'est pas encore arrivé de Telegram" in camille.last
    await camille.tap("Réessayer")
    assert "n'est pas encore arrivé de Telegram" in camille.last
    await town.mend()
    await camille.tap("Réessayer")
    assert "Tout est arrivé" in camille.last
    assert "1 page bien arrivée" in camille.last
    assert sim.token not in log.getvalue()
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert len(await kept(town, camille)) == 1


async def test_the_same_photo_sent_again_takes_the_place_of_the_one_that_waits(town: Town, camille: Phone):
    await begin(camille)
    await town.fault("api", "502", method="file", times=None)
    await camille.attach("photo", "a.jpg", photo())
    await town.mend()
    await camille.attach("photo", "a.jpg", photo())
    assert "1 page bien arrivée" in camille.last
    assert "Telegram" not in camille.last


async def test_a_full_vault_loses_nothing_and_what_waits_is_taken_in_by_itself(town: Town, camille: Phone):
    await begin(camille)
    (town.folder / "vault").write_text("no folder can be made here")
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    assert "2 fichiers attendent : rien ne peut être enregistré" in camille.last
    await town.later(minutes=2)
    assert "2 fichiers attendent" in camille.last
    (town.folder / "vault").unlink()
    await town.later(minutes=10)
    await camille.look()
    assert "Tout est arrivé" in camille.last
    assert "2 pages bien arrivées" in camille.last


async def test_a_vault_that_fills_up_before_save_keeps_the_recap(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await gone_on(camille)
    (town.folder / "vault").rename(town.folder / "elsewhere")
    (town.folder / "vault").write_text("no folder can be made here")
    await camille.tap("Enregistrer")
    assert "réessayez un peu plus tard" in camille.last
    assert await kept(town, camille) == []


async def test_drafts_that_waited_too_long_are_asked_for_again(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    await gone_on(camille)

    def lose(work: Work) -> None:
        work.now = work.now.replace(year=2100)
        assert vault.forget(work) == 1

    await town.do(lose)
    await camille.tap("Enregistrer")
    assert "ont attendu trop longtemps" in camille.last
    assert "Quel document voulez-vous ranger ?" in camille.last


async def test_a_sheet_that_cannot_be_drawn_leaves_the_words(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    for one in on_disk(town):
        one.rename(one.with_name("away"))
    await gone_on(camille)
    assert "photo" not in camille.said_by_bot[-1]
    assert "Certificat" in camille.last


# ---- the virus scanner


@pytest.fixture
async def guarded(sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path) -> Any:
    """A town whose scanner is away until `clamd.sock` is there."""
    async with Town(
        sim, http, database, tmp_path, MASANTE_CLAMD_URL=f"unix:{tmp_path}/clamd.sock"
    ) as started:
        yield started


def back(town: Town, clamd: Clamd) -> None:  # noqa: F811
    (town.folder / "clamd.sock").symlink_to(clamd.unix.removeprefix("unix:"))


async def test_with_the_scanner_away_files_wait_and_are_taken_in_by_themselves(
    guarded: Town,
    clamd: Clamd,  # noqa: F811
):
    camille = await guarded.linked(CAMILLE)
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    assert "2 fichiers attendent le contrôle antivirus" in camille.last
    assert on_disk(guarded) == []
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert "je vous préviens ici" in camille.last
    assert await kept(guarded, camille) == []
    await guarded.restart()
    back(guarded, clamd)
    await guarded.later(minutes=20)
    await camille.look()
    assert "Tout est arrivé" in camille.last
    await camille.tap("Enregistrer")
    assert [one.pages for one in await kept(guarded, camille)] == [2]


async def test_what_waits_in_a_conversation_put_aside_is_told_when_it_is_here(guarded: Town, clamd: Clamd):  # noqa: F811
    camille = await guarded.linked(CAMILLE)
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    await camille.tap("✕ Arrêter")
    back(guarded, clamd)
    await guarded.later(minutes=2)
    await camille.look()
    assert "Tout est arrivé" in camille.last
    await camille.tap("Continuer")
    assert "1 page bien arrivée" in camille.last


async def test_a_harmful_file_is_left_out_and_the_others_stay(guarded: Town, clamd: Clamd):  # noqa: F811
    camille = await guarded.linked(CAMILLE)
    back(guarded, clamd)
    await begin(camille)
    await camille.attach("document", "x.pdf", EICAR, paper())
    assert "antivirus" in camille.last
    assert "1 page bien arrivée" in camille.last
    lines = await guarded.do(journal.read, patient_record(camille.account_id))
    assert [line.why for line in lines if line.action == "file_infected"] == ["Eicar.UNOFFICIAL"]
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert len(await kept(guarded, camille)) == 1


async def test_a_harmful_file_that_waited_is_left_out_and_told(guarded: Town, clamd: Clamd):  # noqa: F811
    camille = await guarded.linked(CAMILLE)
    await begin(camille)
    await camille.attach("document", "x.pdf", EICAR)
    back(guarded, clamd)
    await camille.tap("C'est tout")
    assert "antivirus" in camille.last
    assert "Quel document voulez-vous ranger ?" in camille.last
    assert "C'est tout" not in camille.buttons


# ---- what comes late


async def test_a_photo_of_the_album_that_comes_after_thats_all_is_added(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await camille.tap("C'est tout")
    await late(town, camille, photo("teal"))
    assert "c'est ajouté" in camille.last
    assert "Quel type de document" in camille.last
    await camille.answer(*AS_PROPOSED)
    await camille.tap("Enregistrer")
    assert [one.pages for one in await kept(town, camille)] == [3]


async def test_a_photo_of_the_album_that_comes_after_save_is_offered_to_be_kept(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await gone_on(camille)
    await camille.tap("Enregistrer")
    assert "Supprimer vos photos" in camille.last
    await late(town, camille, photo("teal"))
    assert "Voulez-vous ranger ce document" in camille.last
    assert "Supprimer vos photos" not in camille.everything


async def late(town: Town, phone: Phone, content: bytes) -> None:
    """Have one more photo of her last album come in."""
    album = next(one["media_group_id"] for one in reversed(phone.messages) if "media_group_id" in one)
    world = town.sim.world
    file = world.files.add("photo", content, mime="image/jpeg", size=(400, 300))
    body = {"photo": world.files.photo(file), "media_group_id": album}
    send(world, world.people.get(phone.person.user_id), body)
    await phone.look()


async def test_one_more_photo_at_a_later_question_is_one_more_page(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo("navy"))
    await camille.answer("C'est tout", "Certificat")
    await camille.attach("photo", "y.jpg", photo("olive"))
    assert "c'est ajouté" in camille.last
    assert "Quel titre lui donner ?" in camille.last
    await camille.answer(*AS_PROPOSED[1:])
    assert "2 pages" in camille.last


# ---- who may


async def test_a_chat_unlinked_meanwhile_keeps_nothing(town: Town, camille: Phone):
    await begin(camille)
    await camille.attach("photo", "x.jpg", photo())
    await gone_on(camille)
    await town.do(accounts.unlink, "patient", account_id=camille.account_id)
    await camille.tap("Enregistrer")
    assert "C'est enregistré" not in camille.everything
    assert await kept(town, camille) == []


# ---- what is read on the page


@pytest.fixture
async def reading(
    sim: Simulator,
    http: aiohttp.ClientSession,
    database: str,
    tmp_path: Path,
    languages: Path,
) -> Any:
    """A town where documents are read."""
    async with Town(sim, http, database, tmp_path, MASANTE_RECOGNITION="on") as started:
        yield started


async def test_what_is_read_on_the_page_is_proposed_and_may_be_changed(reading: Town):
    camille = await reading.linked(CAMILLE)
    await begin(camille)
    await camille.attach("photo", "x.jpg", page_photo())
    await camille.tap("C'est tout")
    assert camille.buttons[0] == "★ Traitement ou document de soins"
    assert "proposé d'après ce qui est lu" in camille.last
    await camille.tap("★ Traitement ou document de soins")
    assert "Proposé : Ordonnance du" in camille.last
    await camille.tap("Garder : Ordonnance")
    assert await kept(reading, camille) == []
    await camille.say("02/02/2026")
    await camille.tap("Non")
    assert "Ordonnance du 2 février 2026" in camille.last
    await camille.tap("Enregistrer")
    assert [one.title for one in await kept(reading, camille)] == ["Ordonnance du 2 février 2026"]


@pytest.mark.parametrize("said", ["non", "rien d'autre", "fini"])
async def test_who_says_that_nothing_else_comes_goes_on(camille: Phone, said: str):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo())
    await camille.say(said)
    assert "Quel type de document" in camille.last


async def test_other_words_are_told_how_to_go_on_once_something_has_come(camille: Phone):
    await begin(camille)
    await camille.attach("photo", "a.jpg", photo())
    for other in ("oui", "c'est une ordonnance"):
        await camille.say(other)
        assert "Si c'est tout, touchez « C'est tout »" in camille.last
