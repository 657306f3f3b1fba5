"""The project's own source, as the house tests read it."""

import ast
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).parents[2]
T = TypeVar("T", bound=ast.AST)

ROOMS = ("bot", "handlers", "conversations", "portal", "locales", "simulator")


class Module:
    """One file of the project."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.relative_to(ROOT).as_posix()
        self.text = path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def _walked(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def nodes(self, kind: type[T]) -> Iterator[T]:
        return (node for node in self._walked if isinstance(node, kind))


_read = cache(Module)


def modules(*rooms: str) -> list[Module]:
    """Every module of these rooms, or of all; each is read and parsed once."""
    return [_read(path) for room in rooms or ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(*rooms: str) -> None:
    """Import every module of these rooms, so that whatever registers itself has done so."""
    for module in modules(*rooms):
        if not module.name.endswith("__main__.py") and "migrations/" not in module.name:
            import_module(module.name.removesuffix("/__init__.py").removesuffix(".py").replace("/", "."))
