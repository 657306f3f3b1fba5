"""Says words in someone's language: translation, plural forms, dates, numbers and lists."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from locales import Listed, Localized, Sentence, Words, _

HERE = Path(__file__).parent


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
    """Return the catalogue, compiled in memory; English is the language of the keys and has none."""
    path = catalogue_path(language)
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


_locale = cache(Locale.parse)  # asked for every fact; parsing a code costs as much as saying the fact


def say(words: Words, reader: Reader) -> str:
    """Return the words as plain text, in the reader's language."""
    match words:
        case str():
            return words
        case Localized():
            return words.said(reader.language)
        case Listed():
            parts = [said_fact(word, reader) for word in words.words]
            return " · ".join(parts)
    found = translations(reader.language)
    pattern = (
        found.ngettext(words.key, words.plural, words.count) if words.plural else found.gettext(words.key)
    )
    return pattern.format_map(_Facts(words.facts, reader)) if "{" in pattern else pattern


def said_fact(fact: Any, reader: Reader) -> str:
    """Return one fact as it is written in the reader's language."""
    locale = _locale(reader.language)
    match fact:
        case Sentence() | Localized() | Listed() | str():
            return say(fact, reader)
        case datetime():
            return said_instant(fact, reader, locale)
        case date():
            return format_date(fact, "long", locale=locale)
        case time():
            return format_time(fact, "short", locale=locale)
        case int() | Decimal():
            return format_decimal(fact, locale=locale, decimal_quantization=False)
        case _:
            return str(fact)


def said_instant(instant: datetime, reader: Reader, locale: Locale) -> str:
    """Return a date and an hour without seconds, in the reader's own time zone."""
    local = instant.astimezone(ZoneInfo(reader.zone)) if instant.tzinfo else instant
    day, hour = format_date(local, "long", locale=locale), format_time(local.time(), "short", locale=locale)
    return say(_("{day} at {hour}", day=day, hour=hour), reader)


class _Facts(dict[str, str]):
    """The facts of a sentence, each said only when the sentence asks for it."""

    def __init__(self, facts: Mapping[str, Any], reader: Reader) -> None:
        super().__init__({name: said_fact(fact, reader) for name, fact in facts.items()})
