"""Lives: which processes are alive, as PostgreSQL itself knows; what one that is not had held is free at once.

Each holds an advisory lock in a session of its own, which ends with it, however it ends; its lanes bear the number of that
lock. A process that froze keeps both, and loses its lanes by their leases alone; so does a machine that went away without
a word, until PostgreSQL has noticed.
"""

from collections.abc import Collection
from itertools import groupby

from sqlalchemy import Connection, select, text, update

from portal.mailroom import inbox, outbox
from portal.mailroom.model import Lane
from portal.work import Work

KIND = 0x6C697665  # of our advisory locks, beside any others in the database
MOST = 2**31 - 1
QUEUES = (inbox.QUEUE, *outbox.QUEUES)

lane = Lane.__table__.c
_LOCK = text("SELECT pg_try_advisory_lock(:kind, :life)")
_LIVING = text(
    "SELECT CAST(objid AS bigint) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
    "WHERE locktype = 'advisory' AND CAST(classid AS bigint) = :kind AND objsubid = 2 AND granted "
    "AND datname = current_database()"
)
_held = lane.queue.in_(QUEUES) & lane.life.is_not(None)


def begin(connection: Connection, life: int) -> None:
    """Live for as long as the session of this connection."""
    connection.execute(_LOCK, {"kind": KIND, "life": life})


def living(connection: Connection) -> frozenset[int]:
    """Return who lives."""
    return frozenset(connection.execute(_LIVING, {"kind": KIND}).scalars())


def holding(work: Work) -> frozenset[int]:
    """Return who holds lanes, alive or not."""
    return frozenset(
        work.execute(select(lane.life).distinct().where(_held, lane.next_at <= work.now)).scalars()
    )


def free(work: Work, dead: Collection[int]) -> int:
    """End the leases of those who are dead; returns how many lanes can be taken now."""
    theirs = update(Lane).where(_held, lane.next_at <= work.now, lane.life.in_(dead))
    freed = work.execute(theirs.values(lease_until=None, life=None).returning(lane.queue)).scalars().all()
    for queue, _ in groupby(sorted(freed)):
        work.wake(queue)
    return len(freed)
