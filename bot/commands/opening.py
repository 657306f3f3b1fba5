"""Opens the portal for one command, and closes it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from bot.settings import Problem, Settings, SettingsWrong
from portal import fitting, vault
from portal.clock import SystemClock
from portal.database import connect, reach
from portal.errors import SchemaAhead, SchemaBehind, StorageDown
from portal.keys import Keyring, new_ring
from portal.migrations import standing
from portal.vault import VaultClosed, VaultDown
from portal.work import Workroom

DATABASE, KEYS, VAULT = "MASANTE_DATABASE_URL", "MASANTE_KEYS", "MASANTE_VAULT_URL"

NEWER = Problem(DATABASE, "its schema is newer than this version, which can work on it: end the upgrade soon")


@contextmanager
def opened(settings: Settings | None = None, *, any_ring: bool = False) -> Iterator[Workroom]:
    """Give a workroom on the database of the settings.

    Raises `SettingsWrong` when it cannot be reached, when its ring is not there or, unless `any_ring`, is another
    database's: what is written with that one opens for nobody else. `SchemaBehind` when it waits for `masante migrate`,
    `SchemaAhead`.
    """
    settings = settings or Settings.of_this_machine()
    check_schema(settings)
    if not _made(settings):
        check_ring(settings)  # before one is made beside a database that has another
    room = Workroom(connect(settings.database_url), SystemClock(), settings.ring(), policy=settings.policy())
    try:
        if not any_ring and (wrong := _fits(room)[0]):
            raise SettingsWrong((Problem(KEYS, wrong),))
        yield room
    finally:
        room.close()


def check_schema(settings: Settings, *, to_run: bool = False) -> Settings:
    """Return the settings; raises what keeps the database from being used.

    With `to_run`, a newer schema is only remarked when it says that this code can work on it: a process that is
    restarted while others are upgraded. Commands want their own: what an old one erases, seals anew or takes along
    would lack what it does not know.
    """
    with reached(settings.database_url) as engine:
        found = standing(engine)
    if found == "behind":
        raise SchemaBehind
    if found == "ahead" or (found == "newer" and not to_run):
        raise SchemaAhead
    return replace(settings, remarks=(*settings.remarks, NEWER)) if found == "newer" else settings


def check_ring(settings: Settings) -> Settings:
    """Return the settings, with a remark when something stored does not open; raises `SettingsWrong` when nothing does."""
    wrong, partly = ring_fits(settings)
    if wrong:
        raise SettingsWrong((Problem(KEYS, wrong),))
    return replace(settings, remarks=(*settings.remarks, Problem(KEYS, partly))) if partly else settings


def ring_fits(settings: Settings) -> tuple[str, str]:
    """Try the ring on what is stored: what is wrong with it for good, and what else there is to say; "" twice when it fits.

    Makes no ring: one that is not there is tried as an empty one, so that it is not taken for new.
    """
    made = _made(settings)
    ring = settings.ring() if made else new_ring()
    room = Workroom(connect(settings.database_url), SystemClock(), ring, policy=settings.policy())
    try:
        return _fits(room, made)
    finally:
        room.close()


def _made(settings: Settings) -> bool:
    return isinstance(settings.keys, Keyring) or settings.keys.exists()


def _fits(room: Workroom, made: bool = True) -> tuple[str, str]:
    fit = room.do(fitting.look)
    if fit.strange and not made:
        return "this ring is not there, and what is stored was sealed with one: put it back", ""
    if fit.strange:
        return "opens nothing of what is stored: it is another database's ring; put the right one back", ""
    if not fit.finds:
        return "its find: line is not the one that addresses were stored with: put that line back", ""
    return (
        "",
        f"some of {', '.join(fit.closed)} does not open: `masante keys list` counts" if fit.closed else "",
    )


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
        full = " (is its disk full?)" if "disk I/O error" in str(error) else ""
        why = (
            "is busy: something else writes to it; try again" if busy else f"cannot be reached: {error}{full}"
        )
        raise SettingsWrong((Problem(DATABASE, why),)) from None
