"""Real databases for tests, SQLite and PostgreSQL: migrated once, empty for each test.

PostgreSQL is the server named by MASANTE_TEST_POSTGRES, or one started for this run from the binaries of this
machine: private (a socket in a folder that goes away), without fsync, one for each pytest process.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, QueuePool, event, make_url

from portal.database import connect
from portal.migrations import models, upgrade

BINARIES = "/usr/lib/postgresql"  # where Debian keeps the versions, none of them on the PATH
HASTE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0",
         "listen_addresses=")  # fmt: skip
CAREFUL = ("listen_addresses=", "max_connections=100")  # every commit on disk, as an operator has it


class NoPostgres(Exception):
    """There is no PostgreSQL to test on; says what would help."""


class SqliteFile:
    """A database file migrated once, and copied for each test, to one place: statements stay compiled for its address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        upgrade(f"sqlite:///{self._template}")

    def lived_in(self, name: str, live: Callable[[str], None]) -> Path:
        """Return another template, made once: a fresh database in which somebody has lived, at the address she is given."""
        template = self._folder / f"{name}.db"
        if not template.exists():
            with self.copy() as address:
                live(address)
                shutil.copyfile(self._folder / "portal.db", template)
        return template

    @contextmanager
    def copy(self, folder: Path | None = None, template: Path | None = None) -> Iterator[str]:
        """Yield the address of a fresh database, gone afterwards; `folder` for one that outlives a test."""
        file = (folder or self._folder) / "portal.db"
        address = f"sqlite:///{file}"
        shutil.copyfile(template or self._template, file)
        yield address
        connect(address).dispose()  # what a test left open would lead the next one to the file that is gone
        for left in file.parent.glob(f"{file.name}*"):  # its log too, where somebody was killed
            left.unlink()


@contextmanager
def postgres_database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """Yield the address of a database made on this server, a copy of another one, gone afterwards."""
    name = f"{name}_{os.getpid()}"
    own = make_url(server).set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield own
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


class Lasting(QueuePool):
    """Connections that stay from one test to the next: a new one learns anew what tables there are, and each statement."""

    def recreate(self) -> "Lasting":
        """Go on with the same ones, and those that died opened again."""
        return self

    def dispose(self) -> None:
        """Keep them."""


def keep_connections(engine: Engine) -> None:
    """Have the connections of an engine outlive its disposal."""
    pool = engine.pool
    if not isinstance(pool, Lasting):
        engine.pool = Lasting(
            pool._creator, pool_size=8, pre_ping=True, _dispatch=pool.dispatch, dialect=engine.dialect
        )


class PostgresTables:
    """A database migrated once, and emptied after each test."""

    def __init__(self, address: str) -> None:
        self.address = address
        upgrade(address)
        tables = reversed(models().sorted_tables)
        self._delete = ";".join(f'DELETE FROM "{table}"' for table in tables).encode()
        self._connection = psycopg.connect(address)

    def empty(self) -> None:
        """Delete every row, a hundred times faster than a new database; row numbers go on, so no test counts on them.

        By one connection for all tests: a new one would first learn what tables there are, for ten times as long.
        """
        try:
            self._connection.execute(self._delete)
        except psycopg.OperationalError:  # a test had the server end every connection
            self._connection = psycopg.connect(self.address)
            self._connection.execute(self._delete)
        self._connection.commit()


@contextmanager
def postgres(settings: Sequence[str] = HASTE) -> Iterator[str]:
    """Yield the address of a server where databases may be made; raises `NoPostgres`."""
    if given := os.environ.get("MASANTE_TEST_POSTGRES"):
        yield given
        return
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="masante-pg-"))
    # PostgreSQL refuses to run as root; as root, its own account runs it, as Debian's package made it.
    account: dict[str, Any] = (
        {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    )
    if account:
        shutil.chown(folder, "postgres", "postgres")
    try:
        with _started(binaries, folder, account, settings):
            yield f"postgresql://masante@/postgres?host={folder}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(
    binaries: Path, folder: Path, account: dict[str, Any], settings: Sequence[str]
) -> Iterator[None]:
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder, **account}
    options = ["-A", "trust", "-U", "masante", "--no-sync", "--no-locale", "-E", "UTF8"]
    subprocess.run([binaries / "initdb", "-D", folder / "data", *options], check=True, **quiet)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*dies_with_us(), binaries / "postgres", "-D", folder / "data", "-k", folder,
                                   *(part for option in settings for part in ("-c", option))],
                                  stderr=log, **quiet)  # fmt: skip
    try:
        _wait_for(folder, server)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # "fast": whoever is still connected does not hold it up
        server.wait()


def _binaries() -> Path:
    found = [Path(shutil.which("initdb") or ""), *sorted(Path(BINARIES).glob("*/bin/initdb"), reverse=True)]
    for initdb in found:
        if initdb.with_name("postgres").exists():
            return initdb.parent
    raise NoPostgres("no PostgreSQL here: install it (apt install postgresql) or set MASANTE_TEST_POSTGRES")


def dies_with_us() -> list[str]:
    """Return what makes Linux end the server even when this process is killed."""
    return ["setpriv", "--pdeathsig", "INT", "--"] if shutil.which("setpriv") else []


def _wait_for(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            psycopg.connect(f"host={folder} user=masante dbname=postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start: {(folder / 'log').read_text()[-500:]}")


@contextmanager
def heard(engine: Engine, what: str = "before_cursor_execute") -> Iterator[list[Any]]:
    """Yield a list that grows by what SQLAlchemy says of this kind: the arguments, each time."""
    said: list[Any] = []

    def note(*given: Any) -> None:
        said.append(given)

    event.listen(engine, what, note)
    try:
        yield said
    finally:
        event.remove(engine, what, note)


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
