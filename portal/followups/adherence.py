"""Adherence: how many of the forms that came due were filled in, late ones included."""

from typing import NamedTuple

from sqlalchemy import func, select

from portal.authorisations import Access, Right
from portal.followups import alert_store, store
from portal.followups.model import CLOSED, SENT
from portal.followups.store import occurrence, response
from portal.work import Work


class Adherence(NamedTuple):
    """Of one follow-up: forms that are over, those sent, those of them sent late; and alerts that stand.

    A form that is still open is neither due nor missed.
    """

    due: int = 0
    sent: int = 0
    late: int = 0
    alerts: int = 0

    @property
    def rate(self) -> float | None:
        """Return what was sent of what was due, 0 to 1; None before anything was."""
        return self.sent / self.due if self.due else None


def adherence(work: Work, access: Access) -> dict[str, Adherence]:
    """Return how each follow-up of a record is kept."""
    access.must(Right.READ, Right.FOLLOW)
    ids = [one.id for one in store.followups_of(work, access.whose)]
    over = select(occurrence.followup_id, occurrence.state, func.count()).where(
        occurrence.followup_id.in_(ids), store.OVER
    )
    ended = {
        (r[0], r[1]): r[2] for r in work.execute(over.group_by(occurrence.followup_id, occurrence.state))
    }
    late = select(response.followup_id, func.count()).where(response.followup_id.in_(ids), response.late)
    lates = dict(tuple(r) for r in work.execute(late.group_by(response.followup_id)))
    alerts = alert_store.counts_by_followup(work, ids)
    return {
        one: Adherence(
            ended.get((one, SENT), 0) + ended.get((one, CLOSED), 0),
            ended.get((one, SENT), 0),
            lates.get(one, 0),
            alerts.get(one, 0),
        )
        for one in ids
    }
