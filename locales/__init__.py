"""What people read: sentences wait as `Sentence` (a key and its facts) until someone's language is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias

LANGUAGES = ("fr", "en", "es", "pt", "ar")
DEFAULT = "fr"
PLAIN = {"fr": "fr-simple"}  # a language made easier: "simple" is its registered variant (BCP 47)
NAMES = {  # of languages, in themselves: who reads no other finds her own
    "fr": "Français", "fr-simple": "Français facile à lire", "en": "English", "es": "Español",
    "pt": "Português", "ar": "العربية",
}  # fmt: skip
RIGHT_TO_LEFT = ("ar",)


def base(language: str) -> str:
    """Return the language of which this is a manner: `fr` of `fr-simple`, `pt` of `pt-BR`."""
    return language.split("-", maxsplit=1)[0]


@dataclass(frozen=True)
class Sentence:
    """A sentence not yet said: its English msgid and the facts that fill its `{names}`."""

    key: str
    facts: Mapping[str, "Fact"] = field(default_factory=dict)
    plural: str = ""
    count: int = 1

    def fill(self, **facts: "Fact") -> "Sentence":
        """Return the same sentence with these facts added."""
        return replace(self, facts={**self.facts, **facts})


@dataclass(frozen=True)
class Localized:
    """Words that came with their translations, such as a question of a FHIR form; `""` is the original."""

    words: Mapping[str, str]

    def said(self, language: str) -> str:
        """Return the words in this language, or in a manner of it, or as they were written first."""
        exact = self.words.get(language) or self.words.get(base(language))
        return (
            exact or self._near(base(language)) or self.words.get("") or next(iter(self.words.values()), "")
        )

    def _near(self, language: str) -> str:
        return next((said for code, said in self.words.items() if code and base(code) == language), "")


@dataclass(frozen=True)
class Listed:
    """Several words to be said one after the other: "a · b · c", or "a, b and c", or "a, b or c"."""

    words: tuple["Fact", ...]
    joined: Literal["listed", "and", "or"] = "listed"


@dataclass(frozen=True)
class Day:
    """The day of an instant, wherever its reader is: its hour is of no use to her."""

    instant: datetime


@dataclass(frozen=True)
class Hour:
    """The hour of an instant that comes soon, wherever its reader is: its day is of no use to her."""

    instant: datetime


def last_day(end: datetime) -> Day:
    """Return the last day that is whole before something ends: what is said to hold until that day does, all of it."""
    return Day(end - timedelta(days=1))


Fact: TypeAlias = (
    Sentence | Localized | Listed | Day | Hour | str | int | Decimal | date | datetime | time | bool
)
Words: TypeAlias = Sentence | Localized | Listed | str


def _(key: str, /, **facts: Fact) -> Sentence:
    """Mark a sentence for translation."""
    return Sentence(key, facts)


def n_(one: str, many: str, count: int, /, **facts: Fact) -> Sentence:
    """Mark a sentence that depends on a number, given to it as `{n}`."""
    return Sentence(one, {"n": count, **facts}, many, count)


def plain(pattern: str, /, **facts: Fact) -> Sentence:
    """Put facts together without a word of ours: nothing to translate."""
    return Sentence(pattern, facts)


def pack(fact: Any) -> Any:  # noqa: PLR0911  one line a kind
    """Return JSON for a fact; `unpack` gives it back."""
    match fact:
        case Sentence():
            packed = {name: pack(value) for name, value in fact.facts.items()}
            return {"text": [fact.key, packed] + ([fact.plural, fact.count] if fact.plural else [])}
        case Localized():
            return {"localized": dict(fact.words)}
        case Listed():
            return {fact.joined: [pack(word) for word in fact.words]}
        case Day():
            return {"day": fact.instant.isoformat()}
        case Hour():
            return {"hour": fact.instant.isoformat()}
        case datetime():
            return {"datetime": fact.isoformat()}
        case date():
            return {"date": fact.isoformat()}
        case time():
            return {"time": fact.isoformat()}
        case Decimal():
            return {"decimal": str(fact)}
        case _:
            return fact


def unpack(packed: Any) -> Any:
    """Return the fact that `pack` made JSON of."""
    if not isinstance(packed, dict):
        return packed
    ((kind, value),) = packed.items()
    match kind:
        case "text":
            facts = {name: unpack(fact) for name, fact in value[1].items()}
            return Sentence(value[0], facts, *value[2:])
        case "localized":
            return Localized(value)
        case "listed" | "and" | "or":
            return Listed(tuple(unpack(word) for word in value), kind)
        case _:
            return _READ[kind](value)


_READ: dict[str, Callable[[Any], Any]] = {
    "day": lambda instant: Day(datetime.fromisoformat(instant)),
    "hour": lambda instant: Hour(datetime.fromisoformat(instant)),
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "decimal": Decimal,
    "other": lambda words: {"other": words},  # an answer in one's own words, beside the options
    "measured": lambda amount: {"measured": amount},  # a number and its unit, where there are several
}
