"""Blob before row, row before visible; what nobody claims is swept; what is missing or damaged is said."""

import hashlib
import os
import signal
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal import vault
from portal.errors import KeyUnknown, PortalError
from portal.keys import Chance, Keyring, new_ring
from portal.vault import (
    Blob,
    BlobDamaged,
    BlobMissing,
    BlobUnknown,
    Folder,
    Kept,
    Shelves,
    VaultClosed,
    VaultDown,
)
from portal.vault.model import BlobRow
from portal.vault.sealing import CHUNK, TAG, sealed
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.otherwise import turned
from tests.portal.vault.conftest import OnDisk, Place

MINE, HERS = "patient:camille", "patient:nadia"
CONTENT = b"a wound" * 100_000
row = BlobRow.__table__.c


def files(shelves: Shelves) -> list[str]:
    return sorted(name for name, _ in shelves.names())


def keep(room: Workroom, shelves: Shelves, content: bytes = CONTENT) -> Kept:
    return vault.keep(shelves, room.keys, room.chance, content, "image/jpeg")


def drafted(room: Workroom, shelves: Shelves, record: str = MINE) -> Kept:
    kept = keep(room, shelves)
    room.do(vault.draft, record, kept, room.clock.now() + timedelta(hours=2))
    return kept


def claimed(room: Workroom, shelves: Shelves) -> Blob:
    kept = drafted(room, shelves)
    assert room.do(vault.stand, MINE, [kept.id])
    room.do(vault.claim, MINE, [kept.id])
    found = room.do(vault.find, MINE, kept.id)
    assert isinstance(found, Blob)
    return found


def test_what_is_claimed_is_read_again(workroom: Workroom, shelves: Shelves) -> None:
    blob = claimed(workroom, shelves)
    assert vault.read(shelves, workroom.keys, blob) == CONTENT
    assert (blob.size, blob.content_type) == (len(CONTENT), "image/jpeg")


def test_a_blob_lies_sealed(workroom: Workroom, shelves: Shelves, place: Place) -> None:
    kept = keep(workroom, shelves)
    assert CONTENT[:64] not in place.raw(kept.id)
    assert b64decode(kept.sha1) == hashlib.sha1(CONTENT).digest()


@on_sqlite
def test_in_a_folder_only_this_account_reads(workroom: Workroom, tmp_path: Path) -> None:
    here = OnDisk(tmp_path / "vault")
    file = here.file(keep(workroom, vault.at(here.url)).id)
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.parent.stat().st_mode & 0o077 == 0


def test_a_draft_is_seen_by_nobody_and_a_claimed_one_by_its_own_record(
    workroom: Workroom, shelves: Shelves
) -> None:
    kept = drafted(workroom, shelves)
    assert workroom.do(vault.find, MINE, kept.id) == BlobUnknown()
    blob = claimed(workroom, shelves)
    assert workroom.do(vault.find, HERS, blob.id) == BlobUnknown()


def test_the_draft_of_another_cannot_be_claimed(workroom: Workroom, shelves: Shelves) -> None:
    hers, mine = drafted(workroom, shelves, HERS), drafted(workroom, shelves)
    assert not workroom.do(vault.stand, MINE, [mine.id, hers.id])
    workroom.do(vault.claim, MINE, [hers.id])
    assert workroom.do(vault.find, HERS, hers.id) == BlobUnknown()


def test_a_claim_that_does_not_commit_claims_nothing(workroom: Workroom, shelves: Shelves) -> None:
    kept = drafted(workroom, shelves)

    def broken(work: Work) -> None:
        vault.claim(work, MINE, [kept.id])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        workroom.do(broken)
    assert workroom.do(vault.find, MINE, kept.id) == BlobUnknown()


# What may happen to a blob behind our back. Each is given where it lies, its name, and an older blob's.
ATTACKS: dict[str, tuple[type[PortalError], Callable[[Place, str, str], object]]] = {
    "gone": (BlobMissing, lambda at, name, _: at.remove(name)),
    "emptied": (BlobDamaged, lambda at, name, _: at.overwrite(name, b"")),
    "cut": (BlobDamaged, lambda at, name, _: at.overwrite(name, at.raw(name)[:-1])),
    "cut between two chunks": (BlobDamaged, lambda at, name, _: at.overwrite(name, at.raw(name)[: 4 + CHUNK + TAG])),
    "lengthened": (BlobDamaged, lambda at, name, _: at.overwrite(name, at.raw(name) + b"x")),
    "one bit turned": (BlobDamaged, lambda at, name, _: at.overwrite(name, turned(at.raw(name), 50))),
    "its last bit turned": (BlobDamaged, lambda at, name, _: at.overwrite(name, turned(at.raw(name), -1))),
    "begun by something else": (BlobDamaged, lambda at, name, _: at.overwrite(name, b"MSV2" + at.raw(name)[4:])),
    "exchanged for an older one": (BlobDamaged, lambda at, name, old: at.overwrite(name, at.raw(old))),
}  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_happens_to_a_blob_is_said(
    workroom: Workroom, shelves: Shelves, place: Place, attack: str
) -> None:
    old, blob = claimed(workroom, shelves), claimed(workroom, shelves)
    error, happens = ATTACKS[attack]
    happens(place, blob.id, old.id)
    with pytest.raises(error):
        vault.read(shelves, workroom.keys, blob)
    assert vault.read(shelves, workroom.keys, old) == CONTENT


@on_sqlite
def test_another_content_under_the_blobs_own_key_is_still_not_what_was_put_there(
    workroom: Workroom, shelves: Shelves, place: Place
) -> None:
    blob = claimed(workroom, shelves)
    key = workroom.keys.open(f"blob {blob.id}", blob.wrapped)
    place.overwrite(blob.id, b"".join(sealed(key, blob.id, b"an earlier state")))
    with pytest.raises(BlobDamaged):
        vault.read(shelves, workroom.keys, blob)


@on_sqlite
def test_the_key_of_another_blob_in_a_row_opens_nothing(workroom: Workroom, shelves: Shelves) -> None:
    old, new = claimed(workroom, shelves), claimed(workroom, shelves)
    with pytest.raises(KeyUnknown):
        vault.read(shelves, workroom.keys, new._replace(wrapped=old.wrapped))


def test_a_name_is_given_once_and_what_is_gone_may_be_deleted_again(shelves: Shelves, place: Place) -> None:
    name = Chance().long_name()
    shelves.put(name, [b"first"])
    with pytest.raises(VaultDown):
        shelves.put(name, [b"second"])
    assert place.raw(name) == b"first"
    shelves.delete(name)
    shelves.delete(name)
    assert files(shelves) == []


def test_a_large_blob_comes_back_in_pieces(shelves: Shelves) -> None:
    content, name = os.urandom(3_000_000), Chance().long_name()
    shelves.put(name, [content[:10], content[10:]])
    pieces = list(shelves.get(name))
    assert (len(pieces) > 1, b"".join(pieces)) == (True, content)


def test_a_probe_leaves_nothing(shelves: Shelves) -> None:
    vault.probe(shelves, Chance())
    assert files(shelves) == []


@on_sqlite
def test_another_key_ring_opens_nothing_and_a_new_first_key_still_does(
    workroom: Workroom, shelves: Shelves
) -> None:
    blob = claimed(workroom, shelves)
    with pytest.raises(KeyUnknown):
        vault.read(shelves, new_ring(), blob)
    longer = Keyring((os.urandom(32), *workroom.keys.sealing), workroom.keys.finding)
    assert vault.read(shelves, longer, blob) == CONTENT


def test_a_draft_is_forgotten_after_a_day_at_least_then_swept(
    workroom: Workroom, shelves: Shelves, place: Place, clock: ManualClock
) -> None:
    kept, stays = drafted(workroom, shelves), claimed(workroom, shelves)
    clock.move(timedelta(hours=23))
    assert workroom.do(vault.forget) == 0
    clock.move(timedelta(hours=2))
    assert workroom.do(vault.forget) == 1
    place.grow_old(kept.id)
    assert vault.sweep(workroom, shelves) == 1
    assert files(shelves) == [stays.id]


def test_what_has_no_row_is_swept_after_an_hour_and_what_has_one_never(
    workroom: Workroom, shelves: Shelves, place: Place
) -> None:
    orphan, young, draft, blob = (
        keep(workroom, shelves), keep(workroom, shelves), drafted(workroom, shelves), claimed(workroom, shelves),
    )  # fmt: skip
    place.grow_old(orphan.id, draft.id)
    assert vault.sweep(workroom, shelves) == 1
    assert files(shelves) == sorted([young.id, draft.id, blob.id])


def test_what_is_taken_back_is_forgotten_but_not_what_was_claimed(
    workroom: Workroom, shelves: Shelves
) -> None:
    kept, blob = drafted(workroom, shelves), claimed(workroom, shelves)
    workroom.do(vault.release, MINE, [kept.id, blob.id])
    assert not workroom.do(vault.stand, MINE, [kept.id])
    assert workroom.do(vault.stand, MINE, [blob.id])


@on_sqlite
def test_a_full_disk_leaves_no_name(workroom: Workroom, tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("in the way")
    with pytest.raises(VaultDown):
        keep(workroom, Folder(tmp_path / "vault"))


KILLED = """
import os, signal, sys
from pathlib import Path
from portal.vault import Folder

def pieces():
    yield b"MSV1" + bytes(1000)
    if sys.argv[2] == "during":
        os.kill(os.getpid(), signal.SIGKILL)

Folder(Path(sys.argv[1])).put("ab" * 16, pieces())
os.kill(os.getpid(), signal.SIGKILL)
"""


@on_sqlite
@pytest.mark.parametrize(("when", "whole"), [("during", False), ("after", True)])
def test_a_process_killed_while_it_writes_leaves_nothing_half_and_what_it_left_is_swept(
    workroom: Workroom, tmp_path: Path, when: str, whole: bool
) -> None:
    shelves = Folder(tmp_path / "vault")
    died = subprocess.run([sys.executable, "-c", KILLED, str(shelves._root), when], check=False)
    assert died.returncode == -signal.SIGKILL
    assert (("ab" * 16) in files(shelves)) is whole
    assert len(files(shelves)) == 1
    assert vault.sweep(workroom, shelves, datetime.now(UTC) + timedelta(hours=2)) == 1
    assert files(shelves) == []


def test_nothing_of_the_content_is_in_the_database(
    workroom: Workroom, shelves: Shelves, place: Place
) -> None:
    blob = claimed(workroom, shelves)
    assert blob.digest == hashlib.sha256(place.raw(blob.id)).hexdigest()
    assert workroom.do(lambda work: work.execute(select(func.count(row.id))).scalar()) == 1
    workroom.do(lambda work: work.execute(update(BlobRow).values(digest="0" * 64)))
    changed: Any = workroom.do(vault.find, MINE, blob.id)
    with pytest.raises(BlobDamaged):
        vault.read(shelves, workroom.keys, changed)


def test_names_of_blobs_never_meet() -> None:
    assert len({Chance().long_name() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "name",
    ["../../outside", "/etc/outside", "ab/../../outside", "ab\\..", "ab\0cd", ".", "", "ab" * 16 + "/x"],
)
def test_no_name_leads_out_of_the_vault(tmp_path: Path, name: str) -> None:
    """A backup that somebody else has made may name its files as it likes."""
    shelves = Folder(tmp_path / "deep" / "down" / "vault")
    (tmp_path / "deep" / "outside").parent.mkdir(parents=True)
    for reach in (
        lambda: shelves.put(name, [b"x"]),
        lambda: next(shelves.get(name)),
        lambda: shelves.delete(name),
    ):
        with pytest.raises(VaultClosed):
            reach()
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []
