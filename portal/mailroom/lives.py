"""Lives: which processes are alive, as PostgreSQL itself knows; what one that is not had held is free at once.

Each holds an advisory lock in a session of its own, which ends with it, however it ends; its lanes bear the number of that
lock. A process that froze keeps both, and loses its lanes by their leases alone; so does a machine that went away without
a word, until PostgreSQL has noticed.
"""

from collections.abc import Collection
from itertools import groupby

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.exc import DBAPIError

from portal.database import meaning
from portal.errors import StorageDown
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


class Life:
    """One session of the database, as long as it goes well; `number` is on every lane that is taken meanwhile."""

    def __init__(self, engine: Engine, number: int) -> None:
        self.number = number
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._session: Connection | None = None

    def look(self) -> frozenset[int]:
        """Live, and return who does, this one among them; raises `StorageDown`."""
        try:
            if self._session is None:
                self._session = self._engine.connect()
                self._session.detach()  # it is not given back to the pool, and its end is the end of the lock
            found = living(self._session)
            if self.number not in found:  # it begins, or its session was lost
                self._session.execute(_LOCK, {"kind": KIND, "life": self.number})
            return found | {self.number}
        except DBAPIError as error:
            self.close()
            raise StorageDown(str(meaning(error))) from None

    def close(self) -> None:
        """End: what could not be given back in time is free for others."""
        session, self._session = self._session, None
        if session is not None:
            session.invalidate()
            session.close()


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
