"""What sealing costs: the vault's format against bare AES-GCM in the same run, keeping and reading, a whole backup."""

import os
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from rich.console import Console
from rich.table import Table

from portal import backups, vault
from portal.backups import Made
from portal.clock import SystemClock
from portal.database import connect
from portal.keys import Chance, new_ring
from portal.migrations import upgrade
from portal.vault import Folder, sealing
from portal.work import Work, Workroom

SIZE = 20_000_000  # bytes: the largest file there may be
ROUNDS, MORE_ROUNDS = 15, 60
FILES, MORE_FILES = 100, 1000  # of a photo's size each, in the backup
PHOTO = 2_000_000


def run(long: bool) -> dict[str, Any]:
    """Measure; megabytes a second (the best of rounds that alternate), and the ratio to bare AES-GCM.

    Bare: the same amount in pieces of the same size, without a format, a name or an order.
    """
    rates = _rates(MORE_ROUNDS if long else ROUNDS)
    table = Table("", "MB/s", "to bare AES-GCM", title="Sealing")
    for name, bare in (("seal", "encrypt"), ("open", "decrypt"), ("keep", "encrypt"), ("read", "decrypt")):
        rates[f"{name}_ratio"] = rates[name] / rates[bare]
    for name in ("encrypt", "seal", "keep", "decrypt", "open", "read"):
        ratio = f"{rates[f'{name}_ratio']:.2f}" if f"{name}_ratio" in rates else ""
        table.add_row(name, f"{rates[name]:.0f}", ratio)
    Console().print(table)
    backup = _backup(MORE_FILES if long else FILES)
    Console().print(
        "a backup of {megabytes:.0f} MB: {seconds:.1f} s, {peak_mb:.0f} MB of memory at most".format(**backup)
    )
    return {**rates, "backup": backup}


def _rates(rounds: int) -> dict[str, float]:
    content, key, name = os.urandom(SIZE), os.urandom(32), "a" * 32
    cipher, nonce, ring, chance = AESGCM(key), bytes(12), new_ring(), Chance()
    clear = [memoryview(content)[at : at + sealing.CHUNK] for at in range(0, SIZE, sealing.CHUNK)]
    bare = [cipher.encrypt(nonce, one, b"") for one in clear]
    pieces = list(sealing.sealed(key, name, content))
    with TemporaryDirectory() as folder:
        shelves = Folder(Path(folder))
        kept = vault.keep(shelves, ring, chance, content, "image/jpeg")
        blob = vault.Blob(kept.id, "", kept.wrapped, "", kept.size, kept.digest, SystemClock().now())
        ways: dict[str, Callable[[], Any]] = {
            "encrypt": lambda: [len(cipher.encrypt(nonce, one, b"")) for one in clear],
            "seal": lambda: sum(map(len, sealing.sealed(key, name, content))),
            "keep": lambda: shelves.delete(vault.keep(shelves, ring, chance, content, "image/jpeg").id),
            "decrypt": lambda: [len(cipher.decrypt(nonce, one, b"")) for one in bare],
            "open": lambda: sum(map(len, sealing.opened(key, name, pieces))),
            "read": lambda: vault.read(shelves, ring, blob),
        }
        timed = {which: [_seconds(way)] for which, way in ways.items()}  # the first of each is not counted
        for _ in range(rounds):
            for which, way in ways.items():
                timed[which].append(_seconds(way))
    return {which: SIZE / 1e6 / min(seconds[1:]) for which, seconds in timed.items()}


def _seconds(way: Callable[[], Any]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _backup(files: int) -> dict[str, float]:
    """Back up a portal with so many photos; how long, and the most memory that Python held."""
    with TemporaryDirectory() as folder:
        url, shelves = f"sqlite:///{folder}/portal.db", Folder(Path(folder) / "vault")
        upgrade(url)
        room = Workroom(connect(url), SystemClock(), new_ring())
        for _ in range(files):
            kept = vault.keep(shelves, room.keys, room.chance, os.urandom(PHOTO), "image/jpeg")
            room.do(_drafted, kept)
        began, written = time.perf_counter(), 0
        tracemalloc.start()
        inside = backups.pieces(room, shelves, lambda: room.keys, Made(), lambda _what, _done: None)
        for piece in backups.sealed("une phrase que personne ne devine", inside):
            written += len(piece)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        room.close()
        return {"megabytes": written / 1e6, "seconds": time.perf_counter() - began, "peak_mb": peak / 1e6}


def _drafted(work: Work, kept: vault.Kept) -> None:
    vault.draft(work, "patient:bench", kept, work.now + timedelta(days=1))
