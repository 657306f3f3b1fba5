"""Follow-ups: which form is due for whom and when, and what was answered."""

from portal.followups.acknowledging import (
    AlertAcknowledged,
    AlertRead,
    AlertUnknown,
    Standing,
    acknowledge,
    acknowledge_all,
    count_alerts,
    read_alerts,
    standing_alerts,
    still_standing,
)
from portal.followups.adherence import Adherence, adherence
from portal.followups.alerts import Alarm, endangered
from portal.followups.answering import (
    Due,
    FilesGone,
    FormAlreadySent,
    FormClosed,
    Response,
    due,
    due_now,
    last_response,
    next_due,
    responses,
    said_of,
    sender_of,
    submit,
)
from portal.followups.attachments import attachment, attachment_broken
from portal.followups.calling import phones
from portal.followups.closing import close_over
from portal.followups.history import (
    Opened,
    Page,
    Reading,
    ResponseUnknown,
    SentForm,
    history,
    open_response,
    readings,
)
from portal.followups.leaving import Running, hand_on, running, stop_all, stopped_at, take_up, watching
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
from portal.followups.signs import acted
from portal.followups.starting import (
    FollowUpUnknown,
    followed,
    listed,
    questionnaire,
    revise,
    schedule_of,
    source,
    start,
    stop,
    versions,
)
from portal.followups.stops import FEWEST, MONTH, Stops, count_stops, stops
from portal.followups.store import FollowUp
from portal.followups.telling import bounced, tell_due
from portal.followups.trends import MOST_FORMS, Point, Series, Trends, trends
from portal.followups.whose import (
    occurrence_of,
    record_of_followup,
    record_of_form,
    record_of_response,
    reminded,
)

__all__ = [
    "FEWEST", "MONTH", "MOST_FORMS", "WEEKDAYS", "Adherence", "Alarm", "AlertAcknowledged", "AlertRead", "AlertUnknown",
    "Due", "FilesGone", "FollowUp", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "Opened", "Page", "PlanInvalid",
    "Point", "Reading", "ReminderTooLate", "Response", "ResponseUnknown", "Rhythm", "Running", "SentForm", "Series",
    "Standing", "Stops", "Trends", "acknowledge", "acknowledge_all", "acted", "adherence", "attachment",
    "attachment_broken",
    "bounced", "change_hours", "close_over", "count_alerts", "count_stops", "due", "due_now", "end_pause", "endangered",
    "followed", "hand_on", "history", "last_response", "listed", "next_due", "not_reached", "occurrence_of",
    "open_response", "pause", "phones", "questionnaire", "read_alerts", "readings", "record_of_followup", "record_of_form",
    "record_of_response", "release_due", "remind_due", "reminded", "reminder_slot", "responses", "revise", "rhythms",
    "running", "said_of", "schedule_of", "sender_of", "set_timezone", "snooze", "snoozes", "source", "standing_alerts",
    "start", "still_due", "still_standing", "stop", "stop_all", "stopped_at", "stops", "submit", "take_up", "tell_due",
    "trends", "versions", "watching",
]  # fmt: skip
