"""What a form computes over its answers (SDC 3.0): conditions, values, options, rules; it always ends."""

from collections.abc import Iterator

from portal.questionnaires.casting import cast
from portal.questionnaires.enabling import settle
from portal.questionnaires.evaluating import Evaluation
from portal.questionnaires.fhirpath import Budget
from portal.questionnaires.model import Constraint, Expression
from portal.questionnaires.tree import Node, Tree
from portal.questionnaires.values import Value

MOST_ROUNDS = 100


def compute(tree: Tree, budget: Budget | None = None) -> None:
    """Settle what is computed: conditions and values feed each other until nothing changes.

    What feeds itself in a circle stops after a bounded number of rounds; `tree.failures` names it, and every
    expression that failed. `budget`: the time it may take, if others share it.
    """
    evaluation = Evaluation(tree, budget)
    _propose(tree, evaluation)
    said: dict[Node, bool] = {}
    restless: list[Node] = []
    for _ in range(rounds := min(MOST_ROUNDS, tree.questionnaire.feeding)):
        now = _conditions(tree, evaluation)
        changed = now != said
        if changed:
            said, evaluation.stale = now, True
            settle(tree, said)
        restless = _values(tree, evaluation)
        if restless:
            settle(tree, said)
            evaluation.stale = True
        elif not changed:
            break
    if rounds > 1:
        for node in restless:
            tree.failures[node.item.link_id, ""] = "feeds itself and does not come to rest"
    _toggle(tree, evaluation)


def broken_rules(tree: Tree, budget: Budget | None = None) -> Iterator[tuple[Node, Constraint]]:
    """Yield the constraints that are false, each with the occurrence it stands on. Empty is not false."""
    evaluation = Evaluation(tree, budget)
    for node in (tree.root, *_enabled(tree)):
        for rule in evaluation.expressions(node).constraints:
            if evaluation.truth(node, rule.expression) is False:
                yield node, rule


def _propose(tree: Tree, evaluation: Evaluation) -> None:
    """Put computed initial values where nothing was asked or is proposed yet."""
    for node in _enabled(tree):
        expression = node.item.expressions.initial
        if expression and node.places and not node.places[0].put and not node.places[0].values:
            values = _answers(node, expression, evaluation)
            node.places[0].values = values if node.item.many else values[:1]
            evaluation.stale |= bool(values)


def _conditions(tree: Tree, evaluation: Evaluation) -> dict[Node, bool]:
    said = {}
    for item in tree.questionnaire.settling:
        expression = item.expressions.enable_when
        for node in tree.by_link[item.link_id] if expression else ():
            if expression and (node.parent is None or node.parent.enabled):
                said[node] = evaluation.truth(node, expression) is True
    return said


def _values(tree: Tree, evaluation: Evaluation) -> list[Node]:
    """Compute values in form order, each seeing those before it; return the nodes that changed."""
    changed = []
    for node in _enabled(tree):
        expression = node.item.expressions.calculated
        if expression:
            values = _answers(node, expression, evaluation)
            values = values if node.item.repeats else values[:1]
            if values != (node.computed or []):
                changed.append(node)
                evaluation.stale = True
            node.computed = values
    return changed


def _toggle(tree: Tree, evaluation: Evaluation) -> None:
    """Leave out the options whose toggles are all off; one that no toggle names, or that failed, is offered."""
    for node in _enabled(tree):
        toggles, option = node.item.expressions.toggles, node.item.option
        if toggles:
            on = [
                toggle
                for toggle in toggles
                if evaluation.truth(node, toggle.expression) is True
                or (node.item.link_id, toggle.expression.text) in tree.failures
            ]
            governed = {option(value) for toggle in toggles for value in toggle.options}
            shown = {option(value) for toggle in on for value in toggle.options}
            node.options = tuple(one for one in node.item.options if one not in governed or one in shown)


def _answers(node: Node, expression: Expression, evaluation: Evaluation) -> list[Value]:
    answers = []
    for raw in evaluation.values(node, expression):
        try:
            answers.append(cast(node.item, raw))
        except ValueError as wrong:
            evaluation.fail(node, expression, str(wrong))
    return answers


def _enabled(tree: Tree) -> Iterator[Node]:
    for nodes in tree.by_link.values():
        yield from (node for node in nodes if node.enabled)
