"""The whole conversation with a form, played from first question to response as the bot would."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from portal.questionnaires.apart import Verdict
from portal.questionnaires.judging import problems
from portal.questionnaires.model import Questionnaire
from portal.questionnaires.responding import Found, read_answers, response
from portal.questionnaires.validating import Problem, fit, validate
from portal.questionnaires.values import Answers, Value
from portal.questionnaires.walking import Step, walk

Answerer: TypeAlias = Callable[[Step], Sequence[Value | None] | None]
"""What a person says to a step: values, None for one that cannot be read; nothing: left unanswered."""
Decider: TypeAlias = Callable[[Answers], Verdict | None]
"""Has what a form computes worked out elsewhere; None: it is worked out here."""


def play(
    questionnaire: Questionnaire,
    source: Mapping[str, Any] | Answerer | None = None,
    *,
    authored: datetime,
    decide: Decider = lambda _: None,
) -> dict[str, Any]:
    """Put every question once, in order, and return what was asked, enabled, answered and wrong (see docs).

    `source`: a QuestionnaireResponse that holds the answers, or a function that gives them, or nothing.
    """
    taken = _taken(questionnaire, source) if isinstance(source, Mapping) else {}
    answerer: Answerer = source if callable(source) else lambda step: _values(taken.get(step.path))
    answers, asked, errors = _converse(questionnaire, answerer, authored, decide)
    verdict = decide(answers)
    refused = {error.path for error in errors}
    for one in problems(questionnaire, answers, authored, verdict):
        if one.severity == "error" and (one.code != "required" or one.path not in refused):
            errors.append(one)
    enabled = walk(questionnaire, answers, authored, verdict).enabled
    errors += _never_asked(questionnaire, enabled, answers, taken)
    errors.sort(key=lambda one: questionnaire.by_link[one.link_id].order if one.link_id else 0)
    return {
        "asked": asked,
        "enabled": list(enabled),
        "response": response(questionnaire, answers, authored=authored, verdict=verdict),
        "errors": [
            {"linkId": one.link_id, "code": one.code, "message": one.human.said("") or one.detail}
            for one in errors
        ],
    }


def _converse(
    questionnaire: Questionnaire, answerer: Answerer, now: datetime, decide: Decider
) -> tuple[dict[str, Sequence[Value]], list[str], list[Problem]]:
    answers: dict[str, Sequence[Value]] = {}
    asked: list[str] = []
    errors: list[Problem] = []
    while step := walk(questionnaire, answers, now, decide(answers)).next:
        given = answerer(step)
        kept, wrong = _judged(step, given or ())
        answers[step.path] = kept
        errors += wrong
        if step.item.is_question and (given or not step.another):
            asked.append(step.item.link_id)
    return answers, asked, errors


def _judged(step: Step, given: Sequence[Value | None]) -> tuple[list[Value], list[Problem]]:
    """Keep the answers that may stand, each made wholly the question's; say why of the others."""
    item, kept, wrong = step.item, list[Value](), list[Problem]()
    if item.type == "group":
        return [True for one in given if one is True], []
    for value in given:
        found = Problem(item.link_id, "type", "cannot be read") if value is None else validate(item, value)
        if value is not None and not found and not _offered(step, value):
            found = Problem(item.link_id, "option", f"{value!r} is not offered now")
        if found is None and value is not None and kept and not item.many:
            found = Problem(item.link_id, "cardinality", "one answer, not several")
        if found:
            wrong.append(Problem(found.link_id, found.code, found.detail, step.path))
        elif value is not None and fit(item, value) not in kept:
            kept.append(fit(item, value))
    return kept, wrong


def _offered(step: Step, value: Value) -> bool:
    option = step.item.option(value)
    return option is None or option in step.options


def _values(founds: list[Found] | None) -> list[Value | None] | None:
    return [True if found.group else found.value for found in founds] if founds else None


def _taken(questionnaire: Questionnaire, raw: Mapping[str, Any]) -> dict[str, list[Found]]:
    taken: dict[str, list[Found]] = {}
    for found in read_answers(questionnaire, raw):
        taken.setdefault(found.path, []).append(found)
    return taken


def _never_asked(
    questionnaire: Questionnaire,
    enabled: Sequence[str],
    answers: Mapping[str, Any],
    taken: Mapping[str, list[Found]],
) -> Iterator[Problem]:
    """Say what is enabled or given but was not asked: what a chat cannot ask, repeats beyond the limit."""
    for link_id in enabled:
        item = questionnaire.by_link[link_id]
        if item.beyond_chat and not item.hidden and not item.read_only:
            yield Problem(link_id, "unsupported", "a chat cannot ask for this")
    for path, founds in taken.items():
        item, most = founds[0].item, founds[0].item.max_occurs
        over = most is not None and path.endswith("]") and int(path[path.rindex("[") + 1 : -1]) == most
        if (
            over
            and path not in answers
            and item.link_id in enabled
            and (item.askable or item.type == "group")
        ):
            yield Problem(item.link_id, "cardinality", f"more than {most}", path)
