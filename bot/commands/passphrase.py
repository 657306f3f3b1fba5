"""The passphrase of a backup: from a file, from the settings, or typed."""

import sys
from getpass import getpass
from pathlib import Path

from bot import readings
from bot.commands.files import FileWrong
from bot.commands.printing import complain
from bot.readings import LEAST
from bot.settings import Problem, Settings, SettingsWrong

LONGEST = 10_000  # characters of a file that holds one


def passphrase(settings: Settings, file: Path | None, *, new: bool) -> str:
    """Return it; a `new` one is typed twice. Raises `FileWrong`, `SettingsWrong`."""
    if file is not None:
        return _of_file(file, new)
    if settings.passphrase is not None:
        return settings.passphrase
    if not sys.stdin.isatty():
        raise SettingsWrong(
            (Problem("MASANTE_PASSPHRASE", "give it, or name a file with --passphrase-file"),)
        )
    return _typed_twice() if new else getpass("Passphrase: ", sys.stderr)


def _of_file(file: Path, new: bool) -> str:
    try:
        with file.open(encoding="utf-8") as held:  # whatever the locale: it may be opened on another machine
            said = held.read(LONGEST + 1).strip("\r\n")
    except UnicodeDecodeError:
        raise FileWrong(file, "not text in UTF-8") from None
    except OSError as wrong:
        raise FileWrong(file, wrong.strerror or "cannot be read") from None
    if len(said) > LONGEST:
        raise FileWrong(file, f"is no passphrase: over {LONGEST} characters")
    try:
        return readings.passphrase(said) if new else said
    except ValueError as short:
        raise FileWrong(file, short) from None


def _typed_twice() -> str:
    while True:
        first = getpass(
            f"Passphrase (at least {LEAST} characters; without it the backup is worth nothing): ", sys.stderr
        )
        try:
            readings.passphrase(first)
        except ValueError as short:
            complain(str(short))
            continue
        if first == getpass("Once more: ", sys.stderr):
            return first
        complain("These are two different ones.")
