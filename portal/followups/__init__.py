"""Follow-ups: which form is due for whom and when, and what was answered."""

from portal.followups.answering import (
    Due,
    FormAlreadySent,
    FormClosed,
    Response,
    due,
    due_now,
    last_response,
    next_due,
    responses,
    submit,
)
from portal.followups.closing import close_over
from portal.followups.plan_file import WEEKDAYS, PlanInvalid
from portal.followups.releasing import release_due
from portal.followups.reminding import not_reached, remind_due, reminder_slot, still_due
from portal.followups.rhythm import (
    ReminderTooLate,
    Rhythm,
    change_hours,
    end_pause,
    pause,
    rhythms,
    set_timezone,
    snooze,
    snoozes,
)
from portal.followups.starting import FollowUpUnknown, listed, questionnaire, schedule_of, start, stop
from portal.followups.store import FollowUp

__all__ = [
    "WEEKDAYS", "Due", "FollowUp", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "PlanInvalid", "ReminderTooLate",
    "Response", "Rhythm", "change_hours", "close_over", "due", "due_now", "end_pause", "last_response", "listed",
    "next_due", "not_reached", "pause", "questionnaire", "release_due", "remind_due", "reminder_slot", "responses",
    "rhythms", "schedule_of", "set_timezone", "snooze", "snoozes", "start", "still_due", "stop", "submit",
]  # fmt: skip
