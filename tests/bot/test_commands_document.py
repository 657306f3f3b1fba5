"""Documents by the command line: deposited as from the chat, listed and read by who may, refused and journalled else."""

import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from portal import accounts, authorisations, carnets, documents
from portal.authorisations import PARENT, Professional, Right, patient_record
from tests.bot.console import Console, Ended
from tests.clamav import EICAR, Clamd
from tests.databases import on_sqlite
from tests.pictures import bomb, drawn, opened, paper, photo, written

EMAIL = ("--patient", "camille.martin@example.org")
LETTER = ("--type", "11490-0", "--title", "Lettre de sortie")


def file(masante: Console, name: str, content: bytes) -> str:
    path = masante.folder / name
    path.write_bytes(content)
    return str(path)


def deposit(
    masante: Console, doctor: str, content: bytes | None = None, *more: str, whose: Any = EMAIL
) -> Ended:
    """Deposit a letter."""
    where = file(masante, "letter", paper(2) if content is None else content)
    return masante("document", "deposit", "--json", *whose, "--professional", doctor, *LETTER, *more, where)


def follow(masante: Console, doctor: str) -> None:
    """Give a professional the right to read."""

    def give(work: Any) -> None:
        record = patient_record(accounts.find(work, EMAIL[1]) or "")
        authorisations.give(work, Professional(doctor).actor, record, (Right.READ,), None)

    masante.do(give)


def lines(masante: Console, whose: Any = EMAIL) -> list[str]:
    found = masante("journal", "show", "--json", *whose).json
    return [f"{one['actor'].partition(':')[0]} {one['action']} {one['why']}".strip() for one in found]


def on_disk(masante: Console) -> list[Path]:
    return [one for one in (masante.folder / "vault").rglob("*") if one.is_file()]


def test_a_letter_is_deposited_listed_and_read_as_it_was_sealed(masante: Console, doctor: str) -> None:
    made = deposit(masante, doctor, None, "--date", "2026-02-27", "--urgent")
    assert (made.code, list(made.json)) == (0, ["id"])
    follow(masante, doctor)
    (listed,) = masante("document", "list", "--json", *EMAIL, "--professional", doctor).json
    told = {
        name: listed[name]
        for name in ("id", "type", "label", "title", "date", "emergency", "pages", "author")
    }
    assert told == {
        "id": made.json["id"], "type": "11490-0", "label": "Hospital discharge letter", "title": "Lettre de sortie",
        "date": "2026-02-27", "emergency": True, "pages": 2, "author": f"professional:{doctor}",
    }  # fmt: skip
    out = masante.folder / "out.pdf"
    read = masante(
        "document", "read", "--json", *EMAIL, "--professional", doctor, made.json["id"], "--out", str(out)
    )
    assert (read.code, read.json["content_type"], out.stat().st_mode & 0o077) == (0, "application/pdf", 0)
    assert len(pikepdf.open(BytesIO(out.read_bytes())).pages) == 2
    assert b"Camille" not in out.read_bytes()
    assert [out.read_bytes()[:60] in one.read_bytes() for one in on_disk(masante)] == [False]
    assert {
        "professional document_deposited emergency",
        "professional documents_listed",
        "professional document_read",
    } <= {*lines(masante)}


@on_sqlite
def test_people_read_a_table(masante: Console, doctor: str) -> None:
    deposit(masante, doctor, photo())
    follow(masante, doctor)
    said = masante("document", "list", *EMAIL, "--professional", doctor).out
    assert "Lettre de sortie" in said
    assert "Hospital discharge letter" in said
    assert "image/jpeg" in said


@on_sqlite
def test_a_photo_is_made_anew_upright_and_without_where_it_was_taken(masante: Console, doctor: str) -> None:
    made = deposit(masante, doctor, photo(width=400, height=300))
    follow(masante, doctor)
    out = masante.folder / "out.jpg"
    masante("document", "read", *EMAIL, "--professional", doctor, made.json["id"], "--out", str(out))
    assert opened(out.read_bytes()).size == (300, 400)
    assert not opened(out.read_bytes()).getexif()


@on_sqlite
def test_the_day_is_today_when_none_is_given(masante: Console, doctor: str) -> None:
    deposit(masante, doctor)
    (listed,) = masante("document", "list", "--json", *EMAIL).json
    assert listed["date"] in listed["deposited_at"] or listed["date"] > listed["deposited_at"][:10]


@on_sqlite
def test_the_bundle_names_type_author_and_content(masante: Console, doctor: str) -> None:
    made = deposit(masante, doctor, None, "--urgent")
    bundle = masante("document", "list", "--json", "--bundle", *EMAIL).json
    (one,) = [entry["resource"] for entry in bundle["entry"]]
    attachment = one["content"][0]["attachment"]
    assert (one["resourceType"], one["id"], one["status"]) == (
        "DocumentReference",
        made.json["id"],
        "current",
    )
    assert one["type"]["coding"] == [
        {"system": "http://loinc.org", "code": "11490-0", "display": "Lettre de liaison à la sortie"}
    ]
    assert one["author"] == [{"reference": f"Practitioner/{doctor}"}]
    assert one["masterIdentifier"]["value"].startswith("urn:uuid:")
    assert (attachment["contentType"], attachment["url"][:7]) == ("application/pdf", "Binary/")
    assert len(attachment["hash"]) == 28
    assert one["meta"]["tag"][0]["code"] == "emergency"


@on_sqlite
def test_a_carnet_takes_documents_and_gives_them_to_who_may_read(masante: Console, doctor: str) -> None:
    parent = masante.patient("nadia.petit@example.org")
    made = masante(
        "carnet", "create", "--json", "--parent", parent, "--first-name", "Léo", "--birth-date", "2024-02-03"
    )
    whose = ("--carnet", made.json["id"])
    assert deposit(masante, doctor, whose=whose).code == 0
    assert masante("document", "list", "--json", *whose, "--professional", doctor).json == {
        "refused": "no_right"
    }
    (listed,) = masante("document", "list", "--json", *whose).json
    assert listed["author"] == f"professional:{doctor}"
    assert "operator documents_listed" in lines(masante, whose)


def test_who_may_not_read_is_refused_and_journalled(masante: Console, doctor: str) -> None:
    made = deposit(masante, doctor).json["id"]
    out = masante.folder / "out"
    asked = (*EMAIL, "--professional", doctor)
    listed = masante("document", "list", "--json", *asked)
    read = masante("document", "read", "--json", *asked, made, "--out", str(out))
    assert (listed.code, listed.json) == (read.code, read.json) == (1, {"refused": "no_right"})
    assert not out.exists()
    assert lines(masante)[-2:] == ["professional refused", "professional refused"]


@on_sqlite
def test_who_is_unknown_or_disabled_is_refused_and_journalled(masante: Console, doctor: str) -> None:
    masante("professional", "disable", doctor)
    for who in (doctor, "nobody@example.org"):
        assert deposit(masante, who).json == {"refused": "professional_unknown"}
    assert lines(masante)[-2:] == ["professional refused", "operator refused professional_unknown"]
    assert on_disk(masante) == []


@on_sqlite
def test_who_was_sent_away_deposits_no_more(masante: Console, doctor: str) -> None:
    follow(masante, doctor)

    def send_away(work: Any) -> None:
        record = patient_record(accounts.find(work, EMAIL[1]) or "")
        authorisations.withdraw(work, Professional(doctor).actor, record)

    masante.do(send_away)
    assert deposit(masante, doctor).json == {"refused": "no_right"}


@on_sqlite
def test_an_unknown_type_names_those_there_are(masante: Console, doctor: str) -> None:
    wrong = masante(
        "document", "deposit", *EMAIL, "--professional", doctor, "--type", "DOCPAT02", "--title", "x", "/none"
    )
    assert wrong.code == 2  # the file comes first: there is none
    where = file(masante, "x", paper())
    asked = (*EMAIL, "--professional", doctor, "--type", "DOCPAT02", "--title", "Ordonnance", where)
    said = masante("document", "deposit", *asked)
    assert said.code == 1
    assert "57833-6  Prescription of medicines" in said.err
    assert (
        masante("document", "deposit", "--json", *asked).json["codes"]["11490-0"]
        == "Hospital discharge letter"
    )


@on_sqlite
@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--title", "x" * 121), 1),
        (("--title", "🩺"), 1),
        (("--title", "deux\nlignes"), 2),
        (("--title", "\u202eà l'envers"), 2),
        (("--date", "2090-01-01"), 1),
        (("--date", "12/03/2026"), 2),
    ],
)
def test_what_is_written_wrong_is_refused_before_the_file_is_kept(
    masante: Console, doctor: str, given: tuple[str, str], code: int
) -> None:
    assert deposit(masante, doctor, None, *given).code == code
    assert on_disk(masante) == []


@on_sqlite
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"PK\3\4 a zip", "unknown"),
        (photo()[:700], "broken"),
        (bomb(), "too_many_pixels"),
        (paper(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")), "active"),
        (b"\0\0\0\x18ftypmp42", "unknown"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_journalled_and_leaves_nothing(
    masante: Console, doctor: str, content: bytes, why: str
) -> None:
    ended = deposit(masante, doctor, content)
    assert (ended.code, ended.json["refused"], ended.json["why"]) == (1, "file_unfit", why)
    assert "Nothing was stored" in ended.err
    assert (on_disk(masante), masante("document", "list", "--json", *EMAIL).json) == ([], [])
    assert "professional document_refused file_unfit" in lines(masante)


@on_sqlite
def test_a_file_of_more_than_twenty_megabytes_is_refused(masante: Console, doctor: str) -> None:
    ended = deposit(masante, doctor, b"\xff\xd8\xff" + bytes(20_000_000 - 2))
    assert (ended.code, ended.json) == (1, {"refused": "file_too_large", "most": 20})


@on_sqlite
@pytest.mark.parametrize("what", ["folder", "fifo", "/dev/zero", "missing", "secret", "no\0name"])
def test_what_is_no_file_is_refused_at_once(masante: Console, doctor: str, what: str) -> None:
    path = masante.folder / what if not what.startswith("/") else Path(what)
    if what == "folder":
        path.mkdir()
    elif what == "fifo":
        os.mkfifo(path)
    elif what == "secret":
        path.symlink_to("/dev/urandom")
    ended = masante("document", "deposit", *EMAIL, "--professional", doctor, *LETTER, str(path))
    assert (ended.code, ended.err.count("\n")) == (2, 1)


@on_sqlite
def test_a_name_of_a_file_says_nothing_of_what_is_in_it(masante: Console, doctor: str) -> None:
    where = file(masante, "--urgent; rm -rf ..%2f.exe", written(drawn(), "PNG"))
    asked = (*EMAIL, "--professional", doctor, *LETTER, "--", where)
    assert masante("document", "deposit", *asked).code == 0
    (listed,) = masante("document", "list", "--json", *EMAIL).json
    assert (listed["content_type"], listed["emergency"]) == ("image/jpeg", False)


@on_sqlite
@pytest.mark.parametrize("named", ["../../etc/passwd", "' OR 1=1 --", "x" * 300])
def test_a_document_that_is_not_there_is_refused(masante: Console, doctor: str, named: str) -> None:
    out = masante.folder / "out"
    ended = masante("document", "read", "--json", *EMAIL, named, "--out", str(out))
    assert (ended.code, ended.json, out.exists()) == (1, {"refused": "document_unknown"}, False)


@on_sqlite
def test_a_document_of_another_record_is_refused(masante: Console, doctor: str) -> None:
    made = deposit(masante, doctor).json["id"]
    masante.patient("nadia.petit@example.org")
    ended = masante(
        "document", "read", "--json", "--patient", "nadia.petit@example.org", made, "--out", "out"
    )
    assert (ended.code, ended.json) == (1, {"refused": "document_unknown"})


@on_sqlite
def test_a_vault_that_cannot_be_written_is_said_and_nothing_is_stored(masante: Console, doctor: str) -> None:
    (masante.folder / "vault").write_text("no folder")
    ended = deposit(masante, doctor)
    assert (ended.code, ended.json) == (1, {"refused": "file_not_kept"})
    assert masante("document", "list", "--json", *EMAIL).json == []


@on_sqlite
@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "unix:/none/clamd.ctl"])
def test_with_the_scanner_away_nothing_passes(masante: Console, doctor: str, url: str) -> None:
    masante("patient", "list", CLAMD_URL=url)
    ended = deposit(masante, doctor)
    assert (ended.code, ended.json, on_disk(masante)) == (1, {"refused": "scanner_away"}, [])
    assert "professional document_refused scanner_away" in lines(masante)


@on_sqlite
def test_a_file_that_the_scanner_knows_is_refused_before_anything_opens_it(
    masante: Console, doctor: str, clamd: Clamd
) -> None:
    masante("patient", "list", CLAMD_URL=clamd.unix)
    ended = deposit(masante, doctor, photo() + EICAR)
    assert (ended.code, ended.json["refused"], on_disk(masante)) == (1, "file_infected", [])
    assert "professional document_refused file_infected" in lines(masante)
    assert deposit(masante, doctor).code == 0


@on_sqlite
@pytest.mark.parametrize(
    ("harm", "why"), [(Path.unlink, "blob_missing"), (lambda p: p.write_bytes(b"x"), "blob_damaged")]
)
def test_what_is_missing_or_damaged_is_said_and_journalled(
    masante: Console, doctor: str, harm: Any, why: str
) -> None:
    made = deposit(masante, doctor).json["id"]
    harm(on_disk(masante)[0])
    ended = masante("document", "read", *EMAIL, made, "--out", str(masante.folder / "out"))
    assert (ended.code, ended.err.count("\n"), (masante.folder / "out").exists()) == (1, 1, False)
    assert lines(masante)[-1] == f"operator document_broken {why}"
    assert masante("document", "list", *EMAIL).code == 0


@on_sqlite
def test_both_parents_see_that_it_is_new(masante: Console, doctor: str) -> None:
    parent, other = masante.patient("nadia.petit@example.org"), masante.patient("thomas.petit@example.org")
    made = masante(
        "carnet", "create", "--json", "--parent", parent, "--first-name", "Léo", "--birth-date", "2024-02-03"
    )

    def share(work: Any) -> None:
        child: Any = carnets.get(work, made.json["id"])
        authorisations.give(work, patient_record(other), child.record, PARENT, None)

    masante.do(share)
    deposit(masante, doctor, whose=("--carnet", made.json["id"]))
    assert [masante.do(documents.unread, one) for one in (parent, other)] == [1, 1]
