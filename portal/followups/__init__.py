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
from portal.followups.plan_file import WEEKDAYS, PlanInvalid
from portal.followups.releasing import close_over, release_due, still_due
from portal.followups.starting import FollowUpUnknown, listed, questionnaire, revise, source, start, stop
from portal.followups.store import FollowUp

__all__ = [
    "WEEKDAYS", "Due", "FollowUp", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "PlanInvalid", "Response",
    "close_over", "due", "due_now", "last_response", "listed", "next_due", "questionnaire", "release_due", "responses",
    "revise", "source", "start", "still_due", "stop", "submit",
]  # fmt: skip
