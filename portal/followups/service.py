"""Follow-ups: start one, release its forms when due, take the answers once, give them to whoever may read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal import accounts, journal
from portal.authorisations import Access, Right, patient_record
from portal.errors import Refused
from portal.followups import store
from portal.followups.model import OPEN, SENT
from portal.followups.plan import Plan, PlanInvalid, parse
from portal.followups.store import FollowUp, Occurrence
from portal.mailroom import outbox
from portal.questionnaires import Questionnaire, dumps, load, loads
from portal.work import Work

BATCH = 200
PUT_OFF = timedelta(hours=1)  # when a plan that could not be released is tried again
CONTEXT = "response"
_LOADED: dict[str, Questionnaire] = {}  # versions never change: loaded once for the life of the process
MOST_LOADED = 200


class FormClosed(Refused):
    """The window of this form is over; facts: title."""


class FormAlreadySent(Refused):
    """The form has been sent already: it counts once."""


class FollowUpUnknown(Refused):
    """No follow-up of this record has this id."""


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
    """A response as it is read: the FHIR resource is in `resource`."""

    id: str
    followup_id: str
    authored_at: datetime
    late: bool
    resource: dict[str, Any] = field(repr=False)


def start(
    work: Work, access: Access, source: str, raw_plan: Mapping[str, Any], professional_id: str | None
) -> str | PlanInvalid:
    """Start a follow-up with a form that has been checked; returns its id. The first form may be due at once."""
    access.must(Right.FOLLOW)
    zone = accounts.timezone_of(work, access.account_id)
    plan = parse(raw_plan, work.now.astimezone(ZoneInfo(zone)).date())
    if isinstance(plan, PlanInvalid):
        return plan
    next_at = plan.after(work.now - timedelta(minutes=plan.window), zone)
    if next_at is None:
        return PlanInvalid(key="until", why="past")
    new = work.chance.name()
    store.add_followup(
        work,
        {
            "id": new,
            "account_id": access.account_id,
            "questionnaire_id": _keep(work, source),
            "professional_id": professional_id,
            "plan": json.dumps(plan.to_json()),
            "zone": zone,
            "created_at": work.now,
            "released": 0,
            "next_at": next_at,
        },
    )
    access.journal(work, "followup_started", new)
    work.wake("ticker")
    return new


def _keep(work: Work, source: str) -> str:
    raw = json.loads(source)
    number = hashlib.sha256(source.encode()).hexdigest()
    values = {
        "id": number,
        "source": source,
        "created_at": work.now,
        "url": str(raw.get("url") or f"urn:sha256:{number}")[:300],
        "version": str(raw.get("version") or number[:12])[:60],
        "title": str(raw.get("title") or raw.get("name") or "")[:300],
    }
    store.keep_version(work, values)
    return number


def stop(work: Work, access: Access, followup_id: str) -> FollowUpUnknown | None:
    """Stop a follow-up: nothing more is asked, its open form closes."""
    access.must(Right.FOLLOW)
    found = store.get_followup(work, followup_id)
    if found is None or found.account_id != access.account_id:
        return FollowUpUnknown()
    store.stop(work, followup_id)
    access.journal(work, "followup_stopped", followup_id)
    return None


def listed(work: Work, access: Access) -> list[tuple[FollowUp, str]]:
    """Return the follow-ups of a record with the titles of their forms."""
    access.must(Right.READ, Right.FOLLOW)
    found = store.followups_of(work, access.account_id)
    titles = store.titles(work, [f.questionnaire_id for f in found])
    access.journal(work, "followups_listed")
    return [(f, titles[f.questionnaire_id][0]) for f in found]


def release_due(work: Work) -> int:
    """Open the forms whose hour has come and tell their patients; returns how many, at most one batch."""
    due = store.due_followups(work, BATCH)
    for one in due:
        try:
            with work.connection.begin_nested():
                _release(work, one)
        except Exception:  # one plan that breaks must not hold up the reminders of everybody else
            store.move_on(work, one.id, one.released, work.now + PUT_OFF)
            journal.write(work, patient_record(one.account_id), "ticker", "release_failed", one.id)
    return len(due)


def _release(work: Work, one: FollowUp) -> None:
    plan = Plan.from_json(json.loads(one.plan))
    due_at = one.next_at or work.now
    closes_at = due_at + timedelta(minutes=plan.window)
    released = one.released
    if closes_at > work.now:  # what was missed while everything was down is not asked any more
        new = work.chance.name()
        values = {"id": new, "followup_id": one.id, "account_id": one.account_id, "state": OPEN}
        opened = store.add_occurrence(
            work,
            {**values, "questionnaire_id": one.questionnaire_id, "due_at": due_at, "closes_at": closes_at},
        )
        released += opened
        if opened:
            _tell(work, one.account_id, new, closes_at)
    over = plan.times is not None and released >= plan.times
    store.move_on(work, one.id, released, None if over else plan.after(due_at, one.zone))


def _tell(work: Work, account_id: str, occurrence_id: str, closes_at: datetime) -> None:
    """Say that there is something to fill in: never what."""
    chat = accounts.reachable(work, [account_id]).get(account_id)
    if chat is not None:
        outbox.put(
            work, "bulk", str(chat), "form_due", {"occurrence_id": occurrence_id},
            account_id=account_id, key=f"due:{occurrence_id}", expires_at=closes_at,
        )  # fmt: skip


def still_due(work: Work, occurrence_id: str) -> bool:
    """Tell whether a reminder about this form still makes sense."""
    found = store.get_occurrence(work, occurrence_id)
    return found is not None and found.state == OPEN and found.closes_at > work.now


def due(work: Work, access: Access) -> list[Due]:
    """Return the forms this record can fill in now."""
    access.must(Right.FILL_IN)
    found = store.open_occurrences(work, access.account_id)
    titles = store.titles(work, [o.questionnaire_id for o in found])
    return [_due(work, one, titles[one.questionnaire_id][0]) for one in found]


def _due(work: Work, one: Occurrence, title: str) -> Due:
    followup = store.get_followup(work, one.followup_id)
    plan = Plan.from_json(json.loads(followup.plan)) if followup else None
    reading, phone = (plan.reading_hours, plan.phone) if plan else ("", "")
    return Due(one.id, one.questionnaire_id, title, one.closes_at, reading, phone)


def due_now(work: Work, account_id: str) -> int:
    """Return how many forms wait to be filled in: a number says nothing of their content."""
    return len(store.open_occurrences(work, account_id))


def next_due(work: Work, access: Access) -> datetime | None:
    """Return when the next form of this record comes."""
    access.must(Right.FILL_IN)
    return store.next_due(work, access.account_id)


def questionnaire(work: Work, questionnaire_id: str) -> Questionnaire:
    """Return a version of a form, ready to be walked."""
    if questionnaire_id not in _LOADED:
        if len(_LOADED) >= MOST_LOADED:
            _LOADED.clear()
        _LOADED[questionnaire_id] = load(store.source(work, questionnaire_id))
    return _LOADED[questionnaire_id]


def last_response(work: Work, access: Access, occurrence_id: str) -> dict[str, Any] | None:
    """Return what the patient answered last time in the same follow-up."""
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    found = store.responses_of(work, access.account_id, one.followup_id, 1) if one else []
    return loads(work.keys.open(CONTEXT, found[0].sealed)) if found else None


def submit(
    work: Work, access: Access, occurrence_id: str, resource: Mapping[str, Any]
) -> Response | FormClosed | FormAlreadySent:
    """Take the answers of a form, once; the resource names the version of the form it answers."""
    access.must(Right.FILL_IN)
    one = store.get_occurrence(work, occurrence_id)
    if (
        one is None
        or one.account_id != access.account_id
        or (one.closes_at <= work.now and one.state == OPEN)
    ):
        return FormClosed()
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
    return Response(new, one.followup_id, work.now, False, stored)


def responses(work: Work, access: Access, followup_id: str | None = None) -> list[Response]:
    """Return the responses of a record, the newest first."""
    access.must(Right.READ)
    found = store.responses_of(work, access.account_id, followup_id)
    access.journal(work, "responses_read", followup_id or "")
    return [
        Response(r.id, r.followup_id, r.authored_at, r.late, loads(work.keys.open(CONTEXT, r.sealed)))
        for r in found
    ]


def close_over(work: Work) -> int:
    """Close the forms whose window has passed, one batch."""
    return store.close_over(work, BATCH)
