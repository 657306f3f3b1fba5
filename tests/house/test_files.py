"""Files stay small, say what they are for, and keep what belongs to one place there."""

import ast
import re
from collections.abc import Iterator
from statistics import median

from tests.house.source import ROOMS, ROOT, Module, modules

CODE = modules()
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 40
TEXTS = (".py", ".js", ".css", ".html", ".md", ".toml", ".sh", ".po", ".mako")
REASON = re.compile(r"#.*\blong because \w+")
BANNED = re.compile(
    r"([a-z]|^)(Manager|Helper|Utils?|Base|Impl|Data|Info)$|^(manager|helpers?|utils?|base|data|info)$"
)


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from module.nodes(ast.FunctionDef)
    yield from module.nodes(ast.AsyncFunctionDef)


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def calls(*attributes: str) -> set[str]:
    """The modules that call a method of this name."""
    return {
        module.name for module in CODE for call in module.nodes(ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in attributes
    }  # fmt: skip


def opens_well(module: Module) -> bool:
    opening = (ast.get_docstring(module.tree) or "").partition("\n\n")[0]
    return opening.endswith((".", "!", "?", ":")) and not re.search(r"[a-z]{3}\. [A-Z].*\. [A-Z]", opening)


def is_long(module: Module) -> bool:
    long = any(lines(node) > MOST_LINES_OF_A_FUNCTION for node in functions(module))
    return long or len(module.text.splitlines()) > MOST_LINES


def test_a_module_opens_with_one_sentence() -> None:
    assert [module.name for module in CODE if not opens_well(module)] == []


def test_what_is_long_says_why() -> None:
    assert [module.name for module in CODE if is_long(module) and not REASON.search(module.text)] == []


def test_names_are_of_the_field() -> None:
    names = {
        name: module.name
        for module in CODE
        for name in (module.path.stem, *(node.name for node in module.nodes(ast.ClassDef)))
    }
    assert {name: where for name, where in names.items() if BANNED.search(name)} == {}


def test_most_files_and_functions_are_short() -> None:
    assert median(len(module.text.splitlines()) for module in CODE) <= 100
    assert median(lines(node) for module in CODE for node in functions(module)) <= 8


def test_only_the_workroom_commits() -> None:
    index = "portal/directory/"  # whose commits are Tantivy's
    rolled = {name for name in calls("commit", "rollback") if not name.startswith(("simulator/", index))}
    assert rolled <= {"portal/work.py"}


def test_only_require_makes_an_access() -> None:
    makers = {module.name for module in CODE for call in module.nodes(ast.Call)
              if isinstance(call.func, ast.Name) and call.func.id == "Access"}  # fmt: skip
    assert makers == {"portal/authorisations.py"}


def test_tests_wait_for_nothing_and_patch_nothing() -> None:
    tests = [module for module in modules("tests") if module.path.name.startswith("test_")]
    patched = re.compile(r"unittest\.mock|mocker|monkeypatch\.setattr|time\.sleep")
    assert [
        module.name for module in tests if patched.search(module.text) and "house/" not in module.name
    ] == []


def test_nothing_is_left_for_later() -> None:
    later = ["TO" + "DO", "FIX" + "ME"]
    folders = [ROOT / name for name in (*ROOMS, "tests", "bench", "docs", ".ci", "requirements")]
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in TEXTS]
    files += [file for file in ROOT.iterdir() if file.is_file() and file.suffix in TEXTS]
    assert [file for file in files if re.search(rf"\b({'|'.join(later)})\b", file.read_text())] == []
