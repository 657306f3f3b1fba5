"""A response read back: the questions that were put, each with what was answered to it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.questionnaires.loading import load_kept
from portal.questionnaires.model import Questionnaire
from portal.questionnaires.responding import Found, from_response, read_answers
from portal.questionnaires.values import Value
from portal.questionnaires.walking import walk


class Answered(NamedTuple):
    """One question that was put; `values` is empty where it was passed over."""

    path: str
    link_id: str
    values: tuple[Value, ...]


def reread(source: str, value_sets: str, response: Mapping[str, Any], now: datetime) -> list[Answered]:
    """Do what `answered` does from the form's JSON and that of the value sets kept with it: in a child process."""
    form = load_kept(source, value_sets)
    return answered(form, response, now)


def answered(form: Questionnaire, response: Mapping[str, Any], now: datetime) -> list[Answered]:
    """Return every question that was put, in the order of the form; `now` is when it was answered.

    What was sent is never left out, even where the form would not put that question any more.
    """
    given = from_response(form, response)
    put = [step for step in walk(form, given, now).steps if step.item.is_question]
    asked = [
        Answered(step.path, step.item.link_id, tuple(step.answers))
        for step in put
        if step.answers or not step.another
    ]
    paths = {one.path for one in asked}
    return asked + [one for one in sent(form, response) if one.path not in paths]


def sent(form: Questionnaire, response: Mapping[str, Any]) -> list[Answered]:
    """Return what was answered alone, computing nothing: for a form whose computing does not end."""
    found: dict[str, Answered] = {}
    for one in _shown(form, response):
        before = found.get(one.path, Answered(one.path, one.item.link_id, ()))
        found[one.path] = before._replace(
            values=(*before.values, *((one.value,) if one.value is not None else ()))
        )
    return list(found.values())


def _shown(form: Questionnaire, response: Mapping[str, Any]) -> Iterator[Found]:
    """Yield the answers a person gave: what is hidden or computed was never hers."""
    yield from (one for one in read_answers(form, response) if not one.group and one.item.askable)
