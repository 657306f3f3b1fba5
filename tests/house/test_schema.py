"""Migrations run from nothing to the head, and there the schema is what the models say, on both databases."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from portal.database import connect
from portal.migrations import HEAD, MODELS, VERSIONS, models, standing
from tests.databases import SqliteFile, on_postgres

PORTAL = VERSIONS.parents[1]


def described(engine: Engine) -> dict[str, Any]:
    """All that the database itself tells of its tables: columns and types, keys, partial indexes."""
    look = inspect(engine)
    return {
        table: {
            "columns": [{**column, "type": repr(column["type"])} for column in look.get_columns(table)],
            "primary key": look.get_pk_constraint(table),
            "foreign keys": sorted(look.get_foreign_keys(table), key=repr),
            "unique": sorted(look.get_unique_constraints(table), key=repr),
            "indexes": sorted(({**i, "dialect_options": {k: str(v) for k, v in i["dialect_options"].items()}}
                               for i in look.get_indexes(table)), key=repr),
        }
        for table in look.get_table_names()
        if table != "alembic_version"
    }  # fmt: skip


@pytest.fixture
def migrated(database: str) -> Any:
    engine = connect(database)
    yield engine
    engine.dispose()


@pytest.fixture
def bare(bare_database: str) -> Any:
    engine = connect(bare_database)
    yield engine
    engine.dispose()


def test_migrations_lead_to_what_the_models_say(migrated: Engine, bare: Engine) -> None:
    models().create_all(bare)
    assert described(migrated) == described(bare)


def test_only_a_migrated_database_is_at_the_head(migrated: Engine, bare: Engine) -> None:
    assert standing(migrated) == "head"
    assert standing(bare) == "behind"


@on_postgres
def test_replicas_that_start_together_migrate_once(bare: Engine, bare_database: str) -> None:
    code = f"from portal.migrations import upgrade; upgrade({bare_database!r})"
    replicas = [subprocess.Popen([sys.executable, "-c", code], cwd=PORTAL.parent) for _ in range(2)]
    assert [replica.wait() for replica in replicas] == [0, 0]
    assert standing(bare) == "head"


def test_the_history_is_one_line_of_numbered_files() -> None:
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    history = [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]
    assert history[0] == HEAD
    assert sorted(history) == sorted(file.name[:4] for file in VERSIONS.glob("[0-9]*.py"))


def test_every_module_with_a_table_is_known_to_the_migrations() -> None:
    def has_table(file: Path) -> bool:
        classes = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ClassDef)]
        return any(isinstance(base, ast.Name) and base.id == "Table" for c in classes for base in c.bases)

    found = {".".join(file.relative_to(PORTAL.parent).with_suffix("").parts)
             for file in PORTAL.rglob("*.py") if has_table(file)}  # fmt: skip
    assert found == set(MODELS)


def test_a_fresh_database_is_not_the_one_before_though_somebody_left_it_open(sqlite_file: SqliteFile) -> None:
    for _ in range(2):
        with sqlite_file.copy() as address, connect(address).begin() as connection:
            assert not inspect(connection).has_table("left_behind")
            connection.exec_driver_sql("CREATE TABLE left_behind (x)")
