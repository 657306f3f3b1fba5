"""Blob before row, row before visible; what nobody claims is swept; what is missing or damaged is said."""

import hashlib
import os
import signal
import subprocess
import sys
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from portal import vault
from portal.errors import KeyUnknown
from portal.keys import Chance, Keyring, new_ring
from portal.vault import Blob, BlobDamaged, BlobMissing, BlobUnknown, Folder, Kept, VaultDown
from portal.vault.model import BlobRow
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite

MINE, HERS = "patient:camille", "patient:nadia"
CONTENT = b"a wound" * 100_000
row = BlobRow.__table__.c


@pytest.fixture
def shelves(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "vault")


def files(shelves: Folder) -> list[str]:
    return sorted(name for name, _ in shelves.names())


def keep(room: Workroom, shelves: Folder, content: bytes = CONTENT) -> Kept:
    return vault.keep(shelves, room.keys, room.chance, content, "image/jpeg")


def drafted(room: Workroom, shelves: Folder, record: str = MINE) -> Kept:
    kept = keep(room, shelves)
    room.do(vault.draft, record, kept, room.clock.now() + timedelta(hours=2))
    return kept


def claimed(room: Workroom, shelves: Folder) -> Blob:
    kept = drafted(room, shelves)
    assert room.do(vault.stand, MINE, [kept.id])
    room.do(vault.claim, MINE, [kept.id])
    found = room.do(vault.find, MINE, kept.id)
    assert isinstance(found, Blob)
    return found


def place(shelves: Folder, blob: Blob | Kept) -> Path:
    return shelves._place(blob.id)


def grow_old(shelves: Folder, *blobs: Kept) -> None:
    """Make files as if written two hours ago."""
    then = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
    for blob in blobs:
        os.utime(place(shelves, blob), (then, then))


def test_what_is_claimed_is_read_again(workroom: Workroom, shelves: Folder) -> None:
    blob = claimed(workroom, shelves)
    assert vault.read(shelves, workroom.keys, blob) == CONTENT
    assert (blob.size, blob.content_type) == (len(CONTENT), "image/jpeg")


def test_a_blob_lies_sealed_where_only_this_account_reads(workroom: Workroom, shelves: Folder) -> None:
    kept = keep(workroom, shelves)
    assert CONTENT[:64] not in place(shelves, kept).read_bytes()
    assert place(shelves, kept).stat().st_mode & 0o077 == 0
    assert place(shelves, kept).parent.parent.stat().st_mode & 0o077 == 0
    assert b64decode(kept.sha1) == hashlib.sha1(CONTENT).digest()


def test_a_draft_is_seen_by_nobody_and_a_claimed_one_by_its_own_record(
    workroom: Workroom, shelves: Folder
) -> None:
    kept = drafted(workroom, shelves)
    assert workroom.do(vault.find, MINE, kept.id) == BlobUnknown()
    blob = claimed(workroom, shelves)
    assert workroom.do(vault.find, HERS, blob.id) == BlobUnknown()


def test_the_draft_of_another_cannot_be_claimed(workroom: Workroom, shelves: Folder) -> None:
    hers, mine = drafted(workroom, shelves, HERS), drafted(workroom, shelves)
    assert not workroom.do(vault.stand, MINE, [mine.id, hers.id])
    workroom.do(vault.claim, MINE, [hers.id])
    assert workroom.do(vault.find, HERS, hers.id) == BlobUnknown()


def test_a_claim_that_does_not_commit_claims_nothing(workroom: Workroom, shelves: Folder) -> None:
    kept = drafted(workroom, shelves)

    def broken(work: Work) -> None:
        vault.claim(work, MINE, [kept.id])
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        workroom.do(broken)
    assert workroom.do(vault.find, MINE, kept.id) == BlobUnknown()


@on_sqlite
def test_what_is_missing_is_said(workroom: Workroom, shelves: Folder) -> None:
    blob = claimed(workroom, shelves)
    place(shelves, blob).unlink()
    with pytest.raises(BlobMissing):
        vault.read(shelves, workroom.keys, blob)


@on_sqlite
@pytest.mark.parametrize(
    "harm", [lambda b: b[:-1], lambda b: b[:50] + b"x" + b[51:], lambda b: b"", lambda b: b + b"x"]
)
def test_what_is_damaged_is_said(workroom: Workroom, shelves: Folder, harm: Any) -> None:
    blob = claimed(workroom, shelves)
    place(shelves, blob).write_bytes(harm(place(shelves, blob).read_bytes()))
    with pytest.raises(BlobDamaged):
        vault.read(shelves, workroom.keys, blob)


@on_sqlite
def test_a_blob_and_its_row_exchanged_for_older_ones_do_not_open(workroom: Workroom, shelves: Folder) -> None:
    old, new = claimed(workroom, shelves), claimed(workroom, shelves)
    place(shelves, new).write_bytes(place(shelves, old).read_bytes())
    with pytest.raises(BlobDamaged):
        vault.read(shelves, workroom.keys, new)
    with pytest.raises(KeyUnknown):
        vault.read(shelves, workroom.keys, new._replace(wrapped=old.wrapped))


@on_sqlite
def test_another_key_ring_opens_nothing_and_a_new_first_key_still_does(
    workroom: Workroom, shelves: Folder
) -> None:
    blob = claimed(workroom, shelves)
    with pytest.raises(KeyUnknown):
        vault.read(shelves, new_ring(), blob)
    longer = Keyring((os.urandom(32), *workroom.keys.sealing), workroom.keys.finding)
    assert vault.read(shelves, longer, blob) == CONTENT


def test_a_draft_is_forgotten_after_a_day_at_least_then_swept(
    workroom: Workroom, shelves: Folder, clock: ManualClock
) -> None:
    kept, stays = drafted(workroom, shelves), claimed(workroom, shelves)
    clock.move(timedelta(hours=23))
    assert workroom.do(vault.forget) == 0
    clock.move(timedelta(hours=2))
    assert workroom.do(vault.forget) == 1
    grow_old(shelves, kept)
    assert vault.sweep(workroom, shelves) == 1
    assert files(shelves) == [stays.id]


def test_what_has_no_row_is_swept_after_an_hour_and_what_has_one_never(
    workroom: Workroom, shelves: Folder
) -> None:
    orphan, young, draft, blob = (
        keep(workroom, shelves), keep(workroom, shelves), drafted(workroom, shelves), claimed(workroom, shelves),
    )  # fmt: skip
    grow_old(shelves, orphan, draft)
    assert vault.sweep(workroom, shelves) == 1
    assert files(shelves) == sorted([young.id, draft.id, blob.id])


def test_what_is_taken_back_is_forgotten_but_not_what_was_claimed(
    workroom: Workroom, shelves: Folder
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
    workroom: Workroom, shelves: Folder, when: str, whole: bool
) -> None:
    died = subprocess.run([sys.executable, "-c", KILLED, str(shelves._root), when], check=False)
    assert died.returncode == -signal.SIGKILL
    assert (("ab" * 16) in files(shelves)) is whole
    assert len(files(shelves)) == 1
    assert vault.sweep(workroom, shelves, datetime.now(UTC) + timedelta(hours=2)) == 1
    assert files(shelves) == []


def test_nothing_of_the_content_is_in_the_database(workroom: Workroom, shelves: Folder) -> None:
    blob = claimed(workroom, shelves)
    assert blob.digest == hashlib.sha256(place(shelves, blob).read_bytes()).hexdigest()
    assert workroom.do(lambda work: work.execute(select(func.count(row.id))).scalar()) == 1
    workroom.do(lambda work: work.execute(update(BlobRow).values(digest="0" * 64)))
    changed: Any = workroom.do(vault.find, MINE, blob.id)
    with pytest.raises(BlobDamaged):
        vault.read(shelves, workroom.keys, changed)


def test_names_of_blobs_never_meet() -> None:
    assert len({Chance().long_name() for _ in range(1000)}) == 1000
