"""Questions about amounts and times: numbers, days, hours and moments."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from conversations.questions import Hint, Option, Question, in_words, match
from conversations.turn import Turn
from locales import Sentence, Words, _, plain, spoken, spoken_numbers
from locales.reading import UNITS, fold, number_among, read_date, read_moment, read_number, western

DEGREES = re.compile(r"(?<=\d)\s*°\s*(?=\d)")  # 38°5, as temperatures are said in French
PARTED = re.compile(r"\s*(\d{2})\s+(\d)\s*")  # 38 5: perhaps the same
LONGEST_MEASURE = 100  # characters of a number and its unit


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A whole or a decimal number, perhaps with a unit and a scale of buttons."""

    whole: bool = False
    lowest: Decimal | None = None
    highest: Decimal | None = None
    unit: Words | None = None
    scale: tuple[int, ...] = ()
    example: Words | None = None

    def options(self, turn: Turn) -> Sequence[Option]:  # noqa: ARG002
        """Offer the scale, if there is one."""
        return tuple(Option(str(step), str(step)) for step in self.scale)

    def pick(self, turn: Turn, key: str) -> Any:  # noqa: ARG002
        """Return the step of the scale."""
        return int(key) if self.whole else Decimal(key)

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Read `37,8`, `37.8`, `38 °C`, `38°5`, `3/10`, `deux` or `trente-huit et demi`."""
        found = read_number(self._bare(typed), out_of=self._out_of())
        value = self._fit(spoken_numbers.amount(self._unmeasured(typed)) if found is None else found)
        return Hint(self._example()) if value is None else value

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the number in `38,7 ce matin`, `j'ai 38,7`, `72 kilos 500`, `trente-huit deux`."""
        measured = spoken.measure(typed, self.unit) if isinstance(self.unit, str) else None
        if measured is not None:
            return self._fit(measured)
        asked = in_words(self.words(turn), turn.language)
        tenths = self._in_degrees and not self.whole
        parted = PARTED.fullmatch(western(typed)) if tenths else None
        named = spoken_numbers.two_amounts(self._unmeasured(typed)) if tenths else None
        said = ".".join(map(str, (parted and parted.groups()) or named or ())) or self._joined(typed)
        return self._fit(number_among(said, out_of=self._out_of(), asked=asked))

    @property
    def _in_degrees(self) -> bool:
        return isinstance(self.unit, str) and "°" in self.unit

    def _joined(self, typed: str) -> str:
        """Return what was typed with its degrees as a decimal sign where they stand for one."""
        said = typed.replace("º", "°")
        return DEGREES.sub(".", western(said)) if self._in_degrees else said

    def _out_of(self) -> int | None:
        return int(self.highest) if self.highest is not None else None

    def _fit(self, value: Decimal | int | None) -> Any:
        if value is None or (self.whole and value != int(value)):
            return None
        return int(value) if self.whole else Decimal(value)

    def _bare(self, typed: str) -> str:
        """Return what was typed without the unit that stands behind it, as the form or as people write it."""
        bare = self._joined(typed.strip())
        if not isinstance(self.unit, str):
            return bare
        known = self._known_units()
        number = re.match(r"[-+\d.,\s\u202f\u00a0]*\d", western(bare))
        return (
            number[0] if number and re.sub(r"\s", "", fold(bare[number.end() :])) in _close(known) else bare
        )

    def _unmeasured(self, typed: str) -> str:
        """Return the words that were typed but for the unit, wherever it is said: `trente-huit degrés deux`."""
        known = self._known_units()
        return " ".join(word for word in typed[:LONGEST_MEASURE].split() if fold(word) not in known)

    def _known_units(self) -> set[str]:
        return {fold(self.unit), *UNITS.get(fold(self.unit), ())} if isinstance(self.unit, str) else set()

    def _example(self) -> Sentence:
        low = self.lowest if self.lowest is not None else Decimal(0)
        middle = (low + (self.highest if self.highest is not None else low + 6)) / 2
        if self.whole:
            whole = self.example or int(middle)
            return _("Please write a whole number, in digits: {example}, for instance.", example=whole)
        tenth = self.example or round(middle, 1)
        return _("Please write a number in digits: {example}, for instance.", example=tenth)

    def shown(self, turn: Turn, value: Any) -> Words:  # noqa: ARG002
        """Return the number with its unit."""
        return (
            plain("{value} {unit}", value=value, unit=self.unit)
            if self.unit
            else plain("{value}", value=value)
        )


@dataclass(frozen=True, kw_only=True)
class Measure(Number):
    """A number in one of several units: typed together (`72 kg`), or the unit by button after the number.

    Its answer is `{"measured": [number, unit]}`, the unit as the form writes it, or in other words where it may be.
    """

    units: tuple[tuple[str, Words], ...] = ()  # key and words of each
    open: bool = False  # other units are accepted too

    def options(self, turn: Turn) -> Sequence[Option]:
        """Offer the units once there is a number."""
        return tuple(Option(key, label) for key, label in self.units) if self._waiting(turn) else ()

    def pick(self, turn: Turn, key: str) -> Any:
        """Return the number that waited, in the unit that was tapped."""
        return {"measured": [self._waiting(turn) or "0", key]}

    def read(self, turn: Turn, typed: str) -> Any:
        """Read `72 kg`; after a number alone, ask in which unit."""
        bare = typed.strip()[:LONGEST_MEASURE]
        found = re.match(r"([-+\d.,\s\u202f\u00a0]*\d)(.*)", western(bare), re.DOTALL)
        number, unit = (found[1], found[2].strip()) if found else (self._waiting(turn) or "", bare)
        value = read_number(number)
        if value is None:
            return Hint(self._example())
        key = self._unit(turn, unit)
        if key is not None:
            return {"measured": [str(value), key]}
        turn.mark.data["ticked"] = [str(value)]  # until its unit is known
        if unit:
            return Hint(_("This unit is not known here. Please choose one of the buttons."))
        return Hint(_("{number}: in which unit?", number=value))

    def guess(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Guess at none: what stands beside the number is its unit."""
        return None

    def _waiting(self, turn: Turn) -> str | None:
        ticked: list[str] = turn.mark.data["ticked"]
        return ticked[0] if ticked else None

    def _unit(self, turn: Turn, typed: str) -> str | None:
        if not typed:
            return "" if self.open and not self.units else None
        found = match([Option(key, label) for key, label in self.units], typed, turn.language)
        by_key = next((key for key, _label in self.units if fold(key) == fold(typed)), None)
        return found.key if found else by_key or (typed[:40] if self.open else None)

    def shown(self, turn: Turn, value: Any) -> Words:
        """Return the number with its unit."""
        if not isinstance(value, dict):
            return super().shown(turn, value)
        number, key = value["measured"]
        unit = next((label for one, label in self.units if one == key), key)
        amount = Decimal(number)
        return plain("{value} {unit}", value=amount, unit=unit) if unit else plain("{value}", value=amount)


@dataclass(frozen=True, kw_only=True)
class Date(Question):
    """A day, by button (today, yesterday) or typed in any usual way."""

    earliest: date | None = None
    latest: date | None = None
    buttons: bool = True

    def options(self, turn: Turn) -> Sequence[Option]:
        """Offer today and yesterday, where they are allowed."""
        days = (("today", _("Today"), 0), ("yesterday", _("Yesterday"), -1)) if self.buttons else ()
        return tuple(Option(key, label) for key, label, _shift in days if self._allows(self.pick(turn, key)))

    def _allows(self, day: date) -> bool:
        return (self.earliest is None or day >= self.earliest) and (self.latest is None or day <= self.latest)

    def pick(self, turn: Turn, key: str) -> Any:
        """Return the day the button stands for."""
        return read_date(key, turn.language, today(turn))

    def read(self, turn: Turn, typed: str) -> Any:
        """Read a day; one that does not exist (31/02) is not understood."""
        day = read_date(typed, turn.language, today(turn))
        return day or Hint(
            _("Please write a date: day, month, year. {example}, for instance.", example="25/03/2026")
        )

    def guess(self, turn: Turn, typed: str) -> Any:
        """Return the day in `mardi dernier`, `il y a 3 jours`; where it cannot be that one, the next of its name."""
        day = spoken.day(typed, today(turn))
        near = (day, day + timedelta(days=7)) if day else ()
        return next((one for one in near if self._allows(one)), None)


@dataclass(frozen=True, kw_only=True)
class Hour(Question):
    """An hour of the day."""

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Read `8h30`, `08:30`, `midi` or `8 heures et demie`."""
        hour = spoken.hour(typed)
        return (
            Hint(_("Please write an hour: {example}, for instance.", example="08:30"))
            if hour is None
            else hour
        )

    def guess(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Return the hour in `vers 8h`."""
        return spoken.hour_among(typed)


@dataclass(frozen=True, kw_only=True)
class Moment(Question):
    """A day and an hour, in the person's own time zone."""

    def options(self, turn: Turn) -> Sequence[Option]:  # noqa: ARG002
        """Offer the present moment."""
        return (Option("now", _("Now")),)

    def pick(self, turn: Turn, key: str) -> Any:  # noqa: ARG002
        """Return the present moment, to the minute."""
        return turn.now.astimezone(zone(turn)).replace(second=0, microsecond=0)

    def read(self, turn: Turn, typed: str) -> Any:
        """Read a day, then an hour: `12/03/2026 8h30`, `hier à 20:00`."""
        moment = read_moment(typed, turn.language, today(turn))
        if moment is None:
            return Hint(
                _("Please write a date and an hour: {example}, for instance.", example="25/03/2026 08:30")
            )
        return datetime.combine(*moment, zone(turn))


def _close(units: Collection[str]) -> set[str]:
    """Return units written without a space within: `° C`."""
    return {unit.replace(" ", "") for unit in units}


def zone(turn: Turn) -> ZoneInfo:
    """Return the person's own time zone."""
    return ZoneInfo(turn.reader.timezone)


def today(turn: Turn) -> date:
    """Return the day it is for this person."""
    return turn.now.astimezone(zone(turn)).date()
