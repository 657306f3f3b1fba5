"""Forms close when their window is over; those left without an answer in a row are counted."""

from collections.abc import Sequence

from portal import accounts, bookmarks, journal
from portal.authorisations import record_named
from portal.followups import alerts, batches, store, whose
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
    journal.write(work, record_named(one.account_id), "ticker", "closing_failed", one.id)


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
    return followup.stopped_at is None and followup.pause_at(one.closes_at) is None


def _tell_team(work: Work, followup: FollowUp, one: Occurrence, silent: int) -> None:
    if silent == schedule_of(followup).silence:
        alerts.silent(work, followup, plan_of(work.keys, followup), one.id)


def _tell_who_had_begun(work: Work, due: Sequence[Occurrence], followups: dict[str, FollowUp]) -> None:
    """Tell who was filling in that the time is over, unless it is night for her: then her next tap tells."""
    who = whose.filling(work, {one.account_id for one in due})
    chats = accounts.reachable(work, {each for several in who.values() for each in several})
    asked = {str(chat): account_id for account_id, chat in chats.items()}
    forms = {whose.subject(one): one for one in due}
    rows = []
    for mark, chat, subject in batches.begun(work, chats.values(), forms):
        one = forms[subject]
        followup = followups[one.followup_id]
        if schedule_of(followup).hushed(work.now, followup.zone) == work.now:
            place = bookmarks.place(mark)  # the conversation's own: what it says next replaces it
            rows.append(Row("telegram", chat, "form_closed", {}, place, asked[chat], f"over:{one.id}:{mark}"))
    outbox.put_many(work, rows)
