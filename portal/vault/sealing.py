"""The format of a sealed blob: chunks that can be neither cut off, moved, exchanged nor rolled back unnoticed.

    MSV1 | chunk | chunk | … | last chunk          chunk: up to 256 KiB of ciphertext, then a tag of 16 bytes

Each chunk is AES-256-GCM under the blob's own key, with the nonce `0 (7 bytes) | number of the chunk (4) | 1 for
the last chunk, else 0 (1)`; `MSV1` and the blob's name are authenticated with every chunk. This is STREAM (Hoang,
Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance, CRYPTO 2015).
Nonces can be counted because a key seals one blob, once.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.errors import PortalError

MAGIC = b"MSV1"
CHUNK = 256 * 1024
TAG = 16
WHOLE = CHUNK + TAG

Buffer: TypeAlias = bytes | bytearray | memoryview


class BlobDamaged(PortalError):
    """What is kept under a blob's name is not what was put there: cut, changed, exchanged, or of another key."""

    code = "blob_damaged"


def sealed(key: bytes, name: str, clear: bytes) -> Iterator[bytes]:
    """Yield the sealed form of a blob, piece by piece; `key` (32 bytes) must seal nothing else, ever."""
    return _sealed(key, name, _cut(memoryview(clear)))


def streamed(key: bytes, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same for what comes in pieces of any size, of which nobody knows how many; up to a petabyte."""
    return _sealed(key, name, _gathered(pieces))


def opened(key: bytes, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the clear chunks of a sealed blob, each one proven; raises `BlobDamaged`, at its end for a cut."""
    cipher, bound = AESGCM(key), MAGIC + name.encode()
    try:
        for number, (chunk, last) in enumerate(_chunks(pieces)):
            yield cipher.decrypt(_nonce(number, last=last), chunk, bound)
    except InvalidTag:
        raise BlobDamaged(name) from None


def _sealed(key: bytes, name: str, chunks: Iterable[tuple[Buffer, bool]]) -> Iterator[bytes]:
    cipher, bound = AESGCM(key), MAGIC + name.encode()
    yield MAGIC
    for number, (chunk, last) in enumerate(chunks):
        yield cipher.encrypt(_nonce(number, last=last), chunk, bound)


def _cut(clear: memoryview) -> Iterator[tuple[memoryview, bool]]:
    last = max(0, len(clear) - 1) // CHUNK
    for number in range(last + 1):
        yield clear[number * CHUNK : (number + 1) * CHUNK], number == last


def _gathered(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Make chunks of what comes; the last one is known only when nothing comes any more."""
    left = bytearray()
    for piece in pieces:
        left += piece
        while len(left) > CHUNK:
            yield bytes(left[:CHUNK]), False
            del left[:CHUNK]
    yield bytes(left), True


def _nonce(number: int, *, last: bool) -> bytes:
    return bytes(7) + number.to_bytes(4, "big") + bytes([last])


def _chunks(pieces: Iterable[bytes]) -> Iterator[tuple[Buffer, bool]]:
    """Cut what comes in any pieces into sealed chunks; what stands after the last whole one is the last.

    What lies whole in one piece is not copied: at this speed, a copy would cost half as much as opening it.
    """
    left: Buffer = b""
    for piece in _after_the_magic(pieces):
        view = piece
        while len(left) + len(view) > WHOLE:
            if left:
                need = WHOLE - len(left)
                yield (b"".join((left, view[:need])) if need else left), False
                left, view = b"", view[need:]
            else:
                yield view[:WHOLE], False
                view = view[WHOLE:]
        left = _joined(left, view) if left else view
    if len(left) < TAG:
        raise InvalidTag
    yield left, True


def _joined(left: Buffer, view: memoryview) -> bytearray:
    grown = left if isinstance(left, bytearray) else bytearray(left)
    grown += view
    return grown


def _after_the_magic(pieces: Iterable[bytes]) -> Iterator[memoryview]:
    """Yield what follows the first four bytes; raises `InvalidTag` when they are not ours."""
    coming = iter(pieces)
    begun = b""
    while len(begun) < len(MAGIC):
        piece = next(coming, None)
        if piece is None:
            raise InvalidTag
        begun += piece
    if begun[: len(MAGIC)] != MAGIC:
        raise InvalidTag
    yield memoryview(begun)[len(MAGIC) :]
    yield from (memoryview(piece) for piece in coming)
