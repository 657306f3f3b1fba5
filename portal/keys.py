"""The key ring: seals what is stored, finds an address without knowing it, draws what nobody may guess."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.errors import KeyUnknown

NONCE = 12
KEY = 32
PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1


def key_id(key: bytes) -> bytes:
    """Return the 4 bytes that name a key inside a sealed value; they tell nothing about the key."""
    return hashlib.sha256(b"masante key id" + key).digest()[:4]


@dataclass(frozen=True)
class Keyring:
    """AES-256-GCM keys (the first seals, all open) and the separate key of the keyed hash.

    A sealed value is `key id (4) | nonce (12) | ciphertext and tag`; `context` is authenticated with it,
    so that a value moved to another column does not open. `reread` returns the ring as it stands by now where it
    is kept, or None when nothing is new; it is asked when a value names a key that this ring does not hold.
    """

    sealing: tuple[bytes, ...] = field(repr=False)
    finding: bytes = field(repr=False)
    reread: "Callable[[], Keyring | None]" = field(default=lambda: None, repr=False, compare=False)
    _ciphers: dict[bytes, AESGCM] = field(init=False, repr=False, compare=False)
    _first: tuple[bytes, AESGCM] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ciphers = {key_id(key): AESGCM(key) for key in self.sealing}
        object.__setattr__(self, "_ciphers", ciphers)
        object.__setattr__(self, "_first", next(iter(ciphers.items())))

    def refresh(self) -> None:
        """Take over a new first key and new others; what was held so far still opens as long as this process lives."""
        newer = self.reread()
        if newer is not None and newer.finding == self.finding:
            object.__setattr__(self, "_ciphers", {**self._ciphers, **newer._ciphers})
            object.__setattr__(self, "_first", newer._first)
            object.__setattr__(self, "sealing", newer.sealing)

    @property
    def names(self) -> tuple[bytes, ...]:
        """The ids of its keys, that of the one which seals first."""
        return tuple(map(key_id, self.sealing))

    def seal(self, context: str, clear: bytes) -> bytes:
        """Encrypt `clear` with the first key."""
        name, cipher = self._first
        nonce = os.urandom(NONCE)
        return bytes(name + nonce + cipher.encrypt(nonce, clear, context.encode()))

    def open(self, context: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made; raises `KeyUnknown` when no key of the ring opens it."""
        cipher = self._ciphers.get(bytes(sealed[:4]))
        if cipher is None:
            self.refresh()
            cipher = self._ciphers.get(bytes(sealed[:4]))
            if cipher is None:
                raise KeyUnknown(context)
        try:
            return bytes(cipher.decrypt(sealed[4 : 4 + NONCE], sealed[4 + NONCE :], context.encode()))
        except InvalidTag:
            raise KeyUnknown(context) from None

    def seal_text(self, context: str, clear: str) -> bytes:
        """Encrypt a string."""
        return self.seal(context, clear.encode())

    def open_text(self, context: str, sealed: bytes) -> str:
        """Decrypt a string."""
        return self.open(context, sealed).decode()

    def seal_json(self, context: str, clear: Any) -> bytes:
        """Encrypt what JSON can hold."""
        try:
            return self.seal(context, orjson.dumps(clear))
        except TypeError:  # half a surrogate pair, which a client may send and orjson refuses
            return self.seal(context, json.dumps(clear, separators=(",", ":")).encode())

    def open_json(self, context: str, sealed: bytes) -> Any:
        """Decrypt what `seal_json` made."""
        clear = self.open(context, sealed)
        try:
            return orjson.loads(clear)
        except ValueError:
            return json.loads(clear)

    def find(self, context: str, value: str) -> str:
        """Return the keyed hash (HMAC-SHA256, hex) under which `value` is found again."""
        return hmac.new(self.finding, f"{context}\0{value}".encode(), hashlib.sha256).hexdigest()


def new_ring() -> Keyring:
    """Return a ring of fresh random keys."""
    return Keyring((secrets.token_bytes(KEY),), secrets.token_bytes(KEY))


def parse_ring(text: str) -> Keyring:
    """Read a ring: one `find:KEY` and one or more `seal:KEY` (base64 of 32 bytes), split by commas or lines.

    Raises `ValueError` naming what is wrong, never showing a key.
    """
    sealing: list[bytes] = []
    finding: list[bytes] = []
    for number, entry in enumerate(
        filter(None, (e.strip() for e in text.replace(",", "\n").splitlines())), 1
    ):
        if entry.startswith("#"):
            continue
        use, _, encoded = entry.partition(":")
        key = _decode(encoded, number)
        if use not in ("seal", "find"):
            raise ValueError(f"entry {number} begins with neither seal: nor find:")
        (sealing if use == "seal" else finding).append(key)
    if not sealing or len(finding) != 1:
        raise ValueError("a key ring holds one find: key and at least one seal: key")
    return Keyring(tuple(sealing), finding[0])


def _decode(encoded: str, number: int) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise ValueError(f"entry {number} is not {KEY} bytes in base64")
    return key


def format_ring(ring: Keyring) -> str:
    """Return the text that `parse_ring` reads."""
    lines = [f"find:{base64.b64encode(ring.finding).decode()}"]
    lines += [f"seal:{base64.b64encode(key).decode()}" for key in ring.sealing]
    return "\n".join(lines) + "\n"


class Chance:
    """What must not be guessed; tests give a seeded one."""

    def token(self, size: int = 16) -> str:
        """Return `size` random bytes in hexadecimal: no prefix of a deep link, such as `r-`, can be read in one."""
        return secrets.token_hex(size)

    def name(self) -> str:
        """Return a short random identifier: 10 characters of base32, 50 bits."""
        return base64.b32encode(secrets.token_bytes(7))[:10].decode().lower()

    def dated_name(self, at: datetime) -> str:
        """Return an identifier that sorts by its second: 7 characters of it, 9 random ones (base32hex, 45 bits).

        What is made together stands together in every index, so that a thousand new rows touch a few pages.
        """
        when = base64.b32hexencode(int(at.timestamp()).to_bytes(5))[1:]
        return (when + base64.b32hexencode(secrets.token_bytes(6))[:9]).decode().lower()

    def hourly_name(self, at: datetime) -> str:
        """Return an identifier that sorts by its minute of the day (UTC): 3 characters of it, 9 random ones (45 bits).

        What comes back at the same hour day after day stands together in every index, whenever each was made.
        """
        utc = at.astimezone(UTC)
        minute = base64.b32hexencode((utc.hour * 60 + utc.minute).to_bytes(5))[-3:]
        return (minute + base64.b32hexencode(secrets.token_bytes(6))[:9]).decode().lower()

    def long_name(self) -> str:
        """Return a random identifier of 128 bits, 32 hexadecimal digits, for what must never meet its like."""
        return secrets.token_hex(16)

    def digits(self, count: int = 6) -> str:
        """Return `count` random decimal digits."""
        return f"{secrets.randbelow(10**count):0{count}d}"

    def phrase(self) -> str:
        """Return five groups of four signs that nobody takes for each other (99 bits), to be copied or typed."""
        return "-".join("".join(secrets.choice(PLAIN) for _ in range(4)) for _ in range(5))

    def fraction(self) -> float:
        """Return a number in [0, 1), for spreading."""
        return secrets.randbelow(1 << 30) / (1 << 30)
