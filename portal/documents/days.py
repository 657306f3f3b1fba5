"""The day a page bears, as French pages write it; never a birth date, never a day to come."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
          "decembre")  # fmt: skip
DAY = re.compile(
    r"(?<![\d/.,-])(?P<day>\d{1,2})(?:er)?\s?(?:[/.-]\s?(?P<month>\d{1,2})\s?[/.-]|\s(?P<named>[a-z]{3,9})\.?\s)\s?"
    r"(?P<year>\d{4}|\d{2})(?![\d/-])"
)
# What stands before a day says what it is the day of; the strongest word counts.
BIRTH = re.compile(r"\bne\s?\(?e?\)?\s*le\b|\bnaiss|\bddn\b|\bne\(e\)")
COMES = re.compile(r"\bjusqu|\bvalable|\bexpir|\bechean|\brendez|\brdv\b|\bprochain|\bperem|\ba partir du\b")
SIGNED = re.compile(r"[a-z]\s*,\s*le\s*$|\bfait\b[^\n]*\ble\s*$|\bdate\s*(?:d[eu][^\n:]{0,25})?:?\s*$")
TAKEN = re.compile(
    r"\b(?:preleve|prelevement|examen|consultation|ordonnance|seance|realise|recu)[^\n]{0,25}$|\b(?:le|du)\s*:?\s*$"
)
PRINTED = re.compile(r"\b(?:imprime|edite|edition)[^\n]{0,12}$")
BEFORE = 45  # characters looked at before a day
AGE = re.compile(r"\s*\(?\s*(?:soit\s*)?\d{1,3}\s*ans\b")
OLDEST = 60  # years: older papers are dated by who files them


def day_in(text: str, today: date) -> date | None:
    """Return the day that a page bears, when one stands out; None when several might be it, or there is none."""
    found: dict[date, int] = {}
    for day, weight in _days(_plain(text), today):
        found[day] = max(weight, found.get(day, 0))
    if not found:
        return None
    best = max(found.values())
    first = [day for day, weight in found.items() if weight == best]
    return first[0] if len(first) == 1 else None


def _days(text: str, today: date) -> Iterator[tuple[date, int]]:
    """Yield every day that may be a page's own, with how much speaks for it."""
    for seen in DAY.finditer(text):
        day = _read(seen)
        before = text[max(0, seen.start() - BEFORE) : seen.start()]
        if day is None or not date(today.year - OLDEST, 1, 1) <= day <= today:
            continue
        if BIRTH.search(before) or AGE.match(text, seen.end()) or COMES.search(before.rpartition("\n")[2]):
            continue
        yield day, _weight(before)


def _weight(before: str) -> int:
    if PRINTED.search(before):
        return 1
    return 4 if SIGNED.search(before) else 3 if TAKEN.search(before) else 2


def _read(seen: re.Match[str]) -> date | None:
    month = int(seen["month"]) if seen["month"] else _month(seen["named"])
    year = int(seen["year"]) + (2000 if len(seen["year"]) == 2 else 0)
    try:
        return date(year, month, int(seen["day"]))
    except ValueError:
        return None


def _month(named: str) -> int:
    """Return the number of a month, written out or cut short (`sept`, `dec`); 0 for anything else."""
    return next((n for n, name in enumerate(MONTHS, 1) if name.startswith(named) and named != "jui"), 0)


def _plain(text: str) -> str:
    """Return the text in lower case, without accents; signs and lines stay."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
