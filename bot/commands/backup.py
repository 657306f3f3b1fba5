"""`masante backup` and `restore`: everything in one sealed file, and back."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.commands.files import FileWrong, write_beside
from bot.commands.opening import opened, reached
from bot.commands.passphrase import passphrase
from bot.commands.printing import Answer, complain, pairs
from bot.settings import Problem, Settings, SettingsWrong
from portal import backups, vault
from portal.backups import Contents, Made

STEP = 1000  # rows or files between two words on progress
TOLD = 20


def make(options: argparse.Namespace) -> Answer:
    """Write a backup; the exit code is 1 when it is whole, but a file of the vault was missing or damaged."""
    settings, path = Settings.of_this_machine(), options.file
    if os.path.lexists(path):
        raise FileWrong(path, "is there already: a backup is never written over")
    word, made = passphrase(settings, options.passphrase_file, new=True), Made()
    with opened(settings) as room:
        inside = backups.pieces(room, vault.at(settings.vault_url), settings.ring, made, _Progress())
        write_beside(path, backups.sealed(word, inside))
    value = {"file": str(path), "bytes": path.stat().st_size, **vars(made)}
    lost = [f"file missing: {one}" for one in made.missing] + [f"file damaged: {one}" for one in made.damaged]
    more = [f"… and {len(lost) - TOLD} more: --json names them all"] if len(lost) > TOLD else []
    said = f"{path}: {made.rows} rows, {made.files} files. Keep it away from this machine, and its passphrase elsewhere."
    return Answer(value, said, (*lost[:TOLD], *more), code=1 if lost else 0)


def restore(options: argparse.Namespace) -> Answer:
    """Put a backup back where nothing is yet; with `--check`, only read it to its end."""
    settings, path = Settings.of_this_machine(), options.file
    word = passphrase(settings, options.passphrase_file, new=False)
    contents = backups.look(_inside(path, word))
    told = {"made_at": contents.made_at, "version": contents.version, "schema": contents.schema,
            "database": contents.database, "rows": contents.rows, "files": contents.files}  # fmt: skip
    value: dict[str, Any] = {
        "file": str(path),
        **told,
        "missing": contents.missing,
        "restored": not options.check,
    }
    if options.check:
        return Answer(value, f"{pairs(told)}\nThis backup is whole.", _not_in_it(contents))
    _put_back(settings, path, word, contents)
    said = "Restored. Next: `masante doctor`, `masante journal verify`, `masante run`. What was about to leave when the " \
           "backup was made leaves once more; what was done since then is gone."  # fmt: skip
    return Answer(value, f"{pairs(told)}\n{said}", _not_in_it(contents))


def _put_back(settings: Settings, path: Path, word: str, contents: Contents) -> None:
    with reached(settings.database_url):
        shelves = vault.at(settings.vault_url)
        shelves.reach()
    url, keys = settings.database_url, settings.keys
    try:
        backups.restore(lambda: _inside(path, word), contents, url, shelves, keys, _Progress())
    except OSError as wrong:  # of the ring's file: the others have errors of their own
        raise SettingsWrong((Problem("MASANTE_KEYS", f"cannot be written: {wrong.strerror}"),)) from None


def _inside(path: Path, word: str) -> Iterator[bytes]:
    """Yield what is in a backup."""
    try:
        with path.open("rb") as file:
            yield from backups.opened(word, file)
    except OSError as wrong:
        raise FileWrong(path, wrong.strerror or "cannot be read") from None


def _not_in_it(contents: Contents) -> tuple[str, ...]:
    lost = contents.missing
    return (
        (f"{len(lost)} files were missing or damaged when it was made: {', '.join(lost[:TOLD])}",)
        if lost
        else ()
    )


class _Progress:
    """Says on standard error how far it is."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}

    def __call__(self, what: str, done: int) -> None:
        if done - self._told.get(what, 0) >= STEP:
            self._told[what] = done
            complain(f"{done} {what}")
