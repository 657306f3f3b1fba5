"""The rhythm of who is reminded: her hours, a pause, her time zone; and a reminder that comes later."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from portal import accounts, authorisations
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.followups import store
from portal.followups.model import OPEN
from portal.followups.plan import Plan
from portal.followups.reminding import MOST
from portal.followups.starting import FollowUpUnknown, schedule_of
from portal.followups.store import FollowUp, Occurrence
from portal.followups.whose import is_child
from portal.work import Work

TINY = timedelta(microseconds=1)
LAST_MOMENT = timedelta(minutes=15)  # before a form closes: nobody is reminded so late
EVENING, MORNING = time(20), time(9)


class ReminderTooLate(Refused):
    """The form will not be reminded of again: it is over, its reminders are used up, or the hour does not fit."""


class ZoneUnknown(Refused):
    """No time zone has this name; facts: zone."""


@dataclass(frozen=True)
class Rhythm:
    """When the forms of a follow-up come: local hours of its zone, and the next one."""

    followup_id: str
    title: str
    plan: Plan
    next_at: datetime | None
    paused_until: datetime | None
    child: bool = False  # it is a child's: who is reminded is her parent


def rhythms(work: Work, access: Access) -> list[Rhythm]:
    """Return the rhythm of each follow-up of this record that is not over."""
    _hold(access)
    going = [f for f in store.followups_of(work, access.whose) if f.stopped_at is None]
    going = [f for f in going if f.next_at is not None or f.pause_at(work.now)]
    titles = store.titles(work, [f.questionnaire_id for f in going])
    return [
        Rhythm(
            f.id,
            titles[f.questionnaire_id][0],
            schedule_of(f),
            f.next_at,
            f.pause_at(work.now),
            is_child(f.account_id),
        )
        for f in going
    ]


def change_hours(
    work: Work, access: Access, followup_id: str, hours: Sequence[str]
) -> FollowUpUnknown | None:
    """Have the forms of a follow-up come at these local hours (`HH:MM`) from now on."""
    return _change(work, access, followup_id, "hours_changed", hours=json.dumps(sorted(set(hours))))


def pause(work: Work, access: Access, followup_id: str, until: date) -> FollowUpUnknown | None:
    """Ask nothing before the local day `until`; what is open stays open, and nobody is reminded of it."""
    one = store.get_followup(work, followup_id)
    end = datetime.combine(until, time(), ZoneInfo(one.zone)) if one else work.now
    return _change(work, access, followup_id, "paused", paused_until=end)


def end_pause(work: Work, access: Access, followup_id: str) -> FollowUpUnknown | None:
    """Ask again from now on."""
    return _change(work, access, followup_id, "pause_ended", paused_until=None)


def set_timezone(work: Work, access: Access, zone: str) -> AccountUnknown | ZoneUnknown | None:
    """Have a patient live in another time zone (IANA name): the hours of what she is reminded of are those of that zone."""
    access.must(Right.FOLLOW)
    if zone not in available_timezones():
        return ZoneUnknown(zone=zone)
    unknown = accounts.set_timezone(work, access.account_id, zone)
    if unknown is None:
        held = authorisations.carnets_of(work, access.account_id, Right.HOLD)
        for whose in (access.account_id, *map(authorisations.carnet_record, held)):
            move(work, whose, zone)
        access.journal(work, "timezone_changed", why=zone)
    return unknown


def move(work: Work, whose: str, zone: str) -> None:
    """Have the hours of all follow-ups of somebody that are not over be meant in this time zone."""
    for one in store.followups_of(work, whose):
        if one.stopped_at is None:
            _apply(work, one.id, {"zone": zone})


def _hold(access: Access) -> None:
    """Hold the caller to the right of who is reminded: a child's rhythm is for the parent who holds the carnet."""
    access.must(*((Right.HOLD,) if is_child(access.whose) else (Right.FILL_IN, Right.HOLD)))


def _change(
    work: Work, access: Access, followup_id: str, action: str, **values: Any
) -> FollowUpUnknown | None:
    _hold(access)
    found = store.get_followup(work, followup_id)
    if found is None or found.account_id != access.whose or found.stopped_at is not None:
        return FollowUpUnknown()
    _apply(work, followup_id, values)
    access.journal(work, action, followup_id)
    work.wake("ticker")
    return None


def _apply(work: Work, followup_id: str, values: dict[str, Any]) -> None:
    held = store.hold_followup(work, followup_id)
    if held is not None:
        changed = held._replace(**values)
        store.change_followup(work, followup_id, **values, next_at=_next(work, changed))


def begin_again(work: Work, followup_id: str) -> None:
    """Have a follow-up that was stopped go on, at the hours it had."""
    _apply(work, followup_id, {"stopped_at": None})


def _next(work: Work, one: FollowUp) -> datetime | None:
    """Return when the next form is due: today's only if the day has not had it, in place of one not yet opened."""
    plan = schedule_of(one)
    if plan.times is not None and one.released >= plan.times:
        return None
    if paused_until := one.pause_at(work.now):
        return plan.after(paused_until - TINY, one.zone)
    zone = ZoneInfo(one.zone)
    today = work.now.astimezone(zone).date()
    begins, ends = (datetime.combine(today + timedelta(days=n), time(), zone) for n in (0, 1))
    had = store.opened_between(work, one, begins, ends)
    still = work.now - timedelta(minutes=plan.window)  # what was due then closes now
    left = [due for due in plan.dues_on(today, one.zone)[had:] if due > still]
    return left[0] if left else plan.after(ends - TINY, one.zone)


def snoozes(work: Work, access: Access, occurrence_id: str) -> dict[str, datetime]:
    """Return when she may be reminded again of an open form, in her zone: `hour`, `tonight`, `tomorrow`, if they fit."""
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    followup = store.get_followup(work, one.followup_id) if one else None
    if one is None or followup is None or followup.pause_at(work.now) or not _hers(work, access, one):
        return {}
    local = work.now.astimezone(ZoneInfo(followup.zone))
    tomorrow = local.date() + timedelta(days=1)
    offered = {
        "hour": (work.now + timedelta(hours=1)).astimezone(local.tzinfo),
        "tonight": datetime.combine(local.date(), EVENING, local.tzinfo),
        "tomorrow": datetime.combine(tomorrow, MORNING, local.tzinfo),
    }
    plan, latest = schedule_of(followup), one.closes_at - LAST_MOMENT
    return {
        name: at for name, at in offered.items()
        if work.now < at <= latest and plan.hushed(at, followup.zone) == at
    }  # fmt: skip


def snooze(work: Work, access: Access, occurrence_id: str, choice: str) -> datetime | ReminderTooLate:
    """Remind of an open form once more, later; returns when."""
    at = snoozes(work, access, occurrence_id).get(choice)
    if at is None:
        return ReminderTooLate()
    store.change_occurrence(work, occurrence_id, remind_at=at)
    access.journal(work, "reminder_put_off", occurrence_id)
    return at


def _hers(work: Work, access: Access, one: Occurrence) -> bool:
    mine = one.account_id == access.whose
    return mine and one.state == OPEN and one.closes_at > work.now and one.reminded < MOST
