"""How an edition differs from the one before: professionals that came, went or changed, by number and digest."""

import hashlib
import zlib
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Changes(NamedTuple):
    """How many professionals came, went, and are told of otherwise than before."""

    added: int
    gone: int
    changed: int


class Roll:
    """The numbers of an edition's professionals, each with a digest of what is told of her."""

    def __init__(self) -> None:
        self.digests: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.digests)

    def __contains__(self, number: str) -> bool:
        return _key(number) in self.digests

    def add(self, number: str, kept: str) -> None:
        """Note a professional, and what is told of her."""
        self.digests[_key(number)] = zlib.crc32(kept.encode())

    def write(self, file: Path) -> None:
        """Keep it: the numbers in order, then their digests."""
        keys = array("Q", sorted(self.digests))
        with file.open("wb") as out:
            keys.tofile(out)
            array("I", map(self.digests.__getitem__, keys)).tofile(out)

    def since(self, before: Path | None) -> Changes:
        """Count what differs from the roll that was kept there; without one, all have come."""
        if before is None or not before.exists():
            return Changes(len(self), 0, 0)
        there = changed = gone = 0
        for key, digest in _read(before):
            found = self.digests.get(key)
            gone += found is None
            there += found is not None
            changed += found is not None and found != digest
        return Changes(len(self) - there, gone, changed)


def _key(number: str) -> int:
    if number.isascii() and number.isdigit():
        return int(number)
    return int.from_bytes(hashlib.blake2b(number.encode(), digest_size=8).digest()) | 1 << 63


def _read(file: Path) -> Iterator[tuple[int, int]]:
    count = file.stat().st_size // 12
    keys, digests = array("Q"), array("I")
    with file.open("rb") as kept:
        keys.fromfile(kept, count)
        digests.fromfile(kept, count)
    return zip(keys, digests, strict=True)
