"""The functions of FHIRPath where fhirpathpy's own will not do: exact, bounded, and silent."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

import re2
from fhirpathpy.engine.invocations import invocation_registry
from fhirpathpy.engine.nodes import FP_Quantity, FP_TimeBase, ResourceNode

Collection: TypeAlias = list[Any]
Function: TypeAlias = Callable[[Collection], Collection]
BY_LINK_ID = "whereLinkId"
LONGEST_TEXT = LONGEST_LIST = 100_000
WIDEST_NUMBER = 4_096
MOST_NODES = 20_000
_STEP = Decimal("1E-8")  # FHIRPath §5: decimals go by steps of 10^-8


class NotEvaluable(ValueError):
    """The expression cannot be read, or fails on these answers."""


def data_of(one: Any) -> Any:
    """Return the JSON a node stands for, the very object."""
    return one.data if isinstance(one, ResourceNode) else one


def plain(one: Any) -> Any:
    """Return the JSON value of a result: numbers exact, dates as text, a quantity as its object."""
    value = data_of(one)
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite() and value != value.quantize(_STEP):
        return value.quantize(_STEP).normalize()
    if isinstance(value, FP_Quantity):
        return {"value": value.value, "code": value.unit.strip("'")}
    return str(vars(value)["asStr"]) if isinstance(value, FP_TimeBase) else value


def own(function: Function) -> dict[str, Any]:
    """Return a function without parameters in fhirpathpy's form."""
    return {"fn": lambda _, data: function(data), "arity": {0: []}}


def _by_link_id(_: Any, data: Collection, link_id: str) -> Collection:
    return [one for one in data if isinstance(data_of(one), dict) and data_of(one).get("linkId") == link_id]


def _divided(_: Any, left: Any, right: Any) -> Any:
    return Decimal(left) / Decimal(right) if right else []


def _average(data: Collection) -> Collection:
    return [sum(Decimal(plain(one)) for one in data) / len(data)] if data else []


def _total(data: Collection) -> Collection:
    return [sum(plain(one) for one in data)] if data else []


def _pattern(regex: str) -> Any:
    options = re2.Options()
    options.log_errors, options.dot_nl = False, True
    try:
        return re2.compile(regex, options)
    except re2.error as wrong:
        raise NotEvaluable(f"RE2 cannot take {regex!r}") from wrong


def _matches(_: Any, data: Collection, regex: str) -> bool:
    return _pattern(regex).search(str(plain(data[0]))) is not None


def _replaced(_: Any, data: Collection, regex: str, by: str) -> str:
    return str(_pattern(regex).sub(re.sub(r"\$(\d+)", r"\\\1", by), str(plain(data[0]))))


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse results that grow without end: a text doubled sixty times fills any memory."""

    def within(*arguments: Any) -> Any:
        found = function(*arguments)
        if isinstance(found, list) and len(found) > LONGEST_LIST:
            raise NotEvaluable("makes a list too long")
        one = found[0] if isinstance(found, list) and found else found
        if isinstance(one, str) and len(one) > LONGEST_TEXT:
            raise NotEvaluable("makes a text too long")
        if isinstance(one, int) and one.bit_length() > WIDEST_NUMBER:
            raise NotEvaluable("makes a number too large")
        return found

    return within


def _repeated(_: Any, data: Collection, step: Function) -> Collection:
    """Follow a step from node to node, each once (FHIRPath §5.2.3), and not for ever."""
    found: dict[Any, None] = {}
    waiting = list(data)
    while waiting and len(found) < MOST_NODES:
        following = [one for one in dict.fromkeys(step(waiting.pop(0))) if one not in found]
        found.update(dict.fromkeys(following))
        waiting += following
    if waiting:
        raise NotEvaluable("repeats without end")
    return list(found)


def _power(_: Any, base: Any, exponent: Any) -> Any:
    if abs(exponent) > 100:
        raise NotEvaluable("makes a number too large")
    return base**exponent


# fhirpathpy divides whole numbers into floats, and says 0 for the sum of nothing: a score that nobody
# answered for is not 0 (fhirpath.js agrees). Its patterns are Python's, which may never come back.
_EXACT: dict[str, dict[str, Any]] = {
    "/": {"fn": _divided, "arity": {2: ["Number", "Number"]}, "nullable": True},
    "avg": own(_average),
    "sum": own(_total),
    "power": {"fn": _power, "arity": {1: ["Number"]}, "nullable": True},
    "matches": {"fn": _matches, "arity": {1: ["String"]}, "nullable_input": True},
    "replaceMatches": {"fn": _replaced, "arity": {2: ["String", "String"]}, "nullable_input": True},
    "repeat": {"fn": _repeated, "arity": {1: ["Expr"]}},
    BY_LINK_ID: {"fn": _by_link_id, "arity": {1: ["String"]}},
}
_GROWING = ("+", "&", "*", "replace", "replaceMatches", "join", "encode", "combine", "union", "|")
_ALL: dict[str, Any] = {**invocation_registry, **_EXACT}
FUNCTIONS = {**_EXACT, **{name: {**_ALL[name], "fn": _bounded(_ALL[name]["fn"])} for name in _GROWING}}
