"""Alerts: what the care team must look at, raised by its own rules and by silence, never by the bot."""

from portal.database import insert_for
from portal.followups.model import AlertRow
from portal.followups.plan import AlertRule, Plan
from portal.followups.store import FollowUp
from portal.work import Work

CONTEXT = "alert"
RULE, SILENCE, UNJUDGED = "rule", "silence", "unjudged"


def silent(work: Work, followup: FollowUp, plan: Plan, occurrence_id: str) -> None:
    """Tell the care team, once, that so many forms in a row closed without an answer."""
    rule = AlertRule("", "medium", "", plan.notify)
    _raise(work, followup, occurrence_id, SILENCE, rule, f"silence:{occurrence_id}")


def _raise(
    work: Work, followup: FollowUp, occurrence_id: str, kind: str, rule: AlertRule, key: str
) -> str | None:
    """Store an alert, due to be told now; returns its id, or None when it was raised already."""
    once = insert_for(work.dialect)(AlertRow).on_conflict_do_nothing(index_elements=["unique_key"])
    new = work.chance.name()
    values = {
        "id": new, "unique_key": key, "followup_id": followup.id, "account_id": followup.account_id,
        "occurrence_id": occurrence_id, "kind": kind, "severity": rule.severity,
        "sealed": work.keys.seal_json(CONTEXT, rule._asdict()),
        "raised_at": work.now, "told": 0, "next_at": work.now,
    }  # fmt: skip
    found = work.execute(once.returning(AlertRow.__table__.c.id), values).scalar()
    return str(found) if found else None
