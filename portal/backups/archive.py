"""What stands inside a backup: a tar archive, written and read as a stream, of members that fit into memory."""

import io
import tarfile
from collections.abc import Iterator

from portal.backups.envelope import BackupDamaged

PIECE = 1 << 20
END = bytes(2 * tarfile.BLOCKSIZE)


def member(name: str, content: bytes) -> Iterator[bytes]:
    """Yield one member."""
    head = tarfile.TarInfo(name)
    head.size, head.mode = len(content), 0o600
    yield head.tobuf()
    yield content
    yield bytes(-len(content) % tarfile.BLOCKSIZE)


def members(pieces: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every member, then read on to the end of the stream: only there a cut shows."""
    stream = _Pieces(pieces)
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=PIECE) as archive:
            for one in archive:
                content = archive.extractfile(one)
                yield one.name, content.read() if content else b""
    except tarfile.TarError:
        raise BackupDamaged from None
    while stream.read(PIECE):
        pass


class _Pieces(io.RawIOBase):
    """Pieces of any size, read as a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = bytearray()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._left) < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._left += piece
        taken = bytes(self._left if size < 0 else self._left[:size])
        del self._left[: len(taken)]
        return taken
