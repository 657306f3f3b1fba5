"""A file of an answer, taken out by the command line."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal import authorisations, followups, vault
from portal.authorisations import Operator, Right, patient_record
from portal.work import Work
from tests.bot.console import Console
from tests.databases import on_sqlite

EMAIL = ("--patient", "camille.martin@example.org")
FORM = {"resourceType": "Questionnaire", "status": "active", "url": "urn:x", "version": "1",
        "item": [{"linkId": "p", "type": "attachment", "text": "Photo"}]}  # fmt: skip
CONTENT = b"what stands for a picture"


def answered(work: Work, account_id: str, folder: Path) -> str:
    """Send a form with a photo; returns the photo's id."""
    followups.release_due(work)
    record = patient_record(account_id)
    access: Any = authorisations.require(work, Operator(), Right.FILL_IN, record)
    kept = vault.keep(vault.Folder(folder), work.keys, work.chance, CONTENT, "image/jpeg")
    vault.draft(work, record, kept, work.now + timedelta(hours=1))
    value = {"contentType": "image/jpeg", "url": f"Binary/{kept.id}", "size": kept.size, "hash": kept.sha1}
    said = [{"linkId": "p", "text": "Photo", "answer": [{"valueAttachment": value}]}]
    due = followups.due(work, access)[0]
    resource = {"resourceType": "QuestionnaireResponse", "item": said}
    assert isinstance(followups.submit(work, access, due.occurrence_id, resource), followups.Response)
    return kept.id


@pytest.fixture
def photo(masante: Console) -> str:
    camille = masante.patient()
    form = masante.file("form.json", FORM)
    masante("followup", "start", *EMAIL, "--questionnaire", form, "--at", "00:00", "--window", "24 h",
            VAULT_URL=f"file://{masante.folder / 'vault'}")  # fmt: skip
    found: str = masante.do(answered, camille, masante.folder / "vault")
    return found


def lines(masante: Console) -> list[str]:
    return [one["action"] for one in masante("journal", "show", "--json", *EMAIL).json]


def test_a_file_is_written_as_it_was_sent_and_the_reading_is_journalled(masante: Console, photo: str) -> None:
    assert f"image/jpeg · Binary/{photo}" in masante("followup", "responses", *EMAIL).out
    out = masante.folder / "photo.jpg"
    ended = masante("followup", "attachment", "--json", *EMAIL, f"Binary/{photo}", "--out", str(out))
    assert (ended.code, ended.json["size"]) == (0, len(CONTENT))
    assert out.read_bytes() == CONTENT
    assert out.stat().st_mode & 0o077 == 0
    assert "file_read" in lines(masante)


@on_sqlite
def test_a_file_that_is_there_already_is_not_written_over(masante: Console, photo: str) -> None:
    there = masante.file("photo.jpg", "mine")
    ended = masante("followup", "attachment", *EMAIL, photo, "--out", there)
    assert (ended.code, Path(there).read_text()) == (2, "mine")


@on_sqlite
def test_who_may_not_read_gets_no_file(masante: Console, photo: str) -> None:
    hers, out = masante.professional(), masante.folder / "photo.jpg"
    ended = masante(
        "followup", "attachment", "--json", *EMAIL, photo, "--out", str(out), "--professional", hers
    )
    assert (ended.code, ended.json, out.exists()) == (1, {"refused": "no_right"}, False)


@on_sqlite
def test_what_this_patient_does_not_have_is_refused(masante: Console, photo: str) -> None:
    ended = masante("followup", "attachment", "--json", *EMAIL, "0" * 32, "--out", str(masante.folder / "x"))
    assert (ended.code, ended.json) == (1, {"refused": "blob_unknown"})
    assert "file_unknown" in lines(masante)


@on_sqlite
@pytest.mark.parametrize(
    ("harm", "why"), [(Path.unlink, "blob_missing"), (lambda p: p.write_bytes(b"x"), "blob_damaged")]
)
def test_what_is_missing_or_damaged_is_said_journalled_and_hides_nothing_else(
    masante: Console, photo: str, harm: Any, why: str
) -> None:
    harm(next((masante.folder / "vault").rglob(photo)))
    ended = masante("followup", "attachment", *EMAIL, photo, "--out", str(masante.folder / "x"))
    assert (ended.code, ended.err.count("\n"), (masante.folder / "x").exists()) == (1, 1, False)
    (broken,) = [
        one for one in masante("journal", "show", "--json", *EMAIL).json if one["action"] == "file_broken"
    ]
    assert broken["why"] == why
    assert masante("followup", "responses", *EMAIL).code == 0


@on_sqlite
def test_the_answers_of_another_record_cannot_take_this_file(masante: Console, photo: str) -> None:
    def steal(work: Work) -> Any:
        return vault.stand(work, "patient:nadia", [photo])

    assert masante.do(steal) is False
