"""Patients, and parents for a child, are told that there is something to fill in: at their hour, once more, never what."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal import accounts, journal
from portal.authorisations import record_named
from portal.followups import batches, store, whose
from portal.followups.model import OPEN
from portal.followups.plan import Plan
from portal.followups.starting import schedule_of
from portal.followups.store import FollowUp, Occurrence
from portal.mailroom import outbox
from portal.mailroom.outbox import Row
from portal.work import Work

MOST = 3  # reminders of one form, those she asked for included


class _Told(NamedTuple):
    """What comes of one form that is to be reminded of: how often it was, when it is next, and what leaves."""

    occurrence: Occurrence
    reminded: int
    remind_at: datetime | None
    row: Row | None = None
    unreached: bool = False


def remind_due(work: Work) -> int:
    """Write the reminders whose instant has come into the outbox; returns how many forms were due, one batch."""
    return batches.each(
        work, batches.to_remind, lambda ones, _count: _remind(work, ones), lambda one: _give_up(work, one)
    )


def _give_up(work: Work, one: Occurrence) -> None:
    store.change_occurrence(work, one.id, remind_at=None)
    journal.write(work, record_named(one.account_id), "ticker", "reminder_failed", one.id)


def _remind(work: Work, due: Sequence[Occurrence]) -> None:
    followups = batches.followups(work, (one.followup_id for one in due))
    who = whose.reminded(work, {one.account_id for one in due})
    chats = accounts.reachable(work, set(who.values()))
    told = [_told(work, one, followups[one.followup_id], who.get(one.account_id), chats) for one in due]
    outbox.put_many(work, [one.row for one in told if one.row])
    batches.remind_next(work, [(one.occurrence.id, one.reminded, one.remind_at) for one in told])
    _otherwise(work, [followups[one.occurrence.followup_id] for one in told if one.unreached], who)
    back = {one.occurrence.followup_id for one in told if one.row}
    batches.unreached(work, [one for one in back if followups[one].unreached_at], None)


def _told(
    work: Work, one: Occurrence, followup: FollowUp, who: str | None, chats: Mapping[str, int]
) -> _Told:
    plan, chat = schedule_of(followup), chats.get(who or "")
    if not _applies(work, one, followup):
        return _Told(one, one.reminded, None)
    awake = plan.hushed(work.now, followup.zone)
    if awake > work.now:
        return _Told(one, one.reminded, awake if awake < one.closes_at else None)
    if chat is None:
        return _Told(one, one.reminded, None, unreached=followup.unreached_at is None)
    number = one.reminded + 1
    row = Row(
        "bulk", str(chat), "form_due", facts(one, followup, plan, work.now), slot=reminder_slot(one.id),
        account_id=who, key=f"due:{one.id}:{number}", expires_at=one.closes_at,
    )  # fmt: skip
    return _Told(one, number, _nudge(work, plan, one, followup.zone) if number < MOST else None, row)


def _applies(work: Work, one: Occurrence, followup: FollowUp) -> bool:
    """Tell whether somebody may be reminded of this form: open, and its follow-up neither stopped nor paused."""
    return (
        one.state == OPEN and one.closes_at > work.now and followup.stopped_at is None
        and followup.pause_at(work.now) is None and one.reminded < MOST
    )  # fmt: skip


def _nudge(work: Work, plan: Plan, one: Occurrence, zone: str) -> datetime | None:
    if plan.nudge_after is None:
        return None
    at = plan.hushed(one.due_at + timedelta(minutes=plan.nudge_after), zone)
    return at if work.now < at < one.closes_at else None


def reminder_slot(occurrence_id: str) -> str:
    """Return the place in the chat where the reminder of a form stands."""
    return f"due:{occurrence_id}"


def facts(one: Occurrence, followup: FollowUp, plan: Plan, now: datetime) -> dict[str, Any]:
    """Return what a reminder says: that there is something, until when; nothing of what."""
    zone = ZoneInfo(followup.zone)
    again = one.reminded > 0
    # Said beforehand: at the first form, when one was left out, and to who has not answered yet.
    warned = again or followup.silent > 0 or followup.released <= 1
    return {
        "occurrence_id": one.id,
        "again": again,
        "later": one.reminded + 1 < MOST,
        "until": one.closes_at.astimezone(zone).isoformat(),
        "today": one.closes_at.astimezone(zone).date() == now.astimezone(zone).date(),
        "silence": plan.silence if warned else None,
    }


def _otherwise(work: Work, unreached: Sequence[FollowUp], who: Mapping[str, str]) -> None:
    """Tell those who cannot be reached in the chat another way, once, as their plan says."""
    known = {who[one.account_id] for one in unreached if one.account_id in who}
    lost = accounts.lost(work, known) if known else set()
    gone = [one for one in unreached if who.get(one.account_id) in lost]
    ways: Mapping[str, str] = {who[one.account_id]: schedule_of(one).otherwise for one in gone}
    for account_id, way in ways.items():
        if way != "none":
            accounts.write_to(work, account_id, way, "out_of_reach", {"bot": work.policy.bot_username})
    batches.unreached(work, [one.id for one in gone], work.now)


def still_due(work: Work, occurrence_id: str) -> bool:
    """Tell whether a reminder about this form still makes sense; in quiet hours it comes back when they end."""
    one = store.get_occurrence(work, occurrence_id)
    followup = store.get_followup(work, one.followup_id) if one else None
    if one is None or followup is None or not _applies(work, one._replace(reminded=0), followup):
        return False
    if not accounts.reachable(work, list(whose.reminded(work, [one.account_id]).values())):
        return False
    awake = schedule_of(followup).hushed(work.now, followup.zone)
    if awake > work.now and awake < one.closes_at and one.reminded < MOST:
        store.change_occurrence(work, one.id, remind_at=awake)
    return awake == work.now


def not_reached(work: Work, occurrence_id: str) -> None:
    """Have whoever turned out to be unreachable in the chat told another way, at once."""
    one = store.get_occurrence(work, occurrence_id)
    if one is not None and one.state == OPEN:
        store.change_occurrence(work, one.id, remind_at=work.now)
