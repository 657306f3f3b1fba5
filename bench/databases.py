"""Databases for benches that compare few with many: two of the same age, migrated, and told what they hold."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portal.clock import SystemClock
from portal.database import connect
from portal.keys import new_ring
from portal.migrations import upgrade
from portal.work import Workroom
from tests.databases import NoPostgres, postgres, postgres_database


@contextmanager
def databases(kind: str) -> Iterator[tuple[str, str]]:
    """Yield two databases of the same age, one for few and one for many; raises `NoPostgres`."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            yield f"sqlite:///{Path(folder) / 'few.db'}", f"sqlite:///{Path(folder) / 'many.db'}"
    else:
        with (
            postgres() as server,
            postgres_database(server, "few") as few,
            postgres_database(server, "many") as many,
        ):
            yield few, many


def few_and_many() -> Iterator[tuple[str, Workroom, Workroom]]:
    """Yield each kind of database there is here, with a room for few and one for many."""
    for kind in ("sqlite", "postgresql"):
        with ExitStack() as stack:
            try:
                addresses = stack.enter_context(databases(kind))
            except NoPostgres as why:
                print(why)
                continue
            few, many = (stack.enter_context(opened(address)) for address in addresses)
            yield kind, few, many


@contextmanager
def opened(address: str) -> Iterator[Workroom]:
    """Open the portal on a database, migrated first."""
    upgrade(address)
    room = Workroom(connect(address), SystemClock(), new_ring())
    try:
        yield room
    finally:
        room.close()


def settle(room: Workroom) -> None:
    """Let the database learn what it holds, as it does by itself in a night."""
    statement = "ANALYZE" if room.alone else "VACUUM ANALYZE"
    with room.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
