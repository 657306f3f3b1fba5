"""The envelope of a backup: two lines that say how its key is made of a passphrase, then a sealed stream.

    MASANTE BACKUP 1
    {"kdf": "argon2id", "salt": …, "memory_kib": 65536, "passes": 3, "lanes": 4, "check": …}
    the stream (`portal/vault/sealing.py`), bound to these two lines

Argon2id with the parameters that RFC 9106 recommends where memory is dear (64 MiB, 3 passes, 4 lanes; OWASP asks for
19 MiB and 2) gives 64 bytes: the first 32 seal this file alone, for the salt is drawn for it; `check` is the digest of
the others, so that a mistyped passphrase is told from a damaged file. It helps nobody to guess: the seal itself would.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO
from unicodedata import normalize

from argon2.low_level import Type, hash_secret_raw

from portal.errors import PortalError
from portal.vault import BlobDamaged
from portal.vault.sealing import opened as opened_stream
from portal.vault.sealing import streamed

FIRST = b"MASANTE BACKUP 1\n"
COSTS = {"memory_kib": 64 * 1024, "passes": 3, "lanes": 4}
MOST = {"memory_kib": 4 << 20, "passes": 100, "lanes": 64}  # what a file may ask of the machine that opens it
LONGEST = 1000  # bytes of the second line
PIECE = 1 << 20


class NotABackup(PortalError):
    """The file is no backup of this bot."""

    code = "not_a_backup"


class PassphraseWrong(PortalError):
    """The passphrase is not the one that this backup was made with."""

    code = "passphrase_wrong"


class BackupDamaged(PortalError):
    """The backup is damaged: it was cut or changed after it was made. Nothing of it is used; take another one."""

    code = "backup_damaged"


def sealed(passphrase: str, pieces: Iterable[bytes], costs: Mapping[str, int] = COSTS) -> Iterator[bytes]:
    """Yield a whole file of what comes in pieces; the file says what its key costs."""
    how = {"kdf": "argon2id", "salt": os.urandom(16).hex(), **costs}
    key, check = _derived(passphrase, how)
    opening = FIRST + json.dumps({**how, "check": check}).encode() + b"\n"
    yield opening
    yield from streamed(key, opening.decode(), pieces)


def opened(passphrase: str, file: BinaryIO) -> Iterator[bytes]:
    """Yield what is in a file, each piece proven; raises `NotABackup`, `PassphraseWrong`, `BackupDamaged`.

    That it was cut shows at its end only: what was yielded before may be all of it, or not.
    """
    opening = file.read(len(FIRST))
    if opening != FIRST:
        raise NotABackup
    opening += file.readline(LONGEST)
    try:
        how = json.loads(opening[len(FIRST) :])
        key, check = _derived(passphrase, how)
    except (ValueError, KeyError, TypeError):
        raise BackupDamaged from None
    if check != how.get("check"):
        raise PassphraseWrong
    try:
        yield from opened_stream(key, opening.decode(), iter(lambda: file.read(PIECE), b""))
    except BlobDamaged:
        raise BackupDamaged from None


def _derived(passphrase: str, how: dict[str, Any]) -> tuple[bytes, str]:
    """Return the key and the check; raises `ValueError` for what nobody of ours would have written."""
    costs = {name: int(how[name]) for name in COSTS}
    if how["kdf"] != "argon2id" or any(not 1 <= costs[name] <= MOST[name] for name in COSTS):
        raise ValueError("costs")
    made = hash_secret_raw(
        normalize("NFKC", passphrase).encode(), bytes.fromhex(how["salt"]), costs["passes"], costs["memory_kib"],
        costs["lanes"], 64, Type.ID,
    )  # fmt: skip
    return made[:32], hashlib.sha256(made[32:]).hexdigest()[:16]
