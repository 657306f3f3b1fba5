"""The tree of answers as plain JSON, so that a bookmark can keep it, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from portal.questionnaires.values import Answers, Quantity, Value, decode, encode


def to_json(answers: Answers) -> dict[str, list[Any]]:
    """Write the tree for any JSON writer: booleans, integers and texts as they are, the rest tagged."""
    return {path: [_plain(value) for value in values] for path, values in answers.items()}


def from_json(raw: Mapping[str, list[Any]]) -> dict[str, list[Value]]:
    """Read what `to_json` wrote."""
    return {path: [_rich(value) for value in values] for path, values in raw.items()}


def _plain(value: Value) -> Any:
    if isinstance(value, bool | int | str):
        return value
    key, raw = encode(value)
    if isinstance(value, Quantity):
        raw = dict(raw, value=str(value.value))
    return {key: str(raw) if isinstance(raw, Decimal) else raw}


def _rich(raw: Any) -> Value:
    if not isinstance(raw, dict):
        return raw  # type: ignore[no-any-return]  # what _plain left as it is
    ((key, one),) = raw.items()
    if key == "valueDecimal":
        return Decimal(one)
    if key == "valueQuantity":
        one = dict(one, value=Decimal(one["value"]))
    return decode(key, one)
