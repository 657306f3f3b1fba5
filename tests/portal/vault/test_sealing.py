"""A sealed blob is what was put there, whole, or it does not open."""

import hashlib
import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault.sealing import CHUNK, MAGIC, TAG, BlobDamaged, opened, sealed, streamed
from tests.otherwise import turned

KEY, NAME = bytes(range(32)), "a" * 32
WHOLE = CHUNK + TAG
CLEAR = os.urandom(2 * CHUNK + 17)
FIRST_VERSION = "8b9a16e5d32912821eccd72dbcff107785031d26b987c3df13e64e35c97f545e"


def seal(clear: bytes, key: bytes = KEY, name: str = NAME) -> bytes:
    return b"".join(sealed(key, name, clear))


def unseal(kept: bytes, key: bytes = KEY, name: str = NAME, piece: int = 4096) -> bytes:
    return b"".join(opened(key, name, (kept[at : at + piece] for at in range(0, len(kept), piece))))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_opens(size: int) -> None:
    clear = os.urandom(size)
    kept = seal(clear)
    assert unseal(kept) == clear
    assert len(kept) == len(MAGIC) + size + TAG * max(1, -(-size // CHUNK))


@given(st.integers(1, 3 * WHOLE))
def test_it_opens_in_pieces_of_any_size(piece: int) -> None:
    assert unseal(seal(CLEAR), piece=piece) == CLEAR


@given(st.lists(st.integers(0, 2 * CHUNK), max_size=6))
def test_what_comes_in_pieces_is_sealed_as_if_it_had_come_at_once(sizes: list[int]) -> None:
    pieces = [CLEAR[:size] for size in sizes]
    assert b"".join(streamed(KEY, NAME, pieces)) == seal(b"".join(pieces))


def test_the_format_stays_what_it_was() -> None:
    """A blob that was sealed by the first version, digest of its bytes."""
    clear = bytes(range(256)) * 2100  # three chunks
    assert hashlib.sha256(seal(clear)).hexdigest() == FIRST_VERSION


def chunks(kept: bytes) -> list[bytes]:
    body = kept[len(MAGIC) :]
    return [body[at : at + WHOLE] for at in range(0, len(body), WHOLE)]


HARMED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "cut after a chunk": lambda parts: parts[:-1],
    "cut inside a chunk": lambda parts: [*parts[:-1], parts[-1][:-1]],
    "cut to nothing": lambda _: [],
    "two chunks exchanged": lambda parts: [parts[1], parts[0], parts[2]],
    "a chunk twice": lambda parts: [parts[0], parts[0], *parts[1:]],
    "a chunk left out": lambda parts: [parts[0], parts[2]],
    "one bit turned": lambda parts: [turned(parts[0], 0), *parts[1:]],
    "something added": lambda parts: [*parts, b"more"],
}


@pytest.mark.parametrize("harm", HARMED)
def test_what_was_harmed_does_not_open(harm: str) -> None:
    kept = MAGIC + b"".join(HARMED[harm](chunks(seal(CLEAR))))
    with pytest.raises(BlobDamaged):
        unseal(kept)


def test_a_blob_in_the_place_of_another_does_not_open() -> None:
    with pytest.raises(BlobDamaged):
        unseal(seal(CLEAR, name="b" * 32))
    with pytest.raises(BlobDamaged):
        unseal(seal(CLEAR, key=bytes(32)))


@pytest.mark.parametrize("kept", [b"", b"MS", b"MSV0" + bytes(40), bytes(100)])
def test_what_is_no_blob_does_not_open(kept: bytes) -> None:
    with pytest.raises(BlobDamaged):
        unseal(kept)


def test_the_same_content_never_looks_the_same() -> None:
    assert seal(CLEAR)[len(MAGIC) :] != seal(CLEAR, key=bytes(32))[len(MAGIC) :]
    assert CLEAR[:100] not in seal(CLEAR)
