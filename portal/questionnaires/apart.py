"""What a form computes, worked out in another process: a stranger's expressions run there, their verdict comes back."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from portal.questionnaires.bookmarking import from_json, to_json
from portal.questionnaires.enabling import settle
from portal.questionnaires.loading import load_kept
from portal.questionnaires.model import Questionnaire
from portal.questionnaires.tree import Node, Tree


class Verdict(NamedTuple):
    """Everything expressions decide over some answers, by the paths of the tree; JSON only.

    `disabled`: places that do not stand; `proposed` and `computed`: values as `to_json` writes them; `offered`:
    the positions of the options left; `failures`: linkId, expression, why; `broken`: a place and which of its rules.
    `late`: nothing could be computed in time, and why; then every expression counts as failed.
    """

    disabled: list[str]
    proposed: dict[str, list[Any]]
    computed: dict[str, list[Any]]
    offered: dict[str, list[int]]
    failures: list[list[str]]
    broken: list[list[Any]]
    late: str = ""


def too_late() -> Verdict:
    """Return the verdict on a form whose expressions did not end in time."""
    return Verdict([], {}, {}, {}, [], [], "takes too long")


def decided(source: str, value_sets: str, answers: Mapping[str, list[Any]], now: str) -> Verdict:
    """Work out what a form computes; everything given and returned is plain, so that a child process can do it.

    `source`: the form; `value_sets`: a JSON list of expanded ones; `answers` as `to_json` writes them; `now`: ISO.
    """
    # FHIRPath takes 0.1 s to import, and few forms compute anything.
    from portal.questionnaires.calculating import broken_rules, compute  # noqa: PLC0415
    from portal.questionnaires.fhirpath import Budget  # noqa: PLC0415

    tree = Tree(_loaded(source, value_sets), from_json(answers), datetime.fromisoformat(now) if now else None)
    settle(tree)
    as_given = {node: [list(place.values) for place in node.places] for node in _nodes(tree)}
    budget = Budget()
    compute(tree, budget)
    broken = [[node.path, _rules(tree, node).index(rule)] for node, rule in broken_rules(tree, budget)]
    changed = [n for n in _nodes(tree) if [list(place.values) for place in n.places] != as_given[n]]
    return Verdict(
        disabled=[node.path for node in _nodes(tree) if not node.enabled],
        proposed=to_json({node.path: node.places[0].values for node in changed}),
        computed=to_json({node.path: node.computed for node in _nodes(tree) if node.computed is not None}),
        offered={n.path: [n.item.options.index(one) for one in n.options] for n in _nodes(tree)
                 if n.options is not None},
        failures=[[link_id, text, why] for (link_id, text), why in tree.failures.items()],
        broken=broken,
    )  # fmt: skip


def apply(verdict: Verdict, tree: Tree) -> None:
    """Put a verdict on the tree it was made over."""
    if verdict.late:
        return _given_up(tree, verdict.late)
    disabled = set(verdict.disabled)
    proposed, computed = from_json(verdict.proposed), from_json(verdict.computed)
    for node in _nodes(tree):
        node.enabled = node.path not in disabled
        node.computed = computed.get(node.path)
        if node.path in proposed and node.places:
            node.places[0].values = proposed[node.path]
        if node.path in verdict.offered:
            node.options = tuple(node.item.options[at] for at in verdict.offered[node.path])
    tree.failures = {(link_id, text): why for link_id, text, why in verdict.failures}
    places = {node.path: node for node in (tree.root, *_nodes(tree))}
    tree.broken = [(places[path], _rules(tree, places[path])[at]) for path, at in verdict.broken]
    return None


def _given_up(tree: Tree, why: str) -> None:
    """Count every expression as failed: its conditions are false, its values empty, no rule is broken."""
    settle(tree, {node: False for node in _nodes(tree) if node.item.expressions.enable_when})
    form = tree.questionnaire
    tree.failures = {("", one.text): why for one in form.expressions.all()}
    for item in form.by_link.values():
        tree.failures |= {(item.link_id, one.text): why for one in item.expressions.all()}
    tree.broken = []


def _nodes(tree: Tree) -> list[Node]:
    return [node for nodes in tree.by_link.values() for node in nodes]


def _rules(tree: Tree, node: Node) -> tuple[Any, ...]:
    return (node.item.expressions if node.parent else tree.questionnaire.expressions).constraints


@lru_cache(maxsize=32)
def _loaded(source: str, value_sets: str) -> Questionnaire:
    """Return a form; a child process is asked about the same few again and again."""
    return load_kept(source, value_sets)
