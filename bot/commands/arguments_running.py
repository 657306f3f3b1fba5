"""The commands for what runs, and their options: the mode, updates set aside, the outbox."""

import argparse

from bot.commands import options
from bot.commands.options import Nouns

MODES = ("normal", "drain", "read-only")
QUEUES = ("telegram", "bulk", "purge", "sms", "email")


def add(nouns: Nouns) -> None:
    """Add them."""
    mode = options.command(nouns, "mode.choose", "mode", "what the whole installation does now, or shall do")
    mode.add_argument("mode", nargs="?", choices=MODES, help="without one: tell")
    verb = options.noun(nouns, "updates", "what patients sent, failed three times and was set aside")
    verb("list", "each by its number, kind and fault; nothing of what it says")
    for word, does in (
        ("show", "what is known of one, and what went wrong in which line"),
        ("retry", "have one worked on again, once what was wrong is mended"),
        ("drop", "wipe one for good"),
    ):
        verb(word, does).add_argument(
            "update", type=options.row, metavar="ID", help="as `updates list` names it"
        )
    verb = options.noun(nouns, "outbox", "what must leave")
    _queue(verb("stuck", "what has been due for over a minute; nothing of what it says"))
    _queue(verb("retry", "have what was put off tried now"))


def _queue(of: argparse.ArgumentParser) -> None:
    of.add_argument("--queue", choices=QUEUES, help="only this one")
