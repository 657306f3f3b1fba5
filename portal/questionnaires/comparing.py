"""How two answers compare: equal, before, after, or not at all (R4 enableWhen.operator)."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from portal.questionnaires.values import Coding, Partial, Quantity, Value


def equal(one: Value, other: Value) -> bool:
    """Whether two answers are the same answer: codes by code, numbers by amount."""
    if isinstance(one, Coding):
        return one.same(other)
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return one.value == other.value and same_unit(one, other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, datetime) and isinstance(other, datetime):
        return compare(one, other) == 0
    return one == other


def compare(one: Value, other: Value) -> int | None:
    """Return -1, 0 or 1 as `one` comes before, with or after `other`; None when they do not compare."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return compare(one.value, other.value) if same_unit(one, other) else None
    if isinstance(one, datetime) and isinstance(other, datetime):
        return _sign(_aware(one), _aware(other))
    left, right = _rank(one), _rank(other)
    if left is None or right is None or left[0] != right[0]:
        return None
    if left[0] == "day" and len(left[1]) != len(right[1]):  # a month and a day: as far as both are known
        known = min(len(left[1]), len(right[1]))
        return _sign(left[1][:known], right[1][:known]) or None
    return _sign(left[1], right[1])


def same_unit(one: Quantity, other: Quantity) -> bool:
    """Compare units by code, else by what is written; a quantity that names none goes with any."""
    left, right = one.code or one.unit, other.code or other.unit
    return left is None or right is None or left == right or one.unit == other.unit is not None


def _rank(value: Value) -> tuple[str, Any] | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return "number", value
    if isinstance(value, date | Partial):
        written = value.text if isinstance(value, Partial) else value.isoformat()[:10]
        return "day", tuple(int(part) for part in written.split("-"))
    if isinstance(value, time):
        return "time", value
    return ("text", value) if isinstance(value, str) else None


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)
