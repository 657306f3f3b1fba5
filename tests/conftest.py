"""What every test may ask for: a clock that stands still, fresh keys, and real migrated databases of both kinds."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bench.processes import held_port
from portal.database import connect
from portal.keys import Keyring, new_ring
from portal.work import Workroom
from tests import hands
from tests.buckets import S3, s3_server
from tests.clamav import clamd  # noqa: F401  a fixture
from tests.clock import ManualClock
from tests.databases import (
    NoPostgres,
    PostgresTables,
    SqliteFile,
    keep_connections,
    postgres,
    postgres_database,
)
from tests.tesseract import languages  # noqa: F401  a fixture

# A slow machine is no failure, and every run tries the same examples: what chance finds one day is no fault of whoever
# changes something else that day. To look for more: `--hypothesis-profile searching`.
settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("the same", settings.get_profile("searching"), derandomize=True)
settings.load_profile("the same")


MEMORY = Path("/dev/shm")  # where Linux keeps files that no disk knows
ENOUGH = 2 << 30  # bytes


def pytest_configure() -> None:
    """Write all that tests write into memory, where there is room: half of their time they would wait for a disk.

    The code still asks for every commit to be on the disk, and no test takes the disk's power away.
    """
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, in an order that is random: whoever began last would be waited for by all."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what was imported out of the search for garbage, as the bot does (`bot/collecting.py`): a tenth of the time."""
    if any(item.path.parent.name == "faults" for item in session.items):
        hands.begin()
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000)


def pytest_unconfigure() -> None:
    hands.close()
    gc.collect()  # what was left behind is complained of now, and pytest need not search all twice more
    gc.freeze()


@pytest.fixture
def port() -> Iterator[int]:
    """A port that is this test's, listening or not."""
    with held_port() as held:
        yield held


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def keys() -> Keyring:
    return new_ring()


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> SqliteFile:
    return SqliteFile(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server; without one, its tests are skipped, but in CI they fail."""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(postgres())
        except NoPostgres as why:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(why))


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: str) -> Iterator[PostgresTables]:
    with postgres_database(postgres_server, "migrated") as address:
        yield PostgresTables(address)


@pytest.fixture
def provided(request: pytest.FixtureRequest) -> Callable[[str], AbstractContextManager[str]]:
    """What gives a test a migrated, empty database of the kind it names, and takes it back."""

    @contextmanager
    def provide(kind: str) -> Iterator[str]:
        if kind == "sqlite":
            with request.getfixturevalue("sqlite_file").copy() as address:
                yield address
        else:
            tables = request.getfixturevalue("postgres_tables")
            keep_connections(connect(tables.address))
            yield tables.address
            tables.empty()

    return provide


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, provided: Callable[[str], AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a migrated, empty database; `@on_sqlite` and `@on_postgres` pick one kind."""
    with provided(request.param) as address:
        yield address


@pytest.fixture
def bare_database(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the same kind that nobody has migrated."""
    if database.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/bare.db"
    else:
        with postgres_database(request.getfixturevalue("postgres_server"), "bare") as address:
            yield address


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture
def s3(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> S3:
    """A fresh bucket on a real S3 server; the environment says how to reach it."""
    return S3(s3_address, monkeypatch)


@pytest.fixture
def workroom(database: str, clock: ManualClock, keys: Keyring) -> Iterator[Workroom]:
    room = Workroom(connect(database), clock, keys)
    yield room
    room.close()
