"""JSON as FHIR needs it: decimals are read as Decimal and never pass through a float."""

import json
from decimal import Decimal
from typing import Any


def loads(raw: bytes | str) -> Any:
    """Read JSON; every number with a point or an exponent becomes a Decimal. Raises ValueError."""
    return json.loads(raw, parse_float=Decimal, parse_constant=_refuse)


def dumps(value: Any) -> str:
    """Write JSON; a Decimal becomes a plain number with the digits it has (R4 decimal: precision is kept)."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {dumps(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(dumps, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


def exact(value: Any) -> Any:
    """Copy JSON data read elsewhere, its floats turned into the decimals they were written as."""
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    if isinstance(value, list):
        return [exact(one) for one in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


def elements(raw: Any) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, whatever else stands there."""
    return [one for one in raw if isinstance(one, dict)] if isinstance(raw, list) else []


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")
