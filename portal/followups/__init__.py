"""Follow-ups: which form is due for whom and when, and what was answered."""

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
from portal.followups.plan_file import WEEKDAYS, PlanInvalid
from portal.followups.releasing import close_over, release_due, still_due
from portal.followups.starting import FollowUpUnknown, listed, questionnaire, start, stop
from portal.followups.store import FollowUp

__all__ = [
    "WEEKDAYS", "Due", "FilesGone", "FollowUp", "FollowUpUnknown", "FormAlreadySent", "FormClosed", "PlanInvalid",
    "Response", "attachment", "attachment_broken", "close_over", "due", "due_now", "last_response", "listed", "next_due",
    "questionnaire", "release_due", "responses", "start", "still_due", "stop", "submit",
]  # fmt: skip
