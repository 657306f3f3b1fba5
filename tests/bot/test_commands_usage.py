"""What every command has in common: usage, settings, the schema."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsWrong
from portal.keyfile import make_ring
from portal.keys import new_ring
from tests.bot.console import Console
from tests.databases import on_sqlite

pytestmark = on_sqlite
ROOT = Path(__file__).parents[2]
FORM = {"resourceType": "Questionnaire", "item": [{"linkId": "fever", "type": "boolean"}]}


@pytest.mark.parametrize(
    "arguments", [(), ("patient",), ("patient", "shwo"), ("patient", "show", "--jso", "x")]
)
def test_wrong_usage_is_2(masante: Console, arguments: tuple[str, ...]) -> None:
    assert masante(*arguments).code == 2


def test_every_problem_of_the_settings_is_a_line_that_names_its_variable(masante: Console) -> None:
    ended = masante("patient", "list", LISTEN="8443", LANGUAGE="tlh")
    assert (ended.code, ended.out) == (2, "")
    assert [line.partition(":")[0] for line in ended.err.splitlines()] == [
        "MASANTE_LISTEN",
        "MASANTE_LANGUAGE",
    ]


def test_a_database_nobody_migrated_asks_for_it(masante: Console, tmp_path: Path) -> None:
    ended = masante("patient", "list", DATABASE_URL=f"sqlite:///{tmp_path}/bare.db")
    assert ended.code == 2
    assert "masante migrate" in ended.err
    assert ended.err.count("\n") == 1


def test_migrating_is_all_it_asked_for(masante: Console, tmp_path: Path) -> None:
    assert masante("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/bare.db").code == 0
    assert masante("patient", "list", "--json").json == []


@pytest.mark.parametrize("url", ["sqlite:////proc/none/portal.db", "postgresql://127.0.0.1:1/none"])
@pytest.mark.parametrize("command", ["migrate", "patient list"])
def test_a_database_out_of_reach_names_the_variable(masante: Console, url: str, command: str) -> None:
    ended = masante(*command.split(), DATABASE_URL=url)
    assert ended.code == 2
    assert ended.err.startswith("MASANTE_DATABASE_URL: cannot be reached")
    assert ended.err.count("\n") == 1


def test_a_file_that_is_no_database_names_the_variable(masante: Console) -> None:
    path = masante.file("letter.txt", "Bonjour, ceci n'est pas une base de données. " * 50)
    ended = masante("patient", "list", DATABASE_URL=f"sqlite:///{path}")
    assert (ended.code, ended.err.partition(":")[0]) == (2, "MASANTE_DATABASE_URL")


def test_a_key_ring_that_is_not_the_database_s_is_said_in_one_line(masante: Console) -> None:
    masante.patient()
    ended = masante("patient", "list", KEYS="var/other-keys")
    assert ended.code == 2
    assert ended.err.startswith(
        "MASANTE_KEYS: this ring is not there, and what is stored was sealed with one"
    )
    assert ended.err.count("\n") == 1


def test_nothing_is_written_with_the_ring_of_another_database(masante: Console) -> None:
    masante.patient()
    somebody = [
        "--email",
        "nadia@example.org",
        "--phone",
        "0639980043",
        "--first-name",
        "N",
        "--last-name",
        "P",
    ]
    assert masante("patient", "create", *somebody, KEYS="var/none").code == 2
    assert masante("keys", "list").code == masante("keys", "rotate").code == 2
    assert not (masante.folder / "var/none").exists()
    make_ring(masante.folder / "another", new_ring())
    assert masante("patient", "create", *somebody, KEYS="another").code == 2
    assert len(masante("patient", "list", "--json", KEYS="var/keys").json) == 1
    assert masante("journal", "verify").code == 0


ABSURD = [
    ("updates", "retry", "9" * 20),
    ("journal", "verify", "--anchor", "9" * 20 + ":aaaaaaaaaaaaaaaa"),
    ("faq", "gaps", "--limit", "9" * 20),
    ("followup", "stops", "--since", "0001-01-01"),
    ("followup", "stops", "--until", "9999-12-31"),
    ("patient", "hold", "x", "--reason", "r", "--until", "9999-12-31"),
    ("patient", "correct", "x", "--birth-date", "1899-12-31"),
    ("patient", "correct", "x", "--first-name", "A" * 101),
]


@pytest.mark.parametrize("arguments", ABSURD, ids=" ".join)
def test_what_no_database_could_hold_is_wrong_usage(masante: Console, arguments: tuple[str, ...]) -> None:
    assert masante(*arguments).code == 2


def test_an_answer_that_finds_no_room_is_one_line_in_any_locale(masante: Console) -> None:
    form = masante.file("form.json", FORM)
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([sys.executable, "-m", "bot", "questionnaire", "check", form], env=ascii_only,
                               stdout=full, stderr=subprocess.PIPE, check=False, cwd=ROOT)  # fmt: skip
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize("what", ["/dev/zero", "deep.toml"])
def test_a_file_without_end_or_bottom_is_refused_at_once(masante: Console, what: str) -> None:
    masante.file("deep.toml", "at = " + "[" * 100_000)
    whose = ("--patient", masante.patient(), "--questionnaire", masante.file("form.json", FORM))
    ended = masante("followup", "start", *whose, "--plan", what)
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_run_tells_all_it_misses_at_once(masante: Console) -> None:
    ended = masante("run", TIMEZONE="Mars/Olympus")
    named = [line.partition(":")[0].removeprefix("MASANTE_") for line in ended.err.splitlines()]
    assert (ended.code, named) == (2, ["TIMEZONE", "TELEGRAM_TOKEN", "SUPPORT_EMAIL"])


def test_run_does_not_start_on_an_old_schema(masante: Console, tmp_path: Path) -> None:
    wanted = {"TELEGRAM_TOKEN": "1000:FICTIVE", "SUPPORT_PHONE": "01 99 00 00 00"}
    ended = masante("run", DATABASE_URL=f"sqlite:///{tmp_path}/bare.db", **wanted)
    assert ended.code == 2
    assert "masante migrate" in ended.err


@pytest.mark.parametrize("arguments", [("patient", "show"), ("faq", "ask"), ("keys", "retire")], ids=" ".join)
def test_a_word_that_is_not_utf_8_is_wrong_usage(masante: Console, arguments: tuple[str, ...]) -> None:
    ended = masante(*arguments, os.fsdecode(b"\xff"))
    assert (ended.code, ended.err.splitlines()[-1].endswith("not text in UTF-8")) == (2, True)


@pytest.mark.parametrize("arguments", [("backup", "b"), ("faq", "ask", "-"), ("directory", "search", "-")])
def test_a_closed_input_is_an_empty_one(masante: Console, arguments: tuple[str, ...]) -> None:
    empty = masante.typed("", *arguments)
    assert masante.typed(None, *arguments) == empty


def test_the_version_is_told(masante: Console) -> None:
    ended = masante("--version")
    assert (ended.code, ended.out) == (0, f"masante {version('masante-bot')}\n")


def test_a_folder_in_place_of_the_settings_is_said(masante: Console, tmp_path: Path) -> None:
    (tmp_path / "other" / ".env").mkdir(parents=True)
    with pytest.raises(SettingsWrong, match=r"\.env: is a folder"):
        Settings.of_this_machine(tmp_path / "other")


@pytest.mark.parametrize(
    "arguments", [("backup",), ("export", "--patient", "camille.martin@example.org")], ids=" ".join
)
def test_a_place_where_nothing_can_be_written_is_one_line(
    masante: Console, arguments: tuple[str, ...]
) -> None:
    masante.patient()
    ended = masante(*arguments, "f" * 300, PASSPHRASE="assez longue pour deux")
    assert (ended.code, ended.err.count("\n"), "too long" in ended.err) == (2, 1, True)


def test_the_doctor_goes_on_where_the_vault_cannot_be_looked_at(masante: Console) -> None:
    ended = masante("doctor", VAULT_URL=f"file://{'f' * 300}/vault")
    assert (ended.code, "too long" in ended.out, "disk" in ended.out) == (1, True, True)
