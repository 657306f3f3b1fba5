"""The commands that keep the house safe, and their options: keys, backups."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Nouns: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Verb: TypeAlias = Callable[[str, str], argparse.ArgumentParser]
Command: TypeAlias = Callable[[Nouns, str, str, str], argparse.ArgumentParser]


def add(nouns: Nouns, noun: Callable[[Nouns, str, str], Verb], command: Command) -> None:
    """Add them; `noun` and `command` add one of each."""
    verb = noun(nouns, "keys", "the keys that seal what is stored")
    verb("list", "each key by its id, and how many values it has sealed")
    verb("rotate", "begin a new key and seal everything anew with it, while the bot runs")
    verb("reseal", "seal anew, with the first key, whatever another one has sealed")
    retire = verb("retire", "take keys out of the ring that no value needs any more")
    retire.add_argument("keys", nargs="+", metavar="KEY", help="as `keys list` names it")
    backup = command(
        nouns, "backup.make", "backup", "database, files and keys in one sealed file, while the bot runs"
    )
    restore = command(nouns, "backup.restore", "restore", "put a backup back, where nothing is yet")
    restore.add_argument("--check", action="store_true", help="only look whether the file is whole")
    for one in (backup, restore):
        one.add_argument("file", type=Path, metavar="FILE")
        one.add_argument(
            "--passphrase-file", type=Path, metavar="FILE", help="holds the passphrase; else it is asked for"
        )
