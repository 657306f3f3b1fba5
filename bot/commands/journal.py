"""`masante journal`: show a record's lines, verify the chains."""

import argparse

from bot.commands import whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from portal import authorisations, journal
from portal.authorisations import Operator, Right
from portal.errors import Refused
from portal.journal import Line, Verified
from portal.work import Work

COLUMNS = ("number", "at", "actor", "action", "subject", "why", "strength")
ENOUGH = 16  # digits of an anchor's mac that are told
WHAT = {
    "changed": "is not what was written after the line before it",
    "missing": "is missing",
    "cut": "was cut off the end",
    "wiped": "has lost why, and nothing says that it was to be forgotten",
}


def show(options: argparse.Namespace) -> Answer | Refused:
    """Return the lines of a record, oldest first."""
    with opened() as room:
        lines = room.do(_lines, options)
    if isinstance(lines, Refused):
        return lines
    rows = [[getattr(one, name) for name in COLUMNS] for one in lines]
    return Answer([one._asdict() for one in lines], table(("#", *COLUMNS[1:]), rows))


def verify(options: argparse.Namespace) -> Answer:
    """Say whether every line follows from those before it, and none is gone; the exit code is 1 otherwise."""
    with opened() as room:
        found = journal.verify(room, options.anchor)
    human = "\n".join([f"{one.line} {WHAT[one.what]}" for one in found.broken])
    last = found.anchor and {"number": found.anchor.number, "at": found.anchor.at, "mac": found.anchor.mac}
    value = {
        "intact": not found.broken,
        "broken": [one.line for one in found.broken],
        "what": {one.line: one.what for one in found.broken},
        "anchor": last,
        "since": found.since,
    }
    return Answer(
        value,
        human or "Every line follows from the one before it.",
        (_anchored(found),),
        code=1 if found.broken else 0,
    )


def _anchored(found: Verified) -> str:
    if found.anchor is None:
        return "Nothing is anchored yet: lines cut off the end of a record would not be missed."
    at = found.anchor.at.astimezone()
    named = f"Anchor {found.anchor.number}:{found.anchor.mac[:ENOUGH]} of {at:%Y-%m-%d %H:%M}"
    return f"{named}; lines written since, which nothing anchors yet: {found.since}."


def _lines(work: Work, options: argparse.Namespace) -> list[Line] | Refused:
    if options.service:
        return journal.read(work, journal.SERVICE)
    record = whose.record(work, options)
    if isinstance(record, Refused):
        return record
    access = authorisations.require(work, Operator(), Right.READ, record)
    if isinstance(access, Refused):
        return access
    found = journal.read(work, record)
    access.journal(work, "journal_read")  # which the next reading shows
    return found
