"""Which occurrences are enabled: enableWhen exactly as R4 has it, settled even in a circle."""

from collections.abc import Mapping, Sequence

from portal.questionnaires.comparing import compare, equal
from portal.questionnaires.model import Condition, Item
from portal.questionnaires.tree import Node, Tree, option_position
from portal.questionnaires.values import Value

_HOLDS = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (1, 0)}


def settle(tree: Tree, also: Mapping[Node, bool] | None = None) -> None:
    """Set `enabled` on every node; `also` holds what enableWhenExpressions said.

    An item is enabled when what encloses it is, and its own conditions hold over answers of enabled items.
    Without circles one pass does. In a circle items start enabled and passes go on until nothing changes; one
    that still flips after as many passes as the circle is long stays enabled, so that nothing said is lost.
    """
    for nodes in tree.by_link.values():
        for node in nodes:
            node.enabled = True
    circular, kept = tree.questionnaire.circular, set[Node]()
    changed = _pass(tree, also or {}, kept)
    free = len(circular)
    while changed and circular:
        free -= 1
        if free < 0:
            kept.update(node for node in changed if node.item.link_id in circular)
        changed = _pass(tree, also or {}, kept)


def _pass(tree: Tree, also: Mapping[Node, bool], kept: set[Node]) -> list[Node]:
    changed = []
    for item in tree.questionnaire.settling:
        for node in tree.by_link[item.link_id]:
            enabled = node.parent is None or node.parent.enabled
            if enabled and item.conditions and node not in kept:
                enabled = _holds(node, tree)
            if enabled and also:
                enabled = also.get(node, True)
            if enabled != node.enabled:
                node.enabled = enabled
                changed.append(node)
    return changed


def _holds(node: Node, tree: Tree) -> bool:
    results = (
        condition_holds(condition, answers_seen(node, condition.question, tree))
        for condition in node.item.conditions
    )
    return any(results) if node.item.any_condition else all(results)


def condition_holds(condition: Condition, answers: Sequence[Value]) -> bool:
    """Whether one enableWhen holds. `!=` holds when no answer equals, so also when there is none."""
    operator, expected = condition.operator, condition.expected
    if operator == "exists":
        return bool(answers) is expected
    if operator == "=":
        return any(equal(answer, expected) for answer in answers)
    if operator == "!=":
        return not any(equal(answer, expected) for answer in answers)
    return any(compare(answer, expected) in _HOLDS[operator] for answer in answers)


def answers_seen(node: Node, question: str, tree: Tree) -> Sequence[Value]:
    """Return the answers a condition of `node` on `question` looks at: those of its nearest occurrence.

    Nearest: up through what encloses, then the last occurrence before it, else the first after it (R4
    enableWhen.question). A disabled one has no answers. What is asked under
    one answer of a repeating question looks at that answer.
    """
    item = tree.questionnaire.by_link.get(question)
    if item is None:
        return ()
    here, came_from = node, node
    while here.parent and here.item.link_id not in item.lineage:
        here, came_from = here.parent, here
    if here.item is item and here is not node:
        return _at(here, came_from.index) if here.enabled else ()
    found = _down(here, item, came_from, before=item.order < node.item.order)
    return found.answers if found and found.enabled else ()


def _at(node: Node, index: int) -> Sequence[Value]:
    if not node.item.repeats:
        return node.answers
    if node.item.many:
        return [value for value in node.answers if option_position(node.item, value) == index]
    return [value for place in node.places if place.index == index for value in place.values]


def _down(here: Node, item: Item, came_from: Node, before: bool) -> Node | None:
    inside = here.children.get(came_from.index) if came_from is not here else _edge(here, before)
    for link_id in item.lineage[len(here.item.lineage) :]:
        nodes = inside.get(link_id) if inside else None
        if not nodes:
            return None
        here = nodes[-1 if before else 0]
        inside = _edge(here, before)
    return here


def _edge(node: Node, before: bool) -> Mapping[str, list[Node]] | None:
    """Return what stands under the last answer, or the first."""
    below = list(node.children.values())
    return below[-1 if before else 0] if below else None
