"""Alerts as the care team meets them: read, acknowledged, and counted for whoever is on duty."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.followups import alert_store
from portal.followups.alert_store import Alert
from portal.followups.telling import DAY, terms_of
from portal.work import Work


class AlertUnknown(Refused):
    """No alert of this record has this id, or none stands."""


class AlertAcknowledged(Refused):
    """The alert has been acknowledged already; facts: at."""


@dataclass(frozen=True)
class Standing:
    """An alert without anything clinical and without a name: for whoever is on duty."""

    id: str
    followup_id: str
    severity: str
    kind: str
    raised_at: datetime
    told: int
    again_at: datetime | None


@dataclass(frozen=True)
class AlertRead(Standing):
    """An alert as it is read by who may: with the team's words and the rule, and who acknowledged it."""

    occurrence_id: str | None
    text: str = field(repr=False)
    when: str = field(repr=False)
    acknowledged_at: datetime | None
    acknowledged_by: str | None


def read_alerts(
    work: Work, access: Access, followup_id: str | None = None, *, standing: bool = True
) -> list[AlertRead]:
    """Return the alerts of a record, the newest first: those that stand, or all."""
    access.must(Right.READ)
    found = alert_store.of_account(work, access.whose, standing=standing)
    access.journal(work, "alerts_read", followup_id or "")
    return [_read(work, one) for one in found if followup_id in (None, one.followup_id)]


def acknowledge(work: Work, access: Access, alert_id: str) -> AlertUnknown | AlertAcknowledged | None:
    """Take note that someone looks after an alert: it is told no more."""
    access.must(Right.FOLLOW)
    alert = alert_store.get(work, alert_id)
    if alert is None or alert.account_id != access.whose:
        return AlertUnknown()
    if alert.acknowledged_at is not None:
        return AlertAcknowledged(at=alert.acknowledged_at)
    alert_store.change(work, alert_id, acknowledged_at=work.now, acknowledged_by=access.actor, next_at=None)
    access.journal(work, "alert_acknowledged", alert_id)
    return None


def acknowledge_all(work: Work, access: Access) -> list[str] | AlertUnknown:
    """Acknowledge every alert of a record that stands; returns their ids."""
    standing = [one.id for one in alert_store.of_account(work, access.whose, standing=True)]
    done = [one for one in standing if acknowledge(work, access, one) is None]
    return done or AlertUnknown()


def standing_alerts(work: Work) -> list[Standing]:
    """Return every alert that nobody has acknowledged, the oldest first."""
    return [Standing(*_clear(one)) for one in alert_store.all_standing(work)]


def still_standing(work: Work, alert_id: str) -> bool:
    """Tell whether an e-mail about this alert still makes sense."""
    return alert_store.stands(work, alert_id)


def count_alerts(work: Work) -> dict[str, int]:
    """Return how many were raised, told and acknowledged in a day; how many stand, and are told no more."""
    return alert_store.tally(work, DAY)


def _clear(one: Alert) -> tuple[str, str, str, str, datetime, int, datetime | None]:
    return one.id, one.followup_id, one.severity, one.kind, one.raised_at, one.told, one.next_at


def _read(work: Work, one: Alert) -> AlertRead:
    terms = terms_of(work.keys, one)
    return AlertRead(
        *_clear(one), one.occurrence_id, terms.text, terms.when, one.acknowledged_at, one.acknowledged_by
    )
