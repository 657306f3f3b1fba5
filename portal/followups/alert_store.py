"""Every query of the alerts, named."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import case, func, select, update

from portal.database import insert_for
from portal.followups.model import SILENCE, AlertRow
from portal.work import Work

alert = AlertRow.__table__.c


class Alert(NamedTuple):
    """An alert as it is stored; what names nobody and says nothing clinical is in clear."""

    id: str
    followup_id: str
    account_id: str
    occurrence_id: str | None
    kind: str
    severity: str
    sealed: bytes
    raised_at: datetime
    told: int
    next_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None


ALERT = tuple(alert[name] for name in Alert._fields)
STANDING = alert.acknowledged_at.is_(None)


def add(work: Work, one: Alert, key: str) -> bool:
    """Store an alert; False when its key was used already."""
    once = insert_for(work.dialect)(AlertRow).on_conflict_do_nothing(index_elements=["unique_key"])
    return work.execute(once.returning(alert.id), {**one._asdict(), "unique_key": key}).first() is not None


def get(work: Work, alert_id: str) -> Alert | None:
    """Return an alert, and keep others from changing it meanwhile."""
    found = work.execute(select(*ALERT).where(alert.id == alert_id).with_for_update()).first()
    return Alert(*tuple(found)) if found else None


def stands(work: Work, alert_id: str) -> bool:
    """Tell whether nobody has acknowledged an alert yet."""
    return work.execute(select(alert.id).where(alert.id == alert_id, STANDING)).first() is not None


def due(work: Work, limit: int) -> list[Alert]:
    """Return alerts that must be told again; other tickers pass over those taken here."""
    waiting = select(*ALERT).where(alert.next_at <= work.now).order_by(alert.next_at).limit(limit)
    return [Alert(*tuple(r)) for r in work.execute(waiting.with_for_update(skip_locked=True))]


def of_account(work: Work, account_id: str, *, standing: bool) -> list[Alert]:
    """Return the alerts of an account, the newest first; only those that stand, or all."""
    mine = select(*ALERT).where(alert.account_id == account_id).order_by(alert.raised_at.desc(), alert.id)
    return [Alert(*tuple(r)) for r in work.execute(mine.where(STANDING) if standing else mine)]


def all_standing(work: Work) -> list[Alert]:
    """Return every alert that stands, the oldest first."""
    found = work.execute(select(*ALERT).where(STANDING).order_by(alert.raised_at, alert.id))
    return [Alert(*tuple(r)) for r in found]


def change(work: Work, alert_id: str, **values: Any) -> None:
    """Record how often an alert was told, when it is told next, and who acknowledged it."""
    work.execute(update(AlertRow).where(alert.id == alert_id).values(values))


def counts_by_followup(work: Work, followup_ids: Sequence[str]) -> dict[str, int]:
    """Return how many alerts stand, by follow-up."""
    theirs = select(alert.followup_id, func.count()).where(alert.followup_id.in_(followup_ids), STANDING)
    return dict(tuple(r) for r in work.execute(theirs.group_by(alert.followup_id)))


def tally(work: Work, span: timedelta) -> dict[str, int]:
    """Return how many alerts were raised within `span`, how many of these told and acknowledged; how many stand."""
    lately = select(
        func.count(), func.count(case((alert.told > 0, 1))), func.count(alert.acknowledged_at)
    ).where(alert.raised_at > work.now - span)
    given_up = case((alert.next_at.is_(None) & (alert.kind != SILENCE), 1))
    standing = select(func.count(), func.count(given_up)).where(STANDING)
    names = ("raised", "told", "acknowledged", "standing", "unanswered")
    return dict(zip(names, (*work.execute(lately).one(), *work.execute(standing).one()), strict=True))
