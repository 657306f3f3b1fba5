"""Reads what people type: numbers, dates, hours, yes and no, as they are written in their language."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from babel import Locale
from babel.numbers import NumberFormatError, parse_decimal

LONGEST = 60  # nobody writes a number or a date in more characters; what is longer is not tried

YES = {"oui", "o", "ouais", "yes", "y", "yep", "ok", "vrai", "true", "d'accord", "1"}
NO = {"non", "n", "no", "nope", "nan", "faux", "false", "0"}
DAYS = {
    "avant-hier": -2, "avant hier": -2, "hier": -1, "aujourd'hui": 0, "aujourdhui": 0, "ce jour": 0,
    "demain": 1,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
PLAIN_NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,12})?$")
OUT_OF_TEN = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:/|sur|out of)\s*(\d+)$")
HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|\.)\s*(\d{2})?\s*(?:min)?$")
NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")


def fold(text: str) -> str:
    """Return the text in lower case, without accents, marks around it or doubled spaces."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return re.sub(r"\s+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip(" .!,;")


def read_yes_no(text: str) -> bool | None:
    """Return True for a yes, False for a no, None for anything else."""
    folded = fold(text)
    if folded in YES:
        return True
    return False if folded in NO else None


def read_number(text: str, language: str, *, out_of: int | None = None) -> Decimal | None:
    """Return an exact number from `37,8`, `37.8`, `1 234,5`, or `3/10` where `out_of` is 10; else None."""
    trimmed = text.strip().replace("−", "-")
    if len(trimmed) > LONGEST:
        return None
    fraction = OUT_OF_TEN.match(trimmed.casefold())
    if fraction:
        trimmed = fraction[1] if out_of is not None and int(fraction[2]) == out_of else ""
    if not re.fullmatch(r"[+-]?[\d.,\s\u202f\u00a0]+", trimmed):
        return None
    if PLAIN_NUMBER.match(trimmed) and trimmed.isascii():
        return Decimal(trimmed.replace(",", "."))
    try:
        grouped = re.sub(r"(?<=\d) (?=\d{3})", "\N{NARROW NO-BREAK SPACE}", trimmed)
        return parse_decimal(grouped, locale=Locale.parse(language), strict=True) if grouped else None
    except NumberFormatError:
        return None


def read_time(text: str) -> time | None:
    """Return an hour of the day from `8h30`, `08:30`, `20 h`; else None."""
    found = HOUR.match(fold(text)) if len(text) <= LONGEST else None
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else None
    except ValueError:
        return None


def read_date(text: str, language: str, today: date) -> date | None:
    """Return a day from `hier`, `12/03/2026`, `12/03/26`, `2026-03-12`, `12 mars 2026`; else None."""
    folded = fold(text)
    if len(text) > LONGEST or not folded:
        return None
    if folded in DAYS:
        return today + timedelta(days=DAYS[folded])
    numeric = NUMERIC_DATE.match(folded)
    if numeric:
        return _day(int(numeric[3]), int(numeric[2]), int(numeric[1]), today)
    if re.match(r"\d{4}-\d{2}-\d{2}$", folded):
        year, month, day = map(int, folded.split("-"))
        return _day(year, month, day, today)
    return _spelled(text, language, today) if re.search(r"[^\W\d_]{3}", folded) else None


def _day(year: int, month: int, day: int, today: date) -> date | None:
    if year < 100:
        year += 2000 if year <= today.year % 100 + 10 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _spelled(text: str, language: str, today: date) -> date | None:
    import dateparser  # noqa: PLC0415  slow to import, needed only for months written out

    found = dateparser.parse(
        text,
        languages=list(dict.fromkeys((language, "fr", "en"))),
        settings={
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month"],
            "PREFER_DATES_FROM": "current_period",
            "RELATIVE_BASE": datetime.combine(today, time()),
            "PARSERS": ["absolute-time"],
        },
    )
    return found.date() if found else None
