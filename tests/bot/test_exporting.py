"""What an export holds, built of a record in which there is something of everything; large ones in parts."""

import json
import logging
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import pyzipper

from bot.exporting.archive import Archive
from bot.exporting.building import Builder, finish
from bot.exporting.page import Said, page
from bot.exporting.paper import paper
from bot.fhir.bundling import full_url
from portal import authorisations, blocks, followups, privacy, vault
from portal.authorisations import Operator, Professional, Right
from portal.carnets import growing_up
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


def entries(found: dict[str, bytes]) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(found["dossier.json"])["entry"]]


def of_kind(found: dict[str, bytes], kind: str) -> list[dict[str, Any]]:
    return [one for one in entries(found) if one["resourceType"] == kind]


def unresolved(found: dict[str, bytes]) -> set[str]:
    """References that lead to no entry."""
    bundle = json.loads(found["dossier.json"])
    named = set(re.findall(r'"reference":\s*"([^"]+)"', json.dumps(bundle)))
    return named - {entry["fullUrl"] for entry in bundle["entry"]}


def words_of(paper: bytes) -> str:
    """The words of a PDF, in one line, as its fonts say what their signs stand for."""
    told: list[str] = []
    with pikepdf.open(BytesIO(paper)) as pdf:
        for page in pdf.pages:
            fonts = {name: letters(font.ToUnicode.read_bytes()) for name, font in page.Resources.Font.items()}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    known = fonts[str(operands[0])]
                elif str(operator) in ("Tj", "TJ"):
                    parts = operands[0] if str(operator) == "TJ" else operands
                    codes = b"".join(bytes(one) for one in parts if isinstance(one, pikepdf.String)).hex()
                    told.append(
                        "".join(known.get(codes[n : n + 4].upper(), "") for n in range(0, len(codes), 4))
                    )
    return " ".join(" ".join(told).split())


def letters(to_unicode: bytes) -> dict[str, str]:
    pairs = re.findall(rb"<([0-9A-F]{4})>\s*<([0-9A-F]{4,})>", to_unicode.upper())
    return {code.decode(): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in pairs}


def test_a_child_s_follow_ups_are_in_it_with_who_filled_them_in(home: Home) -> None:
    ada, bob = home.somebody("ada", 1001), home.somebody("bob", 2002)
    record = f"carnet:{home.carnet(ada, bob)}"
    home.follow(ada, record)
    home.send(bob, 39.5, record)
    (found,) = exported(home, ada)
    child = full_url("Patient", record.removeprefix("carnet:"))
    (response,), (plan,), (alert,) = (
        of_kind(found, kind) for kind in ("QuestionnaireResponse", "CarePlan", "DetectedIssue")
    )
    subjects = (response["subject"], plan["subject"], alert["patient"])
    assert {subject["reference"] for subject in subjects} == {child}
    assert len(of_kind(found, "Questionnaire")) == 1
    by = next(
        one
        for one in of_kind(found, "RelatedPerson")
        if full_url("RelatedPerson", one["id"]) == response["author"]["reference"]
    )
    assert by["name"][0]["given"] == [f"{CANARY} bob"]
    assert unresolved(found) == set()
    shown = found["resume.html"].decode().partition("Carnet de santé de")[2]
    assert "Après l&#x27;opération" in shown
    assert "39,5" in shown
    assert "rempli par l&#x27;autre parent" in shown.lower()
    assert "Alerte envoyée à l&#x27;équipe de soins" in shown


@on_sqlite
def test_of_two_children_each_has_her_own(home: Home) -> None:
    ada = home.somebody("ada", 1001)
    records = [f"carnet:{home.carnet(ada)}"]
    home.wait(minutes=1)
    records.append(f"carnet:{home.carnet(ada)}")
    home.follow(ada, alerts=[])
    home.send(ada, 36.5)
    for record, degrees in zip(records, (37.25, 38.25), strict=True):
        home.follow(ada, record, alerts=[])
        home.send(ada, degrees, record)
    (found,) = exported(home, ada)
    told = {one["subject"]["reference"]: one["item"][0]["answer"][0]["valueDecimal"]
            for one in of_kind(found, "QuestionnaireResponse")}  # fmt: skip
    wanted = {ada: 36.5, records[0]: 37.25, records[1]: 38.25}
    assert told == {full_url("Patient", one.removeprefix("carnet:")): value for one, value in wanted.items()}
    own, first, second = found["resume.html"].decode().split("Carnet de santé de")
    assert ["36,5" in own, "37,25" in first, "38,25" in second, "38,25" in first] == [True, True, True, False]


def test_how_she_is_reached_and_lives_is_in_it_with_what_stood_before(home: Home) -> None:
    ada = home.somebody("ada", 1001)
    home.particulars(ada)
    (found,) = exported(home, ada)
    patient = next(one for one in of_kind(found, "Patient") if one["id"] == ada)
    assert {"system": "phone", "value": "+33199001234", "rank": 2} in patient["telecom"]
    assert patient["address"][0]["line"] == [f"2 rue {CANARY}"]
    assert patient["maritalStatus"]["coding"][0]["code"] == "M"
    assert patient["generalPractitioner"] == [{"display": f"Dr {CANARY}, Lyon"}]
    assert {one["url"].rpartition("/")[2] for one in patient["extension"]} == {"children", "profession"}
    (before,), (task,) = of_kind(found, "Basic"), of_kind(found, "Task")
    assert "1 rue des Lilas" in json.dumps(before)
    assert f"{CANARY}-petit" in json.dumps(task)
    assert unresolved(found) == set()
    printed = words_of(found["resume.pdf"])
    for words in (
        f"2 rue {CANARY}",
        "1 rue des Lilas",
        "Marié",
        "2 enfants",
        f"Dr {CANARY}, Lyon",
        f"{CANARY}-petit",
    ):
        assert words in found["resume.html"].decode()
        assert words in printed


@on_sqlite
def test_who_may_read_a_child_s_record_is_in_it_and_who_may_not(home: Home) -> None:
    ada, bob = home.somebody("ada", 1001), home.somebody("bob", 2002)
    record = f"carnet:{home.carnet(ada, bob)}"
    home.do(authorisations.give, f"professional:{home.doctor()}", record, (Right.READ,), None)
    home.do(blocks.add, record, home.doctor(1))
    (found,) = exported(home, ada)
    child = full_url("Patient", record.removeprefix("carnet:"))
    told = [one["provision"] for one in of_kind(found, "Consent") if one["patient"]["reference"] == child]
    assert sorted(one["type"] for one in told) == ["deny", "permit", "permit"]
    assert unresolved(found) == set()


@on_sqlite
def test_what_a_young_person_keeps_from_her_parents_is_not_in_theirs(home: Home) -> None:
    ada, zoe = home.somebody("ada", 1001), home.somebody("zoe", 2002)
    record = f"carnet:{home.carnet(ada)}"
    home.do(authorisations.give, f"patient:{zoe}", record, authorisations.SUBJECT, None)
    kept = home.deposit(ada, record, by=Professional(home.doctor()), title="Contraception")
    assert home.do(growing_up.hide_from_parents, home.access(zoe, Right.KEEP, record), kept) is None
    (found,) = exported(home, ada)  # made by the operator, who would see it
    assert of_kind(found, "DocumentReference") == []
    assert kept.encode() not in found["dossier.json"]
    assert b"document_hidden" not in found["dossier.json"]


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


def test_whatever_somebody_wrote_is_words_in_a_paper(caplog: pytest.LogCaptureFixture) -> None:
    """No place of the file, no number of pages, no link, no script."""
    caplog.set_level(logging.CRITICAL + 1, "fpdf")  # it names half a sign, which a test's report cannot hold
    wrote = [
        "{nb} pages",
        "(a) Tj ET /JS (app.alert(1))",
        "**[x](https://x.example)**",
        "%%EOF endobj",
        "=1+1",
    ]
    broken = "a\x00b\ud800c\x1b[0m"
    said = [Said("title", "T", "", ""), *(Said("pair", one, one, "") for one in [*wrote, broken])]
    made = paper(said, "fr", START)
    printed = words_of(made)
    assert all(printed.count(one) == 2 for one in wrote)
    with pikepdf.open(BytesIO(made)) as pdf:
        assert all("/Annots" not in one for one in pdf.pages)
        assert not {"/AA", "/Names", "/AcroForm"} & set(pdf.Root.keys())
        assert "/JS" not in str(pdf.Root.get("/OpenAction"))
