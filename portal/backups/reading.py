"""Reads a backup from its first byte to its last, and tells what it holds: nothing is used of one that is not whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from portal.backups.archive import members
from portal.backups.envelope import BackupDamaged
from portal.backups.making import FORMAT
from portal.backups.tables import Shape
from portal.errors import PortalError
from portal.keys import Keyring, parse_ring
from portal.migrations import HEAD


class BackupNewer(PortalError):
    """The backup was made by a newer version of the bot: restore it with that version."""

    code = "backup_newer"


@dataclass(frozen=True)
class Contents:
    """What a backup that is whole holds."""

    made_at: datetime
    version: str
    schema: str
    database: str
    shapes: dict[str, Shape]
    ring: Keyring
    rows: int
    files: int
    missing: tuple[str, ...]  # files that were not there, or damaged, when it was made


def look(pieces: Iterator[bytes]) -> Contents:
    """Read a whole backup; raises what `opened` raises, `BackupNewer`, and `BackupDamaged` when it does not add up."""
    manifest: dict[str, Any] = {}
    end: dict[str, Any] = {}
    ring, rows, files = "", 0, 0
    for name, content in members(pieces):
        if name == "manifest.json":
            manifest = _known(orjson.loads(content))
        elif name == "ring":
            ring = content.decode()
        elif name.startswith("files/"):
            files += 1
        elif name.startswith("tables/"):
            rows += content.count(b"\n")
        elif name == "end.json":
            end = orjson.loads(content)
    counted = sum(one["rows"] for one in manifest.get("tables", ()))
    if not end or (rows, rows, files) != (counted, end["rows"], end["files"]):
        raise BackupDamaged
    shapes = {
        one["name"]: Shape(one["name"], tuple(map(tuple, one["columns"]))) for one in manifest["tables"]
    }
    return Contents(
        datetime.fromisoformat(manifest["made_at"]), manifest["version"], manifest["schema"], manifest["database"],
        shapes, parse_ring(ring), rows, files, (*end["missing"], *end["damaged"]),
    )  # fmt: skip


def _known(manifest: dict[str, Any]) -> dict[str, Any]:
    if manifest["format"] > FORMAT or manifest["schema"] > HEAD:
        raise BackupNewer(manifest["version"])
    return manifest
