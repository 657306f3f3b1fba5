"""Opens the portal for one command, and closes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bot.settings import Problem, Settings, SettingsWrong
from portal import vault
from portal.clock import SystemClock
from portal.database import connect, reach
from portal.errors import SchemaBehind, StorageDown
from portal.migrations import at_head
from portal.vault import VaultClosed, VaultDown
from portal.work import Workroom

DATABASE, VAULT = "MASANTE_DATABASE_URL", "MASANTE_VAULT_URL"


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


def check_vault(settings: Settings) -> Settings:
    """Return the settings, with a remark when the vault is away; raises `SettingsWrong` when it will never let us in."""
    try:
        vault.at(settings.vault_url).reach()
    except VaultClosed as error:
        raise SettingsWrong((Problem(VAULT, f"cannot be used: {error}"),)) from None
    except VaultDown as error:  # it may come back, and who writes meanwhile is told
        away = Problem(VAULT, f"no file can be kept now: {error}")
        return replace(settings, remarks=(*settings.remarks, away))
    return settings


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
