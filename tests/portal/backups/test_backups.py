"""A backup is one instant, whole or nothing, and opens anywhere with its passphrase alone."""

import io
import random
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
import pytest
from sqlalchemy import ARRAY, Text, insert, text, update

from portal import backups, journal, vault
from portal.backups import (
    BackupDamaged,
    BackupNewer,
    Made,
    NotABackup,
    PassphraseWrong,
    PlaceTaken,
    RingOther,
)
from portal.backups.archive import END, member
from portal.backups.tables import kind_of
from portal.keys import Keyring, format_ring, new_ring
from portal.mailroom import lanes
from portal.mailroom.model import Lane
from portal.migrations import HEAD, models, standing
from portal.vault import BlobDamaged, BlobMissing, VaultDown
from portal.vault.model import BlobRow
from portal.work import Work
from tests.buckets import S3
from tests.databases import on_sqlite
from tests.otherwise import turned
from tests.portal.backups.conftest import MINE, QUICK, WORD, House, Site, look, quiet

Sites = Callable[..., Site]
Opens = Callable[[Site], House]

everywhere = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def without_leases(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: here for name, here in rows.items() if name != "lanes"}


@everywhere
def test_what_is_restored_is_what_was_there_whatever_the_database(
    full: House, site: Sites, opened_at: Opens, kind: str
) -> None:
    there = site(kind)
    contents = there.restore(full.backup())
    again = opened_at(there)
    assert without_leases(again.rows()) == without_leases(full.rows())
    assert (contents.files, contents.rows) == (2, sum(map(len, full.rows().values())))
    for name, _ in full.shelves.names():
        assert again.read(name) == full.read(name)
    assert format_ring(again.room.keys) == format_ring(full.room.keys)
    assert standing(again.room.engine) == "head"


@on_sqlite  # the other ways: above
@everywhere
def test_a_backup_of_what_was_restored_restores_the_same(
    full: House, site: Sites, opened_at: Opens, kind: str
) -> None:
    first, second = site(kind, 1), site("migrated", 2)
    first.restore(full.backup())
    second.restore(opened_at(first).backup())
    assert opened_at(second).rows() == opened_at(first).rows()


@on_sqlite  # how rows are numbered is decided where they are restored
@everywhere
def test_a_portal_that_was_restored_goes_on(house: House, site: Sites, opened_at: Opens, kind: str) -> None:
    for n in range(3):
        house.room.do(journal.write, MINE, "operator", f"action{n}")
    there = site(kind)
    there.restore(house.backup())
    again = opened_at(there)
    again.room.do(journal.write, MINE, "operator", "after")  # numbered after those that were restored
    assert journal.verify(again.room).broken == []
    assert [one.number for one in again.room.do(journal.read, MINE)] == [1, 2, 3, 4]
    assert again.read(again.keep(b"new")) == b"new"


def test_nobody_holds_a_lane_after_a_restore(house: House, site: Sites, opened_at: Opens) -> None:
    lane = {"queue": "inbox", "who": "1", "next_at": house.room.clock.now(), "fence": 0}
    house.room.do(lambda work: work.execute(insert(Lane), lane))
    assert len(house.room.do(lanes.claim, "inbox", 5)) == 1
    there = site("migrated")
    there.restore(house.backup())
    assert len(opened_at(there).room.do(lanes.claim, "inbox", 5)) == 1


def test_while_others_write_a_backup_is_one_instant(house: House, site: Sites, opened_at: Opens) -> None:
    """Two numbers always add up to 1000, but never between two transactions."""

    def begin(work: Work) -> None:
        work.connection.execute(text("INSERT INTO memories (name, value) VALUES ('a', '1000'), ('z', '0')"))

    def move(work: Work, n: int) -> None:
        for name, value in (("a", 1000 - n), ("z", n)):
            work.connection.execute(text(f"UPDATE memories SET value = '{value}' WHERE name = '{name}'"))

    def write() -> None:
        n = 0
        while not over.is_set():
            house.room.do(move, n := n + 1)
            if n % 20 == 1:
                house.keep(b"kept meanwhile")

    house.room.do(begin)
    over, writer = threading.Event(), threading.Thread(target=write)
    writer.start()
    made = [house.backup() for _ in range(3)]
    over.set()
    writer.join()
    for number, backup in enumerate(made):
        there = site("migrated", number)
        there.restore(backup)
        again = opened_at(there)
        values = [int(value) for _, value in again.rows()["memories"]]
        assert sum(values) == 1000
        for one in again.rows()["blobs"]:
            blob = dict(zip(BlobRow.__table__.c.keys(), one, strict=True))
            assert b"".join(again.shelves.get(blob["id"]))
            assert blob["claimed_at"] is None or again.read(blob["id"]) == b"kept meanwhile"


@on_sqlite
def test_who_is_backed_up_may_write_meanwhile(house: House) -> None:
    inside = backups.pieces(house.room, house.shelves, lambda: house.room.keys, Made(), quiet)
    next(inside)
    house.room.do(journal.write, MINE, "operator", "meanwhile")
    assert b"meanwhile" not in b"".join(inside)


@on_sqlite
def test_a_file_that_is_missing_or_damaged_is_named_and_the_rest_is_whole(
    full: House, site: Sites, opened_at: Opens
) -> None:
    missing, damaged = full.keep(b"one"), full.keep(b"two")
    full.shelves.delete(missing)
    full.shelves.delete(damaged)
    full.shelves.put(damaged, [b"something else"])
    made, there = Made(), site("migrated")
    contents = there.restore(full.backup(made))
    assert (made.missing, made.damaged, made.gone, made.files) == ([missing], [damaged], 0, 2)
    assert set(contents.missing) == {missing, damaged}
    for lost in (missing, damaged):
        with pytest.raises(BlobMissing):
            opened_at(there).read(lost)


@on_sqlite
def test_a_file_that_was_deleted_meanwhile_is_no_failure(house: House, site: Sites) -> None:
    blob, made = house.keep(b"one"), Made()
    inside = backups.pieces(house.room, house.shelves, lambda: house.room.keys, made, quiet)
    begun = next(inside)
    house.room.do(lambda work: work.connection.exec_driver_sql("DELETE FROM blobs"))
    house.shelves.delete(blob)
    backup = b"".join(backups.sealed(WORD, [begun, *inside], QUICK))
    assert (made.gone, made.missing) == (1, [])
    assert site("migrated").restore(backup).files == 0


@on_sqlite
def test_from_a_folder_into_a_bucket_and_back(full: House, site: Sites, opened_at: Opens, s3: S3) -> None:
    there, back = replace(site("migrated", 1), shelves=vault.at(s3.url)), site("migrated", 2)
    there.restore(full.backup())
    assert len(s3.keys()) == 2
    back.restore(opened_at(there).backup())
    assert sorted(n for n, _ in back.shelves.names()) == sorted(n for n, _ in full.shelves.names())


@on_sqlite
def test_a_wrong_passphrase_is_said_and_so_is_what_is_no_backup(full: House) -> None:
    backup = full.backup()
    with pytest.raises(PassphraseWrong):
        look(backup, "une autre phrase")
    for other in (b"", b"MASANTE", b"PK\3\4" + bytes(100), backup[1:]):
        with pytest.raises(NotABackup):
            look(other)


@on_sqlite
@pytest.mark.parametrize("seed", range(20))
def test_a_backup_that_was_cut_or_changed_anywhere_restores_nothing(
    full: House, site: Sites, seed: int
) -> None:
    backup, chance, there = full.backup(), random.Random(seed), site("migrated")
    at = chance.randrange(len(backup))
    harmed = backup[:at] if seed % 2 else turned(backup, at, seed % 8)
    with pytest.raises((BackupDamaged, NotABackup, PassphraseWrong)):
        there.restore(harmed)
    assert not isinstance(there.keys, Keyring)
    assert not there.keys.exists()
    assert list(there.shelves.names()) == []


def test_a_guess_of_the_passphrase_costs_what_is_recommended() -> None:
    """RFC 9106, second recommended option."""
    how = orjson.loads(b"".join(backups.sealed(WORD, [b"inside"])).splitlines()[1])
    assert (how["kdf"], how["memory_kib"], how["passes"], how["lanes"]) == ("argon2id", 65536, 3, 4)


@on_sqlite
def test_the_costs_of_opening_cannot_be_asked_for_without_end(full: House) -> None:
    backup = full.backup().replace(b'"memory_kib": 64', b'"memory_kib": 99999999')
    with pytest.raises(BackupDamaged):
        look(backup)


@on_sqlite
def test_nothing_of_it_can_be_read_without_the_passphrase(full: House) -> None:
    backup = full.backup()
    for secret in (format_ring(full.room.keys).encode()[5:40], b"manifest.json", b"accounts"):
        assert secret not in backup
    assert backup != full.backup()


def test_nothing_is_written_over(full: House, site: Sites, opened_at: Opens, database: str) -> None:
    backup = full.backup()
    before = full.rows()
    with pytest.raises(PlaceTaken):
        replace(site("migrated"), url=database).restore(backup)
    assert full.rows() == before


@on_sqlite
def test_another_ring_or_another_file_of_a_name_stops_it_and_it_takes_back_what_it_did(
    full: House, site: Sites
) -> None:
    backup, there = full.backup(), site("migrated")
    with pytest.raises(RingOther):
        replace(there, keys=new_ring()).restore(backup)
    last = max(name for name, _ in full.shelves.names())
    there.shelves.put(last, [b"not the same"])
    with pytest.raises(PlaceTaken):
        there.restore(backup)
    assert [name for name, _ in there.shelves.names()] == [last]
    assert not isinstance(there.keys, Keyring)
    assert not there.keys.exists()
    there.shelves.delete(last)
    there.restore(backup)


@on_sqlite
def test_a_restore_that_was_killed_can_be_begun_again(full: House, site: Sites, opened_at: Opens) -> None:
    there = site("migrated")
    assert not isinstance(there.keys, Keyring)
    there.keys.write_text(format_ring(full.room.keys))  # as far as it had come
    name = min(name for name, _ in full.shelves.names())
    there.shelves.put(name, full.shelves.get(name))
    there.restore(full.backup())
    assert opened_at(there).read(name) == full.read(name)


@on_sqlite
def test_a_vault_that_goes_away_in_the_middle_leaves_nothing(full: House, site: Sites, s3: S3) -> None:
    class Away:
        """Takes one file, then no more."""

        def __init__(self, behind: Any) -> None:
            self.behind, self.taken = behind, 0

        def __getattr__(self, name: str) -> Any:
            return getattr(self.behind, name)

        def put(self, name: str, pieces: Any) -> None:
            if self.taken:
                raise VaultDown("away")
            self.taken += 1
            self.behind.put(name, pieces)

    there = replace(site("migrated"), shelves=Away(vault.at(s3.url)))
    with pytest.raises(VaultDown):
        there.restore(full.backup())
    assert s3.keys() == []
    assert not isinstance(there.keys, Keyring)
    assert not there.keys.exists()


@on_sqlite
def test_a_ring_of_the_settings_that_holds_its_keys_will_do(
    full: House, site: Sites, opened_at: Opens
) -> None:
    longer = Keyring((*new_ring().sealing, *full.room.keys.sealing), full.room.keys.finding)
    there = replace(site("migrated"), keys=longer)
    there.restore(full.backup())
    assert len(opened_at(there).rows()["accounts"]) == 3


def handmade(schema: str, ring: Keyring) -> bytes:
    """A backup as an older or newer version would have made it."""
    columns = [("name", "text"), ("value", "text")]
    manifest = {"format": 1, "version": "9.9", "schema": schema, "made_at": "2026-03-02T08:00:00+00:00",
                "database": "sqlite", "tables": [{"name": "memories", "columns": columns, "rows": 1}]}  # fmt: skip
    end = {"rows": 1, "files": 0, "gone": 0, "missing": [], "damaged": []}
    inside = {"manifest.json": orjson.dumps(manifest), "ring": format_ring(ring).encode(),
              "tables/memories/0": b'["face","of old"]\n', "end.json": orjson.dumps(end)}  # fmt: skip
    members = [piece for name, content in inside.items() for piece in member(name, content)]
    return b"".join(backups.sealed(WORD, [*members, END], QUICK))


@everywhere
def test_a_backup_of_an_older_version_is_brought_to_this_one(
    site: Sites, opened_at: Opens, kind: str
) -> None:
    there = site(kind)
    there.restore(handmade("0002", new_ring()))
    again = opened_at(there)
    assert again.rows()["memories"] == [("face", "of old")]
    assert standing(again.room.engine) == "head"


def test_a_backup_of_a_newer_version_is_refused(site: Sites) -> None:
    with pytest.raises(BackupNewer, match=r"9\.9"):
        site("migrated").restore(handmade(f"{int(HEAD) + 1:04}", new_ring()))


def test_a_backup_that_does_not_add_up_is_refused() -> None:
    whole = b"".join(backups.opened(WORD, io.BytesIO(handmade(HEAD, new_ring()))))
    lacking = b"".join(backups.sealed(WORD, [whole.replace(b'"rows":1,"files"', b'"rows":2,"files"')], QUICK))
    with pytest.raises(BackupDamaged):
        look(lacking)


def test_a_backup_can_hold_every_column_there_is() -> None:
    assert all(kind_of(column.type) for table in models().sorted_tables for column in table.columns)
    with pytest.raises(TypeError):
        kind_of(ARRAY(Text()))


@on_sqlite
def test_a_row_with_a_wrong_digest_says_its_file_is_damaged(full: House) -> None:
    full.room.do(lambda work: work.execute(update(BlobRow).values(digest="0" * 64)))
    made = Made()
    full.backup(made)
    assert (len(made.damaged), made.files) == (2, 0)
    with pytest.raises(BlobDamaged):
        full.read(made.damaged[0])
