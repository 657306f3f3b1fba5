"""`masante backup` and `restore`, as an operator uses them."""
# ruff: noqa: F811  (the fixture `photo` is that of another file)

import json
from pathlib import Path
from typing import Any

import pytest

from portal.keys import format_ring, new_ring
from tests.bot.console import Console
from tests.bot.test_commands_attachment import CONTENT, EMAIL, photo  # noqa: F401  a fixture
from tests.databases import on_sqlite

WORD = "une phrase que personne ne devine"


@pytest.fixture
def backup(masante: Console, photo: str) -> str:
    """A backup of a portal with an answer and its photo."""
    file = str(masante.folder / "all.backup")
    ended = masante("backup", file, "--json", PASSPHRASE=WORD)
    assert (ended.code, ended.json["files"], ended.json["missing"]) == (0, 1, [])
    return file


def elsewhere(masante: Console, tmp_path: Path) -> dict[str, str]:
    """Settings of a machine where nothing is yet."""
    folder = tmp_path / "other"
    folder.mkdir()
    return {
        "DATABASE_URL": f"sqlite:///{folder}/portal.db",
        "VAULT_URL": f"file://{folder}/vault",
        "KEYS": f"{folder}/keys",
    }


def test_what_was_backed_up_is_there_on_another_machine(
    masante: Console,
    backup: str,
    photo: str,
    tmp_path: Path,
) -> None:
    before = masante("journal", "show", "--json", *EMAIL).json
    settings = elsewhere(masante, tmp_path)
    ended = masante("restore", backup, "--json", **settings)
    assert (ended.code, ended.json["restored"], ended.json["files"]) == (0, True, 1)
    assert masante("doctor").code == 0
    assert masante("journal", "verify").code == 0
    assert masante("journal", "show", "--json", *EMAIL).json[: len(before)] == before
    out = masante.folder / "photo.jpg"
    assert masante("followup", "attachment", *EMAIL, photo, "--out", str(out)).code == 0
    assert out.read_bytes() == CONTENT
    assert (tmp_path / "other" / "keys").stat().st_mode & 0o077 == 0


@on_sqlite
def test_a_backup_is_for_its_owner_alone_and_never_written_over(masante: Console, backup: str) -> None:
    before = Path(backup).read_bytes()
    assert Path(backup).stat().st_mode & 0o077 == 0
    assert masante("backup", backup).code == 2
    assert Path(backup).read_bytes() == before
    assert [one.name for one in masante.folder.iterdir() if "backup" in one.name] == ["all.backup"]


@on_sqlite
def test_a_backup_can_be_looked_through_without_restoring_anything(
    masante: Console, backup: str, tmp_path: Path
) -> None:
    ended = masante("restore", backup, "--check", "--json", **elsewhere(masante, tmp_path))
    assert (ended.code, ended.json["restored"], ended.json["files"]) == (0, False, 1)
    assert list((tmp_path / "other").iterdir()) == []


@on_sqlite
def test_where_something_is_nothing_is_restored(masante: Console, backup: str) -> None:
    ended = masante("restore", backup)
    assert (ended.code, "nothing is ever written over" in ended.err, ended.err.count("\n")) == (1, True, 1)
    assert masante("patient", "list").code == 0


@on_sqlite
@pytest.mark.parametrize(
    ("harm", "code", "said"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-1]), 1, "damaged"),
        (lambda file: file.write_bytes(b"%PDF-1.4"), 1, "no backup"),
        (lambda file: file.unlink(), 2, "No such file"),
    ],
)
def test_what_cannot_be_restored_is_said_in_one_line(
    masante: Console, backup: str, tmp_path: Path, harm: Any, code: int, said: str
) -> None:
    harm(Path(backup))
    ended = masante("restore", backup, **elsewhere(masante, tmp_path))
    assert (ended.code, said in ended.err, ended.err.count("\n")) == (code, True, 1)
    assert list((tmp_path / "other").iterdir()) == []


@on_sqlite
def test_a_passphrase_comes_from_a_file_and_a_wrong_one_is_said(
    masante: Console, backup: str, tmp_path: Path
) -> None:
    right, wrong = masante.file("right", f"{WORD}\n"), masante.file("wrong", "une autre, assez longue")
    assert masante("restore", backup, "--check", "--passphrase-file", right, PASSPHRASE="").code == 0
    ended = masante("restore", backup, "--check", "--passphrase-file", wrong)
    assert (ended.code, "not the one" in ended.err) == (1, True)


@on_sqlite
def test_a_passphrase_is_utf_8_and_its_file_is_named(masante: Console) -> None:
    (masante.folder / "latin").write_bytes("clé à trouver ailleurs".encode("latin-1"))
    for name, why in (("latin", "not text in UTF-8"), ("none", "No such file")):
        ended = masante("backup", "b", "--passphrase-file", name)
        assert (ended.code, ended.err.startswith(f"{name}: {why}")) == (2, True)


@on_sqlite
def test_a_short_passphrase_is_refused_and_so_is_none(masante: Console) -> None:
    masante.patient()
    file, short = str(masante.folder / "b"), masante.file("short", "onze lettre")
    for arguments, settings in (
        ((), {}),
        (("--passphrase-file", short), {}),
        ((), {"PASSPHRASE": "onze lettre"}),
    ):
        ended = masante("backup", file, *arguments, **settings)
        assert (ended.code, Path(file).exists()) == (2, False)


@on_sqlite
def test_a_lost_file_is_named_and_fails_though_the_backup_is_whole(masante: Console, photo: str) -> None:
    next((masante.folder / "vault").rglob(photo)).unlink()
    file = str(masante.folder / "b")
    ended = masante("backup", file, PASSPHRASE=WORD)
    assert (ended.code, ended.err.strip()) == (1, f"file missing: {photo}")
    checked = masante("restore", file, "--check", "--json")
    assert (checked.code, checked.json["missing"]) == (0, [photo])


@on_sqlite
def test_a_folder_that_is_not_there_is_said(masante: Console) -> None:
    masante.patient()
    ended = masante("backup", "/nowhere/b", PASSPHRASE=WORD)
    assert (ended.code, ended.err.count("\n")) == (2, 1)


@on_sqlite
def test_a_vault_that_is_away_leaves_no_half_backup(masante: Console, photo: str) -> None:
    place = next((masante.folder / "vault").rglob(photo))
    place.unlink()
    place.mkdir()  # reading it fails, and it is not missing
    file = masante.folder / "b"
    ended = masante("backup", str(file), PASSPHRASE=WORD)
    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert [one for one in masante.folder.iterdir() if one.name.startswith("b")] == []


@on_sqlite
def test_another_ring_in_the_settings_stops_it(masante: Console, backup: str, tmp_path: Path) -> None:
    settings = elsewhere(masante, tmp_path) | {"KEYS": format_ring(new_ring()).strip().replace("\n", ",")}
    ended = masante("restore", backup, "--json", **settings)
    assert (ended.code, "MASANTE_KEYS" in ended.err) == (1, True)


@on_sqlite
def test_a_backup_of_a_portal_whose_key_was_rotated_opens(
    masante: Console,
    photo: str,
    tmp_path: Path,
) -> None:
    masante("keys", "rotate")
    file = str(masante.folder / "b")
    masante("backup", file, PASSPHRASE=WORD)
    assert masante("restore", file, **elsewhere(masante, tmp_path)).code == 0
    listed = json.loads(masante("keys", "list", "--json").out)
    assert [bool(one["values"]) for one in listed["keys"]] == [True, False]


@on_sqlite
def test_a_ring_that_cannot_be_written_leaves_nothing(masante: Console, backup: str, tmp_path: Path) -> None:
    settings = elsewhere(masante, tmp_path) | {"KEYS": masante.file("in the way", "x") + "/keys"}
    ended = masante("restore", backup, **settings)
    assert (ended.code, ended.err.startswith("MASANTE_KEYS: ")) == (2, True)
    assert [
        one for one in (tmp_path / "other").rglob("*") if one.is_file() and "portal.db" not in one.name
    ] == []
