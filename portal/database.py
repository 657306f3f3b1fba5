"""The database: SQLite for one machine, PostgreSQL for several, the same tables and the same code."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from portal.errors import StorageDown

BUSY_SECONDS = 10
CONNECT_SECONDS = 5
# A process that froze in the middle of a work would keep others from the rows it has locked, for as long as it is frozen.
# Whoever set it in the address or on the server is listened to.
IDLE = """SELECT set_config('idle_in_transaction_session_timeout', '20s', false)
          WHERE current_setting('idle_in_transaction_session_timeout') = '0'"""
# A network that went away without a word is noticed within half a minute, not after the system's two hours.
WATCHED = {"connect_timeout": CONNECT_SECONDS, "keepalives_idle": 10, "keepalives_interval": 5,
           "keepalives_count": 3, "tcp_user_timeout": 25_000}  # fmt: skip
# The transaction was ended because it stood still; the server is a standby and takes nothing.
PASSING = ("25P03", "25006")
# No value reaches a log; and an INSERT, too, tells how many rows it made (ON CONFLICT: was it new?).
OPTIONS: dict[str, Any] = {"hide_parameters": True, "execution_options": {"preserve_rowcount": True}}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite has no such type, so it is stored there without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive instants."""
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give every instant back aware, in UTC."""
        return value and value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Any:
        """Write it for SQLite as SQLAlchemy would, at a tenth of the cost: instants are in every hot statement."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Read it from SQLite."""
        return _read if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _written(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _read(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


# A 64-bit row number; SQLite numbers rows by itself only when the type is spelled INTEGER.
Serial = BigInteger().with_variant(Integer(), "sqlite")


class Table(DeclarativeBase):
    """A table of the portal; each feature's `model.py` declares its own."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant}  # noqa: RUF012  (declared so by SQLAlchemy)


@lru_cache(maxsize=16)
def connect(url: str) -> Engine:
    """Open `sqlite:///…` (WAL, every commit on disk) or `postgresql://…` (psycopg).

    One engine for each address in a process, since an engine is what remembers how statements are compiled; one that was
    disposed of opens again by itself.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **OPTIONS
        )
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine
    watched = {name: value for name, value in WATCHED.items() if name not in parsed.query}
    engine = create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=8,
        pool_pre_ping=True,
        connect_args=watched,
        **OPTIONS,
    )
    event.listen(engine, "connect", _tune_postgres)
    return engine


def _tune_postgres(connection: Any, _record: Any) -> None:
    connection.autocommit = True  # outside any transaction: it is for the whole session
    connection.execute(IDLE)
    connection.autocommit = False


def _tune_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_immediate
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    # 16 MB: what changes many pages (a tick of a million plans: 300 of them) would else copy them into the file each time.
    connection.execute("PRAGMA wal_autocheckpoint=4000")


def _begin_immediate(connection: Any) -> None:
    # The command line writes to the same file: taking the write lock first waits instead of failing midway.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def storage() -> Iterator[None]:
    """Raise `StorageDown` for whatever the database says; its own words may quote a value, so only their kind is told."""
    try:
        yield
    except DBAPIError as error:
        raise StorageDown(type(error.orig).__name__) from None


def meaning(error: DBAPIError) -> Exception:
    """Return what the driver's error means here: SQLite also calls our own wrong SQL operational, and that is a bug."""
    code = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    away = isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated
    passing = code != "SQLITE_ERROR" if away else code in PASSING
    return StorageDown(code or "unreachable") if passing else error


def reach(engine: Engine) -> None:
    """Open one connection; raises `StorageDown` with the reason in the database's own words."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError as error:
        raise StorageDown(str(error.orig).partition("\n")[0]) from None


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give a connection to one instant of the database: it sees nothing of what others write, and holds up nobody."""
    if engine.dialect.name == "sqlite":
        reading = create_engine(engine.url, connect_args={"timeout": BUSY_SECONDS}, **OPTIONS)
        event.listen(reading, "connect", _tune_sqlite)
        event.listen(reading, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        first = "SELECT 1 FROM sqlite_master"
    else:
        reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        first = (
            "SET LOCAL idle_in_transaction_session_timeout = 0"  # files may be copied for hours in between
        )
    try:
        with reading.connect() as connection, connection.begin():
            connection.exec_driver_sql(first)
            connection.exec_driver_sql("SELECT 1")  # the instant is that of the first query
            yield connection
    finally:
        if reading.dialect.name == "sqlite":
            reading.dispose()


def size(connection: Connection) -> int:
    """Return how large the database is, in bytes, without what SQLite has still to fold into its file."""
    sqlite_size = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    asked = (
        sqlite_size if connection.dialect.name == "sqlite" else "SELECT pg_database_size(current_database())"
    )
    return int(connection.exec_driver_sql(asked).scalar_one())


def clock_of(connection: Connection) -> datetime | None:
    """Return the instant on the database server's own clock; None for SQLite, whose clock is this machine's."""
    if connection.dialect.name == "sqlite":
        return None
    now: datetime = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return now.astimezone(UTC)


def folder_of(engine: Engine) -> Path | None:
    """Return the folder of this machine that a database is written in, if it is in one that we know."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    return Path(file).absolute().parent if file and file != ":memory:" else None


def insert_for(dialect: str) -> Callable[..., Any]:
    """Return the `insert` that knows ON CONFLICT for this dialect."""
    return sqlite.insert if dialect == "sqlite" else postgresql.insert
