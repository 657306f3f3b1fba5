"""`masante outbox`: what should have left and has not, without a word of it; tried again at once."""

import argparse
from datetime import timedelta
from typing import Any

from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from bot.commands.updates import PSEUDONYM
from portal import journal
from portal.mailroom import backlog, lanes, outbox
from portal.mailroom.backlog import Overdue
from portal.work import Work

LATE = timedelta(minutes=1)
MOST = 200  # of a queue
COLUMNS = ("id", "queue", "what", "person", "due_at", "attempts", "next_at")


def stuck(options: argparse.Namespace) -> Answer:
    """Return what has been due for over a minute, the oldest of each queue first."""
    with opened() as room:
        found = room.do(_stuck, options.queue)
    rows = [[one[name] for name in COLUMNS] for one in found]
    return Answer(found, table(COLUMNS, rows) if rows else "Nothing is overdue.")


def retry(options: argparse.Namespace) -> Answer:
    """Have what was put off tried now; what is being delivered is left alone."""
    with opened() as room:
        resumed = room.do(_retry, options.queue)
    return Answer({"resumed": resumed}, f"{sum(resumed.values())} addresses are tried again now.")


def _stuck(work: Work, queue: str | None) -> list[dict[str, Any]]:
    queues = (queue,) if queue else outbox.QUEUES
    found = [late for one in queues for late in backlog.overdue(work, one, work.now - LATE, MOST)]
    return [_facts(work, one) for one in found]


def _facts(work: Work, one: Overdue) -> dict[str, Any]:
    facts = one._asdict()
    return facts | {"person": work.keys.find("operator", facts.pop("who"))[:PSEUDONYM]}


def _retry(work: Work, queue: str | None) -> dict[str, int]:
    queues = (queue,) if queue else tuple(one for one in outbox.QUEUES if one != "purge")
    resumed = {one: lanes.resume(work, one) for one in queues}
    journal.write(work, journal.SERVICE, "operator", "outbox_retried", ",".join(queues), strength="cli")
    return resumed
