"""Portals that hold something, and places where nothing is yet."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal import backups, vault
from portal.backups import Contents, Made
from portal.database import connect
from portal.keyfile import load_ring
from portal.keys import Keyring
from portal.migrations import models
from portal.vault import Folder, Shelves
from portal.work import Workroom
from tests.databases import postgres_database
from tests.portal.test_resealing import fill

WORD = "une phrase que personne ne devine"
# What a key costs here: the file says so, whoever opens it.
QUICK = {"memory_kib": 64, "passes": 1, "lanes": 1}
MINE = "patient:camille"


@dataclass
class House:
    """A portal: its database, its files, its ring."""

    room: Workroom
    shelves: Shelves
    url: str

    def keep(self, content: bytes) -> str:
        """Keep a file of a record; its id."""
        kept = vault.keep(self.shelves, self.room.keys, self.room.chance, content, "image/jpeg")
        self.room.do(vault.draft, MINE, kept, self.room.clock.now() + timedelta(hours=2))
        self.room.do(vault.claim, MINE, [kept.id])
        return kept.id

    def read(self, blob_id: str) -> bytes:
        found: Any = self.room.do(vault.find, MINE, blob_id)
        return vault.read(self.shelves, self.room.keys, found)

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table."""
        with self.room.engine.connect() as connection:
            return {
                table.name: [
                    tuple(one)
                    for one in connection.execute(select(table).order_by(*table.primary_key.columns))
                ]
                for table in models().sorted_tables
            }

    def backup(self, made: Made | None = None) -> bytes:
        inside = backups.pieces(self.room, self.shelves, lambda: self.room.keys, made or Made(), quiet)
        return b"".join(backups.sealed(WORD, inside, QUICK))


@dataclass
class Site:
    """A place where a backup may go: an empty database, a folder, no ring."""

    url: str
    shelves: Shelves
    keys: Path | Keyring
    told: dict[str, int] = field(default_factory=dict)

    def restore(self, backup: bytes) -> Contents:
        contents = look(backup)
        again = partial(backups.opened, WORD)
        backups.restore(
            lambda: again(io.BytesIO(backup)),
            contents,
            self.url,
            self.shelves,
            self.keys,
            self.told.__setitem__,
        )
        return contents


def quiet(_what: str, _done: int) -> None:
    """Hear of progress, and say nothing."""


def look(backup: bytes, word: str = WORD) -> Contents:
    return backups.look(backups.opened(word, io.BytesIO(backup)))


@pytest.fixture
def house(workroom: Workroom, database: str, tmp_path: Path) -> House:
    return House(workroom, Folder(tmp_path / "vault"), database)


@pytest.fixture
def full(house: House) -> House:
    """With three rows in every table, and two files."""
    house.room.do(fill, ["1", "2", "3"])
    house.room.do(lambda work: work.connection.exec_driver_sql("DELETE FROM blobs"))
    house.keep(b"a photo" * 50_000)
    house.keep(b"")
    return house


@pytest.fixture
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    """What gives a place: SQLite or PostgreSQL that nobody has migrated, or SQLite that is `migrated` already."""
    with ExitStack() as stack:

        def give(kind: str, number: int = 0) -> Site:
            folder = tmp_path / f"site{number}"
            folder.mkdir()
            url = f"sqlite:///{folder}/portal.db"
            if kind == "migrated":
                url = stack.enter_context(request.getfixturevalue("sqlite_file").copy(folder))
            elif kind == "postgresql":
                server = request.getfixturevalue("postgres_server")
                url = stack.enter_context(postgres_database(server, f"site{number}"))
            return Site(url, Folder(folder / "vault"), folder / "keys")

        yield give


@pytest.fixture
def opened_at() -> Iterator[Callable[[Site], House]]:
    """What opens the portal that was restored."""
    with ExitStack() as stack:

        def give(site: Site) -> House:
            from tests.clock import ManualClock

            ring = site.keys if isinstance(site.keys, Keyring) else load_ring(site.keys)
            room = Workroom(connect(site.url), ManualClock(), ring)
            stack.callback(room.close)
            return House(room, site.shelves, site.url)

        yield give
