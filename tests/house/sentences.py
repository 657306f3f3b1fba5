"""Every sentence of the catalogues, and which of them are labels of buttons, as the house tests read them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from locales import LANGUAGES, PLAIN
from locales.__main__ import ROOMS, _read, template
from tests.house.source import Module, modules

Key = tuple[str, ...]
SPOKEN = (*LANGUAGES, *PLAIN.values())
MAKERS = {"Button": 0, "button": 1, "Option": 1, "Action": 1}  # which argument is a button's label
KEYWORDS = {"yes", "no", "send", "later"}  # of questions, recaps and forms
MARKS = {"_": 1, "n_": 2}
BREAKS = re.compile(r"(?<=[.?!…؟])\s+|\n")
FACT = re.compile(r"{\w+}")


class Said(NamedTuple):
    """One form of a sentence in one language."""

    language: str
    key: Key
    text: str

    @property
    def parts(self) -> list[str]:
        """Its sentences, with a word for each fact."""
        whole = FACT.sub("X", self.text)
        return [part for part in BREAKS.split(whole) if re.search(r"\w", part)]


@cache
def said(language: str) -> tuple[Said, ...]:
    """Return what is said in a language; in a plain one, what is said anew."""
    return tuple(_said(language))


def _said(language: str) -> Iterator[Said]:
    for message in filter(lambda m: m.id, template() if language == "en" else _read(language)):
        key = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = key if language == "en" else message.string
        for text in forms if isinstance(forms, tuple) else (forms,):
            yield Said(language, key, str(text))


def written() -> set[Key]:
    """Return the sentences that the code marks, wherever they stand in it."""
    return {key for module in modules(*ROOMS) for key in _marked(module.tree)}


def buttons() -> set[Key]:
    """Return the sentences that stand on a button: written there, or in a name that stands there."""
    rooms = modules("conversations", "handlers")
    named: dict[str, set[Key]] = {}
    for module in rooms:
        for name, keys in _names(module.tree.body):
            named.setdefault(name, set()).update(keys)
    return {key for module in rooms for key in _labels(module, named)}


def _labels(module: Module, named: dict[str, set[Key]]) -> Iterator[Key]:
    scopes: list[tuple[ast.AST, dict[str, set[Key]]]] = [(module.tree, named)]
    scopes += [(one, named | dict(_names(list(ast.walk(one))))) for one in module.nodes(ast.FunctionDef)]
    for scope, known in scopes:
        for call in filter(lambda node: isinstance(node, ast.Call), ast.walk(scope)):
            for label in _given(call):
                yield from _marked(label)
                names = {node.id for node in ast.walk(label) if isinstance(node, ast.Name)}
                yield from (key for name in names for key in known.get(name, ()))


def _given(call: ast.AST) -> Iterator[ast.AST]:
    """Return what a call gives as labels."""
    assert isinstance(call, ast.Call)
    place = MAKERS.get(getattr(call.func, "id", getattr(call.func, "attr", "")))
    if place is not None and place < len(call.args):
        yield call.args[place]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS)


def _names(nodes: list[ast.AST] | list[ast.stmt]) -> Iterator[tuple[str, set[Key]]]:
    """Return the names to which sentences are given, alone or several at once."""
    for node in nodes:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            assert isinstance(node, ast.Assign)
            pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=False))
            for name, words in pairs:
                if isinstance(name, ast.Name) and (keys := set(_marked(words))):
                    yield name.id, keys


def _marked(node: ast.AST) -> Iterator[Key]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and (many := MARKS.get(getattr(call.func, "id", ""))):
            keys = [one.value for one in call.args[:many] if isinstance(one, ast.Constant)]
            if len(keys) == many:
                yield tuple(map(str, keys))
