"""What every command has in common: usage, settings, the schema."""

from pathlib import Path

import pytest

from tests.bot.console import Console
from tests.databases import on_sqlite

pytestmark = on_sqlite


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
    assert "key ring" in ended.err
    assert ended.err.count("\n") == 1


def test_run_tells_all_it_misses_at_once(masante: Console) -> None:
    ended = masante("run", TIMEZONE="Mars/Olympus")
    named = [line.partition(":")[0].removeprefix("MASANTE_") for line in ended.err.splitlines()]
    assert (ended.code, named) == (2, ["TIMEZONE", "TELEGRAM_TOKEN", "SUPPORT_EMAIL"])


def test_run_does_not_start_on_an_old_schema(masante: Console, tmp_path: Path) -> None:
    wanted = {"TELEGRAM_TOKEN": "1000:FICTIVE", "SUPPORT_PHONE": "01 99 00 00 00"}
    ended = masante("run", DATABASE_URL=f"sqlite:///{tmp_path}/bare.db", **wanted)
    assert ended.code == 2
    assert "masante migrate" in ended.err
