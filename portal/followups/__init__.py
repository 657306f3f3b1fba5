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
from portal.followups.alerts import Alarm
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
    submit,
)
from portal.followups.attachments import attachment, attachment_broken
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
from portal.followups.plan_file import WEEKDAYS, PlanInvalid
from portal.followups.releasing import close_over, release_due, still_due
from portal.followups.starting import FollowUpUnknown, listed, questionnaire, start, stop, versions
from portal.followups.store import FollowUp
from portal.followups.telling import bounced, tell_due
from portal.followups.trends import MOST_FORMS, Point, Series, Trends, trends

__all__ = [
    "MOST_FORMS", "WEEKDAYS", "Adherence", "Alarm", "AlertAcknowledged", "AlertRead", "AlertUnknown", "Due",
    "FilesGone", "FollowUp", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "Opened", "Page", "PlanInvalid",
    "Point", "Reading", "Response", "ResponseUnknown", "SentForm", "Series", "Standing", "Trends", "acknowledge",
    "acknowledge_all", "adherence", "attachment", "attachment_broken", "bounced", "close_over", "count_alerts",
    "due", "due_now", "history", "last_response", "listed", "next_due", "open_response", "questionnaire",
    "read_alerts", "readings", "release_due", "responses", "standing_alerts", "start", "still_due",
    "still_standing", "stop", "submit", "tell_due", "trends", "versions",
]  # fmt: skip
