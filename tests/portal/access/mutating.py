"""A policy made wrong: a piece of a module's text replaced, its functions run so for a while, wherever they are used."""

import ast
import importlib
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, NamedTuple


class Wrong(NamedTuple):
    """A wrong policy: what it would mean, where, which words of the module would say so, and which case finds it out."""

    means: str
    module: str
    right: str
    wrong: str
    by: str


def wrong_policies() -> list[Wrong]:
    """Return those of the table beside this module."""
    table = tomllib.loads(Path(__file__).with_name("wrong_policies.toml").read_text())
    return [Wrong(**one) for one in table["policy"]]


class Rotten(AssertionError):
    """The words to be replaced are not in the module once, or change nothing: the table is behind the code."""


@contextmanager
def mutated(one: Wrong) -> Iterator[None]:
    """Have the portal follow a wrong policy within."""
    module = importlib.import_module(one.module)
    text = Path(module.__file__ or "").read_text()
    if text.count(one.right) != 1:
        raise Rotten(f"{one.module} holds {text.count(one.right)} times: {one.right}")
    changed = text.replace(one.right, one.wrong)
    undo: list[Callable[[], None]] = []
    try:
        undo += _functions(module, text, changed)
        undo += _constants(module, text, changed)
        if not undo:
            raise Rotten(f"{one.module} is the same with: {one.wrong}")
        yield
    finally:
        for take_back in undo:
            take_back()


def _functions(module: ModuleType, text: str, changed: str) -> list[Callable[[], None]]:
    """Give every function the code it would have: whoever imported it before runs it so, too."""
    file = module.__file__ or ""
    before, after = _compiled(text, file), dict(_codes(compile(changed, file, "exec")))
    different = [
        name for name, code in after.items() if name in before and _shape(before[name]) != _shape(code)
    ]
    # What is within is swapped with it.
    found = {name: _found(module, name) for name in different if "<" not in name}
    return [_swap(one, after[name]) for name, one in found.items() if isinstance(one, FunctionType)]


@cache
def _compiled(text: str, file: str) -> dict[str, CodeType]:
    return dict(_codes(compile(text, file, "exec")))


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one.co_qualname, one
            yield from _codes(one)


def _shape(code: CodeType) -> Any:
    """Return what makes two codes the same but for the lines they stand on."""
    inner = tuple(_shape(one) if isinstance(one, CodeType) else (type(one), one) for one in code.co_consts)
    return code.co_code, inner, code.co_names


def _found(module: ModuleType, name: str) -> Any:
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    return found.fget if isinstance(found, property) else found


def _swap(function: FunctionType, code: CodeType) -> Callable[[], None]:
    before = function.__code__
    function.__code__ = code

    def take_back() -> None:
        function.__code__ = before

    return take_back


def _constants(module: ModuleType, text: str, changed: str) -> list[Callable[[], None]]:
    """Give every constant the value it would have, in every module of the portal that has taken it over by its name."""
    before, after = _constants_of(text), dict(_assigned(changed))
    undo = []
    for name in [name for name in after if name in before and before[name] != after[name]]:
        old, new = getattr(module, name), eval(after[name], vars(module))
        holding = [one for key, one in sys.modules.items() if key.startswith("portal.")]
        undo += [_set(one, name, new) for one in holding if vars(one).get(name) is old]
    return undo


@cache
def _constants_of(text: str) -> dict[str, str]:
    return dict(_assigned(text))


def _assigned(text: str) -> Iterator[tuple[str, str]]:
    for one in ast.parse(text).body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            yield one.targets[0].id, ast.unparse(one.value)


def _set(module: ModuleType, name: str, new: Any) -> Callable[[], None]:
    old = getattr(module, name)
    setattr(module, name, new)
    return lambda: setattr(module, name, old)
