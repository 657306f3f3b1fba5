"""The questions to put, in order, computed from the answers given so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from portal.questionnaires.apart import Verdict
from portal.questionnaires.localized import Localized
from portal.questionnaires.model import Item, Option, Questionnaire
from portal.questionnaires.settling import settled
from portal.questionnaires.tree import MOST_REPEATS, Node, Place, Tree
from portal.questionnaires.values import Answers, Value


@dataclass(frozen=True, slots=True)
class Section:
    """A group around a question; `index` counts its repeats from 0, None when it does not repeat."""

    path: str
    link_id: str
    title: Localized
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A text to show with a question; `kind` is its control: help, prompt, unit, flyover … or nothing."""

    link_id: str
    text: Localized
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One question to put. Its answers belong at `path`.

    `put`: it has been put before, even if it was left unanswered; `answers`: what stands there (the form's
    initial value until it is put). `another`: an offer, never required: one more answer to the question,
    or, when `item` is a group, one more of that group (answer `[True]` for yes, `[]` for no).
    `index` counts the repeats of this question from 0, None when each step holds all there is.
    """

    path: str
    item: Item
    section: tuple[Section, ...] = ()
    notes: tuple[Note, ...] = ()
    required: bool = False
    answers: tuple[Value, ...] = ()
    put: bool = False
    another: bool = False
    index: int | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Walk:
    """Everything the answers so far decide. `closing`: texts of the form after its last question."""

    steps: tuple[Step, ...]
    enabled: tuple[str, ...]
    closing: tuple[Note, ...]
    tree: Tree = field(repr=False)

    @property
    def next(self) -> Step | None:
        """Return the first question not put yet."""
        return next((step for step in self.steps if not step.put), None)

    def step(self, path: str) -> Step | None:
        """Return the step at a path, if it is still to be put."""
        return next((step for step in self.steps if step.path == path), None)

    def before(self, path: str) -> Step | None:
        """Return the step before a path, to go back to."""
        paths = [step.path for step in self.steps]
        at = paths.index(path) if path in paths else len(paths)
        return self.steps[at - 1] if at else None

    @property
    def counted(self) -> tuple[Step, ...]:
        """Return the steps that count for "3/8": offers of one more only once they are taken."""
        return tuple(step for step in self.steps if not step.another or step.answers)


def walk(
    questionnaire: Questionnaire,
    answers: Answers,
    now: datetime | None = None,
    verdict: Verdict | None = None,
) -> Walk:
    """Compute the whole walk from the tree of answers. Pure; ends whatever the form and the answers.

    `now` is what a form's today() and now() mean, in the person's own zone; without it they fail.
    `verdict`: what was computed over these very answers elsewhere (see `decided`).
    """
    tree = settled(questionnaire, answers, now, verdict)
    collected = _Collector(answers)
    collected.group(tree.root, ())
    enabled = (link_id for link_id, nodes in tree.by_link.items() if any(node.enabled for node in nodes))
    return Walk(tuple(collected.steps), tuple(enabled), tuple(collected.notes), tree)


class _Collector:
    """Goes through the enabled nodes in form order; texts wait for the question they lead to."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.steps: list[Step] = []
        self.notes: list[Note] = []

    def group(self, group: Node, section: tuple[Section, ...], index: int = 0) -> None:
        for nodes in group.children.get(index, {}).values():
            for node in nodes:
                self._node(node, section)
            if nodes and nodes[0].item.type == "group" and nodes[0].item.repeats:
                self._another_group(nodes, section)

    def _node(self, node: Node, section: tuple[Section, ...]) -> None:
        item = node.item
        if not node.enabled or item.hidden:
            return
        if item.type == "display":
            self.notes.append(Note(item.link_id, item.text, item.control))
        elif item.type == "group":
            inner = Section(node.path, item.link_id, item.text, _turn(node.path) if item.repeats else None)
            self.group(node, (*section, inner))
        else:
            self._question(node, section)

    def _question(self, node: Node, section: tuple[Section, ...]) -> None:
        own = tuple(_own_notes(node))
        for place in node.places if node.askable else ():
            self.steps.append(_step(node, place, section, (*self.notes, *own)))
            self.notes.clear()
            self._under(node, section, place)

        if not node.askable:
            self._under(node, section, None)

    def _under(self, node: Node, section: tuple[Section, ...], place: Place | None) -> None:
        for index in node.children:
            if place is None or node.item.many or index == place.index:
                for below in node.below(index):
                    if below.item.type != "display":
                        self._node(below, section)

    def _another_group(self, nodes: list[Node], section: tuple[Section, ...]) -> None:
        item = nodes[0].item
        if (
            item.hidden
            or not nodes[-1].enabled
            or len(nodes) >= min(item.max_occurs or MOST_REPEATS, MOST_REPEATS)
        ):
            return
        path = nodes[-1].path.rpartition("[")[0] + f"[{len(nodes)}]"
        put = path in self.answers
        self.steps.append(Step(path, item, section, put=put, another=True, index=len(nodes)))


def _step(node: Node, place: Place, section: tuple[Section, ...], notes: tuple[Note, ...]) -> Step:
    item = node.item
    first = place.index == 0
    return Step(
        path=place.path,
        item=item,
        section=section,
        notes=notes,
        required=item.required and (first or place.index < item.min_occurs),
        answers=tuple(place.values),
        put=place.put,
        another=not first and place.index >= item.min_occurs and not (place.put and place.values),
        index=place.index if item.repeats and not item.many else None,
        options=item.options if node.options is None else node.options,
    )


def _own_notes(node: Node) -> Iterator[Note]:
    """Yield the texts inside a question; the one that stands for its missing words is not said twice."""
    words = None if (node.item.raw.get("text") or "") else node.item.text
    for index in node.children:
        for below in node.below(index):
            if (
                below.item.type == "display"
                and below.enabled
                and not below.item.hidden
                and below.item.text is not words
            ):
                yield Note(below.item.link_id, below.item.text, below.item.control)
        return


def _turn(path: str) -> int:
    return int(path.rpartition("[")[2].removesuffix("]"))
