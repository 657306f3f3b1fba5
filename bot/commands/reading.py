"""A FHIR response as a person reads it: one line an answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.commands.printing import shown, table
from portal.followups import Response


def responses_table(one: Response) -> str:
    """Return one response, its questions and answers in the order of the form."""
    about = str(one.resource.get("questionnaire", ""))
    title = f"{shown(one.authored_at)} · {about} · {one.id}" + (" · late" if one.late else "")
    return table(("question", "answer"), _lines(one.resource, ""), title)


def _lines(level: Mapping[str, Any], indent: str) -> Iterator[tuple[str, str]]:
    for item in level.get("item", ()):
        answers = item.get("answer", ())
        said = ", ".join(filter(None, map(value_of, answers)))
        yield indent + str(item.get("text") or item.get("linkId", "")), said
        for inside in (item, *answers):
            yield from _lines(inside, indent + "  ")


def value_of(answer: Mapping[str, Any]) -> str:
    """Return one answer as people read it."""
    value = next((one for key, one in answer.items() if key.startswith("value")), None)
    if not isinstance(value, Mapping):
        return shown(value)
    if "value" in value:  # a quantity
        return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
    return str(value.get("display") or value.get("code") or value.get("title") or "")
