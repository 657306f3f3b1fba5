"""Whether one answer may stand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal, TypeAlias

from portal.questionnaires.comparing import compare
from portal.questionnaires.localized import Localized
from portal.questionnaires.model import Item, media_fits
from portal.questionnaires.values import Attachment, Coding, Partial, Quantity, Uri, Value

Code: TypeAlias = Literal[
    "required", "type", "option", "range", "length", "pattern", "decimals", "cardinality", "constraint",
    "expression", "unsupported",
]  # fmt: skip
LONGEST = 1024 * 1024  # R4 string: at most 1 MB
BIGGEST = 2**31


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer or an item cannot stand: `detail` for developers, `human` in the form's own words."""

    link_id: str
    code: Code
    detail: str
    path: str = ""
    human: Localized = field(default_factory=Localized)
    severity: Literal["error", "warning"] = "error"

    @property
    def blocks(self) -> bool:
        """Whether the person has to mend it: not what is a warning, nor what the form itself does wrong."""
        return self.severity == "error" and self.code not in {"expression", "unsupported"}


def validate(item: Item, value: Value) -> Problem | None:
    """Say what is wrong with one answer to a question, if anything."""
    for test in (_type, _option, _length, _range, _pattern, _decimals):
        found = test(item, value)
        if found:
            code, detail = found
            return Problem(item.link_id, code, detail)
    return None


def fit(item: Item, value: Value) -> Value:
    """Make a valid answer wholly its question's: the option as the form writes it, the unit, the number."""
    option = item.option(value)
    if option:
        return option.value
    if isinstance(value, Quantity):
        unit = _unit(item, value)
        if unit:
            return replace(value, unit=unit.display or unit.code, system=unit.system, code=unit.code)
    return Decimal(value) if item.type == "decimal" and isinstance(value, int) else value


Wrong: TypeAlias = tuple[Code, str] | None


def _type(item: Item, value: Value) -> Wrong:
    fits = _TYPES.get(item.type)
    if item.options and not item.open:
        fits = lambda one: any(type(one) is type(option.value) for option in item.options)  # noqa: E731
    if fits is None:
        return "unsupported", f"{item.type} takes no answer here"
    if not fits(value):
        return "type", f"{value!r} is no answer to a question of type {item.type}"
    kinds = item.media_types
    if (
        isinstance(value, Attachment)
        and kinds
        and not any(media_fits(value.content_type, kind) for kind in kinds)
    ):
        return "type", f"{value.content_type} is none of {', '.join(kinds)}"
    return None


def _option(item: Item, value: Value) -> Wrong:
    if isinstance(value, Quantity) and item.units and not item.units_open and not _unit(item, value):
        return "option", f"{value.unit or value.code} is none of the units"
    if item.options and not item.option(value) and not (item.open and isinstance(value, str)):
        return "option", f"{value!r} is none of the options"
    return None


def _length(item: Item, value: Value) -> Wrong:
    if isinstance(value, Attachment):
        over = item.max_bytes is not None and value.size is not None and value.size > item.max_bytes
        return ("length", f"{value.size} bytes, at most {item.max_bytes}") if over else None
    if isinstance(value, Uri):
        value = value.value
    if not isinstance(value, str):
        return None
    longest = min(item.max_length or LONGEST, LONGEST)
    if not value.strip() or len(value) < (item.min_length or 0):
        return "length", f"{len(value)} characters, at least {item.min_length or 1}"
    return ("length", f"{len(value)} characters, at most {longest}") if len(value) > longest else None


def _range(item: Item, value: Value) -> Wrong:
    amount = value.value if isinstance(value, Quantity) else value
    if isinstance(amount, int) and not isinstance(amount, bool) and not -BIGGEST <= amount < BIGGEST:
        return "range", "a FHIR integer has 32 bits"
    if item.minimum is not None and compare(_beside(value, item.minimum), item.minimum) == -1:
        return "range", f"{amount} is below {item.minimum}"
    if item.maximum is not None and compare(_beside(value, item.maximum), item.maximum) == 1:
        return "range", f"{amount} is above {item.maximum}"
    return None


def _beside(value: Value, limit: Value) -> Value:
    """Return what of an answer stands beside a limit: a limit in kilograms says nothing of pounds."""
    if isinstance(limit, Quantity):
        number = isinstance(value, int | Decimal) and not isinstance(value, bool)
        return Quantity(Decimal(value)) if number else value  # type: ignore[arg-type]
    return value.value if isinstance(value, Quantity) else value


def _pattern(item: Item, value: Value) -> Wrong:
    written = value.value if isinstance(value, Uri) else value
    if item.pattern is None or isinstance(written, bool) or not isinstance(written, str | int | Decimal):
        return None
    return (
        None
        if item.pattern.fullmatch(str(written))
        else ("pattern", f"does not match {item.pattern.pattern}")
    )


def _decimals(item: Item, value: Value) -> Wrong:
    amount = value.value if isinstance(value, Quantity) else value
    if item.max_decimals is None or not isinstance(amount, Decimal):
        return None
    exponent = amount.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return (
        ("decimals", f"{places} decimals, at most {item.max_decimals}")
        if places > item.max_decimals
        else None
    )


def _unit(item: Item, value: Quantity) -> Coding | None:
    if value.code is None and value.unit is None:
        return item.units[0] if len(item.units) == 1 else None
    said = {value.code, value.unit} - {None}
    return next((unit for unit in item.units if said & {unit.code, unit.display}), None)


def _whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _day(value: Value) -> bool:
    return isinstance(value, date | Partial) and not isinstance(value, datetime)


_TYPES: dict[str, Callable[[Value], bool]] = {
    "boolean": lambda one: isinstance(one, bool),
    "integer": _whole,
    "decimal": lambda one: _whole(one) or (isinstance(one, Decimal) and one.is_finite()),
    "date": _day,
    "dateTime": lambda one: _day(one) or (isinstance(one, datetime) and one.tzinfo is not None),
    "time": lambda one: isinstance(one, time) and one.tzinfo is None,
    "string": lambda one: isinstance(one, str),
    "text": lambda one: isinstance(one, str),
    "url": lambda one: isinstance(one, Uri) and " " not in one.value,
    "choice": lambda one: isinstance(one, Coding | str),
    "open-choice": lambda one: isinstance(one, Coding | str),
    "attachment": lambda one: isinstance(one, Attachment),
    "quantity": lambda one: isinstance(one, Quantity) and one.value.is_finite(),
}
