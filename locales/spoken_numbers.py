"""Numbers in words, up to 999 and with what stands behind the point: `trente-huit virgule deux`, `seventy and a half`."""

import re
from decimal import Decimal

from locales import spoken_words as words
from locales.reading import fold, western
from locales.spoken import LONGEST, NUMBERS

HUNDRED = 100
VALUES = NUMBERS | {fold(said): number for number, forms in words.TENS.items() for said in forms}
HUNDREDS, AND, POINT, HALF = (
    frozenset(map(fold, forms)) for forms in (words.HUNDRED, words.AND, words.POINT, words.AND_A_HALF)
)
# Which Arabic writes together with the number that follows: وثلاثين.
ARABIC_AND = re.compile(
    rf"\bو(?=(?:{'|'.join(one for one in (*VALUES, 'نصف', 'نص') if not one.isascii())})\b)"
)
FOUR_TWENTIES = re.compile(r"\bquatre vingts?\b")
BY_TWENTIES = (60, 80)  # and nineteen more: soixante-dix-neuf
TEN, TENS = 10, range(20, 100, 10)


def amount(text: str) -> Decimal | None:
    """Return the number that these words are, all of them: `deux`, `trente-huit et demi`, `38 virgule 5`; else None."""
    said = _spaced(text)
    if half := next((one for one in HALF if said.endswith(f" {one}")), None):
        whole = _cardinal(said.removesuffix(half).split())
        return None if whole is None else whole + Decimal("0.5")
    before, point, after = _parted(said.split())
    whole = _cardinal(before)
    if whole is None or not point:
        return None if whole is None else Decimal(whole)
    zeros = next((n for n, one in enumerate(after) if VALUES.get(one) != 0), len(after))
    tail = _cardinal(after[zeros:]) if after[zeros:] else 0
    return None if tail is None or not after else Decimal(f"{whole}.{'0' * zeros}{tail}")


def two_amounts(text: str) -> tuple[int, int] | None:
    """Return a number of two digits and one below ten that is said behind it (`trente-huit deux`), else None."""
    said = _spaced(text).split()
    behind = VALUES.get(said[-1]) if said else None
    whole = _cardinal(said[:-1]) if said else None
    if whole is None or behind is None or whole < TEN or behind >= TEN or _cardinal(said) is not None:
        return None
    return whole, behind


def _spaced(text: str) -> str:
    said = fold(western(text)).replace("-", " ") if len(text) <= LONGEST else ""
    return " ".join(FOUR_TWENTIES.sub("quatre-vingts", ARABIC_AND.sub("و ", said)).removeprefix("a ").split())


def _parted(said: list[str]) -> tuple[list[str], bool, list[str]]:
    at = next((n for n, one in enumerate(said) if one in POINT), len(said))
    return said[:at], at < len(said), said[at + 1 :]


def _cardinal(said: list[str]) -> int | None:
    """Return the whole number that these words are, none of them left over."""
    if len(said) == 1 and said[0].isascii() and said[0].isdecimal() and len(said[0]) < 4:
        return int(said[0])
    if not said or said[0] in AND or said[-1] in AND:
        return None
    total, room = 0, range(HUNDRED)
    for word in said:
        if word in AND:
            continue
        if word in HUNDREDS and total < TEN:
            total, room = HUNDRED * (total or 1), range(1, HUNDRED)
            continue
        value = VALUES.get(word)
        if value is None or not (value in room or _arabic(total, value)):
            return None
        total, room = total + value, _room(value)
    return total


def _room(value: int) -> range:
    """Return which numbers may be added to this one."""
    if value == TEN:
        return range(7, TEN)  # dix-sept, dix-huit, dix-neuf
    return range(1, 20 if value in BY_TWENTIES else TEN) if value in TENS else range(0)


def _arabic(total: int, value: int) -> bool:
    """Tell whether tens follow the units they are added to: eight and thirty."""
    return 0 < total % HUNDRED < TEN and (value == TEN or value in TENS)
