"""The history of the schema: every change of the tables, in order, walked by alembic from inside the package."""

import importlib
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TypeAlias

from sqlalchemy import Connection, Engine, MetaData, String, column, inspect, select, table, text, update
from sqlalchemy.exc import OperationalError

from portal.database import Table, connect

MODELS = (
    "portal.accounts.contact_model",
    "portal.accounts.model",
    "portal.authorisations",
    "portal.blocks",
    "portal.bookmarks",
    "portal.carnets.model",
    "portal.documents.model",
    "portal.emergencies.model",
    "portal.faq.gaps",
    "portal.followups.model",
    "portal.identity.model",
    "portal.journal.model",
    "portal.mailroom.model",
    "portal.memory",
    "portal.particulars.model",
    "portal.privacy.model",
    "portal.professionals",
    "portal.vault.model",
)
VERSIONS = Path(__file__).with_name("versions")
# A migration's file begins with its number.
HEAD = max((file.name[:4] for file in VERSIONS.glob("[0-9]*.py")), default="")

TRIES, PAUSE = 20, 1.0
IN_THE_WAY = ("40P01", "55P03")  # a deadlock with people at work, or a table that was not free in time
# From the next one on, a migration leaves the code before it at work, unless its file says what it `BREAKS`.
PROMISED = "0018"
VERSION = table("alembic_version", column("version_num", String), column("oldest_code", String))
# The same; older (or none yet); newer, and this code can work there; newer than it can work on.
Standing: TypeAlias = Literal["head", "behind", "newer", "ahead"]


def models() -> MetaData:
    """Return every table the code knows, all features imported."""
    for module in MODELS:
        importlib.import_module(module)
    return Table.metadata


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database, empty or old, to the schema of this code, or `to` an older one; replicas take turns.

    On PostgreSQL a table that people are at work on is waited for briefly, for they would wait behind us; then all is
    taken back and tried again.
    """
    from alembic import command  # noqa: PLC0415  costs start-up time that a migrated bot need not spend
    from alembic.config import Config  # noqa: PLC0415

    engine = connect(url)
    for tries in range(TRIES, 0, -1):
        try:
            with engine.connect() as connection:
                config = Config(attributes={"connection": connection})
                config.set_main_option("script_location", "portal:migrations")
                command.upgrade(config, to)
            break
        except OperationalError as error:
            if tries == 1 or getattr(error.orig, "sqlstate", None) not in IN_THE_WAY:
                raise
            time.sleep(PAUSE)
    engine.dispose()


def standing(engine: Engine) -> Standing:
    """Return how a database's schema stands to this code."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(VERSION.name):
            return "behind"
        return standing_of(connection)


def standing_of(connection: Connection) -> Standing:
    """Return how the schema of a database that was migrated once stands to this code, in one look at a single row.

    A newer one says itself which code can still work on it: `stamp` wrote that with its migrations.
    """
    found = connection.execute(select(VERSION.c.version_num)).scalars().all()
    reached = max(found, default="")
    if reached <= HEAD:
        return "head" if reached == HEAD else "behind"
    asked = select(VERSION.c.oldest_code).where(VERSION.c.version_num == reached)
    oldest = connection.execute(asked).scalar() if _stamped(connection) else None
    return "newer" if oldest and oldest <= HEAD else "ahead"


def stamp(connection: Connection, breaks: Iterable[str]) -> None:
    """Write beside the version which code can work here at least: that which knows the last migration that `breaks`."""
    if not _stamped(connection):
        connection.execute(text("ALTER TABLE alembic_version ADD COLUMN oldest_code VARCHAR(32)"))
    connection.execute(update(VERSION).values(oldest_code=max((PROMISED, *breaks))))


def _stamped(connection: Connection) -> bool:
    return any(each["name"] == "oldest_code" for each in inspect(connection).get_columns(VERSION.name))
