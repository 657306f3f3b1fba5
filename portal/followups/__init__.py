"""Follow-ups: which form is due for whom and when, and what was answered."""

from portal.followups.plan import PlanInvalid
from portal.followups.service import (
    Due,
    FollowUpUnknown,
    FormAlreadySent,
    FormClosed,
    Response,
    close_over,
    due,
    due_now,
    last_response,
    listed,
    next_due,
    questionnaire,
    release_due,
    responses,
    start,
    still_due,
    stop,
    submit,
)

__all__ = [
    "Due", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "PlanInvalid", "Response", "close_over", "due", "due_now",
    "last_response", "listed", "next_due", "questionnaire", "release_due", "responses", "start", "still_due",
    "stop", "submit",
]  # fmt: skip
