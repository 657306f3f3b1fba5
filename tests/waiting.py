"""What waits in the mailroom, as operators count it."""

from portal.mailroom import backlog
from portal.work import Work


def waiting(work: Work, *names: str) -> tuple[int, ...]:
    """Return how many rows wait in each of these queues; `aside`: updates that were set aside."""
    found = backlog.waits(work)
    rows = {"aside": found.aside} | {queue: one.rows for queue, one in found.queues.items()}
    return tuple(rows[name] for name in names)
