"""FHIRPath by fhirpathpy: parsed strictly and once, evaluated with exact numbers."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from time import thread_time
from typing import Any

import fhirpathpy.engine as untyped_engine
import fhirpathpy.parser as untyped_parser
from fhirpathpy.engine.nodes import ResourceNode
from fhirpathpy.models import models

from portal.questionnaires.functions import BY_LINK_ID, FUNCTIONS, Collection, Function, NotEvaluable, own

_engine: Any = untyped_engine
_parser: Any = untyped_parser
_node: Any = ResourceNode

LONGEST = 10_000
SHARED = {f"%resource.{path}": path for path in ("item", "repeat(item)", "descendants()")}
"""What many expressions of a form start from, and the name under which it is a variable: its own path."""


class _Strict(_parser.ErrorListener):  # type: ignore[misc]  # fhirpathpy's own recovers and says nothing
    def syntaxError(self, *found: Any) -> None:  # noqa: N802 - antlr's name
        _, _, _, column, message, _ = found
        raise NotEvaluable(f"{message} at column {column}")


@lru_cache(maxsize=2048)
def parse(text: str) -> Mapping[str, Any]:
    """Return the syntax tree of an expression. Raises NotEvaluable."""
    if len(text) > LONGEST:
        raise NotEvaluable(f"longer than {LONGEST} characters")
    try:
        return _quickened(_parsed(text))
    except RecursionError:
        raise NotEvaluable("nested too deep") from None


def _parsed(text: str) -> dict[str, Any]:
    lexer = _parser.FHIRPathLexer(_parser.InputStream(text))
    parser = _parser.FHIRPathParser(_parser.CommonTokenStream(lexer))
    for reader in (lexer, parser):
        reader.removeErrorListeners()
        reader.addErrorListener(_Strict())
    tree = parser.expression()
    rest = parser.getCurrentToken()
    if rest.type != _parser.Token.EOF:
        raise NotEvaluable(f"unexpected {rest.text!r} at column {rest.column}")
    listener = _parser.ASTPathListener()
    _parser.ParseTreeWalker().walk(listener, tree)
    root: dict[str, Any] = listener.parentStack[0]["children"][0]
    return root


class Budget:
    """How long evaluating may still take, in seconds of this thread's own work: strangers' forms must end."""

    def __init__(self, seconds: float = 2.0) -> None:
        self._until, self._looks = thread_time() + seconds, 0

    def spend(self) -> None:
        """Count a step. Raises NotEvaluable when the time is over."""
        self._looks += 1
        if self._looks % 32 == 0 and thread_time() > self._until:
            raise NotEvaluable("takes too long")


class _State(dict[str, Any]):
    """The state of one evaluation, which fhirpathpy looks into at every step: there the time is watched."""

    budget = Budget()

    def __getitem__(self, key: str) -> Any:
        self.budget.spend()
        return super().__getitem__(key)


def evaluate(
    text: str,
    context: Any,
    variables: Mapping[str, Collection],
    functions: Mapping[str, Function],
    budget: Budget,
) -> Collection:
    """Evaluate on a context node; returns fhirpathpy's nodes (see `plain`). Raises NotEvaluable."""
    node = parse(text)
    roots = [context]
    state = _State(
        dataRoot=roots,
        vars={name: list(values) for name, values in variables.items()},
        model=models["r4"],
        userInvocationTable={**FUNCTIONS, **{name: own(one) for name, one in functions.items()}},
        traceFn=lambda *_: None,  # or it would print what people answer
    )
    state.budget = budget
    try:
        found = _engine.do_eval(state, roots, node)
    except Exception as wrong:  # whatever a stranger's expression makes the library raise
        raise NotEvaluable(f"{text}: {wrong}") from wrong
    return found if isinstance(found, list) else [found]


def node_of(element: Any, path: str) -> Any:
    """Wrap JSON so that `value` finds `valueInteger` and the like; `path` is its path in the standard."""
    return _node.create_node(element, path)


@lru_cache(maxsize=2048)
def names(text: str) -> frozenset[str]:
    """Return the %names an expression uses."""
    constants = _all(parse(text), "ExternalConstantTerm")
    return frozenset(one["children"][0]["children"][0]["text"].strip("`") for one in constants)


def starts(text: str) -> set[tuple[str, str | None]]:
    """Return the elements an expression starts from at its context, each with the linkId it names."""
    found: set[tuple[str, str | None]] = set()
    _starts(parse(text), None, found)
    return found


def _starts(node: Mapping[str, Any], narrowed: str | None, found: set[tuple[str, str | None]]) -> None:
    kind, children = node["type"], node.get("children", [])
    if kind == "InvocationExpression":
        _starts(children[0], _narrowing(children[1]), found)
    elif kind == "MemberInvocation":
        found.add((children[0]["text"], narrowed))
    elif kind in {"IndexerExpression", "InvocationTerm", "TermExpression"}:
        _starts(children[0], narrowed, found)
    else:
        for child in children:
            _starts(child, None, found)


def _quickened(node: dict[str, Any]) -> dict[str, Any]:
    """Let what forms use most run fast: `where(linkId = 'x')` is one look, `SHARED` is found once."""
    if node["type"] == "InvocationExpression" and node["text"] in SHARED:
        name = {"type": "Identifier", "text": SHARED[node["text"]], "children": []}
        constant = {"type": "ExternalConstant", "children": [name]}
        return {**node, "type": "ExternalConstantTerm", "children": [constant]}
    children = [_quickened(one) for one in node.get("children", [])]
    literal = _link_id(node)
    if literal is None:
        return {**node, "children": children}
    name = {"type": "Identifier", "text": BY_LINK_ID, "children": []}
    called = {"type": "Functn", "children": [name, {"type": "ParamList", "children": [literal]}]}
    return {"type": "FunctionInvocation", "children": [called]}


def _link_id(node: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the literal x where the node is `where(linkId = 'x')`."""
    if node["type"] != "FunctionInvocation" or _called(node) != ["where", "linkId"]:
        return None
    test = node["children"][0]["children"][1]["children"][0]
    if test["type"] != "EqualityExpression" or test["terminalNodeText"] != ["="]:
        return None
    literals = [one for one in test["children"] if str(one.get("text")).startswith("'")]
    named = any(one.get("text") == "linkId" for one in test["children"])
    return literals[0] if named and len(literals) == 1 else None


def _narrowing(node: Mapping[str, Any]) -> str | None:
    """Return x where the node is what `where(linkId = 'x')` became."""
    return next(_all(node, "StringLiteral"))["text"].strip("'") if _called(node) == [BY_LINK_ID] else None


def _called(node: Mapping[str, Any]) -> list[str]:
    return [one["text"] for one in _all(node, "Identifier")]


def _all(node: Mapping[str, Any], kind: str) -> Iterator[Mapping[str, Any]]:
    if node.get("type") == kind:
        yield node
    for child in node.get("children", []):
        yield from _all(child, kind)
