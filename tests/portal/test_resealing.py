"""Everything is sealed anew, in steps, once, while others write; what does not open is named and stays."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from string import Formatter
from typing import Any

import pytest
from sqlalchemy import Column, LargeBinary, Table, insert, select, update

from portal import resealing
from portal.database import Instant, connect
from portal.keys import KEY, Keyring
from portal.migrations import models
from portal.resealing import CONTEXTS, NOT_SEALED, columns
from portal.work import Work, Workroom
from tests.databases import on_sqlite

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def filling(column: Column[Any], name: str) -> Any:
    """A value that this column takes."""
    if isinstance(column.type, Instant):
        return NOW
    kind = column.type.python_type
    return {str: name, bool: False, int: int(name), date: NOW.date(), bytes: name.encode()}[kind]


def row_of(table: Table, keys: Keyring, name: str) -> dict[str, Any]:
    """A row whose every text and number is this name, and whose sealed values say where they belong."""
    row = {
        column.name: filling(column, name)
        for column in table.columns
        if not isinstance(column.type, LargeBinary) or f"{table.name}.{column.name}" in NOT_SEALED
    }
    for column in table.columns:
        if context := CONTEXTS.get(f"{table.name}.{column.name}"):
            row[column.name] = keys.seal(context.format(**row), f"{column.name} {name}".encode())
    return row


def fill(work: Work, names: list[str]) -> None:
    """Have rows in every table."""
    for table in models().sorted_tables:
        work.execute(insert(table), [row_of(table, work.keys, name) for name in names])


@pytest.fixture
def rotated(workroom: Workroom, keys: Keyring, database: str) -> Iterator[Workroom]:
    """The same database, full of what an old key sealed, with a ring that begins with a new one."""
    workroom.do(fill, ["1", "2", "3"])
    room = Workroom(
        connect(database), workroom.clock, Keyring((os.urandom(KEY), *keys.sealing), keys.finding)
    )
    yield room
    room.close()


def test_every_sealed_value_of_every_table_is_sealed_anew_and_says_the_same(rotated: Workroom) -> None:
    new, old = rotated.keys.names
    assert rotated.do(resealing.count) == {old: 3 * len(CONTEXTS)}
    done = resealing.reseal(rotated)
    assert done.values == dict.fromkeys(CONTEXTS, 3)
    assert done.unopened == set()
    assert rotated.do(resealing.count) == {new: 3 * len(CONTEXTS)}
    only_new = Keyring(rotated.keys.sealing[:1], rotated.keys.finding)
    for one in columns():
        found = rotated.do(lambda work, one=one: work.execute(select(one.table)).all())
        said = {only_new.open(one.context.format(**r._mapping), r._mapping[one.column]) for r in found}
        assert said == {f"{one.column.name} {n}".encode() for n in (1, 2, 3)}


def test_it_goes_on_where_it_was_stopped_and_does_nothing_twice(rotated: Workroom) -> None:
    class Stopped(Exception):
        """As by kill -9: between two units of work."""

    def stop(name: str, _done: int) -> None:
        if name == "bookmarks.sealed":
            raise Stopped

    with pytest.raises(Stopped):
        resealing.reseal(rotated, stop)
    left = rotated.do(resealing.count)[rotated.keys.names[1]]
    assert 0 < left < 3 * len(CONTEXTS)
    assert resealing.reseal(rotated).values.total() == left
    assert resealing.reseal(rotated).values.total() == 0


@on_sqlite
def test_more_than_one_step_of_rows_is_walked_whole(rotated: Workroom) -> None:
    def more(work: Work) -> None:
        identity = models().tables["identities"]
        old = Keyring(work.keys.sealing[1:], work.keys.finding)
        work.execute(insert(identity), [row_of(identity, old, str(n)) for n in range(1000, 2003)])

    rotated.do(more)
    assert resealing.reseal(rotated).values["identities.first_name"] == 1006


def test_what_no_key_opens_is_named_and_stays_as_it_is(rotated: Workroom) -> None:
    def harm(work: Work) -> bytes:
        account = models().tables["accounts"].columns
        damaged = work.execute(select(account.email).where(account.id == "2")).scalar() + b"x"
        work.execute(update(account.id.table).where(account.id == "2").values(email=damaged))
        return bytes(damaged)

    damaged = rotated.do(harm)
    done = resealing.reseal(rotated)
    assert done.unopened == {"accounts.email 2"}
    assert done.values.total() == 3 * len(CONTEXTS) - 1
    account = models().tables["accounts"].columns
    assert rotated.do(lambda w: w.execute(select(account.email).where(account.id == "2")).scalar()) == damaged


def test_what_was_changed_meanwhile_is_not_put_back(rotated: Workroom) -> None:
    bookmark = models().tables["bookmarks"].columns
    newer = rotated.keys.seal("bookmark", b"newer")

    def meanwhile(work: Work) -> int:
        one = next(one for one in columns() if one.name == "bookmarks.sealed")
        stale = {"by_0": "1", "before": b"what stood there before", "anew": b"sealed anew"}
        work.execute(update(bookmark.id.table).values(sealed=newer))
        return work.execute(resealing._change(one), [stale]).rowcount

    assert rotated.do(meanwhile) == 0
    assert set(rotated.do(lambda w: w.execute(select(bookmark.sealed)).scalars().all())) == {newer}


def test_empty_values_need_no_key(rotated: Workroom) -> None:
    bookmark = models().tables["bookmarks"].columns
    rotated.do(lambda work: work.execute(update(bookmark.id.table).values(sealed=b"")))
    assert resealing.reseal(rotated).values["bookmarks.sealed"] == 0
    assert set(rotated.do(lambda w: w.execute(select(bookmark.sealed)).scalars().all())) == {b""}


def test_contexts_name_columns_of_their_own_row() -> None:
    for one in columns():
        named = {name for _, name, _, _ in Formatter().parse(one.context) if name}
        assert named <= set(one.table.columns.keys())
