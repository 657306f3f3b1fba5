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
BIRTH = re.compile(r"\bnee\b|\bne\s?\(e\)|\bn\S{1,2}\s+le\b|\bnaiss|\bddn\b")  # `n6e le`: an accent misread
COMES = re.compile(r"\bjusqu|\bvalable|\bexpir|\bechean|\brendez|\brdv\b|\bprochain|\bperem|\ba partir du\b")
SIGNED = re.compile(r"[a-z]\s*,\s*le\s*$|\bfait\b[^\n]*\ble\s*$|\bdate\s*(?:d[eu][^\n:]{0,25})?:?\s*$")
TAKEN = re.compile(r"\b(?:preleve|prelevement|examen|consultation|seance|realise)[^\n]{0,25}$")
NAMED = re.compile(r"\b(?:le|du)\s*:?\s*$")
PRINTED = re.compile(r"\b(?:imprime|edite|edition)[^\n]{0,12}$")
BEFORE = 45  # characters looked at before a day
AGE = re.compile(r"\s*\(?\s*(?:soit\s*)?\d{1,3}\s*ans\b")
SAID = 4  # the weight of a day that says it is the page's own
RECENT = 10  # years: an older day that does not say so is likelier somebody's birth
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
    last = 0
    for seen in DAY.finditer(text):
        day = _read(seen)
        before = text[max(last, seen.start() - BEFORE) : seen.start()]
        last = seen.end()
        if day is None or not date(today.year - OLDEST, 1, 1) <= day <= today:
            continue
        if BIRTH.search(before) or AGE.match(text, seen.end()) or COMES.search(before.rpartition("\n")[2]):
            continue
        weight = _weight(before)
        if weight == SAID or day.year > today.year - RECENT:
            yield day, weight


def _weight(before: str) -> int:
    if PRINTED.search(before):
        return 1
    if SIGNED.search(before) or TAKEN.search(before):
        return SAID
    return 3 if NAMED.search(before) else 2


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
