"""What an answer can be, and how each is written in FHIR (R4 §2.24 data types)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a code system. Two are the same answer when `same` says so, whatever their displays."""

    system: str | None = None
    code: str | None = None
    display: str | None = None

    def same(self, other: object) -> bool:
        """Compare code and, where both name one, system; without any code, the displays."""
        if not isinstance(other, Coding):
            return False
        if self.code is None and other.code is None:
            return self.display == other.display
        return self.code == other.code and (
            not self.system or not other.system or self.system == other.system
        )


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `code` of `system` (UCUM mostly) is the unit for machines."""

    value: Decimal
    unit: str | None = None
    system: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Uri:
    """The answer to a `url` question."""

    value: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file; `url` says where it is kept, its bytes are never in the tree.

    `hash`: SHA-1 of the bytes, in base64 (R4 Attachment.hash); `creation`: an instant, as FHIR writes it.
    """

    content_type: str | None = None
    url: str | None = None
    title: str | None = None
    size: int | None = None
    hash: str | None = None
    creation: str | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    """A year (`2026`) or a month of a year (`2026-03`): FHIR dates need not know the day."""

    text: str

    def __post_init__(self) -> None:
        if not _PARTIAL.fullmatch(self.text):
            raise ValueError(f"{self.text!r} is neither a year nor a month")


Value: TypeAlias = (
    bool | int | Decimal | str | date | datetime | time | Partial | Coding | Quantity | Uri | Attachment
)
Answers: TypeAlias = Mapping[str, Sequence[Value]]
"""Path of a step → what was answered there. Empty: put and left unanswered. Absent: not put yet."""


def decode(key: str, raw: Any) -> Value:
    """Read `value[x]` (or `answer[x]`) from its key and JSON. Raises ValueError when it is something else."""
    kind = re.sub("^(value|answer)", "", key)
    if kind not in _READ:
        raise ValueError(f"{key} is no kind of answer")
    try:
        return _READ[kind](raw)
    except (AttributeError, TypeError, ArithmeticError) as wrong:
        raise ValueError(f"{raw!r} is no {kind}") from wrong


def value_of(raw: Mapping[str, Any], stem: str = "value") -> tuple[str, Any] | None:
    """Return the key and JSON of the one `value[x]` in an element, if there is one."""
    return next(
        ((key, one) for key, one in raw.items() if key.startswith(stem) and len(key) > len(stem)), None
    )


def encode(value: Value, item_type: str = "") -> tuple[str, Any]:
    """Return the key and JSON of `value[x]` for an answer to an item of that type."""
    if isinstance(value, bool):
        return "valueBoolean", value
    if isinstance(value, int):
        return ("valueDecimal", Decimal(value)) if item_type == "decimal" else ("valueInteger", value)
    if isinstance(value, date | Partial) and not isinstance(value, datetime):
        written = value.text if isinstance(value, Partial) else value.isoformat()
        return ("valueDateTime" if item_type == "dateTime" else "valueDate"), written
    key, write = _WRITE[type(value)]
    return key, write(value)


def _is(kind: type, raw: Any) -> Any:
    if not isinstance(raw, kind) or (isinstance(raw, bool) and kind is not bool):
        raise ValueError(f"{raw!r} is no {kind.__name__}")
    return raw


def _number(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise ValueError(f"{raw!r} is no number")
    return Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)


def _date(raw: str) -> date | Partial:
    return date.fromisoformat(raw) if _DAY.fullmatch(raw) else Partial(raw)


def _date_time(raw: str) -> date | datetime | Partial:
    return datetime.fromisoformat(raw) if "T" in raw else _date(raw)


def _text(raw: Mapping[str, Any], name: str) -> str | None:
    found = raw.get(name)
    return None if found is None else str(_is(str, found))


def _coding(raw: Any) -> Coding:
    return Coding(*(_text(_is(dict, raw), name) for name in ("system", "code", "display")))


def _quantity(raw: Any) -> Quantity:
    return Quantity(
        _number(_is(dict, raw).get("value")), *(_text(raw, name) for name in ("unit", "system", "code"))
    )


def _attachment(raw: Any) -> Attachment:
    content_type, url, title = (_text(_is(dict, raw), name) for name in ("contentType", "url", "title"))
    size = None if raw.get("size") is None else _is(int, raw["size"])
    return Attachment(content_type, url, title, size, _text(raw, "hash"), _text(raw, "creation"))


def _string(raw: Any) -> str:
    return str(_is(str, raw))


_READ: dict[str, Callable[[Any], Value]] = {
    "Boolean": lambda raw: bool(_is(bool, raw)),
    "Integer": lambda raw: int(_is(int, raw)),
    "Decimal": _number,
    "String": _string,
    "Code": _string,
    "Date": _date,
    "DateTime": _date_time,
    "Time": time.fromisoformat,
    "Uri": lambda raw: Uri(_string(raw)),
    "Url": lambda raw: Uri(_string(raw)),
    "Coding": _coding,
    "Quantity": _quantity,
    "Attachment": _attachment,
}


def _present(**fields: Any) -> dict[str, Any]:
    return {name: one for name, one in fields.items() if one is not None}


_WRITE: dict[type, tuple[str, Callable[[Any], Any]]] = {
    Decimal: ("valueDecimal", lambda one: one),
    str: ("valueString", lambda one: one),
    datetime: ("valueDateTime", datetime.isoformat),
    time: ("valueTime", time.isoformat),
    Uri: ("valueUri", lambda one: one.value),
    Coding: ("valueCoding", lambda one: _present(system=one.system, code=one.code, display=one.display)),
    Quantity: (
        "valueQuantity",
        lambda one: _present(value=one.value, unit=one.unit, system=one.system, code=one.code),
    ),
    Attachment: (
        "valueAttachment",
        lambda one: _present(
            contentType=one.content_type,
            url=one.url,
            size=one.size,
            hash=one.hash,
            title=one.title,
            creation=one.creation,
        ),
    ),
}
