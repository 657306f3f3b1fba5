"""The tree of commands."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from bot.commands.arguments import parser
from bot.commands.performing import VERBS

HEAVY = ("sqlalchemy", "telegram", "aiohttp", "cryptography", "rich", "babel", "asyncio")
# What needs them brings them itself.
OF_OTHERS = (
    "telegram",
    "aiohttp",
    "numpy",
    "rich",
    "babel",
    "PIL",
    "alembic",
)


def leaves(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every parser that is a command, however deep."""
    below = [one.choices.values() for one in whole._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield whole
    for inner in below:
        for one in inner:
            yield from leaves(one)


def test_help_waits_for_nothing_heavy() -> None:
    loaded = f"[name for name in {HEAVY} if name in sys.modules] or None"
    code = f"import sys, bot.__main__ as m\ntry: m.main(['--help'])\nexcept SystemExit: sys.exit({loaded})"
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize(
    "noun", ["patient", "carnet", "followup", "alert", "journal", "professional", "keys"]
)
def test_what_only_looks_into_the_database_waits_for_nothing_else(noun: str) -> None:
    loaded = f"[name for name in {OF_OTHERS} if name in sys.modules] or None"
    code = f"import sys, bot.__main__, bot.commands.performing, bot.commands.{noun}; sys.exit({loaded})"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_command_answers_in_json_and_is_written() -> None:
    for one in leaves(parser()):
        noun, _dot, verb = str(one.get_default("command")).partition(".")
        assert callable(getattr(import_module(f"bot.commands.{noun}"), VERBS.get(verb, verb)))
        assert one.get_default("json") is False
