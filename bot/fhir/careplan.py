"""A follow-up as a FHIR R4 CarePlan: a form to be filled in, when, from and until when, and how it stands.

CarePlan and not ServiceRequest: its activity holds a Timing beside the Questionnaire it instantiates, and its own
status says paused, ended or withdrawn.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from portal.authorisations import CARNET
from portal.followups import WEEKDAYS, Adherence, FollowUp, schedule_of

TZ_CODE = "http://hl7.org/fhir/StructureDefinition/tz-code"  # R4: on a date, dateTime or instant
ACTIVITY = {"active": "in-progress", "on-hold": "on-hold", "revoked": "stopped", "completed": "completed"}
UNITS = (("d", 1440), ("h", 60), ("min", 1))


class Listed(NamedTuple):
    """What was read of a record: its follow-ups, their titles and how they are kept, and their forms by id."""

    followups: list[tuple[FollowUp, str, Adherence]]
    forms: Mapping[str, dict[str, Any]]


def care_plan(
    one: FollowUp, title: str, how: Adherence, form: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Return the CarePlan of a follow-up of this form."""
    status, plan = _status(one, now), schedule_of(one)
    canonical = f"{form['url']}|{form['version']}"
    detail: dict[str, Any] = {
        "kind": "Task",
        "instantiatesCanonical": [canonical],
        "status": ACTIVITY[status],
        "scheduledTiming": {"repeat": _repeat(one)},
        "description": f"at {', '.join(plan.hours)} ({one.zone})",
    }
    if status == "on-hold" and one.paused_until is not None:
        detail["statusReason"] = {"text": f"paused until {_at(one.paused_until)}"}
    made: dict[str, Any] = {
        "resourceType": "CarePlan",
        "id": one.id,
        "instantiatesCanonical": [canonical],
        "status": status,
        "intent": "plan",
        "title": title,
        "subject": {"reference": f"Patient/{one.account_id.removeprefix(CARNET)}"},
        "period": {"start": _at(one.created_at), **({"end": _at(one.stopped_at)} if one.stopped_at else {})},
        "created": _at(one.created_at),
        "activity": [{"progress": [_progress(how, now)], "detail": detail}],
    }
    if not title:
        del made["title"]
    if one.professional_id:
        made["author"] = {"reference": f"Practitioner/{one.professional_id}"}
    return made


def _status(one: FollowUp, now: datetime) -> str:
    if one.stopped_at is not None:
        return "revoked"
    if one.next_at is None:
        return "completed"
    return "on-hold" if one.pause_at(now) else "active"


def _repeat(one: FollowUp) -> dict[str, Any]:
    """Return a Timing's repeat (R4 2.28): local hours; the zone they are meant in is that of the first day."""
    plan = schedule_of(one)
    zone = {"extension": [{"url": TZ_CODE, "valueCode": one.zone}]}
    bounds = {"start": plan.first, "_start": zone, **({"end": plan.last} if plan.last else {})}
    days = {"dayOfWeek": [WEEKDAYS[day] for day in plan.weekdays]} if plan.weekdays else {}
    unit, size = next((unit, size) for unit, size in UNITS if plan.window % size == 0)
    return {
        "boundsPeriod": bounds,
        **({"count": plan.times} if plan.times is not None else {}),
        "duration": plan.window // size,
        "durationUnit": unit,
        "frequency": len(plan.hours) * max(1, len(plan.weekdays)),
        "period": 1 if days else plan.step,
        "periodUnit": "wk" if days else "d",
        **days,
        "timeOfDay": [f"{hour}:00" for hour in plan.hours],
    }


def _progress(how: Adherence, now: datetime) -> dict[str, str]:
    late = f", {how.late} late" if how.late else ""
    return {"time": _at(now), "text": f"{how.sent} of {how.due} filled in{late}"}


def _at(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
