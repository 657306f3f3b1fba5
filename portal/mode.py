"""The mode an operator puts the whole installation into, and whom it makes wait."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from portal import journal, memory
from portal.mailroom import backlog, outbox
from portal.work import Work

NAME = "mode"
PATIENCE = timedelta(minutes=1)  # who has waited for that long is told why
AT_ONCE = 500


class Mode(StrEnum):
    """What the processes do: everything; finish and take nothing new; keep what comes and change nothing."""

    NORMAL = "normal"
    DRAIN = "drain"
    READ_ONLY = "read-only"


class Order(NamedTuple):
    """The mode in force, and since when; None: nobody has ever chosen one."""

    mode: Mode
    since: datetime | None


def current(work: Work) -> Order:
    """Return the mode in force."""
    mode, _, since = memory.recall(work, NAME).partition(" ")
    return Order(Mode(mode), datetime.fromisoformat(since)) if mode else Order(Mode.NORMAL, None)


def choose(work: Work, mode: Mode) -> Order:
    """Put everything into a mode; each process follows within seconds. Chosen again, it stands since the first time."""
    before = current(work)
    if before.mode is mode:
        return before
    memory.remember(work, NAME, f"{mode} {work.now.isoformat()}")
    journal.write(work, journal.SERVICE, "operator", "mode", mode, strength="cli")
    return Order(mode, work.now)


def tell(work: Work, since: datetime, after: backlog.Place | None) -> backlog.Place | None:
    """Tell some of those whose updates wait in this mode why they do, each once; returns where to go on.

    `since` is when the mode began: whom another process has told already is passed over.
    """
    found = backlog.kept_waiting(work, work.now - PATIENCE, after, AT_ONCE)
    people = [place.who for place in found if place.who.isdecimal() and place.who != "0"]
    keyed = ((who, f"maintenance:{since:%Y%m%d%H%M%S}:{who}") for who in people)
    outbox.put_many(work, [outbox.Row("telegram", who, "maintenance", {}, key=key) for who, key in keyed])
    return found[-1] if found else after
