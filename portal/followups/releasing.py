"""Forms open: each follow-up whose hour has come gets its form of the day, in batches."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from portal import journal
from portal.authorisations import record_named
from portal.followups import batches, store
from portal.followups.model import OPEN
from portal.followups.plan import Plan
from portal.followups.starting import schedule_of
from portal.followups.store import FollowUp
from portal.work import Work

PUT_OFF = timedelta(hours=1)  # when a plan that could not be released is tried again
SPREAD = 300  # seconds over which a crowd of the same hour is reminded


class _Step(NamedTuple):
    """What the hour brings to one follow-up: a form to open, or none, and when it is due next."""

    followup: FollowUp
    form: dict[str, Any] | None
    next_at: datetime | None
    times: int | None


def release_due(work: Work) -> int:
    """Open the forms whose hour has come; returns how many follow-ups were due, at most one batch."""
    return batches.each(
        work,
        batches.to_release,
        lambda ones, count: _release(work, ones, crowd=count == batches.MOST),
        lambda one: _put_off(work, one),
    )


def _put_off(work: Work, one: FollowUp) -> None:
    store.change_followup(work, one.id, next_at=work.now + PUT_OFF)
    journal.write(work, record_named(one.account_id), "ticker", "release_failed", one.id)


def _release(work: Work, due: Sequence[FollowUp], *, crowd: bool) -> None:
    steps = [_step(work, one, crowd=crowd) for one in due]
    opened = batches.open_forms(work, [step.form for step in steps if step.form])
    moved = []
    for step in steps:
        released = step.followup.released + (step.form is not None and step.form["id"] in opened)
        over = step.times is not None and released >= step.times
        moved.append((step.followup.id, released, None if over else step.next_at))
    batches.move_on(work, moved)


def _step(work: Work, one: FollowUp, *, crowd: bool) -> _Step:
    """Open what is due, unless its window is over or the next one is due as well: nobody is asked for yesterdays."""
    plan, due_at = schedule_of(one), one.next_at or work.now
    window = timedelta(minutes=plan.window)
    if due_at + window <= work.now:  # all was down for long: on to what can still be filled in
        return _Step(one, None, plan.after(work.now - window, one.zone), plan.times)
    next_at = plan.after(due_at, one.zone)
    if next_at is not None and next_at <= work.now:
        return _Step(one, None, next_at, plan.times)
    form = {
        "id": work.chance.dated_name(work.now), "followup_id": one.id, "account_id": one.account_id, "state": OPEN,
        "questionnaire_id": one.questionnaire_id, "due_at": due_at, "closes_at": due_at + window, "reminded": 0,
        "remind_at": _first_reminder(work, plan, one, due_at, crowd=crowd),
    }  # fmt: skip
    return _Step(one, form, next_at, plan.times)


def _first_reminder(
    work: Work, plan: Plan, one: FollowUp, due_at: datetime, *, crowd: bool
) -> datetime | None:
    """Return when the patient is told: never before the hour, out of quiet hours, while the form is open."""
    spread = timedelta(seconds=place(one.id) if crowd else 0)
    at = plan.hushed(max(due_at + spread, work.now), one.zone)
    return at if at < due_at + timedelta(minutes=plan.window) else None


def place(followup_id: str) -> int:
    """Return a follow-up's own place within the spread, in seconds: always the same."""
    return int.from_bytes(hashlib.blake2b(followup_id.encode(), digest_size=4).digest()) % SPREAD
