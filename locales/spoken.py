"""What people say rather than write: hours, days and measures in words, in any language."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

from locales import spoken_words as words
from locales.reading import fold, read_time, western

LONGEST = 60  # characters
NUMBERS = {fold(said): number for number, forms in words.NUMBERS.items() for said in forms}
WEEKDAYS = {fold(said): day for day, forms in words.WEEKDAYS.items() for said in forms}
PART = {fold(said): minutes for minutes, forms in words.PARTS_OF_AN_HOUR.items() for said in forms}
AFTERNOON, MORNING, NOON, MIDNIGHT, HOURS, LAST, NEXT, WEEK = (
    frozenset(map(fold, forms))
    for forms in (words.AFTERNOON, words.MORNING, words.NOON, words.MIDNIGHT, words.HOURS, words.LAST, words.NEXT,
                  words.WEEK)
)  # fmt: skip
BESIDE = frozenset(part for said in words.BESIDE for part in re.findall(r"\w+", fold(said)))


def _any(forms: frozenset[str] | dict[str, int]) -> str:
    return "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))


SPOKEN_HOUR = re.compile(
    rf"(?:(?:a las?|las?|at|as|a) )?(?:(?P<before>{_any(PART)}) )?(?P<hour>\w+?) ?(?:{_any(HOURS)})?"
    rf"(?: (?P<part>{_any(PART)}))?(?: (?P<half>{_any(AFTERNOON | MORNING)}))?$"
)
HOUR_AMONG = re.compile(r"(?<![\d.,:/])\d{1,2} ?(?:h(?:eures?|rs?)?|:) ?(?:\d{2})?(?![\d.,:/\w])")
AGO = tuple(
    re.compile(rf"\b{pattern}\b".replace("N", r"(\w+)").replace("DAYS", r"(\w+)")) for pattern in words.AGO
)
KILOS = re.compile(
    r"(\d{1,3}) ?(?:kg|kgs|kilos?|quilos?) ?(\d|\d{3})(?: ?(?:g|gr|grammes?|gramos|gramas))?\b"
)
METRES = re.compile(r"\b([12]) ?(?:m|metres?|metros?) ?(\d{2})\b")


def hour(text: str) -> time | None:
    """Return an hour of the day from `8h30`, `midi`, `8 heures et demie`, `half past eight`, `9 h du soir`; else None."""
    if (written := read_time(text)) is not None:
        return written
    said = fold(text)
    for forms, digits in ((NOON, "12"), (MIDNIGHT, "0")):
        said = re.sub(rf"^(?:{_any(forms)})(?=$| )", digits, said)
    found = SPOKEN_HOUR.match(said) if len(text) <= LONGEST else None
    whole = found and (int(found["hour"]) if found["hour"].isdecimal() else NUMBERS.get(found["hour"]))
    # A number alone is no hour.
    if not found or whole is None or whole > 23 or said == found["hour"] == fold(text):
        return None
    late = found["half"] in AFTERNOON and whole < 12
    minutes = PART.get(found["before"] or found["part"] or "", 0)
    total = (whole + 12 * late) * 60 + minutes
    return time(*divmod(total % (24 * 60), 60))


def hour_among(text: str) -> time | None:
    """Return the only hour among other words: `vers 8h`, `à 20:30 je crois`; else None."""
    found = HOUR_AMONG.findall(fold(text)) if len(text) <= LONGEST else []
    return read_time(found[0]) if len(found) == 1 else None


def day(text: str, today: date) -> date | None:
    """Return the day that `lundi`, `mardi dernier`, `next friday` or `il y a 3 jours` names, seen from today; else None."""
    said = fold(text) if len(text) <= LONGEST else ""
    for pattern in AGO:
        if found := pattern.search(said):
            count = int(found[1]) if found[1].isdecimal() else NUMBERS.get(found[1], 0)
            return today - timedelta(days=count * (7 if found[2] in WEEK else 1)) if 0 < count < 400 else None
    held = [one for one in WEEKDAYS if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)]
    named = [one for one in held if not any(one != longer and one in longer for longer in held)]
    if len(named) != 1:
        return None
    since = (today.weekday() - WEEKDAYS[named[0]]) % 7
    others = set(re.findall(r"\w+", said.replace(named[0], " ")))
    if others - LAST - NEXT - BESIDE:  # "mardi gras"
        return None
    if others & NEXT:
        return today + timedelta(days=7 - since)
    return today - timedelta(days=since or (7 if others & LAST else 0))


def measure(text: str, unit: str) -> Decimal | None:
    """Return the amount in this unit that `72 kilos 500` or `1m72` says; else None."""
    said = fold(western(text)) if len(text) <= LONGEST else ""
    kilos, metres = KILOS.findall(said), METRES.findall(said)
    if fold(unit) == "kg" and len(kilos) == 1:
        return Decimal(".".join(kilos[0]))
    if fold(unit) in ("m", "cm") and len(metres) == 1:
        whole = Decimal("".join(metres[0]))
        return whole if fold(unit) == "cm" else whole / 100
    return None
