"""Puts a backup back where nothing is yet: files first, then the ring, then every row in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from portal.backups import tables
from portal.backups.archive import members
from portal.backups.making import Tell
from portal.backups.reading import Contents
from portal.clock import SystemClock
from portal.database import connect, storage
from portal.errors import PortalError
from portal.keyfile import load_ring, make_ring
from portal.keys import Keyring
from portal.mailroom import lanes
from portal.migrations import HEAD, models, upgrade
from portal.vault import BlobMissing, Shelves, VaultDown
from portal.work import Workroom


class PlaceTaken(PortalError):
    """There is something already where the backup would go, and nothing is ever written over."""

    code = "place_taken"


class RingOther(PortalError):
    """The ring of MASANTE_KEYS is not this backup's: move its file aside, or name one that is not there yet."""

    code = "ring_other"


def restore(
    pieces: Callable[[], Iterator[bytes]],
    contents: Contents,
    url: str,
    shelves: Shelves,
    keys: Path | Keyring,
    tell: Tell,
) -> None:
    """Put back what `look` has found whole; raises `PlaceTaken`, `RingOther`, `VaultDown`, `StorageDown`.

    When it fails, or is interrupted, it takes back what it did; when it is killed, it can be begun again: a file or a
    ring that is there already and is the same counts as put back.
    """
    engine = connect(url)
    try:
        with storage():
            _may_go(engine, contents, keys)
            _prepare(engine, url, contents.schema)
            _fill(engine, pieces(), contents, shelves, keys, tell)
            upgrade(url)
    finally:
        engine.dispose()
    room = Workroom(connect(url), SystemClock(), contents.ring)
    room.do(lanes.free_all)  # nobody works on anything any more
    room.close()


def _may_go(engine: Engine, contents: Contents, keys: Path | Keyring) -> None:
    with engine.connect() as connection:
        here = set(inspect(connection).get_table_names())
        for shape in tables.shapes():
            if shape.name in here and connection.execute(text(f'SELECT 1 FROM "{shape.name}"')).first():  # noqa: S608
                raise PlaceTaken(f"the database holds rows: {shape.name}")
    ring = keys if isinstance(keys, Keyring) else (load_ring(keys) if keys.exists() else contents.ring)
    if ring.finding != contents.ring.finding or not set(contents.ring.sealing) <= set(ring.sealing):
        raise RingOther


def _prepare(engine: Engine, url: str, schema: str) -> None:
    """Bring the empty database to the schema of the backup."""
    if schema != HEAD:
        upgrade(url)  # so that what is to be dropped is known
        with engine.begin() as connection:
            models().drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
    upgrade(url, schema)


def _fill(
    engine: Engine,
    pieces: Iterator[bytes],
    contents: Contents,
    shelves: Shelves,
    keys: Path | Keyring,
    tell: Tell,
) -> None:
    put: list[str] = []
    made = isinstance(keys, Path) and not keys.exists()
    try:
        with engine.begin() as connection:
            for name, content in members(pieces):
                kind, _, which = name.partition("/")
                if kind == "ring" and made and isinstance(keys, Path):
                    keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                    make_ring(keys, contents.ring)
                elif kind == "files":
                    _put(shelves, which, content, put)
                    tell("files", len(put))
                elif kind == "tables":
                    tables.read(connection, contents.shapes[which.partition("/")[0]], content)
            _number(connection, contents)
    except BaseException:
        for name in put:
            with suppress(VaultDown):
                shelves.delete(name)
        if made and isinstance(keys, Path):
            keys.unlink(missing_ok=True)
        raise


def _put(shelves: Shelves, name: str, content: bytes, put: list[str]) -> None:
    try:
        if b"".join(shelves.get(name)) != content:
            raise PlaceTaken(f"the vault holds another file of this name: {name}")
    except BlobMissing:
        put.append(name)
        shelves.put(name, [content])


def _number(connection: Connection, contents: Contents) -> None:
    for shape in contents.shapes.values():
        tables.count_on(connection, shape)
