"""Taking one's data along: asked for, made, given with a password shown once; opened as she would open it."""

import json
import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pikepdf
import pyzipper

from portal import accounts, authorisations, privacy
from portal.authorisations import Right, patient_record
from portal.keys import Chance
from portal.work import Work
from simulator import Simulator
from tests.journeys import people
from tests.journeys.people import CAMILLE
from tests.journeys.phone import Phone
from tests.journeys.shelf import carnet, deposit, files_of, me
from tests.journeys.town import Town
from tests.pictures import photo

PHRASE = r"(?:[a-z2-9]{4}-){4}[a-z2-9]{4}"


async def ask(town: Town, phone: Phone) -> None:
    """Ask for an export, and have it made."""
    await phone.say("/compte")
    await phone.tap("Mes données et mon accord", "Emporter mes données", "Préparer mon export")
    await made(town, phone)


async def made(town: Town, phone: Phone) -> None:
    while await town.app.ticker.exports.once():
        pass
    await phone.look()


def phrase(phone: Phone) -> str:
    (found,) = re.findall(PHRASE, phone.everything)
    return str(found)


async def files(town: Town, phone: Phone) -> list[bytes]:
    """The documents that the chat was given, as they were sent."""
    found = []
    for message in phone.said_by_bot:
        if message.get("document"):
            async with town.http.get(
                f"{town.sim.url}/phone/{CAMILLE.user_id}/file/{message['document']['file_id']}"
            ) as answer:
                assert answer.status == 200
                found.append(await answer.read())
    return found


def unlocked(content: bytes, password: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(BytesIO(content)) as opened:
        opened.setpassword(password.encode())
        return {name: opened.read(name) for name in opened.namelist()}


async def test_she_takes_along_all_she_has_with_a_password_shown_once(town: Town, camille: Phone):
    await deposit(town, camille.account_id, "<script>alert(1)</script>", content=photo())
    await ask(town, camille)
    assert "Votre export est prêt" in camille.everything
    (content,) = await files(town, camille)
    found = unlocked(content, phrase(camille))
    assert set(found) == {"documents/001.jpg", "dossier.json", "resume.html", "resume.pdf"}
    assert found["documents/001.jpg"].startswith(b"\xff\xd8")
    page = found["resume.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert CAMILLE.email in page
    with pikepdf.open(BytesIO(found["resume.pdf"])) as pdf:
        assert (len(pdf.pages), pdf.Root.Lang) == (1, "fr")
        assert str(pdf.docinfo["/Title"]) == "Mon dossier de santé"


async def test_the_password_leaves_the_chat_after_ten_minutes_and_stands_nowhere_else(
    town: Town, camille: Phone
):
    await ask(town, camille)
    password = phrase(camille)
    await town.later(minutes=11)
    await camille.look()
    assert password not in camille.everything
    assert "document" in camille.said_by_bot[-1]  # the file stays: it is hers
    database = Path(town.settings.database_url.removeprefix("sqlite:///")).read_bytes()
    assert password.encode() not in database
    assert not any(password.encode() in one.read_bytes() for one in files_of(town))


async def test_a_second_one_waits_for_the_first(town: Town, camille: Phone):
    await town.do(taken, camille.account_id)
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Emporter mes données", "Préparer mon export")
    assert "en préparation" in camille.last


async def test_a_code_from_the_phone_comes_first(town: Town, camille: Phone):
    town.clock.move(timedelta(days=31))
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Emporter mes données")
    assert "code à 6 chiffres" in camille.last
    await camille.say(await camille.code())
    await camille.tap("Continuer")
    assert "Je prépare votre export" in camille.last


async def test_a_file_that_cannot_be_read_is_named_and_keeps_nothing_back(town: Town, camille: Phone):
    await deposit(town, camille.account_id, "Ordonnance perdue")
    await deposit(town, camille.account_id, "Ordonnance gardée")
    files_of(town)[0].unlink()
    await ask(town, camille)
    assert "1 fichier n'a pas pu être lu" in camille.everything
    (content,) = await files(town, camille)
    found = unlocked(content, phrase(camille))
    assert "illisible" in found["resume.html"].decode()
    assert len([name for name in found if name.startswith("documents/")]) == 1


async def test_killed_while_it_is_made_it_is_made_again(town: Town, camille: Phone):
    await town.do(taken, camille.account_id)
    await town.restart()
    await town.later(minutes=11)
    await made(town, camille)
    assert len(await files(town, camille)) == 1
    assert phrase(camille)


def taken(work: Work, account_id: str) -> None:
    """An export is asked for, and taken by somebody who then dies."""
    asked(work, account_id)
    assert privacy.claim(work) is not None


def asked(work: Work, account_id: str) -> None:
    who = me(account_id)
    hold = authorisations.require(work, who, Right.HOLD, patient_record(account_id))
    assert isinstance(privacy.ask(work, CAMILLE.user_id, who, hold), str)


async def test_every_reference_in_the_bundle_leads_to_an_entry(town: Town, camille: Phone):
    child = await town.do(carnet, camille.account_id)
    await deposit(town, camille.account_id, "Vaccins", record=child)
    await town.do(people.follow, camille.account_id)
    await town.do(people.release)
    await ask(town, camille)
    (content,) = await files(town, camille)
    bundle = json.loads(unlocked(content, phrase(camille))["dossier.json"])
    urls = {entry["fullUrl"] for entry in bundle["entry"]}
    references = [one for entry in bundle["entry"] for one in found_references(entry["resource"])]
    assert references
    assert set(references) <= urls
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    assert {"Patient", "RelatedPerson", "Questionnaire", "CarePlan", "DocumentReference", "Consent", "AuditEvent",
            "Provenance"} <= kinds  # fmt: skip
    assert len(urls) == len(bundle["entry"])


def found_references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one for each in value for one in found_references(each)]
    if not isinstance(value, dict):
        return []
    own = [value["reference"]] if isinstance(value.get("reference"), str) else []
    return own + [one for each in value.values() for one in found_references(each)]


async def test_what_is_too_large_for_one_message_comes_in_parts_that_open_by_themselves(
    town: Town, camille: Phone
):
    town.app.ticker.exports.part = 2_000
    for number in range(3):
        await deposit(town, camille.account_id, f"Photo {number}", content=photo())
    await ask(town, camille)
    contents = await files(town, camille)
    assert len(contents) > 1
    opened = [unlocked(one, phrase(camille)) for one in contents]
    assert "resume.html" in opened[0]
    assert sum(name.startswith("documents/") for one in opened for name in one) == 3


async def test_a_large_export_is_downloaded_by_a_link(
    sim: Simulator, http: aiohttp.ClientSession, database: str, tmp_path: Path
):
    async with Town(sim, http, database, tmp_path, MASANTE_PUBLIC_URL="https://masante.example.org") as town:
        camille = await town.linked(CAMILLE)
        town.app.ticker.exports.part = 2_000
        for number in range(3):
            await deposit(town, camille.account_id, f"Photo {number}", content=photo())
        await ask(town, camille)
        assert "trop volumineux" in camille.everything
        path = link(camille)
        async with http.get(f"{town.page}{path}") as shown:
            page = await shown.text()
            assert "Télécharger la partie 1 sur" in page
        async with http.post(f"{town.page}{path}/1") as given:
            assert given.status == 200
            assert "resume.html" in unlocked(await given.read(), phrase(camille))
        async with http.post(f"{town.page}{path}/99") as beyond:
            assert beyond.status == 410
        await town.later(hours=25)
        async with http.get(f"{town.page}{path}") as late:
            assert late.status == 410


def link(phone: Phone) -> str:
    urls = [button["url"] for message in phone.said_by_bot for row in message.get("reply_markup", {}).get(
        "inline_keyboard", []) for button in row if "url" in button]  # fmt: skip
    return urls[-1].removeprefix("https://masante.example.org")


async def test_whoever_is_no_longer_linked_is_given_nothing(town: Town, camille: Phone):
    def ask_and_go(work: Work) -> None:
        asked(work, camille.account_id)
        accounts.unlink(work, "operator", chat_id=CAMILLE.user_id)

    await town.do(ask_and_go)
    await town.app.ticker.exports.once()
    await camille.look()
    assert re.findall(PHRASE, camille.everything) == []
    assert await files(town, camille) == []


def test_a_phrase_is_five_groups_that_nobody_confuses() -> None:
    drawn = Chance().phrase()
    assert re.fullmatch(PHRASE, drawn)
    assert not set("01ilo") & set(drawn)


async def test_a_yes_stands_for_the_only_button_there_is(camille: Phone):
    await camille.say("/compte")
    await camille.tap("Mes données et mon accord", "Emporter mes données")
    await camille.say("oui")
    assert "J'ai compris : Préparer mon export" in camille.last
    await camille.say("oui")
    assert "Préparer mon export" not in camille.buttons
