"""A sealed blob is what was put there, whole, or it does not open."""

import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault.sealing import CHUNK, MAGIC, TAG, BlobDamaged, opened, sealed

KEY, NAME = bytes(range(32)), "a" * 32
WHOLE = CHUNK + TAG
CLEAR = os.urandom(2 * CHUNK + 17)


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
    "one bit turned": lambda parts: [bytes([parts[0][0] ^ 1]) + parts[0][1:], *parts[1:]],
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
