"""Makes a backup of one instant while everything goes on: the rows of a snapshot, and every file they name."""

import hashlib
import importlib.metadata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, select

from portal.backups import tables
from portal.backups.archive import END, member
from portal.database import snapshot, storage
from portal.keys import Keyring, format_ring
from portal.migrations import HEAD
from portal.vault import BlobMissing, Shelves
from portal.vault.model import BlobRow
from portal.work import Work, Workroom

FORMAT = 1

Tell = Callable[[str, int], None]
row = BlobRow.__table__.c


@dataclass
class Made:
    """What a backup holds, and what it could not: `gone` were deleted while it was made, and nobody misses them."""

    rows: int = 0
    files: int = 0
    gone: int = 0
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def pieces(
    room: Workroom, shelves: Shelves, ring: Callable[[], Keyring], made: Made, tell: Tell
) -> Iterator[bytes]:
    """Yield a backup in clear, to be sealed; `made` is filled on the way. Raises `VaultDown`, `StorageDown`.

    Files are on the shelves before their rows are there, and no file is ever written again: so the files that the
    snapshot names are those of its instant. The ring is read after that instant, so that it holds all its keys.
    """
    with storage(), snapshot(room.engine) as connection:
        keys = ring()
        shapes = tables.shapes()
        yield from member("manifest.json", orjson.dumps(_manifest(room, connection, shapes)))
        yield from member("ring", format_ring(keys).encode())
        yield from _files(room, connection, shelves, made, tell)
        for shape in shapes:
            for number, page in enumerate(tables.written(connection, shape)):
                made.rows += page.count(b"\n")
                tell("rows", made.rows)
                yield from member(f"tables/{shape.name}/{number}", page)
    yield from member("end.json", orjson.dumps(vars(made)))
    yield END


def _manifest(room: Workroom, connection: Connection, shapes: list[tables.Shape]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": importlib.metadata.version("masante-bot"),
        "schema": HEAD,
        "made_at": room.clock.now().isoformat(),
        "database": connection.dialect.name,
        "tables": [{**one._asdict(), "rows": tables.count(connection, one)} for one in shapes],
    }


def _files(
    room: Workroom, connection: Connection, shelves: Shelves, made: Made, tell: Tell
) -> Iterator[bytes]:
    named = select(row.id, row.digest).order_by(row.id)
    for blob, digest in connection.execution_options(yield_per=tables.ROWS).execute(named):
        try:
            content = b"".join(shelves.get(blob))
        except BlobMissing:
            if room.do(_stands, blob):
                made.missing.append(blob)
            else:
                made.gone += 1
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            made.damaged.append(blob)
            continue
        made.files += 1
        tell("files", made.files)
        yield from member(f"files/{blob}", content)


def _stands(work: Work, blob: str) -> bool:
    return work.execute(select(row.id).where(row.id == blob)).first() is not None
