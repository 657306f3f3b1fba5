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
from portal.followups.starting import FollowUpUnknown, listed, questionnaire, start, stop
from portal.followups.store import FollowUp
from portal.followups.trends import MOST_FORMS, Point, Series, Trends, trends

__all__ = [
    "MOST_FORMS", "WEEKDAYS", "Due", "FollowUp", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "Opened", "Page",
    "PlanInvalid", "Point", "Reading", "Response", "ResponseUnknown", "SentForm", "Series", "Trends",
    "close_over", "due", "due_now", "history", "last_response", "listed", "next_due", "open_response",
    "questionnaire", "readings", "release_due", "responses", "start", "still_due", "stop", "submit", "trends",
]  # fmt: skip
