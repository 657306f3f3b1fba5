"""Says words in someone's language: translation, plural forms, dates, numbers and lists."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from locales import Day, Hour, Listed, Localized, Sentence, Words, _, base
from locales.customs import Customs, customs

HERE = Path(__file__).parent
RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"
BEGIN, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Reader(NamedTuple):
    """Who will read: language code and time zone name; `spacious`: with an empty line between any two."""

    language: str = "fr"
    zone: str = "Europe/Paris"
    spacious: bool = False


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of this language lies."""
    return HERE / language / "LC_MESSAGES" / "masante.po"


@cache
def translations(language: str) -> NullTranslations:
    """Return the catalogue, compiled in memory; English is the language of the keys and has none.

    What a language made easier does not say anew is said as in the language itself.
    """
    path = catalogue_path(language)
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=base(language)))
    compiled.seek(0)
    found = Translations(compiled)
    if base(language) != language:
        found.add_fallback(translations(base(language)))
    return found


def say(words: Words, reader: Reader) -> str:
    """Return the words as plain text, in the reader's language."""
    match words:
        case str():
            return words
        case Localized():
            return words.said(reader.language)
        case Listed():
            return _listed(words, reader)
    found = translations(reader.language)
    pattern = (
        found.ngettext(words.key, words.plural, words.count) if words.plural else found.gettext(words.key)
    )
    if "{" not in pattern:
        return pattern
    if pattern == words.key and customs(reader.language).rtl:  # facts put together without a word of ours
        pattern = pattern.replace(", ", "، ")
    return pattern.format_map(_Facts(words.facts, reader))


def said_fact(fact: Any, reader: Reader) -> str:
    """Return one fact as it is written in the reader's language."""
    written = customs(reader.language)
    match fact:
        case Sentence() | Localized() | Listed() | str():
            return say(fact, reader)
        case datetime():
            return said_instant(fact, reader, written)
        case date() | Day():
            day = _local(fact.instant, reader) if isinstance(fact, Day) else fact
            return said_day(day, written)
        case time() | Hour():
            hour = _local(fact.instant, reader).time() if isinstance(fact, Hour) else fact
            return format_time(hour, "short", locale=written.numbers)
        case int() | Decimal():
            return format_decimal(fact, locale=written.numbers, decimal_quantization=False)
        case _:
            return str(fact)


def said_day(day: date, written: Customs) -> str:
    """Return a date in words; the first of a month is the "1er" in French, which Babel does not know."""
    said = format_date(day, "long", locale=written.dates)
    return said.replace("1 ", "1er ", 1) if written.dates.language == "fr" and day.day == 1 else said


def said_instant(instant: datetime, reader: Reader, written: Customs) -> str:
    """Return a date and an hour without seconds, in the reader's own time zone."""
    local = _local(instant, reader)
    day = said_day(local, written)
    hour = format_time(local.time(), "short", locale=written.numbers)
    return say(_("{day} at {hour}", day=day, hour=hour), reader)


def _local(instant: datetime, reader: Reader) -> datetime:
    return instant.astimezone(ZoneInfo(reader.zone)) if instant.tzinfo else instant


def inserted(fact: Any, reader: Reader) -> str:
    """Return one fact as it stands within other words.

    Among words that run from right to left, what may run the other way (a name, an address, a number) is set apart
    (Unicode's isolates, UAX 9), or its parts would change places. Our own sentences need it not; links must stay bare.
    """
    said = said_fact(fact, reader)
    ours = isinstance(fact, Sentence | Listed) or said.startswith(("https://", "http://"))
    return said if ours or not said or not customs(reader.language).rtl else f"{BEGIN}{said}{END}"


def bare(said: str) -> str:
    """Return words without the marks that set facts apart, which are not seen."""
    return said.replace(BEGIN, "").replace(END, "")


def arrow(reader: Reader) -> str:
    """Return an arrow that leads on, in the direction of reading; its line then runs that way, whatever follows."""
    return f"{RIGHT_TO_LEFT_MARK}←" if customs(reader.language).rtl else "→"


def _listed(words: Listed, reader: Reader) -> str:
    parts = [inserted(word, reader) for word in words.words]
    if words.joined == "listed":
        return " · ".join(parts)
    style: Literal["standard", "or"] = "or" if words.joined == "or" else "standard"
    return format_list(parts, style=style, locale=customs(reader.language).dates)


class _Facts(dict[str, str]):
    """The facts of a sentence, as they stand within it."""

    def __init__(self, facts: Mapping[str, Any], reader: Reader) -> None:
        super().__init__({name: inserted(fact, reader) for name, fact in facts.items()})
