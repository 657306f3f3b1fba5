"""What time brings to follow-ups: forms open at their hour, patients are told, forms close. In batches."""

from datetime import datetime, timedelta

from portal import accounts, journal
from portal.authorisations import patient_record
from portal.followups import store
from portal.followups.model import OPEN
from portal.followups.starting import plan_of
from portal.followups.store import FollowUp
from portal.mailroom import outbox
from portal.work import Work

BATCH = 200
PUT_OFF = timedelta(hours=1)  # when a plan that could not be released is tried again


def release_due(work: Work) -> int:
    """Open the forms whose hour has come and tell their patients; returns how many, at most one batch."""
    due = store.due_followups(work, BATCH)
    for one in due:
        try:
            with work.connection.begin_nested():
                _release(work, one)
        except Exception:  # one plan that breaks must not hold up the reminders of everybody else
            store.move_on(work, one.id, one.released, work.now + PUT_OFF)
            journal.write(work, patient_record(one.account_id), "ticker", "release_failed", one.id)
    return len(due)


def _release(work: Work, one: FollowUp) -> None:
    plan = plan_of(work.keys, one)
    due_at = one.next_at or work.now
    closes_at = due_at + timedelta(minutes=plan.window)
    released = one.released
    if closes_at > work.now:  # what was missed while everything was down is not asked any more
        new = work.chance.name()
        values = {"id": new, "followup_id": one.id, "account_id": one.account_id, "state": OPEN}
        opened = store.add_occurrence(
            work,
            {**values, "questionnaire_id": one.questionnaire_id, "due_at": due_at, "closes_at": closes_at},
        )
        released += opened
        if opened:
            _tell(work, one.account_id, new, closes_at)
    over = plan.times is not None and released >= plan.times
    store.move_on(work, one.id, released, None if over else plan.after(due_at, one.zone))


def _tell(work: Work, account_id: str, occurrence_id: str, closes_at: datetime) -> None:
    """Say that there is something to fill in: never what."""
    chat = accounts.reachable(work, [account_id]).get(account_id)
    if chat is not None:
        outbox.put(
            work, "bulk", str(chat), "form_due", {"occurrence_id": occurrence_id},
            account_id=account_id, key=f"due:{occurrence_id}", expires_at=closes_at,
        )  # fmt: skip


def still_due(work: Work, occurrence_id: str) -> bool:
    """Tell whether a reminder about this form still makes sense."""
    found = store.get_occurrence(work, occurrence_id)
    return found is not None and found.state == OPEN and found.closes_at > work.now


def close_over(work: Work) -> int:
    """Close the forms whose window has passed, one batch."""
    return store.close_over(work, BATCH)
