"""What an export holds, built of a record in which there is something of everything; large ones in parts."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pyzipper

from bot.exporting.archive import Archive
from bot.exporting.building import Builder, finish
from bot.exporting.page import Said, page
from bot.exporting.paper import paper
from portal import followups, privacy, vault
from portal.authorisations import Operator, Right
from portal.policy import Policy
from portal.privacy import Gathered
from portal.vault import Folder
from portal.work import Workroom
from tests.clock import START, ManualClock
from tests.databases import on_sqlite
from tests.portal.privacy.conftest import CANARY, Home

PHRASE = "abcd-efgh-jkmn-pqrs-tuvw"


@pytest.fixture
def clock() -> ManualClock:
    """One that is moved, as the home wants it."""
    return ManualClock()


@pytest.fixture
def home(workroom: Workroom, clock: ManualClock, tmp_path: Path) -> Home:
    workroom.policy = Policy(support_email="aide@example.org")
    return Home(workroom, clock, Folder(tmp_path / "vault"))


def exported(home: Home, account_id: str, most: int | None = None) -> list[dict[str, bytes]]:
    """The parts of an export, unlocked."""
    gathered = home.do(privacy.gather, Operator(), account_id)
    assert isinstance(gathered, Gathered)
    archive = Archive(PHRASE, BytesIO, most)
    said = Builder(home.room, home.shelves, gathered, archive, lambda _done, _of: None).build()
    finish(archive, [paper(said, "fr", gathered.at)])
    return [unlocked(part) for part in archive.close()]


def unlocked(part: Any) -> dict[str, bytes]:
    with pyzipper.AESZipFile(part) as opened:
        opened.setpassword(PHRASE.encode())
        return {name: opened.read(name) for name in opened.namelist()}


def with_photo(home: Home, account_id: str) -> None:
    """A form of the day is sent with a photo in it."""
    home.wait(days=1)
    home.do(followups.release_due)
    kept = vault.keep(home.shelves, home.room.keys, home.room.chance, b"a photo", "image/jpeg")
    record = f"patient:{account_id}"
    home.do(vault.draft, record, kept, home.clock.now())
    (form, *_) = home.do(followups.due, home.access(account_id, Right.FILL_IN))
    answer = {"valueAttachment": {"contentType": "image/jpeg", "url": f"Binary/{kept.id}"}}
    resource = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "t", "answer": [answer]}]}
    sent = home.do(followups.submit, home.access(account_id, Right.FILL_IN), form.occurrence_id, resource)
    assert isinstance(sent, followups.Response)


@on_sqlite
def test_everything_of_a_record_is_in_it_and_nothing_of_another(home: Home) -> None:
    ada, bob = home.somebody("ada", 1001), home.somebody("bob", 2002)
    home.follow(ada, alerts=[])
    home.send(ada, 37.25)
    with_photo(home, ada)
    child = home.carnet(ada, bob)
    home.deposit(ada, f"carnet:{child}", title="Carnet")
    home.deposit(bob, f"carnet:{child}", title="De l'autre parent")
    home.deposit(bob, f"carnet:{home.carnet(bob, ada)}", title="Que Bob emporte")
    (found,) = exported(home, ada)
    assert {name for name in found if "/" in name} == {
        "documents/001.jpg",
        "documents/002.jpg",
        "reponses/001.jpg",
    }
    assert found["reponses/001.jpg"] == b"a photo"
    entries = [entry["resource"] for entry in json.loads(found["dossier.json"])["entry"]]
    kinds = [one["resourceType"] for one in entries]
    assert kinds.count("QuestionnaireResponse") == 2
    assert kinds.count("DocumentReference") == 2
    assert b"37.25" in found["dossier.json"]
    assert b'"url":"reponses/001.jpg"' in found["dossier.json"].replace(b": ", b":")
    assert f"{CANARY}.bob@example.org" not in found["dossier.json"].decode()
    assert "Que Bob emporte" not in found["resume.html"].decode()


@on_sqlite
def test_each_part_opens_by_itself_and_the_first_one_holds_the_summary(home: Home) -> None:
    ada = home.somebody("ada", 1001)
    for _ in range(5):
        home.deposit(ada)
    parts = exported(home, ada, most=200)
    assert len(parts) > 1
    assert {"dossier.json", "resume.html", "resume.pdf"} <= set(parts[0])
    names = [name for part in parts for name in part]
    assert len(names) == len(set(names)) == 5 + 3


@on_sqlite
def test_what_is_known_of_others_is_a_name_and_no_address(home: Home) -> None:
    ada = home.lived_in("ada", 1001)
    (found,) = exported(home, ada)
    bundle = found["dossier.json"].decode()
    assert "morel@example.org" not in bundle
    assert f"{CANARY}.autre@example.org" not in bundle
    assert {"Immunization", "DetectedIssue", "Consent"} <= {
        entry["resource"]["resourceType"] for entry in json.loads(bundle)["entry"]
    }


def test_a_page_escapes_whatever_people_wrote() -> None:
    shown = page(
        [Said("title", "<b>", "", ""), Said("pair", '"><script>', "</dd><img onerror=x>", 'a"b')], "fr"
    )
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="a&quot;b"' in shown


def test_a_paper_takes_any_letters_and_as_many_pages_as_it_needs() -> None:
    said = [Said("title", "Éàç œ € ≥ Ελληνικά", "", ""), *[Said("pair", "Question 😀", "x" * 900, "")] * 80]
    made = paper(said, "fr", START)
    assert made.startswith(b"%PDF-")
