"""The enabled answers of a tree, written as the items of a response (R4 QuestionnaireResponse.item)."""

from collections.abc import Iterator
from typing import Any

from portal.questionnaires.model import Option
from portal.questionnaires.tree import Node, Tree, option_position
from portal.questionnaires.validating import fit
from portal.questionnaires.values import Value, encode


class Written:
    """Response items, and where each came from: the node of an item, the option of an answer."""

    def __init__(self, tree: Tree) -> None:
        self.by_node: dict[Node, dict[str, Any]] = {}
        self.options: list[tuple[dict[str, Any], Option]] = []
        self.items = self._level(tree.root, 0)

    def _level(self, parent: Node, index: int) -> list[dict[str, Any]]:
        nodes = (node for node in parent.below(index) if node.enabled and node.item.type != "display")
        return [written for node in nodes if (written := self._item(node))]

    def _item(self, node: Node) -> dict[str, Any] | None:
        made: dict[str, Any] = {"linkId": node.item.link_id}
        if node.item.text.base:
            made["text"] = node.item.text.base
        inside = self._level(node, 0) if node.item.type == "group" else list(self._answers(node))
        if not inside:
            return None
        made["item" if node.item.type == "group" else "answer"] = inside
        self.by_node[node] = made
        return made

    def _answers(self, node: Node) -> Iterator[dict[str, Any]]:
        placed: list[tuple[int, Value | None]] = [*_placed(node)] or [(0, None)]
        for at, value in placed:
            answer = dict([encode(fit(node.item, value), node.item.type)]) if value is not None else {}
            option = node.item.option(value) if value is not None else None
            if option:
                self.options.append((answer, option))
            inside = self._level(node, at)
            # R4 lets an answer have items and no value: what is asked under an unanswered question.
            if inside:
                answer["item"] = inside
            if answer:
                yield answer


def _placed(node: Node) -> list[tuple[int, Value]]:
    """Return each answer with the index that what is asked under it stands at."""
    if node.item.many:
        return [(option_position(node.item, value), value) for value in node.answers]
    if node.computed is not None:
        return list(enumerate(node.computed))
    return [(place.index, value) for place in node.places for value in place.values]
