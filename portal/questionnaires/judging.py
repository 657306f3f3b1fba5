"""Whether all answers together make a complete response."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from portal.questionnaires.apart import Verdict
from portal.questionnaires.model import Constraint, Questionnaire
from portal.questionnaires.settling import settled
from portal.questionnaires.tree import Node, Tree
from portal.questionnaires.validating import Problem, validate
from portal.questionnaires.values import Answers


def problems(
    questionnaire: Questionnaire,
    answers: Answers,
    now: datetime | None = None,
    verdict: Verdict | None = None,
) -> list[Problem]:
    """Say everything that keeps these answers from being a complete response, in form order."""
    tree = settled(questionnaire, answers, now, verdict)
    found = list(_below(tree.root, tree))
    if questionnaire.computed:
        found += _computed(tree)
    order = {link_id: at for at, link_id in enumerate(questionnaire.by_link)}
    return sorted(found, key=lambda one: order.get(one.link_id, -1))


def _computed(tree: Tree) -> Iterator[Problem]:
    for node, rule in _broken(tree) if tree.broken is None else tree.broken:
        place, detail = _to_mend(node, rule, tree), rule.key or rule.expression.text
        yield Problem(node.item.link_id, "constraint", detail, place, rule.human, rule.severity)
    for (link_id, expression), why in tree.failures.items():
        yield Problem(link_id, "expression", f"{expression}: {why}")


def _broken(tree: Tree) -> Iterator[tuple[Node, Constraint]]:
    # FHIRPath takes 0.1 s to import, and few forms compute anything.
    from portal.questionnaires.calculating import broken_rules  # noqa: PLC0415

    return broken_rules(tree)


def _to_mend(node: Node, rule: Constraint, tree: Tree) -> str:
    """Return the path of the question to change: the one the rule points at, else the first it stands on."""
    named = re.findall(r"linkId\s*=\s*'([^']+)'", rule.location)[-1:] or [rule.location]
    pointed = (one for one in tree.by_link.get(named[0], ()) if one.path.startswith(node.path))
    questions = (one for start in (*pointed, node) for one in _inside(start) if one.askable and one.enabled)
    return next((one.places[0].path for one in questions), node.path)


def _inside(node: Node) -> Iterator[Node]:
    yield node
    for index in node.children:
        for below in node.below(index):
            yield from _inside(below)


def _below(parent: Node, tree: Tree) -> Iterator[Problem]:
    for level in parent.children.values():
        for nodes in level.values():
            standing = [node for node in nodes if node.enabled and not node.item.hidden]
            for node in standing:
                yield from _question(node)
                yield from _below(node, tree)
            if standing and standing[0].item.type == "group":
                yield from _group(standing)


def _group(repeats: list[Node]) -> Iterator[Problem]:
    """Judge how often a group is filled in; a required one has an answer inside (R4 item.required)."""
    item, path = repeats[0].item, repeats[0].path
    filled = sum(1 for node in repeats if _answered(node))
    if not filled and item.required:
        yield Problem(item.link_id, "required", "nothing in this group is answered", path)
    elif 0 < filled < item.min_occurs:
        yield Problem(item.link_id, "cardinality", f"{filled} filled in, at least {item.min_occurs}", path)


def _question(node: Node) -> Iterator[Problem]:
    item = node.item
    if not item.askable:
        return
    for place in node.places:
        for value in place.values:
            wrong = validate(item, value)
            if wrong:
                yield replace(wrong, path=place.path)
            elif node.options is not None and item.option(value) not in (*node.options, None):
                yield Problem(item.link_id, "option", f"{value!r} is not offered now", place.path)
    yield from _counted(node)


def _counted(node: Node) -> Iterator[Problem]:
    item, answers, path = node.item, node.answers, node.places[0].path
    most = item.max_occurs
    if not answers and item.required and node.askable:
        yield Problem(item.link_id, "required", "not answered", path)
    elif answers and len(answers) < item.min_occurs:
        yield Problem(
            item.link_id, "cardinality", f"{len(answers)} answers, at least {item.min_occurs}", path
        )
    elif most is not None and len(answers) > most:
        yield Problem(item.link_id, "cardinality", f"{len(answers)} answers, at most {most}", path)
    chosen = [item.option(value) for value in answers]
    if len(answers) > 1 and any(option and option.exclusive for option in chosen):
        yield Problem(item.link_id, "option", "an option that stands alone is chosen with others", path)


def _answered(node: Node) -> bool:
    return node.enabled and (
        (node.item.askable and bool(node.answers))
        or any(_answered(below) for index in node.children for below in node.below(index))
    )
