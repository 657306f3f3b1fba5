"""What an expression gave, as an answer of its item's type."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NoReturn

from portal.questionnaires.model import Item
from portal.questionnaires.values import Coding, Quantity, Uri, Value, decode


def cast(item: Item, raw: Any) -> Value:
    """Make JSON data an answer to an item. Raises ValueError when it is none."""
    return _CASTS.get(item.type, _refuse)(item, raw)


def _number(item: Item, raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        _refuse(item, raw)
    return Decimal(raw)


def _whole(item: Item, raw: Any) -> int:
    number = _number(item, raw)
    if number != number.to_integral_value():
        _refuse(item, raw)
    return int(number)


def _quantity(item: Item, raw: Any) -> Value:
    if isinstance(raw, dict):
        return decode("valueQuantity", raw)
    unit = item.units[0] if item.units else Coding()
    return Quantity(_number(item, raw), unit.display or unit.code, unit.system, unit.code)


def _text(item: Item, raw: Any) -> str:
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, dict):
        raw = raw.get("display") or raw.get("code")
    if raw is None:
        _refuse(item, raw)
    return format(raw, "f") if isinstance(raw, Decimal) else str(raw)


def _chosen(item: Item, raw: Any) -> Value:
    if isinstance(raw, dict):
        return decode("valueCoding", raw)
    for option in item.options:
        value = option.value
        if raw == value or (isinstance(value, Coding) and str(raw) in (value.code, value.display)):
            return value
    if isinstance(raw, str) and (item.open or not item.options):
        return raw
    return _refuse(item, raw)


def _refuse(item: Item, raw: Any) -> NoReturn:
    raise ValueError(f"{raw!r} is no {item.type}")


def _as(key: str) -> Callable[[Item, Any], Value]:
    return lambda _, raw: decode(key, raw)


_CASTS: dict[str, Callable[[Item, Any], Value]] = {
    "boolean": _as("valueBoolean"),
    "integer": _whole,
    "decimal": _number,
    "date": lambda _, raw: decode("valueDate", str(raw)[:10]),
    "dateTime": _as("valueDateTime"),
    "time": _as("valueTime"),
    "string": _text,
    "text": _text,
    "url": lambda _, raw: Uri(str(raw)),
    "choice": _chosen,
    "open-choice": _chosen,
    "quantity": _quantity,
    "attachment": _as("valueAttachment"),
}
