"""`masante export`, `masante patient erase`, `hold` and `release`: what an operator does when the law or a patient asks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pyzipper

from tests.bot.console import Console
from tests.databases import SqliteFile


@pytest.fixture
def console(
    tmp_path: Path,
    sqlite_file: SqliteFile,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Console]:
    monkeypatch.chdir(tmp_path)
    with sqlite_file.copy(tmp_path) as database:
        yield Console(tmp_path, database, capsys)


EMAIL = "camille.martin@example.org"


def names(file: Path, password: str) -> list[str]:
    with pyzipper.AESZipFile(file) as opened:
        opened.setpassword(password.encode())
        assert opened.testzip() is None
        return opened.namelist()


def test_an_export_opens_with_the_passphrase_that_was_shown_once(console: Console) -> None:
    console.patient()
    made = console("export", "--patient", EMAIL, "camille.zip", "--json")
    assert made.code == 0, made.err
    file = console.folder / "camille.zip"
    assert names(file, made.json["passphrase"]) == ["dossier.json", "resume.html", "resume.pdf"]
    assert file.stat().st_mode & 0o077 == 0
    assert "exported" in [
        line["action"] for line in console("journal", "show", "--patient", EMAIL, "--json").json
    ]


def test_an_export_is_never_written_over_and_is_locked_with_a_phrase_of_ones_own(console: Console) -> None:
    console.patient()
    phrase = console.file("phrase", "une phrase assez longue")
    made = console("export", "--patient", EMAIL, "camille.zip", "--passphrase-file", phrase, "--json")
    assert "passphrase" not in made.json
    assert names(console.folder / "camille.zip", "une phrase assez longue")
    again = console("export", "--patient", EMAIL, "camille.zip")
    assert (again.code, "never written over" in again.err) == (2, True)


def test_nobody_is_exported_whom_nobody_knows(console: Console) -> None:
    wrong = console("export", "--patient", "personne@example.org", "x.zip", "--json")
    assert (wrong.code, wrong.json) == (1, {"refused": "account_unknown"})
    assert not (console.folder / "x.zip").exists()


def test_an_account_is_erased_once_that_is_meant(console: Console) -> None:
    account_id = console.patient()
    assert console("patient", "erase", EMAIL).code == 2  # nobody is there to be asked
    done = console("patient", "erase", EMAIL, "--yes", "--json")
    assert (done.code, done.json["erased"]) == (0, True)
    assert console("patient", "show", account_id).code == 1
    assert console("journal", "verify").code == 0


def test_what_is_held_is_not_erased_until_it_is_released(console: Console) -> None:
    console.patient()
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    assert console("patient", "hold", EMAIL, "--reason", "enquête", "--until", day).code == 0
    held = console("patient", "erase", EMAIL, "--yes", "--json")
    assert (held.code, held.json["refused"]) == (1, "erasure_held")
    assert console("patient", "release", EMAIL).code == 0
    assert console("patient", "release", EMAIL).code == 1
    assert console("patient", "erase", EMAIL, "--yes").code == 0


def test_a_hold_needs_a_day_to_come(console: Console) -> None:
    console.patient()
    late = console("patient", "hold", EMAIL, "--reason", "enquête", "--until", "2020-01-01", "--json")
    assert (late.code, late.json["refused"]) == (1, "hold_over")
