"""Tables as a backup holds them: one JSON list a row, exact, the same for every kind of database."""

import base64
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, column, func, insert, select, table
from sqlalchemy.types import TypeEngine

from portal.database import Instant
from portal.migrations import models

PAGE = 1 << 20  # bytes of rows in one member
ROWS = 500  # read and written at once


class Kind(NamedTuple):
    """A kind of column: its type in the database, and how a value of it is written as JSON and read again."""

    type: TypeEngine[Any]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


KINDS = {
    "instant": Kind(Instant(), datetime.isoformat, datetime.fromisoformat),
    "bytes": Kind(sa.LargeBinary(), lambda value: base64.b64encode(value).decode(), base64.b64decode),
    "boolean": Kind(sa.Boolean(), _same, _same),
    "integer": Kind(sa.BigInteger(), _same, _same),
    "real": Kind(sa.Float(), _same, _same),
    "decimal": Kind(sa.Numeric(), str, Decimal),
    "date": Kind(sa.Date(), date.isoformat, date.fromisoformat),
    "text": Kind(sa.Text(), _same, _same),
}
TYPES: tuple[tuple[type, str], ...] = (
    (Instant, "instant"), (sa.LargeBinary, "bytes"), (sa.Boolean, "boolean"), (sa.Integer, "integer"),
    (sa.Float, "real"), (sa.Numeric, "decimal"), (sa.Date, "date"), (sa.String, "text"),
)  # fmt: skip


class Shape(NamedTuple):
    """A table by its name, and its columns with their kinds: all that is needed to fill it again."""

    name: str
    columns: tuple[tuple[str, str], ...]

    def table(self) -> sa.TableClause:
        """Return it as statements need it, whatever the models say by now."""
        return table(self.name, *(column(name, KINDS[kind].type) for name, kind in self.columns))


def shapes() -> list[Shape]:
    """Return every table, those that others point at first."""
    return [
        Shape(one.name, tuple((c.name, kind_of(c.type)) for c in one.columns))
        for one in models().sorted_tables
    ]


def kind_of(of: TypeEngine[Any]) -> str:
    """Return the kind of a column's type; raises `TypeError` for one that no backup can hold yet."""
    for known, kind in TYPES:
        if isinstance(of, known):
            return kind
    raise TypeError(f"a backup cannot hold {of!r}: see portal/backups/tables.py")


def count(connection: Connection, shape: Shape) -> int:
    """Return how many rows a table has."""
    return connection.execute(select(func.count()).select_from(shape.table())).scalar() or 0


def written(connection: Connection, shape: Shape) -> Iterator[bytes]:
    """Yield the rows of a table, one JSON list a line, about a megabyte at a time."""
    writes = [KINDS[kind].write for _, kind in shape.columns]
    page = bytearray()
    key = models().tables[shape.name].primary_key.columns.keys()
    rows = select(shape.table()).order_by(*map(column, key))
    for row in connection.execution_options(yield_per=ROWS).execute(rows):
        page += (
            orjson.dumps([v if v is None else write(v) for v, write in zip(row, writes, strict=True)]) + b"\n"
        )
        if len(page) > PAGE:
            yield bytes(page)
            page.clear()
    if page:
        yield bytes(page)


def read(connection: Connection, shape: Shape, page: bytes) -> int:
    """Write the rows of a page into their table; returns how many."""
    reads = [KINDS[kind].read for _, kind in shape.columns]
    names = [name for name, _ in shape.columns]
    lines = page.splitlines()
    for at in range(0, len(lines), ROWS):
        rows = [_row(names, reads, orjson.loads(line)) for line in lines[at : at + ROWS]]
        connection.execute(insert(shape.table()), rows)
    return len(lines)


def _row(
    names: Sequence[str], reads: Sequence[Callable[[Any], Any]], values: Sequence[Any]
) -> dict[str, Any]:
    return {
        name: value if value is None else read(value)
        for name, read, value in zip(names, reads, values, strict=True)
    }


def count_on(connection: Connection, shape: Shape) -> None:
    """Have PostgreSQL number new rows after those that were written with their numbers."""
    if connection.dialect.name != "postgresql":
        return
    for name, kind in shape.columns:
        if kind == "integer":
            sequence = connection.execute(select(func.pg_get_serial_sequence(shape.name, name))).scalar()
            if sequence:
                last = select(func.max(column(name))).select_from(shape.table()).scalar_subquery()
                connection.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))
