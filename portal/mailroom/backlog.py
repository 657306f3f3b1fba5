"""What waits in the mailroom, how much and since when: a few bounded looks into indexes, whatever is stored."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, literal, select, tuple_, union_all

from portal.database import Instant
from portal.mailroom import inbox, lanes, outbox
from portal.mailroom.model import ASIDE, Incoming, Lane, Outgoing, Pace, still
from portal.work import Work

MOST = 10_000  # rows of a queue looked at: a number that large means "at least"
NONE = timedelta(0)

lane = lanes.lane
pace = Pace.__table__.c


class Place(NamedTuple):
    """Where somebody stands among those who wait, the longest waiting first."""

    since: datetime
    who: str


class Overdue(NamedTuple):
    """A row that should have left: nothing of what it says."""

    id: int
    queue: str
    what: str
    who: str
    due_at: datetime
    attempts: int
    next_at: datetime | None  # when it is tried again


class Waiting(NamedTuple):
    """What waits in one queue: how many rows (`MOST` at most), and for how long the oldest has been due."""

    rows: int
    oldest: timedelta


class Backlog(NamedTuple):
    """What waits, by queue (`inbox` among them), how many updates are set aside, how far ahead bulk is booked."""

    queues: dict[str, Waiting]
    aside: int
    booked: timedelta


def _counted(queue: str, due: Any, *where: Any) -> Select[Any]:
    """Count a queue's rows, and find since when it has been due: by its rows, and by its lanes.

    Rows that failed have put their lane off; lanes tell of the oldest where there are more rows than are looked at.
    """
    some = select(due.label("due_at")).where(*where).limit(MOST).subquery(f"{queue}_subquery")
    late = lane.next_at <= bindparam("now", type_=Instant)
    longest = select(lane.next_at).where(lane.queue == queue, late).order_by(lane.next_at).limit(1)
    return select(
        literal(queue).label("queue"),
        func.count(some.c.due_at).label("rows"),
        func.min(some.c.due_at).label("due_at"),
        longest.scalar_subquery().label("called_at"),
    ).select_from(some)


_WAITING = union_all(
    _counted(inbox.QUEUE, Incoming.__table__.c.received_at, still(Incoming)),
    *(
        _counted(queue, Outgoing.__table__.c.due_at, Outgoing.__table__.c.queue == queue, still(Outgoing))
        for queue in outbox.QUEUES
    ),
)
_aside = select(inbox.row.update_id).where(still(Incoming, ASIDE)).limit(MOST).subquery("aside_subquery")


def latest(work: Work) -> datetime | None:
    """Return the latest instant at which anything came in or left: no clock of ours should be before it."""
    came = work.execute(select(func.max(Incoming.__table__.c.received_at))).scalar()
    return max((one for one in (came, outbox.latest(work)) if one is not None), default=None)


def waits(work: Work) -> Backlog:
    """Return what waits now."""
    found = work.execute(_WAITING, {"now": work.now}).all()
    aside = work.execute(select(func.count()).select_from(_aside)).scalar_one()
    next_at = work.execute(select(pace.next_at).where(pace.name == "telegram")).scalar()
    queues = {r.queue: Waiting(r.rows, _since(work.now, r.due_at, r.called_at)) for r in found}
    return Backlog(queues, aside, max(NONE, (next_at or work.now) - work.now))


def _since(now: datetime, *instants: datetime | None) -> timedelta:
    return max((now - one for one in instants if one is not None and one <= now), default=NONE)


def kept_waiting(work: Work, until: datetime, after: Place | None, limit: int) -> list[Place]:
    """Return up to `limit` people whose updates have waited since `until` or longer, those behind `after`."""
    late = select(lane.next_at, lane.who).where(lane.queue == inbox.QUEUE, lane.next_at <= until)
    if after is not None:
        late = late.where(
            tuple_(lane.next_at, lane.who) > tuple_(literal(after.since, Instant), literal(after.who))
        )
    return [Place(*r) for r in work.execute(late.order_by(lane.next_at, lane.who).limit(limit))]


def overdue(work: Work, queue: str, until: datetime, limit: int) -> list[Overdue]:
    """Return up to `limit` rows of a queue that were due at `until` or before, the oldest first."""
    out = Outgoing.__table__.c
    some = select(out.id, out.queue, out.what, out.who, out.due_at, out.attempts)
    some_rows = some.where(out.queue == queue, still(Outgoing)).limit(MOST).subquery("overdue_subquery")
    tried = (lane.queue == some_rows.c.queue) & (lane.who == some_rows.c.who)
    late = select(some_rows, lane.next_at).outerjoin(Lane, tried).where(some_rows.c.due_at <= until)
    return [Overdue(*r) for r in work.execute(late.order_by(some_rows.c.due_at).limit(limit))]
