"""How each language is written: which of its customs dates, hours and numbers follow, and in which direction."""

from functools import cache
from typing import NamedTuple

from babel import Locale

from locales import RIGHT_TO_LEFT, base

# Of several customs of one language, those of the place where its readers are: in France, or near to it. Arabic has
# the months that all its readers know, and the figures, commas and 24 hours of the Maghreb, which are those of France.
DATES = {"en": "en_GB", "pt": "pt_PT"}
NUMBERS = {**DATES, "ar": "ar_MA"}


class Customs(NamedTuple):
    """Whose dates and whose numbers and hours a language follows; whether it runs from right to left."""

    dates: Locale
    numbers: Locale
    rtl: bool


@cache  # asked for every fact; parsing a code costs as much as saying the fact
def customs(language: str) -> Customs:
    """Return the customs of a language, or of the language that a plain one is a manner of."""
    code = base(language)
    dates, numbers = (Locale.parse(places.get(code, code)) for places in (DATES, NUMBERS))
    return Customs(dates, numbers, code in RIGHT_TO_LEFT)
