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
from portal.followups.starting import (
    FollowUpUnknown,
    listed,
    questionnaire,
    revise,
    source,
    start,
    stop,
    versions,
)
from portal.followups.store import FollowUp
from portal.followups.telling import bounced, tell_due

__all__ = [
    "WEEKDAYS", "Adherence", "Alarm", "AlertAcknowledged", "AlertRead", "AlertUnknown", "Due", "FollowUp",
    "FollowUpUnknown", "FormAlreadySent", "FormClosed", "PlanInvalid", "Response", "Standing", "acknowledge",
    "acknowledge_all", "adherence", "bounced", "close_over", "count_alerts", "due", "due_now", "last_response",
    "listed", "next_due", "questionnaire", "read_alerts", "release_due", "responses", "revise", "source",
    "standing_alerts", "start", "still_due", "still_standing", "stop", "submit", "tell_due", "versions",
]  # fmt: skip
