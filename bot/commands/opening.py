"""Opens the portal for one command, and closes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.settings import Problem, Settings, SettingsWrong
from portal.clock import SystemClock
from portal.database import connect, reach
from portal.errors import SchemaBehind, StorageDown
from portal.migrations import at_head
from portal.work import Workroom

DATABASE = "MASANTE_DATABASE_URL"


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Workroom]:
    """Give a workroom on the database of the settings.

    Raises `SettingsWrong` when it cannot be reached, `SchemaBehind` when it waits for `masante migrate`.
    """
    settings = settings or Settings.of_this_machine()
    check_schema(settings)
    room = Workroom(connect(settings.database_url), SystemClock(), settings.ring(), policy=settings.policy())
    try:
        yield room
    finally:
        room.close()


def check_schema(settings: Settings) -> None:
    """Raise what keeps the database from being used."""
    with reached(settings.database_url) as engine:
        if not at_head(engine):
            raise SchemaBehind


@contextmanager
def reached(url: str) -> Iterator[Any]:
    """Give the engine of a database that answers; raises `SettingsWrong` when it does not."""
    try:
        engine = connect(url)
        try:
            reach(engine)
            yield engine
        finally:
            engine.dispose()
    except (StorageDown, OSError) as error:
        busy = "is locked" in str(error)
        why = "is busy: something else writes to it; try again" if busy else f"cannot be reached: {error}"
        raise SettingsWrong((Problem(DATABASE, why),)) from None
