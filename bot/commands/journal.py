"""`masante journal`: show a record's lines, verify the chains."""

import argparse

from bot.commands import whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from portal import journal
from portal.errors import Refused
from portal.journal import Line
from portal.work import Work

COLUMNS = ("number", "at", "actor", "action", "subject", "why", "strength")


def show(options: argparse.Namespace) -> Answer | Refused:
    """Return the lines of a record, oldest first."""
    with opened() as room:
        lines = room.do(_lines, options)
    if isinstance(lines, Refused):
        return lines
    rows = [[getattr(one, name) for name in COLUMNS] for one in lines]
    return Answer([one._asdict() for one in lines], table(("#", *COLUMNS[1:]), rows))


def verify(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Say whether every line follows from those before it; the exit code is 1 when one does not."""
    with opened() as room:
        broken = room.do(journal.broken)
    human = "\n".join([f"{one} does not follow from the line before it" for one in broken])
    value = {"intact": not broken, "broken": broken}
    return Answer(value, human or "Every line follows from the one before it.", code=1 if broken else 0)


def _lines(work: Work, options: argparse.Namespace) -> list[Line] | Refused:
    record = journal.SERVICE if options.service else whose.record(work, options)
    return record if isinstance(record, Refused) else journal.read(work, record)
