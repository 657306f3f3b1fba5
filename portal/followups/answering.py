"""The forms of the day: which can be filled in, answers taken once, and given to whoever may read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.followups import alerts, store
from portal.followups.alerts import Alarm
from portal.followups.model import OPEN, SENT
from portal.followups.starting import plan_of
from portal.followups.store import Occurrence
from portal.questionnaires import dumps, loads
from portal.work import Work

CONTEXT = "response"


class FormClosed(Refused):
    """The window of this form is over; facts: title."""


class FormAlreadySent(Refused):
    """The form has been sent already: it counts once."""


@dataclass(frozen=True)
class Due:
    """A form that can be filled in now."""

    occurrence_id: str
    questionnaire_id: str
    title: str
    closes_at: datetime
    reading_hours: str
    phone: str


@dataclass(frozen=True)
class Response:
    """A response as it is read: the FHIR resource is in `resource`; `alarm`: what she who just sent it must hear."""

    id: str
    followup_id: str
    authored_at: datetime
    late: bool
    resource: dict[str, Any] = field(repr=False)
    questionnaire_id: str = ""
    occurrence_id: str = ""
    alarm: Alarm | None = field(default=None, repr=False)


def due(work: Work, access: Access) -> list[Due]:
    """Return the forms this record can fill in now."""
    access.must(Right.FILL_IN)
    found = store.open_occurrences(work, access.account_id)
    titles = store.titles(work, [o.questionnaire_id for o in found])
    return [_due(work, one, titles[one.questionnaire_id][0]) for one in found]


def _due(work: Work, one: Occurrence, title: str) -> Due:
    followup = store.get_followup(work, one.followup_id)
    plan = plan_of(work.keys, followup) if followup else None
    reading, phone = (plan.reading_hours, plan.phone) if plan else ("", "")
    return Due(one.id, one.questionnaire_id, title, one.closes_at, reading, phone)


def due_now(work: Work, account_id: str) -> int:
    """Return how many forms wait to be filled in: a number says nothing of their content."""
    return len(store.open_occurrences(work, account_id))


def next_due(work: Work, access: Access) -> datetime | None:
    """Return when the next form of this record comes."""
    access.must(Right.FILL_IN)
    return store.next_due(work, access.account_id)


def last_response(work: Work, access: Access, occurrence_id: str) -> dict[str, Any] | None:
    """Return what the patient answered last time in the same follow-up."""
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    found = store.responses_of(work, access.account_id, one.followup_id, 1) if one else []
    return loads(work.keys.open(CONTEXT, found[0].sealed)) if found else None


def submit(
    work: Work, access: Access, occurrence_id: str, resource: Mapping[str, Any]
) -> Response | FormClosed | FormAlreadySent:
    """Take the answers of a form, once; the resource names the version of the form it answers.

    What they mean to the care team's rules is decided and told with them, or nothing of it happens.
    """
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    if (
        one is None
        or one.account_id != access.account_id
        or (one.closes_at <= work.now and one.state == OPEN)
    ):
        return FormClosed()
    judged = alerts.judge(work, one, resource)
    if not store.mark_sent(work, occurrence_id):
        now = store.get_occurrence(work, occurrence_id)  # another device may have sent it meanwhile
        return FormAlreadySent() if now and now.state == SENT else FormClosed()
    new = work.chance.name()
    stored = {"resourceType": "QuestionnaireResponse", "id": new, **resource}
    if "|" not in stored.get("questionnaire", ""):  # a form without url or version is known by its digest
        _title, url, version = store.titles(work, [one.questionnaire_id])[one.questionnaire_id]
        stored["questionnaire"] = f"{url}|{version}"
    store.add_response(
        work,
        {
            "id": new,
            "occurrence_id": occurrence_id,
            "followup_id": one.followup_id,
            "account_id": one.account_id,
            "questionnaire_id": one.questionnaire_id,
            "authored_at": work.now,
            "late": False,
            "sealed": work.keys.seal(CONTEXT, dumps(stored).encode()),
        },
    )
    access.journal(work, "form_sent", occurrence_id)
    alarm = alerts.raise_held(work, one, judged)
    return Response(new, one.followup_id, work.now, False, stored, one.questionnaire_id, one.id, alarm)


def responses(work: Work, access: Access, followup_id: str | None = None) -> list[Response]:
    """Return the responses of a record, the newest first."""
    access.must(Right.READ)
    found = store.responses_of(work, access.account_id, followup_id)
    access.journal(work, "responses_read", followup_id or "")
    return [
        Response(
            r.id, r.followup_id, r.authored_at, r.late, loads(work.keys.open(CONTEXT, r.sealed)),
            r.questionnaire_id, r.occurrence_id,
        )
        for r in found
    ]  # fmt: skip
