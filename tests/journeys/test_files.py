"""A photo into an answer: sent, kept sealed, sent with the form, read by the care team; and all that comes instead."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from portal import authorisations, followups, vault
from portal.authorisations import Operator, Right
from portal.vault import Blob
from portal.work import Work
from simulator import Simulator
from tests.buckets import S3, Faulty
from tests.journeys import people
from tests.journeys.forms import ALL_IS_WELL, form, question
from tests.journeys.phone import Phone
from tests.journeys.town import Town, on_both
from tests.pictures import bomb, opened, paper, photo

MANY = {"repeats": True}
ONLY_PICTURES = [{"url": "http://hl7.org/fhir/StructureDefinition/mimeType", "valueCode": "image/*"}]


def asks_for_photos(**more: Any) -> str:
    return form(
        question("wound", "attachment", "Une photo de la plaie ?", **more),
        question("word", "string", "Un mot ?"),
    )


async def ask(town: Town, phone: Phone, **more: Any) -> Phone:
    """Put a patient in front of a question that a photo answers."""
    await town.do(people.follow, phone.account_id, asks_for_photos(**more))
    await town.later(seconds=1)
    await phone.say("/suivi")
    assert "Une photo de la plaie ?" in phone.last
    return phone


async def send(town: Town, phone: Phone) -> list[dict[str, Any]]:
    """Finish the form, send it, and return the attachments as the care team gets them."""
    await phone.say("voilà")
    await phone.tap("Envoyer")
    assert "vos réponses sont envoyées" in phone.last
    (resource,) = await town.do(people.responses, phone.account_id)
    return [answer["valueAttachment"] for answer in resource["item"][0]["answer"]]


async def content(town: Town, phone: Phone, attachment: dict[str, Any]) -> bytes:
    """Read a file as the care team does."""

    def find(work: Work) -> Blob:
        record = authorisations.patient_record(phone.account_id)
        access: Any = authorisations.require(work, Operator(), Right.READ, record)
        found = followups.attachment(work, access, attachment["url"])
        assert isinstance(found, Blob)
        return found

    return vault.read(town.app.shelves, town.app.workroom.keys, await town.do(find))


def on_disk(town: Town) -> list[Path]:
    return [one for one in (town.folder / "vault").rglob("*") if one.is_file()]


@on_both
async def test_a_photo_is_kept_upright_without_a_word_about_it_and_goes_with_the_form(
    town: Town, camille: Phone
):
    await ask(town, camille)
    await camille.attach("photo", "IMG_1.jpg", photo(width=400, height=300))
    assert "Un mot ?" in camille.last
    assert "→ 1 photo" in camille.everything
    (attachment,) = await send(town, camille)
    assert (attachment["contentType"], attachment["url"][:7]) == ("image/jpeg", "Binary/")
    kept = await content(town, camille, attachment)
    assert len(kept) == attachment["size"]
    picture = opened(kept)
    assert picture.size == (300, 400)
    assert not picture.getexif()
    assert b"Camille" not in kept
    assert [kept[:100] in one.read_bytes() for one in on_disk(town)] == [False]


async def test_an_album_of_three_is_one_answer_and_one_message(town: Town, camille: Phone):
    await ask(town, camille, **MANY)
    before = len(camille.said_by_bot)
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"), photo("teal"))
    assert "3 bien arrivées" in camille.last
    assert len(camille.said_by_bot) == before
    await camille.tap("C'est tout")
    assert "Un mot ?" in camille.last
    assert len(await send(town, camille)) == 3


async def test_photos_come_one_after_the_other_and_the_last_can_be_taken_back(town: Town, camille: Phone):
    await ask(town, camille, **MANY)
    await camille.attach("photo", "a.jpg", photo("navy"))
    await camille.attach("photo", "b.jpg", photo("olive"))
    await camille.tap("Retirer la dernière")
    assert "1 bien arrivée." in camille.last
    await camille.say("c'est tout")
    assert len(await send(town, camille)) == 1


async def test_the_same_photo_twice_is_kept_once(town: Town, camille: Phone):
    await ask(town, camille, **MANY)
    await camille.attach("photo", "a.jpg", photo("navy"))
    await camille.attach("photo", "a.jpg", photo("navy"))
    assert "une seule fois" in camille.last
    assert "1 bien arrivée." in camille.last


async def test_a_photo_that_comes_after_thats_all_is_answered_kindly(town: Town, camille: Phone):
    await ask(town, camille)  # one is wanted, three are sent
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"), photo("teal"))
    assert "Celui-ci est arrivé après votre réponse" in camille.last
    assert "Un mot ?" in camille.last
    assert len(await send(town, camille)) == 1


async def test_one_of_an_album_that_cannot_be_kept_stays_said(town: Town, camille: Phone):
    await ask(town, camille, **MANY)
    await camille.attach("document", "x.jpg", b"nothing like a picture", photo("olive"), photo("teal"))
    assert "Je ne peux pas garder ce type de fichier" in camille.last
    assert "2 bien arrivées" in camille.last


async def test_a_pdf_is_taken_where_it_may_be_and_loses_its_author(town: Town, camille: Phone):
    await ask(town, camille)
    await camille.attach("document", "ordonnance.pdf", paper())
    (attachment,) = await send(town, camille)
    assert (attachment["contentType"], attachment["title"]) == ("application/pdf", "ordonnance.pdf")
    kept = await content(town, camille, attachment)
    assert kept.startswith(b"%PDF-")
    assert b"Camille" not in kept


async def test_a_pdf_where_a_photo_is_wanted_is_told(town: Town, camille: Phone):
    await ask(town, camille, extension=ONLY_PICTURES)
    assert "trombone" not in camille.last
    await camille.attach("document", "ordonnance.pdf", paper())
    assert "une photo, pas un PDF" in camille.last
    assert on_disk(town) == []


@pytest.mark.parametrize(
    ("name", "sent", "heard"),
    [
        ("film.mp4", b"\0\0\0\x18ftypmp42", "ni son ni vidéo"),
        ("carte.pdf", b"PK\3\4 a zip", "ce type de fichier"),
        ("vide.jpg", b"", "ce type de fichier"),
        ("coupe.jpg", photo()[:700], "ne s'ouvre pas"),
        ("bombe.png", bomb(), "trop grande"),
        ("grand.jpg", b"\xff\xd8\xff" + bytes(20_000_000 - 2), "trop lourd"),
    ],
)
async def test_what_cannot_be_kept_is_told_and_nothing_is_lost(
    town: Town, camille: Phone, name: str, sent: bytes, heard: str
):
    await ask(town, camille)
    await camille.attach("document", name, sent or b"\n")
    assert heard in camille.last
    assert "Une photo de la plaie ?" in camille.last
    await camille.attach("photo", "a.jpg", photo())
    assert "Un mot ?" in camille.last


async def test_what_is_too_large_is_not_even_asked_for(town: Town, camille: Phone):
    await ask(town, camille)
    await camille.attach("document", "a.jpg", b"\xff\xd8\xff" + bytes(20_000_000 - 2))
    assert await town.calls("getFile") == []


@pytest.mark.parametrize("gesture", ["voice", "sticker"])
async def test_a_voice_or_a_sticker_instead_of_a_photo_is_told(town: Town, camille: Phone, gesture: str):
    await ask(town, camille)
    await camille.do(gesture)
    assert "photo" in camille.last.partition("\n")[0] or "⚠️" in camille.last
    assert "Une photo de la plaie ?" in camille.last


async def test_words_instead_of_a_photo_are_told(town: Town, camille: Phone):
    await ask(town, camille)
    await camille.say("elle va bien")
    assert "pas des mots" in camille.last


@pytest.mark.parametrize("kind", ["502", "close", "half"])
async def test_a_download_that_breaks_is_tried_again(town: Town, camille: Phone, kind: str):
    await ask(town, camille)
    await town.fault("api", kind, method="file", times=2)
    await camille.attach("photo", "a.jpg", photo())
    assert "Un mot ?" in camille.last


async def test_a_download_that_fails_for_good_is_told_and_nothing_is_lost(
    town: Town, camille: Phone, sim: Simulator, log: Any
):
    await ask(town, camille)
    await town.fault("api", "502", method="file", times=None)
    await camille.attach("photo", "a.jpg", photo())
    assert "pas pu recevoir ce fichier" in camille.last
    assert sim.token not in log.getvalue()
    await town.mend()
    await camille.attach("photo", "a.jpg", photo())
    assert "Un mot ?" in camille.last


async def test_nothing_is_fetched_that_nobody_awaits(town: Town, camille: Phone):
    await camille.attach("photo", "a.jpg", photo())
    await ask(town, camille)
    await camille.attach("photo", "b.jpg", photo("navy"))
    await camille.attach("photo", "c.jpg", photo("teal"))
    assert len(await town.calls("getFile")) == 1


async def test_a_restart_in_the_middle_loses_no_photo(town: Town, camille: Phone):
    await ask(town, camille, **MANY)
    await camille.attach("photo", "a.jpg", photo("navy"))
    await town.restart()
    await camille.attach("photo", "b.jpg", photo("olive"))
    assert "2 bien arrivées" in camille.last
    await camille.tap("C'est tout")
    assert len(await send(town, camille)) == 2


async def test_an_answer_can_be_changed_from_the_recap_and_going_back_loses_nothing(
    town: Town, camille: Phone
):
    await ask(town, camille, **MANY)
    await camille.attach("photo", "a.jpg", photo("navy"))
    await camille.tap("C'est tout", "‹ Retour")
    assert "1 bien arrivée." in camille.last
    await camille.attach("photo", "b.jpg", photo("olive"))
    await camille.tap("C'est tout")
    await camille.say("voilà")
    await camille.change("Une photo de la plaie")
    await camille.tap("Retirer la dernière", "C'est tout")
    assert "1 photo" in camille.last
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert len(resource["item"][0]["answer"]) == 1


async def test_an_optional_photo_can_be_passed_over(town: Town, camille: Phone):
    await ask(town, camille, required=False)
    await camille.tap("Passer ›")
    await camille.say("voilà")
    assert "pas de réponse" in camille.last
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    assert [item["linkId"] for item in resource["item"]] == ["word"]


async def test_the_photo_leaves_the_chat_before_telegram_forbids_it(town: Town, camille: Phone):
    await ask(town, camille)
    await camille.attach("photo", "a.jpg", photo())
    mine = [one["message_id"] for one in camille.messages if "photo" in one]
    await town.later(hours=41)
    await camille.look()
    assert mine
    assert [one for one in camille.messages if one["message_id"] in mine] == []


async def test_what_is_erased_is_swept_from_the_vault(town: Town, camille: Phone):
    await ask(town, camille)
    await camille.attach("photo", "a.jpg", photo())
    await camille.tap("Enregistrer et continuer après", "Effacer")
    assert len(on_disk(town)) == 1
    far = town.clock.now().replace(year=2100)
    assert vault.sweep(town.app.workroom, town.app.shelves, far) == 1
    assert on_disk(town) == []


async def test_a_photo_that_waited_too_long_is_asked_for_again(town: Town, camille: Phone):
    await ask(town, camille)
    await camille.attach("photo", "a.jpg", photo())
    await camille.say("voilà")

    def lose(work: Work) -> None:
        work.now = work.now.replace(year=2100)
        assert vault.forget(work) == 1

    await town.do(lose)
    await camille.tap("Envoyer")
    assert "a attendu trop longtemps" in camille.last
    assert "Une photo de la plaie ?" in camille.last


async def test_a_vault_that_is_full_is_told(town: Town, camille: Phone):
    await ask(town, camille)
    (town.folder / "vault").write_text("no folder can be made here")
    await camille.attach("photo", "a.jpg", photo())
    assert "Je ne peux pas garder de fichier pour le moment" in camille.last
    (town.folder / "vault").unlink()
    await camille.attach("photo", "a.jpg", photo())
    assert "Un mot ?" in camille.last


async def test_after_a_surgery_who_worries_about_the_wound_may_show_it(town: Town, camille: Phone):
    await town.do(people.follow, camille.account_id)
    await town.later(seconds=1)
    await camille.say("/suivi")
    await camille.answer(*ALL_IS_WELL[:7], "Plaie rouge, chaude ou gonflée", "Terminé")
    assert "montrer la plaie" in camille.last
    assert "Ne retirez pas le pansement" in camille.last
    await camille.attach("photo", "x.jpg", photo("navy"), photo("olive"))
    await camille.tap("C'est tout", "Passer ›")
    assert "2 photos" in camille.last
    await camille.tap("Envoyer")
    (resource,) = await town.do(people.responses, camille.account_id)
    (shown,) = [item for item in resource["item"] if item["linkId"] == "wound-photo"]
    assert len(shown["answer"]) == 2


async def test_a_photo_is_kept_in_a_bucket_and_told_when_that_is_busy(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path, s3: S3
):
    faulty = Faulty(s3.server)
    s3.through(faulty.url)
    async with Town(sim, http, database, tmp_path, MASANTE_VAULT_URL=s3.url) as town:
        camille = await town.linked(people.CAMILLE)
        await ask(town, camille)
        faulty.faults = ["busy"] * 30  # more than it tries, whoever else asks for something there
        await camille.attach("photo", "a.jpg", photo())
        assert "Je ne peux pas garder de fichier pour le moment" in camille.last
        faulty.faults = []
        await camille.attach("photo", "a.jpg", photo(width=400, height=300))
        assert "Un mot ?" in camille.last
        (attachment,) = await send(town, camille)
        assert opened(await content(town, camille, attachment)).size == (300, 400)
        assert s3.keys() == [f"files/{attachment['url'].removeprefix('Binary/')}"]
        assert not (tmp_path / "vault").exists()
    faulty.close()
