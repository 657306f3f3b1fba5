"""A record's follow-ups as one FHIR Bundle: forms with plans as CarePlan, or with responses and alerts as DetectedIssue.

DetectedIssue says what Flag cannot: how grave, found when, on which response, and what was done about it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from bot.fhir.careplan import Listed, care_plan
from portal.followups import AlertRead, Response

SEVERITIES = {"high": "high", "medium": "moderate", "low": "low"}


class Read(NamedTuple):
    """What was read of a record: its responses, the versions of their forms by id, its alerts."""

    subject_id: str
    responses: list[Response]
    forms: Mapping[str, dict[str, Any]]
    alerts: list[AlertRead]


def bundle(read: Read, now: datetime) -> dict[str, Any]:
    """Return a Bundle of type collection; each response names a form that is in it."""
    resources = [
        *({**form, "id": number} for number, form in read.forms.items()),
        *(one.resource for one in read.responses),
        *issues(read),
    ]
    return collection(resources, now)


def plans(listed: Listed, now: datetime) -> dict[str, Any]:
    """Return a Bundle of type collection: the forms of follow-ups, and a CarePlan for each of these."""
    resources = [
        *({**form, "id": number} for number, form in listed.forms.items()),
        *(
            care_plan(one, title, how, listed.forms[one.questionnaire_id], now)
            for one, title, how in listed.followups
        ),
    ]
    return collection(resources, now)


def collection(resources: Iterable[Mapping[str, Any]], now: datetime) -> dict[str, Any]:
    """Return these resources as a Bundle."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(timespec="seconds"),
        "entry": [
            {"fullUrl": full_url(one["resourceType"], one["id"]), "resource": one} for one in resources
        ],
    }


def full_url(kind: str, number: str) -> str:
    """Return an address that is the same in every bundle (R4 Bundle: absolute, and of no version)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'masante:{kind}/{number}')}"


def issues(read: Read) -> Iterable[dict[str, Any]]:
    """Yield the alerts that were read, each with the response it came of."""
    sent = {one.occurrence_id: one.id for one in read.responses}
    for alert in read.alerts:
        yield _issue(alert, read.subject_id, sent.get(alert.occurrence_id or ""))


def _issue(alert: AlertRead, subject_id: str, response_id: str | None) -> dict[str, Any]:
    issue: dict[str, Any] = {
        "resourceType": "DetectedIssue",
        "id": alert.id,
        "status": "preliminary" if alert.kind == "unjudged" else "final",
        "code": {"text": alert.kind},
        "severity": SEVERITIES[alert.severity],
        "patient": {"reference": f"Patient/{subject_id}"},
        "identifiedDateTime": alert.raised_at.isoformat(timespec="seconds"),
    }
    if response_id:
        issue["implicated"] = [{"reference": full_url("QuestionnaireResponse", response_id)}]
    if alert.when:
        issue["evidence"] = [{"code": [{"text": alert.when}]}]
    if alert.text:
        issue["detail"] = alert.text
    if alert.acknowledged_at:
        issue["mitigation"] = [_mitigation(alert, alert.acknowledged_at)]
    return issue


def _mitigation(alert: AlertRead, at: datetime) -> dict[str, Any]:
    done = {"action": {"text": "acknowledged"}, "date": at.isoformat(timespec="seconds")}
    kind, _, number = (alert.acknowledged_by or "").partition(":")
    return {**done, "author": {"reference": f"Practitioner/{number}"}} if kind == "professional" else done
