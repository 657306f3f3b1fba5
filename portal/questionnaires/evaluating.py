"""The expressions of a form, evaluated over the response as it stands: contexts, variables and scores."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from portal.questionnaires.extensions import Extensions
from portal.questionnaires.fhirpath import SHARED, Budget, evaluate, names, node_of, parse, starts
from portal.questionnaires.functions import Collection, Function, NotEvaluable, data_of, plain
from portal.questionnaires.model import Expression, Expressions, Finding, Item, Questionnaire
from portal.questionnaires.tree import Node, Tree
from portal.questionnaires.writing import Written

FIXED = {"ucum": "http://unitsofmeasure.org", "sct": "http://snomed.info/sct", "loinc": "http://loinc.org"}
GIVEN = frozenset({"resource", "rootResource", "context", "questionnaire", "qitem", *FIXED, *SHARED.values()})


class Evaluation:
    """Evaluates expressions on the nodes of a tree. Set `stale` when answers or enablement changed."""

    def __init__(self, tree: Tree, budget: Budget | None = None) -> None:
        self.tree, self.stale = tree, True
        self._budget = budget or Budget()
        self._written: list[Written] = []  # all kept: scores go by the identity of what was written
        self._weights: dict[int, Decimal | None] = {}
        self._variables: dict[tuple[Node, str], Collection] = {}
        self._found: dict[tuple[Node, str], Collection] = {}
        self._resource: dict[str, Any] = {}

    def values(self, node: Node, expression: Expression) -> list[Any]:
        """Return the JSON values of an expression; none, and a failure noted, when it cannot be evaluated."""
        return [plain(one) for one in self._collection(node, expression)]

    def truth(self, node: Node, expression: Expression) -> bool | None:
        """Return what an expression says as a condition, None when empty (FHIRPath: singleton evaluation)."""
        values = self.values(node, expression)
        if len(values) > 1:
            self.fail(node, expression, f"{len(values)} values where one condition is needed")
        if len(values) != 1:
            return None
        return values[0] if isinstance(values[0], bool) else True

    def fail(self, node: Node, expression: Expression, why: str) -> None:
        """Note that an expression failed."""
        self.tree.failures[node.item.link_id, expression.text] = why

    def expressions(self, node: Node) -> Expressions:
        """Return what an occurrence, or the form itself, computes."""
        return node.item.expressions if node.parent else self.tree.questionnaire.expressions

    def _collection(self, node: Node, expression: Expression) -> Collection:
        if self.stale:
            self._write()
        if (node, expression.text) not in self._found:
            self._found[node, expression.text] = self._evaluated(node, expression)
        return self._found[node, expression.text]

    def _evaluated(self, node: Node, expression: Expression) -> Collection:
        try:
            own = bool(node.parent) and not needs_root(node.item, expression.text)
            return evaluate(
                expression.text,
                self._context(node) if own else self._root(),
                self._environment(node, expression.text),
                {"weight": self._weigh, "ordinal": self._weigh, **clock(self.tree.now)},
                self._budget,
            )
        except NotEvaluable as wrong:
            self.fail(node, expression, str(wrong))
            return []

    def _write(self) -> None:
        written = Written(self.tree)
        self._written.append(written)
        for answer, option in written.options:
            for part in (answer, *answer.values()):
                self._weights[id(part)] = option.ordinal
        self._resource = {
            "resourceType": "QuestionnaireResponse",
            "status": "in-progress",
            "item": written.items,
        }
        self._variables.clear()
        self._found.clear()
        self.stale = False

    def _context(self, node: Node) -> Any:
        if node.parent is None:
            return self._root()
        element = self._written[-1].by_node.get(node) or {"linkId": node.item.link_id}
        return node_of(element, "QuestionnaireResponse.item")

    def _environment(self, node: Node, text: str) -> Mapping[str, Collection]:
        return {name: self._named(name, node) for name in names(text)}

    def _named(self, name: str, node: Node) -> Collection:
        """Return what a %name stands for: a variable of the node, of what encloses it, or of the form."""
        at: Node | None = node
        while at:
            if (at, name) in self._variables:
                return self._variables[at, name]
            for variable in self.expressions(at).variables:
                if variable.name == name:
                    self._variables[at, name] = []  # a variable that needs itself finds nothing
                    self._variables[at, name] = self._collection(at, variable)
                    return self._variables[at, name]
            at = at.parent
        return self._given(name, node)

    def _given(self, name: str, node: Node) -> Collection:
        if name in FIXED:
            return [FIXED[name]]
        if name == "questionnaire":
            return [node_of(self.tree.questionnaire.raw, "Questionnaire")]
        if name == "qitem":
            return [node_of(node.item.raw, "Questionnaire.item")]
        if name == "context":
            return [self._context(node)]
        if name in SHARED.values():
            root = self.tree.root
            self._variables[root, name] = evaluate(name, self._root(), {}, {}, self._budget)
            return self._variables[root, name]
        return [self._root()] if name in ("resource", "rootResource") else []

    def _root(self) -> Any:
        return node_of(self._resource, "QuestionnaireResponse")

    def _weigh(self, data: Collection) -> Collection:
        """SDC `weight()`, once `ordinal()`: the scores of answers, or of their codings."""
        elements = [data_of(one) for one in data]
        scores = (
            self._weights.get(id(one)) if id(one) in self._weights else own_weight(one) for one in elements
        )
        return [score for score in scores if score is not None]


def clock(now: datetime | None) -> dict[str, Function]:
    """Return what time it is to FHIRPath; without a clock, asking for it is refused."""

    def say(read: Callable[[datetime], str]) -> Function:
        def said(_: Collection) -> Collection:
            if now is None:
                raise NotEvaluable("nobody says what time it is")
            return [read(now)]

        return said

    return {
        "now": say(lambda now: now.isoformat(timespec="milliseconds")),
        "today": say(lambda now: now.date().isoformat()),
        "timeOfDay": say(lambda now: now.time().isoformat(timespec="milliseconds")),
    }


def own_weight(element: Any) -> Decimal | None:
    """Return the score an element carries itself."""
    extensions = Extensions(element if isinstance(element, dict) else {}, "", [])
    scores = (extensions.number(name) for name in ("itemWeight", "ordinalValue"))
    return next((score for score in scores if score is not None), None)


def needs_root(item: Item, text: str) -> bool:
    """Whether an expression on this item can only mean the response: it starts from items not inside it."""
    return _needs_root(text, item.type == "group", tuple(child.link_id for child in item.children))


@lru_cache(maxsize=2048)
def _needs_root(text: str, group: bool, inside: tuple[str, ...]) -> bool:
    for element, narrowed in starts(text):
        foreign = not group or not inside or (narrowed is not None and narrowed not in inside)
        if element == "QuestionnaireResponse" or (element == "item" and foreign):
            return True
    return False


def doubts(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Say which expressions cannot be read, name what nobody provides, or start from the response."""
    scopes = {"": {one.name for one in questionnaire.expressions.variables} | GIVEN}
    yield from _doubts("", questionnaire.expressions, scopes[""], None)
    for item in questionnaire.by_link.values():
        above = scopes[item.lineage[-2] if len(item.lineage) > 1 else ""]
        scopes[item.link_id] = above | {one.name for one in item.expressions.variables}
        yield from _doubts(item.link_id, item.expressions, scopes[item.link_id], item)


def _doubts(link_id: str, expressions: Expressions, scope: set[str], item: Item | None) -> Iterator[Finding]:
    for expression in expressions.all():
        try:
            parse(expression.text)
        except NotEvaluable as wrong:
            yield Finding(link_id, "expression", "warning", f"{expression.text}: {wrong}")
            continue
        for name in sorted(names(expression.text) - scope):
            yield Finding(link_id, "expression", "warning", f"nobody provides %{name}; it is empty")
        if item and needs_root(item, expression.text):
            detail = f"{expression.text}: starts from the response, not from its item"
            yield Finding(link_id, "expression-context", "warning", detail)
