"""A migration leaves the code before it at work, or says what it breaks: what its file does is read, not believed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from portal.database import connect
from portal.migrations import HEAD, PROMISED, VERSION, VERSIONS, stamp, standing
from tests.widening import NEXT, widen

# What old code cannot live with, and what a machine cannot judge: a file that does it says why in one of these.
MARKS = ("BREAKS", "HARMLESS")
FORBIDDEN = {
    "drop_column", "drop_table", "rename_table", "alter_column", "drop_constraint", "create_unique_constraint",
    "create_foreign_key", "create_check_constraint", "create_primary_key", "create_exclude_constraint",
    "execute", "bulk_insert",
}  # fmt: skip
FILES = sorted(file for file in VERSIONS.glob("[0-9]*.py") if file.name[:4] > PROMISED)


def breaking(source: str) -> list[str]:
    """What a migration does that the code before it might not survive."""
    return [what for call in _calls(source) if (what := _wrong(call))]


def _calls(source: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def _wrong(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    given = {word.arg: word.value for word in call.keywords}
    if name in FORBIDDEN:
        return name
    if name == "add_column":
        column = call.args[-1]
        told = {word.arg: word.value for word in column.keywords} if isinstance(column, ast.Call) else {}
        optional = isinstance(found := told.get("nullable"), ast.Constant) and found.value is True
        return "" if optional or "server_default" in told else "add_column without a default"
    if name == "create_index" and "unique" in given and ast.unparse(given["unique"]) != "False":
        return "create_index unique"
    if name in ("ForeignKey", "ForeignKeyConstraint") and "ondelete" not in given:
        return f"{name} without ondelete"  # old code deletes what this points at, and knows nothing of it
    return ""


def marks(source: str) -> dict[str, str]:
    """What the file says for itself."""
    return {
        target.id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id in MARKS
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_migration_leaves_the_code_before_it_at_work_or_says_what_it_breaks(file: Path) -> None:
    source = file.read_text()
    said = marks(source)
    assert all(len(why) > 20 for why in said.values())
    assert said or breaking(source) == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('op.drop_column("chats", "plain")', ["drop_column"]),
        ('table.alter_column("plain", new_column_name="easy")', ["alter_column"]),
        ('op.add_column("chats", sa.Column("a", sa.Integer()))', ["add_column without a default"]),
        ('table.add_column(sa.Column("a", sa.Integer(), nullable=False))', ["add_column without a default"]),
        ('op.add_column("chats", sa.Column("a", sa.Integer(), nullable=True))', []),
        ('op.add_column("chats", sa.Column("a", sa.Integer(), nullable=False, server_default="0"))', []),
        ('op.create_index("ix", "chats", ["a"], unique=True)', ["create_index unique"]),
        ('op.create_index("ix", "chats", ["a"], unique=False)', []),
        ('op.drop_index("ix")', []),
        ('op.create_table("a", sa.Column("b", sa.Integer(), nullable=False))', []),
        ('sa.ForeignKeyConstraint(["a"], ["accounts.id"])', ["ForeignKeyConstraint without ondelete"]),
        ('op.execute("UPDATE chats SET plain = NULL")', ["execute"]),
    ],
)  # fmt: skip
def test_what_breaks_old_code_is_seen(line: str, what: list[str]) -> None:
    assert breaking(line) == what


def test_a_newer_schema_says_which_code_can_work_on_it(database: str) -> None:
    engine = connect(database)
    with engine.begin() as connection:
        stamp(connection, [])
        connection.execute(update(VERSION).values(version_num=NEXT))
    asked = [standing(engine)]
    with engine.begin() as connection:
        stamp(connection, ["0019", NEXT])
    asked.append(standing(engine))
    with engine.begin() as connection:
        connection.execute(update(VERSION).values(version_num=HEAD))
    assert (asked, standing(engine)) == (["newer", "ahead"], "head")
    engine.dispose()


def test_a_newer_schema_that_says_nothing_is_not_worked_on(tmp_path: Path) -> None:
    """So it was before migrations promised anything."""
    engine = connect(f"sqlite:///{tmp_path}/old.db")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute(insert(VERSION).values(version_num=NEXT))
    assert standing(engine) == "ahead"
    engine.dispose()


def test_a_made_up_migration_is_one_that_is_allowed() -> None:
    source = Path(widen.__code__.co_filename).read_text().replace("sa.ForeignKey(", "op.ForeignKey(")
    assert breaking(source) == ["execute"]  # which stands for alembic's own
