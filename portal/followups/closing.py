"""Forms close when their window is over; those left without an answer in a row are counted."""

from collections.abc import Sequence

from portal import accounts, bookmarks, journal
from portal.authorisations import patient_record
from portal.followups import alerts, batches, store
from portal.followups.model import CLOSED
from portal.followups.starting import plan_of, schedule_of
from portal.followups.store import FollowUp, Occurrence
from portal.mailroom import outbox
from portal.mailroom.outbox import Row
from portal.work import Work


def close_over(work: Work) -> int:
    """Close the forms whose window has passed; returns how many, at most one batch."""
    return batches.each(
        work, batches.to_close, lambda ones, _count: _close(work, ones), lambda one: _just_close(work, one)
    )


def _just_close(work: Work, one: Occurrence) -> None:
    store.change_occurrence(work, one.id, state=CLOSED, remind_at=None)
    journal.write(work, patient_record(one.account_id), "ticker", "closing_failed", one.id)


def _close(work: Work, due: Sequence[Occurrence]) -> None:
    batches.close(work, [one.id for one in due])
    followups = batches.followups(work, (one.followup_id for one in due))
    counted = [one for one in due if _counts(one, followups[one.followup_id])]
    for turn in batches.turns(counted):
        silent = batches.count_silence(work, [one.followup_id for one in turn])
        for one in turn:
            _tell_team(work, followups[one.followup_id], one, silent[one.followup_id])
    _tell_who_had_begun(work, due, followups)


def _counts(one: Occurrence, followup: FollowUp) -> bool:
    """Tell whether a form without an answer is a silence: not while it is paused or stopped."""
    paused = followup.paused_until is not None and followup.paused_until > one.closes_at
    return followup.stopped_at is None and not paused


def _tell_team(work: Work, followup: FollowUp, one: Occurrence, silent: int) -> None:
    if silent == schedule_of(followup).silence:
        alerts.silent(work, followup, plan_of(work.keys, followup), one.id)


def _tell_who_had_begun(work: Work, due: Sequence[Occurrence], followups: dict[str, FollowUp]) -> None:
    """Tell who was filling in that the time is over, unless it is night for her: then her next tap tells."""
    chats = accounts.reachable(work, {one.account_id for one in due})
    forms = {one.id: one for one in due}
    rows = []
    for mark, chat, subject in batches.begun(work, chats.values(), forms):
        one = forms[subject]
        followup = followups[one.followup_id]
        if schedule_of(followup).hushed(work.now, followup.zone) == work.now:
            place = bookmarks.place(mark)  # the conversation's own: what it says next replaces it
            told = Row("telegram", chat, "form_closed", {}, place, one.account_id, f"over:{subject}")
            rows.append(told)
    outbox.put_many(work, rows)
