"""A FHIR response as a person reads it: one line an answer, in the words and units of its form."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.commands.bare_values import value_of
from bot.commands.printing import shown, table
from conversations.fhir_questions import words
from conversations.sent_forms import answer
from locales.saying import Reader, bare, say
from portal.followups import Response
from portal.questionnaires import Attachment, Questionnaire, given


def responses_table(one: Response, form: Questionnaire | None, language: str) -> str:
    """Return one response, its questions and answers in the order of the form, in this language if the form has it."""
    about = str(one.resource.get("questionnaire", ""))
    title = f"{shown(one.authored_at)} · {about} · {one.id}" + (" · late" if one.late else "")
    return table(("question", "answer"), _lines(one.resource, "", form, Reader(language)), title)


def _lines(
    level: Mapping[str, Any], indent: str, form: Questionnaire | None, reader: Reader
) -> Iterator[tuple[str, str]]:
    for item in level.get("item", ()):
        answers = item.get("answer", ())
        said = ", ".join(filter(None, (_said(form, item, one, reader) for one in answers)))
        yield indent + label_of(form, item, reader), said
        for inside in (item, *answers):
            yield from _lines(inside, indent + "  ", form, reader)


def label_of(form: Questionnaire | None, item: Mapping[str, Any], reader: Reader) -> str:
    """Return the words of a response's question."""
    asked = form.by_link.get(str(item.get("linkId"))) if form else None
    own = bare(say(words(asked.text), reader)) if asked and asked.text else ""
    return own or str(item.get("text") or item.get("linkId", ""))


def _said(form: Questionnaire | None, item: Mapping[str, Any], one: Mapping[str, Any], reader: Reader) -> str:
    """Return one answer as its question means it; what the form does not know, and a file's address, as they stand."""
    asked, value = form.by_link.get(str(item.get("linkId"))) if form else None, given(one)
    if asked is None or value is None or isinstance(value, Attachment):
        return value_of(one)
    return bare(say(answer(asked, [value]), reader))
