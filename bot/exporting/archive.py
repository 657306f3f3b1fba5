"""The archive of an export: ZIP files encrypted with AES-256 as WinZip does, each of which opens by itself.

The names of files stand in clear in a ZIP, whatever its encryption: so they say nothing; titles are in the summary.
WinZip's key comes of a thousand rounds only: what protects is the phrase, which is drawn (`Chance.phrase`), never chosen.
"""

import zipfile
from collections.abc import Callable, Iterable
from typing import BinaryIO

import pyzipper

PART = 40_000_000  # bytes of files in one part: Telegram takes 50 MB of a bot, and the summary comes on top


class Archive:
    """Files put one after the other into as many parts as they need; `most`: bytes of one part, None for any size."""

    def __init__(self, phrase: str, room: Callable[[], BinaryIO], most: int | None) -> None:
        self._phrase = phrase.encode()
        self._room = room
        self._most = most
        self._open: pyzipper.AESZipFile | None = None
        self.parts: list[BinaryIO] = []

    def add(self, name: str, pieces: Iterable[bytes], *, size: int = 0, packed: bool = False) -> None:
        """Put a file; one of `size` bytes that does not fit any more begins a part. `packed`: it is compressed already."""
        part = self._part(size)
        part.compression = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        with part.open(name, "w") as member:
            for piece in pieces:
                member.write(piece)

    def close(self) -> list[BinaryIO]:
        """End the last part; returns all of them, the one that was written last first: it holds the summary."""
        if self._open is not None:
            self._open.close()
            self._open = None
        return [*self.parts[-1:], *self.parts[:-1]]

    def _part(self, size: int) -> "pyzipper.AESZipFile":
        room = self._most is None or not self.parts or self.parts[-1].tell() + size <= self._most
        full = self._open is not None and size > 0 and not room
        if self._open is None or full:
            self.close()
            self.parts.append(self._room())
            self._open = pyzipper.AESZipFile(self.parts[-1], "w", encryption=pyzipper.WZ_AES)
            self._open.setpassword(self._phrase)
        return self._open
