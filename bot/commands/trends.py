"""Numeric answers over time, as lines of small bars."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bot.commands.printing import table
from portal.followups import Response

BARS = "▁▂▃▄▅▆▇█"
LATEST = 40  # answers that are drawn


class Asked(NamedTuple):
    """A question whose answers are numbers: where it stands, in which follow-up, its words and unit."""

    followup_id: str
    path: str
    words: str
    unit: str


def trends_table(responses: Sequence[Response]) -> str:
    """Return a line for each question with two numeric answers or more; responses come the newest first."""
    found: dict[Asked, list[Decimal]] = defaultdict(list)
    for one in reversed(responses):
        for asked, value in _numbers(one.resource, one.followup_id, ""):
            found[asked].append(value)
    rows = [
        (asked.words, sparkline(values[-LATEST:]), f"{values[-1]} {asked.unit}".strip(), min(values), max(values),
         len(values))
        for asked, values in found.items()
        if len(values) > 1
    ]  # fmt: skip
    return table(("question", "over time", "last", "least", "most", "answers"), rows) if rows else ""


def sparkline(values: Sequence[Decimal]) -> str:
    """Return a bar for each value, the least one lowest; all the same stand in the middle."""
    least, most = min(values), max(values)
    if least == most:
        return BARS[3] * len(values)
    return "".join(BARS[int((value - least) / (most - least) * (len(BARS) - 1))] for value in values)


def _numbers(level: Mapping[str, Any], followup_id: str, above: str) -> Iterator[tuple[Asked, Decimal]]:
    for item in level.get("item", ()):
        path = f"{above}/{item.get('linkId', '')}"
        for answer in item.get("answer", ()):
            number, unit = _number(answer)
            if number is not None:
                yield Asked(followup_id, path, str(item.get("text") or item.get("linkId", "")), unit), number
            yield from _numbers(answer, followup_id, path)
        yield from _numbers(item, followup_id, path)


def _number(answer: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    for name in ("valueInteger", "valueDecimal", "valueQuantity"):
        value: Any = answer.get(name)
        unit = ""
        if isinstance(value, Mapping):
            value, unit = value.get("value"), str(value.get("unit") or value.get("code") or "")
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value), unit
    return None, ""
