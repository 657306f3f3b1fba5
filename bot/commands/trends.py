"""Numeric answers over time, as lines of small bars."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from bot.commands.printing import table
from bot.commands.reading import label_of
from conversations.sent_forms import amount
from locales.saying import Reader, bare, say
from portal.followups import Response
from portal.questionnaires import Questionnaire

BARS = "▁▂▃▄▅▆▇█"
LATEST = 40  # answers that are drawn


class Asked(NamedTuple):
    """A question whose answers are numbers: where it stands, in which follow-up, its words and unit."""

    followup_id: str
    path: str
    words: str
    unit: str


def trends_table(responses: Sequence[Response], forms: Mapping[str, Questionnaire], language: str) -> str:
    """Return a line for each question with two numeric answers or more; responses come the newest first."""
    found: dict[Asked, list[Decimal]] = defaultdict(list)
    reader = Reader(language)
    for one in reversed(responses):
        form = forms.get(one.questionnaire_id)
        for asked, value in _numbers(one.resource, form, Asked(one.followup_id, "", "", ""), reader):
            found[asked].append(value)

    def said(value: Decimal, unit: str = "") -> str:
        return bare(say(amount(value, unit), reader))

    rows = [
        (asked.words, sparkline(values[-LATEST:]), said(values[-1], asked.unit), said(min(values)),
         said(max(values)), len(values))
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


def _numbers(
    level: Mapping[str, Any], form: Questionnaire | None, above: Asked, reader: Reader
) -> Iterator[tuple[Asked, Decimal]]:
    for item in level.get("item", ()):
        link_id = str(item.get("linkId", ""))
        here = above._replace(path=f"{above.path}/{link_id}", words=label_of(form, item, reader))
        for answer in item.get("answer", ()):
            number, unit = _number(answer)
            if number is not None:
                yield here._replace(unit=unit or _unit(form, link_id)), number
            yield from _numbers(answer, form, here, reader)
        yield from _numbers(item, form, here, reader)


def _unit(form: Questionnaire | None, link_id: str) -> str:
    """Return the unit that a form gives to a question whose answers are bare numbers."""
    asked = form.by_link.get(link_id) if form else None
    unit = next(iter(asked.units), None) if asked else None
    return (unit.display or unit.code or "") if unit else ""


def _number(answer: Mapping[str, Any]) -> tuple[Decimal | None, str]:
    for name in ("valueInteger", "valueDecimal", "valueQuantity"):
        value: Any = answer.get(name)
        unit = ""
        if isinstance(value, Mapping):
            value, unit = value.get("value"), str(value.get("unit") or value.get("code") or "")
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value), unit
    return None, ""
