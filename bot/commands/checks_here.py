"""What `masante doctor` looks at on this machine: database, keys, vault, room on disks, recognition, encoder, directory."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.commands.checks import CheckFailed, Found
from bot.commands.opening import check_schema, reached, ring_fits
from bot.settings import Settings, SettingsWrong
from bot.survey import places
from bot.tesseract import languages_folder, recognition_misses
from locales import faq as texts
from portal import directory, vault
from portal.clock import SystemClock
from portal.database import clock_of, connect, size
from portal.encoder import Shelf
from portal.errors import SchemaAhead, SchemaBehind
from portal.keyfile import RingFile
from portal.keys import Chance
from portal.migrations import HEAD
from portal.vault import VaultDown

MEGABYTE = 1 << 20
# Bytes free: below, nothing can be stored soon; below, look after it.
FULL, NEARLY = 100 * MEGABYTE, 1024 * MEGABYTE
APART = timedelta(seconds=5)  # between two clocks
OLD = timedelta(days=60)  # of a directory


def database(settings: Settings) -> Found:
    """Look at schema, size and clock of the database."""
    try:
        check_schema(settings)
    except SettingsWrong as wrong:
        raise CheckFailed(str(wrong.problems[0])) from None
    except SchemaBehind:
        raise CheckFailed("its schema is behind: run `masante migrate`") from None
    except SchemaAhead:
        raise CheckFailed("its schema is newer than this version: install the one that made it") from None
    with reached(settings.database_url) as engine, engine.connect() as connection:
        large, there = size(connection), clock_of(connection)
    told = f"{urlsplit(settings.database_url).scheme}, schema {HEAD}, {_bytes(large)}"
    if there is not None and abs(apart := there - SystemClock().now()) > APART:
        return (
            "remark",
            f"{told}; its clock is {abs(apart).total_seconds():.0f} s off this machine's: start NTP on both",
        )
    return "ok", told


def keys(settings: Settings) -> Found:
    """Try the ring on what is stored."""
    try:
        wrong, partly = ring_fits(settings)
    except SettingsWrong as other:
        raise CheckFailed(str(other.problems[0])) from None
    if wrong or partly:
        raise CheckFailed(f"MASANTE_KEYS: {wrong or partly}")
    if isinstance(settings.keys, Path):
        if not settings.keys.exists():
            return "ok", f"{settings.keys} is made at the first use"
        if RingFile(settings.keys).under_way:
            return "remark", "a rotation was begun and has not ended: `masante keys rotate` goes on with it"
    return "ok", f"{len(settings.ring().sealing)} that open, the first one seals, and they fit what is stored"


def files(settings: Settings) -> Found:
    """Keep, read and delete something in the vault."""
    place = settings.vault_url.removeprefix("file://")
    try:
        vault.probe(vault.at(settings.vault_url), Chance())
    except VaultDown as error:
        raise CheckFailed(f"cannot keep files in {place}: {error}") from None
    return "ok", f"{place} can be written in and read"


def disks(settings: Settings) -> Found:
    """Tell how much room is left where we write; in a bucket or on a database server that is for others to watch."""
    written = places(connect(settings.database_url), settings.vault_url)
    if not written:
        return "off", "nothing is written on this machine"
    room = {name: shutil.disk_usage(_there(place)).free for name, place in written.items()}
    told = ", ".join(f"{_bytes(free)} for the {name}" for name, free in room.items())
    least = min(room.values())
    if least < FULL:
        raise CheckFailed(f"nearly full ({told}): make room, or nothing will be stored")
    return ("remark" if least < NEARLY else "ok"), f"free: {told}"


def professionals(settings: Settings) -> Found:
    """Say how many professionals can be found, and as of when."""
    facts = directory.facts(settings.directory)
    if facts is None:
        return "off", "empty: `masante directory import` fills it"
    day = facts["imported_at"][:10]
    told = f"{facts['professionals']:,} professionals, imported on {day}"
    old = SystemClock().now() - datetime.fromisoformat(day).replace(tzinfo=UTC) > OLD
    return ("remark", f"{told}: import today's extraction") if old else ("ok", told)


def own_texts(settings: Settings) -> Found:
    """Say whether the operator's own texts of the FAQ can be used."""
    if os.path.isfile(settings.faq):
        raise CheckFailed(f"MASANTE_FAQ: {settings.faq} is a file: name the folder it is in")
    if (wrong := texts.wrong(settings.faq)) is not None:
        raise CheckFailed(
            f"{wrong.file}: {wrong.why}: only the texts that come with MaSanté are told until then"
        )
    own = [file.name for _language, file, _stamp in texts.stamps(settings.faq)]
    return "ok", f"{', '.join(own)} in {settings.faq}" if own else "the texts that come with MaSanté"


def recognition(settings: Settings) -> Found:
    """Say whether documents are read."""
    if not settings.recognition:
        return "off", "MASANTE_RECOGNITION is off: no document is read"
    if misses := recognition_misses():
        return "off", f"no document is read: {misses}"
    return "ok", f"Tesseract's languages are in {languages_folder()}"


def semantic(shelf: Shelf) -> Found:
    """Say whether questions and danger are read as a whole too."""
    if not shelf.installed:
        return (
            "off",
            "questions and danger are understood without it (sh requirements/install.sh python3 semantic)",
        )
    if shelf.fetch() is None:
        raise CheckFailed(
            f"the encoder cannot be read, so questions and danger are understood without it: {shelf.wrong}; "
            "install it anew: sh requirements/install.sh python3 semantic"
        )
    return "ok", "questions and danger are read as a whole too"


def _there(place: Path) -> Path:
    """Return the place, or the folder it will be made in."""
    return place if os.path.exists(place) else _there(place.parent)  # a place we may not look at is none


def _bytes(number: int) -> str:
    gigabytes = number / (1 << 30)
    return f"{gigabytes:,.1f} GB" if gigabytes >= 1 else f"{number / MEGABYTE:,.0f} MB"
