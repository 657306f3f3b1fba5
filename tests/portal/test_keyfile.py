"""The ring's file: changed whole, by one at a time, and seen by who runs already."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from portal.errors import KeyUnknown
from portal.keyfile import UNDER_WAY, RingBusy, changing, load_ring
from portal.keys import KEY, Keyring, key_id, new_ring, parse_ring


@pytest.fixture
def file(tmp_path: Path) -> Path:
    load_ring(tmp_path / "keys")
    return tmp_path / "keys"


def begin(file: Path) -> bytes:
    key = os.urandom(KEY)
    with changing(file) as ring:
        ring.begin(key)
    return key


def test_a_new_key_seals_and_those_before_it_stay(file: Path) -> None:
    before = load_ring(file)
    key = begin(file)
    after = load_ring(file)
    assert (after.sealing, after.finding) == ((key, *before.sealing), before.finding)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["keys"]


def test_what_the_operator_wrote_beside_the_keys_stays(file: Path) -> None:
    file.write_text("# kept in the safe of the second floor\n" + file.read_text())
    begin(file)
    with changing(file) as ring:
        ring.settle()
    assert file.read_text().startswith("# kept in the safe of the second floor\nfind:")
    assert UNDER_WAY not in file.read_text()


def test_who_runs_already_opens_what_a_new_key_sealed_and_seals_with_it(file: Path) -> None:
    running = load_ring(file)
    old = running.seal("a", b"before")
    key = begin(file)
    assert running.open("a", load_ring(file).seal("a", b"after")) == b"after"
    assert running.seal("a", b"x")[:4] == key_id(key)
    assert running.open("a", old) == b"before"


def test_who_looks_again_seals_with_the_new_key_though_it_has_met_none(file: Path) -> None:
    running = load_ring(file)
    key = begin(file)
    running.refresh()
    assert running.names[0] == key_id(key)


def test_a_key_that_was_taken_out_still_opens_for_who_runs_but_for_nobody_else(file: Path) -> None:
    running = load_ring(file)
    old, name = running.seal("a", b"words"), running.names[0]
    begin(file)
    with changing(file) as ring:
        ring.retire([name])
    running.refresh()
    assert running.open("a", old) == b"words"
    with pytest.raises(KeyUnknown):
        load_ring(file).open("a", old)


@pytest.mark.parametrize("text", ["", "seal:half", f"find:{'A' * 43}=\nseal:{'B' * 42}A="])
def test_a_ring_that_is_wrong_or_of_another_house_changes_nothing(file: Path, text: str) -> None:
    running = load_ring(file)
    file.write_text(text)
    with pytest.raises(KeyUnknown):
        running.open("a", new_ring().seal("a", b"words"))
    assert running.open("a", running.seal("a", b"words")) == b"words"


def test_a_ring_is_read_again_only_when_its_file_has_changed(file: Path) -> None:
    running = load_ring(file)
    assert running.reread() is None
    begin(file)
    assert isinstance(running.reread(), Keyring)
    assert running.reread() is None


def test_two_do_not_change_it_at_once(file: Path) -> None:
    with changing(file), pytest.raises(RingBusy), changing(file):
        raise AssertionError("both")


def test_who_is_killed_in_between_leaves_a_whole_ring_and_no_lock(file: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from portal.keyfile import changing\n"
        "with changing(Path(sys.argv[1])) as ring: ring.begin(bytes(32)); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, file], check=False)
    assert len(parse_ring(file.read_text()).sealing) == 2
    with changing(file) as ring:
        assert ring.under_way


def test_a_link_to_the_ring_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    key = begin(link)
    assert link.is_symlink()
    assert load_ring(file).sealing[0] == key
