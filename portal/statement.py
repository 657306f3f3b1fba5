"""Statements of the hot path: compiled once for each kind of database, then run by its driver itself."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Executable, String, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from portal.database import Table, insert_for

Convert = Callable[[Any], Any]
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Rows:
    """What a prepared statement gave: named tuples, all fetched."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Return every row."""
        return self._rows

    def first(self) -> Any:
        """Return the first row, or None."""
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        """Return the first value of the first row, or None."""
        return self._rows[0][0] if self._rows else None


class _Compiled(NamedTuple):
    """A statement for one kind of database and one set of names: its SQL, how values go in and come out."""

    sql: str
    places: tuple[tuple[str, Any, Convert | None], ...]  # name, value when none is given, conversion
    positional: bool
    row: Callable[[Sequence[Any]], Any] | None
    conversions: tuple[tuple[int, Convert], ...]

    def bound(self, values: Mapping[str, Any]) -> Any:
        """Return the values as the driver takes them."""
        found = [
            values.get(name, default) if convert is None else convert(values.get(name, default))
            for name, default, convert in self.places
        ]
        if self.positional:
            return tuple(found)
        return dict(zip((place[0] for place in self.places), found, strict=True))

    def read(self, raw: Sequence[Any]) -> Any:
        """Return a row as the columns' types read it."""
        if self.conversions:
            raw = list(raw)
            for at, convert in self.conversions:
                raw[at] = convert(raw[at])
        return self.row(raw) if self.row else raw


class Prepared:
    """A statement that is run without SQLAlchemy's own execution, at a sixth of its cost.

    The names of the parameters say which columns an INSERT or UPDATE sets, as in SQLAlchemy. It takes no
    list that grows (`expanding`) and knows no default of a column: every value is given.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def run(self, connection: Connection, parameters: Parameters) -> Rows:
        """Run it, once for each mapping; raises what SQLAlchemy raises."""
        many = not isinstance(parameters, Mapping)
        values: Any = parameters if many else [parameters]
        dialect = connection.dialect
        key = (dialect.name, *values[0])
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = _compile(self.statement, dialect, list(values[0]))
        bound = [compiled.bound(each) for each in values] if many else compiled.bound(values[0])
        for (
            watch
        ) in connection.dispatch.before_cursor_execute:  # whoever listens to SQLAlchemy hears these too
            watch(connection, None, compiled.sql, bound, None, many)
        try:
            cursor: Any = connection.connection.cursor()
            if many:
                cursor.executemany(compiled.sql, bound)
                return Rows([], cursor.rowcount)
            cursor.execute(compiled.sql, bound)
            found = [compiled.read(raw) for raw in cursor.fetchall()] if compiled.row else []
            return Rows(found, cursor.rowcount)
        except dialect.loaded_dbapi.Error as error:
            raise _as_sqlalchemy(error, compiled.sql, dialect) from error


class Bulk(Prepared):
    """An INSERT of one row or of many.

    PostgreSQL takes many in one statement that is always the same, with a list for each column; SQLite takes one
    after the other, as it has no server to spare the way to.
    """

    def __init__(
        self, table: type[Table], columns: Sequence[str], ending: Callable[[Any], Any] = lambda new: new
    ) -> None:
        """Prepare to insert these columns; `ending` adds what follows the values (ON CONFLICT, RETURNING)."""
        own = table.__table__.c
        lists = {
            name: bindparam(f"every_{name}", type_=ARRAY(_untrimmed(own[name].type))) for name in columns
        }
        whole = insert_for("postgresql")(table).from_select(
            columns,
            select(*(func.unnest(one).label(name) for name, one in lists.items())),
            include_defaults=False,
        )
        super().__init__(ending(whole))
        self._columns = tuple(columns)
        self._single = {kind: Prepared(ending(insert_for(kind)(table))) for kind in ("sqlite", "postgresql")}

    def run(self, connection: Connection, parameters: Parameters) -> Rows:
        """Insert it or them; what RETURNING gave of all, and how many were written."""
        rows = [parameters] if isinstance(parameters, Mapping) else parameters
        kind = connection.dialect.name
        if kind == "postgresql" and len(rows) > 1:
            return super().run(
                connection, {f"every_{name}": [row[name] for row in rows] for name in self._columns}
            )
        done = [self._single[kind].run(connection, row) for row in rows]
        return Rows([row for one in done for row in one], sum(one.rowcount for one in done))


def _untrimmed(kind: Any) -> Any:
    """Return the type a list of such values is sent as: cast to VARCHAR(16), what is longer would be cut off unsaid."""
    return Text() if isinstance(kind, String) else kind


def _compile(statement: Any, dialect: Dialect, names: list[str]) -> _Compiled:
    compiled: SQLCompiler = statement.compile(dialect=dialect, column_keys=names)
    if compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params:
        raise TypeError(
            "this statement needs SQLAlchemy to run it: a default of a column, or a list that grows"
        )
    if missing := {name for bind, name in compiled.bind_names.items() if bind.required} - set(names):
        raise TypeError(f"no value for {', '.join(sorted(missing))}")
    columns = list(getattr(statement, "exported_columns", ()))
    ways = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    kinds = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
    order = compiled.positiontup if compiled.positiontup is not None else list(kinds)
    row: Any = namedtuple("Row", [column.key for column in columns], rename=True) if columns else None
    return _Compiled(
        str(compiled),
        tuple((name, compiled.params[name], kinds[name].bind_processor(dialect)) for name in order),
        compiled.positional,
        row and row._make,
        tuple((at, way) for at, way in enumerate(ways) if way is not None),
    )


def _as_sqlalchemy(error: Exception, sql: str, dialect: Dialect) -> BaseException:
    """Return the error SQLAlchemy would have raised; values never appear in it."""
    base = dialect.loaded_dbapi.Error
    return DBAPIError.instance(sql, None, error, base, hide_parameters=True, dialect=dialect)
