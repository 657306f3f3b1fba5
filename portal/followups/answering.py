"""The forms of the day: which can be filled in, answers taken once, and given to whoever may read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from portal import authorisations, vault
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.followups import alerts, parents, store, whose
from portal.followups.alerts import Alarm, Judged
from portal.followups.attachments import attached
from portal.followups.model import OPEN, SENT
from portal.followups.starting import schedule_of
from portal.followups.store import Occurrence
from portal.questionnaires import dumps, loads
from portal.work import Work

CONTEXT = "response"
PARENT = (
    "RelatedPerson/"  # how a response names the parent who filled it in (R4 QuestionnaireResponse.author)
)


class FormClosed(Refused):
    """The window of this form is over; facts: title."""


class FormAlreadySent(Refused):
    """The form has been sent already: it counts once.

    Facts, where another parent of the child sent it: response_id, at, by (her account), alarm (of the answers that
    came second: what they mean to the care team's rules is told as if they had been first).
    """


class FilesGone(Refused):
    """A file of the answers is no longer kept: it waited for too long."""


@dataclass(frozen=True)
class Due:
    """A form that can be filled in now."""

    occurrence_id: str
    questionnaire_id: str
    title: str
    closes_at: datetime
    reading_hours: str
    phone: str
    silence: int | None = None  # so many forms in a row without an answer, and the care team is told
    subject: str = ""  # what a conversation about it is about


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
    found = store.open_occurrences(work, access.whose)
    titles = store.titles(work, [o.questionnaire_id for o in found])
    return [_due(work, one, titles[one.questionnaire_id][0]) for one in found]


def _due(work: Work, one: Occurrence, title: str) -> Due:
    followup = store.get_followup(work, one.followup_id)
    plan = schedule_of(followup) if followup else None
    said = (plan.reading_hours, plan.phone, plan.silence) if plan else ("", "", None)
    return Due(one.id, one.questionnaire_id, title, one.closes_at, *said, whose.subject(one))


def due_now(work: Work, account_id: str, begun: Collection[str] = ()) -> int:
    """Return how many forms wait to be filled in, her children's too: a number says nothing of their content.

    `begun`: the occurrences of those she is offered to go on with anyway.
    """
    carnets = authorisations.carnets_of(work, account_id, Right.FILL_IN)
    records = (account_id, *map(authorisations.carnet_record, carnets))
    return sum(one.id not in begun for record in records for one in store.open_occurrences(work, record))


def next_due(work: Work, access: Access) -> datetime | None:
    """Return when the next form of this record comes."""
    access.must(Right.FILL_IN, Right.READ)
    return store.next_due(work, access.whose)


def last_response(work: Work, access: Access, occurrence_id: str) -> dict[str, Any] | None:
    """Return what was answered last time in the same follow-up, whoever sent it."""
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    found = store.responses_of(work, access.whose, one.followup_id, 1) if one else []
    return loads(work.keys.open(CONTEXT, found[0].sealed)) if found else None


def submit(
    work: Work, access: Access, occurrence_id: str, resource: Mapping[str, Any]
) -> Response | FormClosed | FormAlreadySent | FilesGone:
    """Take the answers of a form, once; the resource names the version of the form it answers, and its files.

    What they mean to the care team's rules is decided and told with them, or nothing of it happens.
    """
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    if one is None or one.account_id != access.whose or (one.closes_at <= work.now and one.state == OPEN):
        return FormClosed()
    files = attached(resource)
    if not vault.stand(work, access.record, files):
        return FilesGone()
    judged = alerts.judge(work, one, resource)
    if not store.mark_sent(work, occurrence_id):
        return _not_open(work, access, occurrence_id, judged)
    late = _late(work, one)
    store.heard(work, one.followup_id)
    stored = _store(work, one, resource, late=late)
    vault.claim(work, access.record, files)
    access.journal(work, "form_sent", occurrence_id)
    alarm = alerts.raise_held(work, one, judged)
    new, form = stored["id"], one.questionnaire_id
    if whose.is_child(one.account_id):
        parents.tell_others(work, access, one, new)
    return Response(new, one.followup_id, work.now, late, stored, form, one.id, alarm)


def _not_open(
    work: Work, access: Access, occurrence_id: str, judged: Judged | None
) -> FormClosed | FormAlreadySent:
    """Say why a form cannot be sent any more: another device, or another parent, may have sent it meanwhile."""
    now = store.get_occurrence(work, occurrence_id)
    if now is None or now.state != SENT:
        return FormClosed()
    first = store.response_to(work, occurrence_id) if whose.is_child(now.account_id) else None
    if first is None:
        return FormAlreadySent()
    access.journal(work, "form_sent_second", occurrence_id)
    alarm = alerts.raise_held(work, now, judged)
    by = sender_of(loads(work.keys.open(CONTEXT, first.sealed)))
    return FormAlreadySent(response_id=first.id, at=first.authored_at, by=by, alarm=alarm)


def sender_of(resource: Mapping[str, Any]) -> str | None:
    """Return the account of the parent who filled in a response for a child."""
    author = str(resource.get("author", {}).get("reference", ""))
    return author.removeprefix(PARENT) if author.startswith(PARENT) else None


def said_of(access: Access) -> dict[str, Any]:
    """Return whom a response is about and who gives it, as FHIR names them: a child's is given by a parent."""
    subject = {"reference": f"Patient/{access.subject_id}"}
    if not whose.is_child(access.whose):
        return {"subject": subject}
    parent = {"reference": f"{PARENT}{access.reader_id}"}
    return {"subject": subject, "author": parent, "source": parent}


def _store(work: Work, one: Occurrence, resource: Mapping[str, Any], *, late: bool) -> dict[str, Any]:
    """Seal a response under an id of its own; returns the resource as it is kept."""
    new = work.chance.name()
    stored = _named(work, one, {"resourceType": "QuestionnaireResponse", "id": new, **resource})
    store.add_response(
        work,
        {
            "id": new,
            "occurrence_id": one.id,
            "followup_id": one.followup_id,
            "account_id": one.account_id,
            "questionnaire_id": one.questionnaire_id,
            "authored_at": work.now,
            "late": late,
            "sealed": work.keys.seal(CONTEXT, dumps(stored).encode()),
        },
    )
    return stored


def _named(work: Work, one: Occurrence, stored: dict[str, Any]) -> dict[str, Any]:
    """Return the response with the version it answers: a form without url or version is known by its digest."""
    if "|" in stored.get("questionnaire", ""):
        return stored
    _title, url, version = store.titles(work, [one.questionnaire_id])[one.questionnaire_id]
    return {**stored, "questionnaire": f"{url}|{version}"}


def _late(work: Work, one: Occurrence) -> bool:
    """Tell whether a form is sent later than its plan allows; never, where it says nothing of it."""
    followup = store.get_followup(work, one.followup_id)
    plan = schedule_of(followup) if followup else None
    after = (plan.late_after or plan.nudge_after) if plan else None
    return after is not None and work.now > one.due_at + timedelta(minutes=after)


def responses(work: Work, access: Access, followup_id: str | None = None) -> list[Response]:
    """Return the responses of a record, the newest first."""
    access.must(Right.READ)
    found = store.responses_of(work, access.whose, followup_id)
    access.journal(work, "responses_read", followup_id or "")
    return [opened(work, one) for one in found]


def opened(work: Work, found: Any) -> Response:
    """Return a response as it is read, of a row as the store gives it."""
    resource = loads(work.keys.open(CONTEXT, found.sealed))
    return Response(found.id, found.followup_id, found.authored_at, found.late, resource, found.questionnaire_id,
                    found.occurrence_id)  # fmt: skip
