"""Answers as a FHIR QuestionnaireResponse (R4 §4.2), and a response read back as answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.questionnaires.apart import Verdict
from portal.questionnaires.exact import elements
from portal.questionnaires.model import Item, Questionnaire
from portal.questionnaires.settling import settled
from portal.questionnaires.tree import option_position, segment
from portal.questionnaires.values import Answers, Value, decode, value_of
from portal.questionnaires.walking import walk
from portal.questionnaires.writing import Written


def response(
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    authored: datetime,
    verdict: Verdict | None = None,
) -> dict[str, Any]:
    """Write the answers of enabled items as a response to this version of the form.

    `authored` is aware; it is also what the form's today() means.
    """
    made: dict[str, Any] = {"resourceType": "QuestionnaireResponse"}
    if questionnaire.canonical:
        made["questionnaire"] = questionnaire.canonical
    made["status"] = "completed"
    made["authored"] = authored.isoformat(timespec="seconds")
    items = Written(settled(questionnaire, answers, authored, verdict)).items
    return {**made, "item": items} if items else made


def from_response(questionnaire: Questionnaire, raw: Mapping[str, Any]) -> dict[str, list[Value]]:
    """Read a response as answers, wherever its items stand as long as their linkIds are the form's.

    What cannot be read, or is no question of the form, is left out. A default it lacks was taken back.
    """
    answers: dict[str, list[Value]] = {}
    for found in read_answers(questionnaire, raw):
        if found.group:
            answers[found.path] = [True]
        else:
            answers.setdefault(found.path, []).extend([] if found.value is None else [found.value])
    return _without_defaults(questionnaire, answers)


def _without_defaults(
    questionnaire: Questionnaire, answers: dict[str, list[Value]]
) -> dict[str, list[Value]]:
    """Mark as put the questions whose default the response does not hold: it was taken back."""
    while proposed := [step for step in walk(questionnaire, answers).steps if step.answers and not step.put]:
        answers.update((step.path, []) for step in proposed)
    return answers


def said_in(questionnaire: Questionnaire, raw: Mapping[str, Any]) -> dict[str, list[Value]]:
    """Return what a person said in a response, by path; nothing is walked, so nothing is computed."""
    said: dict[str, list[Value]] = {}
    for found in read_answers(questionnaire, raw):
        if found.item.askable and found.value is not None:
            said.setdefault(found.path, []).append(found.value)
    return said


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of a response, or one more repeat of a group; `value` None: what stood there is no value."""

    item: Item
    path: str
    value: Value | None = None
    group: bool = False


def read_answers(questionnaire: Questionnaire, raw: Mapping[str, Any]) -> Iterator[Found]:
    """Go through a response in its order and say where each answer belongs in the tree."""
    yield from _Reading(questionnaire).level(elements(raw.get("item")), {})


class _Reading:
    """Gives each item of a response its place by the form's own structure, counting repeats as they come."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.seen: dict[str, int] = {}

    def level(self, raw: list[dict[str, Any]], above: Mapping[str, str]) -> Iterator[Found]:
        """`above`: for each enclosing item of the form, the prefix of what stands under it here."""
        for one in raw:
            item = self.questionnaire.by_link.get(str(one.get("linkId")))
            if item is None:
                yield from self.level(elements(one.get("item")), above)
                continue
            path = self._prefix(item, above) + segment(item)
            if item.type == "group":
                yield from self._group(item, path, one, above)
            else:
                yield from self._question(item, path, one, above)

    def _prefix(self, item: Item, above: Mapping[str, str]) -> str:
        prefix = ""
        for link_id in item.lineage[:-1]:
            around = self.questionnaire.by_link[link_id]
            bare = prefix + segment(around)
            prefix = above.get(link_id) or (f"{bare}[0]/" if around.repeats else f"{bare}/")
        return prefix

    def _group(self, item: Item, path: str, raw: dict[str, Any], above: Mapping[str, str]) -> Iterator[Found]:
        if item.repeats:
            turn = self._count(path)
            path = f"{path}[{turn}]"
            if turn >= max(1, item.min_occurs):
                yield Found(item, path, group=True)
        yield from self.level(elements(raw.get("item")), {**above, item.link_id: path + "/"})

    def _question(
        self, item: Item, path: str, raw: dict[str, Any], above: Mapping[str, str]
    ) -> Iterator[Found]:
        first = path + ("[0]/" if item.repeats else "/")
        for answer in elements(raw.get("answer")):
            found = value_of(answer)
            value = given(answer)
            place, under = path, first
            if found and item.many:
                under = f"{path}[{option_position(item, value) if value is not None else 0}]/"
            elif found and item.repeats:
                place = f"{path}[{self._count(path)}]"
                under = place + "/"
            if found:
                yield Found(item, place, value)
            yield from self.level(elements(answer.get("item")), {**above, item.link_id: under})
        yield from self.level(elements(raw.get("item")), {**above, item.link_id: first})

    def _count(self, path: str) -> int:
        self.seen[path] = self.seen.get(path, -1) + 1
        return self.seen[path]


def given(answer: Mapping[str, Any]) -> Value | None:
    """Return the value of a response's answer; None when it has none, or one that cannot be read."""
    found = value_of(answer)
    return _decoded(found) if found else None


def _decoded(found: tuple[str, Any]) -> Value | None:
    try:
        return decode(*found)
    except ValueError:
        return None
