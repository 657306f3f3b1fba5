"""Every action that the code writes into the journal has words; none has words that nobody writes."""

import ast
from collections.abc import Iterator

from conversations.journal_words import ACTIONS
from portal.journal import FORGOTTEN
from tests.house.source import Module, modules

# What writes a line, and where its action stands: `journal.write`, `access.journal`.
WRITERS = {"write": 3, "journal": 1}
ELSEWHERE = {FORGOTTEN}  # written under a name


def called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def writes(call: ast.Call) -> bool:
    """Whether a call writes a line: `journal.write(…)`, `write(…)` of the journal's own, `….journal(work, …)`."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="journal"), attr="write"):
            return True
        case ast.Attribute(attr="journal"):
            return len(call.args) > 1
    return False


def said(module: Module, node: ast.expr) -> Iterator[str]:
    """The actions that an expression may stand for; a function's own `action` is what its callers give it."""
    match node:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from said(module, one)
            yield from said(module, other)
        case ast.Name(id=("action" | "done")):
            yield from given(module, node)
        case ast.Name(id=name):
            yield from constants(module, name)
        case _:
            raise AssertionError(
                f"{module.name}:{node.lineno}: write the action out, so that its words can be found"
            )


def constants(module: Module, name: str) -> Iterator[str]:
    found = [
        one.value.value
        for one in module.tree.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == name for target in one.targets)
    ]  # fmt: skip
    assert found, f"{module.name}: {name} is no word written at the top"
    yield from found


def given(module: Module, node: ast.Name) -> Iterator[str]:
    """What is handed to the parameter of this name of the function around, wherever it is called in its module."""
    around = [one for one in module.nodes(ast.FunctionDef) if node in ast.walk(one)]
    names = {one.name: [a.arg for a in one.args.args] for one in around}
    function = next(name for name, taken in reversed(names.items()) if node.id in taken)
    place = names[function].index(node.id)
    for call in module.nodes(ast.Call):
        if called(call) != function:
            continue
        word = next((k.value for k in call.keywords if k.arg == node.id), None)
        yield from said(module, word if word is not None else call.args[place])


def written() -> set[str]:
    found: set[str] = set()
    for module in modules("portal", "bot", "handlers", "conversations"):
        for call in module.nodes(ast.Call):
            if not writes(call):
                continue
            place = WRITERS[called(call)]
            word = next((k.value for k in call.keywords if k.arg == "action"), None)
            if module.name == "portal/authorisations.py" and "self" in ast.dump(call):
                continue  # where all of the others come by
            found |= set(said(module, word if word is not None else call.args[place]))
    return found


def test_every_action_of_the_journal_has_words_and_none_has_them_in_vain() -> None:
    assert written() | ELSEWHERE == set(ACTIONS)
