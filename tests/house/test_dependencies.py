"""What we are made of is locked to the byte: one version of each, with the hashes of its files, asked for at install."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
locks = pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)


def entries(lock: Path) -> list[str]:
    """Each requirement with its hashes, comments left out."""
    lines = [
        line for line in lock.read_text().splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    return re.split(r"(?<!\\)\n", "\n".join(lines))


@locks
def test_every_dependency_is_one_version_with_its_hashes_and_from_the_index(lock: Path) -> None:
    assert len(entries(lock)) > 30
    for entry in entries(lock):
        assert re.match(r"[a-z0-9._-]+(?:\[[a-z0-9,._-]+\])?==\S+", entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]
        assert not re.search(r"://|--(?:index|extra-index|find)", entry), entry.splitlines()[0]


@locks
def test_what_runs_is_locked_alike_everywhere(lock: Path) -> None:
    """What was tested is what runs: a lock holds every version that the bot's own holds."""
    named = {entry.partition("==")[0]: entry.split()[0] for entry in entries(lock)}
    run = {entry.partition("==")[0]: entry.split()[0] for entry in entries(ROOT / "requirements" / "run.txt")}
    assert {name: named.get(name) for name in run} == run


def test_nothing_is_installed_without_its_hash() -> None:
    """But for tools that the makers' commands fetch for themselves, into nothing that runs."""
    written = [ROOT / "requirements" / "install.sh", ROOT / "Dockerfile"]
    asked = [
        line
        for file in written
        for line in file.read_text().splitlines()
        if re.search(r"pip3? install\b", line)
    ]
    assert asked
    assert [line for line in asked if "--require-hashes" not in line and "--no-deps" not in line] == []
