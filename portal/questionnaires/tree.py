"""The form unfolded over the answers: one node for each occurrence of an item, with its place and answers.

A path names a place: `symptoms[1]/since`. An item that repeats carries its index, counted from 0; what is
asked under an answer lies below that answer. A question with options to tick (`Item.many`) has one place for
all its answers, and what is asked under one of them lies below the position of that option.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.questionnaires.localized import Localized
from portal.questionnaires.model import Constraint, Item, Option, Questionnaire
from portal.questionnaires.values import Answers, Value

_ESCAPED = str.maketrans({"%": "%25", "/": "%2F", "[": "%5B", "]": "%5D"})
MOST_REPEATS = 200


@dataclass(slots=True, eq=False)
class Place:
    """Where one answer goes (or all of them, for options to tick). `put`: the person has been asked."""

    path: str
    index: int
    values: Sequence[Value]
    put: bool


@dataclass(slots=True, eq=False)
class Node:
    """One occurrence of an item: a group once for each repeat, a question with all its answers."""

    item: Item
    path: str
    parent: "Node | None"
    index: int = 0
    places: list[Place] = field(default_factory=list)
    children: dict[int, dict[str, list["Node"]]] = field(default_factory=dict)
    enabled: bool = True
    computed: Sequence[Value] | None = None
    options: tuple[Option, ...] | None = None

    @property
    def answers(self) -> list[Value]:
        """Return every answer given here."""
        if self.computed is not None:
            return list(self.computed)
        return [value for place in self.places for value in place.values]

    @property
    def askable(self) -> bool:
        """Whether a person is asked: not what is computed, nor where no option is left to choose."""
        return self.item.askable and (self.options is None or bool(self.options) or self.item.open)

    def below(self, index: int = 0) -> Iterator["Node"]:
        """Go through the nodes directly under this group, or under its answer at `index`, in form order."""
        for nodes in self.children.get(index, {}).values():
            yield from nodes


class Tree:
    """Every node of a form over some answers."""

    def __init__(self, questionnaire: Questionnaire, answers: Answers, now: datetime | None = None) -> None:
        self.questionnaire, self.answers, self.now = questionnaire, answers, now
        self.failures: dict[tuple[str, str], str] = {}
        self.broken: list[tuple[Node, Constraint]] | None = None  # rules judged elsewhere
        self.root = Node(_ROOT, "", None)
        self.by_link: dict[str, list[Node]] = {link_id: [] for link_id in questionnaire.by_link}
        self.root.children[0] = self._unfold_all(questionnaire.items, "", self.root, 0)

    def _unfold_all(
        self, items: Sequence[Item], prefix: str, parent: Node, index: int
    ) -> dict[str, list[Node]]:
        return {
            item.link_id: list(self._unfold(item, prefix + segment(item), parent, index)) for item in items
        }

    def _unfold(self, item: Item, path: str, parent: Node, index: int) -> Iterator[Node]:
        if item.type == "group" and item.repeats:
            for turn in range(group_count(item, path, self.answers)):
                yield self._group(item, f"{path}[{turn}]", parent, index)
        elif item.type == "group":
            yield self._group(item, path, parent, index)
        else:
            yield self._question(item, path, parent, index)

    def _group(self, item: Item, path: str, parent: Node, index: int) -> Node:
        node = self._node(item, path, parent, index)
        node.children[0] = self._unfold_all(item.children, path + "/", node, 0)
        return node

    def _question(self, item: Item, path: str, parent: Node, index: int) -> Node:
        node = self._node(item, path, parent, index)
        if item.is_question:
            node.places = places(item, path, self.answers)
        if item.children:
            for below, prefix in _answer_prefixes(node):
                node.children[below] = self._unfold_all(item.children, prefix, node, below)
        return node

    def _node(self, item: Item, path: str, parent: Node, index: int) -> Node:
        node = Node(item, path, parent, index)
        self.by_link[item.link_id].append(node)
        return node


def segment(item: Item) -> str:
    """Return what stands for an item in a path: its linkId, what would split the path escaped."""
    return item.link_id.translate(_ESCAPED)


def group_count(item: Item, path: str, answers: Answers) -> int:
    """Return how often a repeating group stands: as often as it must, and as the person asked for."""
    count = max(1, min(item.min_occurs, MOST_REPEATS))
    while answers.get(f"{path}[{count}]") and count < min(item.max_occurs or MOST_REPEATS, MOST_REPEATS):
        count += 1
    return count


def places(item: Item, path: str, answers: Answers) -> list[Place]:
    """Return where answers to a question go: those given, those that must still be, one more to offer."""
    if not item.repeats or item.many:
        return [
            Place(
                path, 0, answers.get(path, item.initial if item.many else item.initial[:1]), path in answers
            )
        ]
    most = min(item.max_occurs or MOST_REPEATS, MOST_REPEATS)
    found: list[Place] = []
    while len(found) < most:
        at = len(found)
        given = answers.get(f"{path}[{at}]")
        if given is None and at and not found[-1].values and (found[-1].put or at >= item.min_occurs):
            break
        found.append(
            Place(
                f"{path}[{at}]", at, item.initial[at : at + 1] if given is None else given, given is not None
            )
        )
    return found


def _answer_prefixes(node: Node) -> Iterator[tuple[int, str]]:
    if not node.item.repeats:
        yield 0, node.path + "/"
    elif node.item.many:
        for at in dict.fromkeys(option_position(node.item, value) for value in node.answers) or (0,):
            yield at, f"{node.path}[{at}]/"
    else:
        for place in node.places:
            if place.values or place.index == 0:
                yield place.index, place.path + "/"


def option_position(item: Item, value: Value) -> int:
    """Return the position of the option an answer is; what was typed freely comes after the last."""
    chosen = item.option(value)
    return item.options.index(chosen) if chosen else len(item.options)


_ROOT = Item("", "group", Localized())
