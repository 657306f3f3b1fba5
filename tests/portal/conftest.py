"""A real database for each test, a clock that stands still, and the portal's workroom on both."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.database import Table, connect
from portal.keys import new_ring
from portal.work import Workroom
from tests.clock import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def workroom(tmp_path: Path, clock: ManualClock) -> Iterator[Workroom]:
    """SQLite in a file of its own, or an empty PostgreSQL database named by MASANTE_TEST_DATABASE."""
    engine = connect(os.environ.get("MASANTE_TEST_DATABASE") or f"sqlite:///{tmp_path}/portal.db")
    Table.metadata.drop_all(engine)
    Table.metadata.create_all(engine)
    room = Workroom(engine, clock, new_ring())
    yield room
    room.close()
