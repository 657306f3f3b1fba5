"""Passwords: judged by CNIL 2022-100 and NIST SP 800-63B-4, hashed with argon2id; pure, and slow on purpose.

`hash` and `verify` take about a tenth of a second: they are never called inside a unit of work.
"""

import math
import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.accounts.refusals import PasswordWeak

SHORTEST, LONGEST = 8, 256  # NIST asks that at least 64 be accepted
ENTROPY = 50  # bits, where wrong tries are limited (CNIL 2022-100, case 2)
GUESSES = 8  # tens: as hard to guess as eight random characters
CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
SYMBOLS, OTHER = 33, 64  # ASCII symbols and the space; letters of other alphabets, by a low count

# 32 MiB so that a small machine can check two at a time; above the minimum of OWASP (19 MiB, 2 passes).
hasher = PasswordHasher(time_cost=4, memory_cost=32 * 1024, parallelism=1)
# The hash of a password nobody knows: checked where there is none, so that the work is the same.
NOBODY = "$argon2id$v=19$m=32768,t=4,p=1$irwCbGe9n7+cAErlLUytpg$QM0U6FYf0+e3wqNquqrl52FcSnrXt85qcR5tydeA/lo"


@dataclass(frozen=True)
class Strength:
    """How good a password is: score from 0 to 4 (zxcvbn), and bits of entropy (CNIL)."""

    score: int
    bits: float


def hash(typed: str) -> str:  # noqa: A001  passwords.hash reads as what it does
    """Return the argon2id hash, salt and cost included."""
    return hasher.hash(_canonical(typed))


def verify(password_hash: str | None, typed: str) -> bool:
    """Tell whether this is the password; without one, the same work is done and the answer is no."""
    try:
        hasher.verify(password_hash or NOBODY, _canonical(typed))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def judge(typed: str, personal: Sequence[str] = ()) -> Strength | PasswordWeak:
    """Return how strong a password is, or why it cannot be chosen; `personal`: names, e-mail, birth date."""
    text = _canonical(typed)
    bits = _entropy(text)
    known = {word for value in personal for word in re.findall(r"\w{3,}", _plain(value))}
    score, guesses = _guess(text, sorted(known))
    wrong = {
        "short": len(text) < SHORTEST,
        "long": len(text) > LONGEST,
        "simple": bits < ENTROPY,
        "common": guesses < GUESSES,
        "personal": any(len(word) > 3 and word in _plain(text) for word in known),
    }
    reasons = tuple(reason for reason, found in wrong.items() if found)
    return PasswordWeak(reasons=reasons) if reasons else Strength(score, bits)


def _canonical(typed: str) -> str:
    # NIST SP 800-63B-4, 3.1.1.2: the same characters typed on another keyboard are the same password.
    return unicodedata.normalize("NFKC", typed)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _entropy(text: str) -> float:
    alphabet = sum(len(kind) for kind in CLASSES if set(kind) & set(text))
    alphabet += SYMBOLS if set(string.punctuation + " ") & set(text) else 0
    alphabet += OTHER if not text.isascii() else 0
    return len(text) * math.log2(max(alphabet, 1))


def _guess(text: str, known: list[str]) -> tuple[int, float]:
    from zxcvbn import zxcvbn  # noqa: PLC0415  its word lists take time at start-up

    if not text:
        return 0, 0.0
    found = zxcvbn(text[:72], user_inputs=known)  # what follows can only make it stronger
    return found["score"], float(found["guesses_log10"])
