"""Suspending: what professionals may do with a record is withdrawn as of one instant, and given back as it was."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from portal import journal
from portal.authorisations import PROFESSIONAL, Grant, Right, standing
from portal.work import Work

grant = Grant.__table__.c


def until(work: Work, who: str, record: str, right: Right) -> datetime | None:
    """Return when a grant that stands ends; None when it was given for good."""
    this = (grant.who == who) & (grant.record == record) & (grant.right == right)
    return work.execute(select(grant.until).where(this, *standing(work)).limit(1)).scalar()


def suspend(work: Work, record: str, at: datetime, by: str, but: Collection[str] = ()) -> None:
    """Withdraw, as of an instant, what professionals may do with a record, but for these; emergencies end by themselves."""
    theirs = (
        (grant.record == record) & grant.who.startswith(PROFESSIONAL) & grant.right.not_in([Right.EMERGENCY])
    )
    these = theirs & grant.who.not_in(list(but)) if but else theirs
    if work.execute(update(Grant).where(these, *standing(work)).values(withdrawn_at=at)).rowcount:
        journal.write(work, record, by, "suspended")


def restore(work: Work, record: str, at: datetime, by: str) -> None:
    """Give back what was withdrawn as of this instant, as it was."""
    these = (grant.record == record) & grant.who.startswith(PROFESSIONAL) & (grant.withdrawn_at == at)
    if work.execute(update(Grant).where(these).values(withdrawn_at=None)).rowcount:
        journal.write(work, record, by, "restored")
