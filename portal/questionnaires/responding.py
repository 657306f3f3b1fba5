"""Answers as a FHIR QuestionnaireResponse (R4 §4.2), and a response read back as answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.questionnaires.exact import elements
from portal.questionnaires.model import Item, Questionnaire
from portal.questionnaires.tree import Node, Tree, option_position, segment
from portal.questionnaires.validating import fit
from portal.questionnaires.values import Answers, Value, decode, encode, value_of
from portal.questionnaires.walking import settled


def response(
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    authored: datetime,
    subject: Mapping[str, Any] | None = None,
    identifier: Mapping[str, Any] | None = None,
    status: str = "completed",
) -> dict[str, Any]:
    """Write the answers of enabled items as a response to this version of the form; `authored` is aware."""
    made: dict[str, Any] = {"resourceType": "QuestionnaireResponse"}
    if identifier:
        made["identifier"] = dict(identifier)
    if questionnaire.canonical:
        made["questionnaire"] = questionnaire.canonical
    made["status"] = status
    if subject:
        made["subject"] = dict(subject)
    made["authored"] = authored.isoformat(timespec="seconds")
    items = written_items(settled(questionnaire, answers))
    return {**made, "item": items} if items else made


def written_items(tree: Tree) -> list[dict[str, Any]]:
    """Write everything that is enabled and answered, as response items."""
    return _level(tree.root, 0)


def prune(questionnaire: Questionnaire, answers: Answers) -> dict[str, list[Value]]:
    """Keep what counts: answers of enabled items, and how often groups repeat."""
    tree = settled(questionnaire, answers)
    kept: dict[str, list[Value]] = {}
    for nodes in tree.by_link.values():
        for node in nodes:
            for path in (place.path for place in node.places) if node.places else (node.path,):
                if node.enabled and path in answers:
                    kept[path] = list(answers[path])
    return {path: values for path, values in kept.items() if values}


def from_response(questionnaire: Questionnaire, raw: Mapping[str, Any]) -> dict[str, list[Value]]:
    """Read a response as answers, wherever its items stand as long as their linkIds are the form's.

    What cannot be read, or is no question of the form, is left out.
    """
    answers: dict[str, list[Value]] = {}
    for found in read_answers(questionnaire, raw):
        if found.group:
            answers[found.path] = [True]
        else:
            answers.setdefault(found.path, []).extend([] if found.value is None else [found.value])
    return answers


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


def _level(parent: Node, index: int) -> list[dict[str, Any]]:
    nodes = (node for node in parent.below(index) if node.enabled and node.item.type != "display")
    return [written for node in nodes if (written := _written(node))]


def _written(node: Node) -> dict[str, Any] | None:
    made: dict[str, Any] = {"linkId": node.item.link_id}
    if node.item.text.base:
        made["text"] = node.item.text.base
    if node.item.type == "group":
        inside = _level(node, 0)
        return {**made, "item": inside} if inside else None
    answers = list(_answers(node))
    return {**made, "answer": answers} if answers else None


def _answers(node: Node) -> Iterator[dict[str, Any]]:
    item = node.item
    pairs: list[tuple[int, Value | None]]
    if node.computed is not None or item.many:
        pairs = [
            (option_position(item, value) if item.many else at, value)
            for at, value in enumerate(node.answers)
        ]
    else:
        pairs = [(place.index, value) for place in node.places for value in place.values]
    for at, value in pairs or [(0, None)]:
        answer = dict([encode(fit(item, value), item.type)]) if value is not None else {}
        inside = _level(node, at)
        if inside:  # R4 lets an answer have items and no value: what is asked under an unanswered question
            answer["item"] = inside
        if answer:
            yield answer


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
            value = _decoded(found) if found else None
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


def _decoded(found: tuple[str, Any]) -> Value | None:
    try:
        return decode(*found)
    except ValueError:
        return None
