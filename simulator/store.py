"""What must survive a stop of the simulator: small JSON documents and files, in one sqlite3 file."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

FLUSH_EVERY = 0.1  # seconds: what a kill -9 of the simulator can lose

SCHEMA = """
CREATE TABLE IF NOT EXISTS document (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS file (key TEXT PRIMARY KEY, body BLOB);
"""


class Store:
    """Documents written behind: a put is remembered at once and reaches the disk within FLUSH_EVERY."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._durable = folder is not None
        self._db = sqlite3.connect(
            folder / "simulator.sqlite3" if folder else ":memory:", isolation_level=None
        )
        # EXCLUSIVE: a second simulator on the same folder is refused instead of mixing two chats.
        self._db.executescript(
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + SCHEMA
        )
        self._dirty: dict[tuple[str, str], Callable[[], Any] | None] = {}

    def load(self, kind: str) -> list[tuple[str, Any]]:
        """Every (key, body) of a kind, in the order of their keys."""
        rows = self._db.execute("SELECT key, body FROM document WHERE kind = ? ORDER BY key", (kind,))
        return [(key, json.loads(body)) for key, body in rows]

    def put(self, kind: str, key: object, body: Callable[[], Any]) -> None:
        """Remember to write this document; `body` is called when it is written, so later changes count."""
        if self._durable:
            self._dirty[kind, str(key)] = body

    def drop(self, kind: str, key: object) -> None:
        """Remember to remove this document."""
        if self._durable:
            self._dirty[kind, str(key)] = None

    def put_file(self, key: str, content: bytes) -> None:
        """Write the bytes of a file at once: they are not kept in memory."""
        self._db.execute("INSERT OR REPLACE INTO file VALUES (?, ?)", (key, content))

    def file(self, key: str) -> bytes:
        """The bytes of a file; KeyError when there is none."""
        row = self._db.execute("SELECT body FROM file WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return bytes(row[0])

    def flush(self) -> None:
        """Write what waits, in one transaction."""
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, {}
        written = [(kind, key, json.dumps(body())) for (kind, key), body in dirty.items() if body]
        self._db.execute("BEGIN")
        self._db.executemany(
            "DELETE FROM document WHERE kind = ? AND key = ?", [k for k, b in dirty.items() if not b]
        )
        self._db.executemany("INSERT OR REPLACE INTO document VALUES (?, ?, ?)", written)
        self._db.execute("COMMIT")

    async def keep_flushing(self) -> None:
        """Flush for as long as the simulator runs."""
        while True:
            await asyncio.sleep(FLUSH_EVERY)
            self.flush()

    def wipe(self) -> None:
        """Forget everything, on disk too."""
        self._dirty.clear()
        self._db.executescript("DELETE FROM document; DELETE FROM file;")

    def close(self) -> None:
        """Write what waits and let go of the file."""
        self.flush()
        self._db.close()
