"""Who somebody is and how she is reached and lives, as FHIR R4: her Patient, what stood before, corrections asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.particulars import ADDRESS, Before, Correction
from portal.privacy import Gathered

OURS = "https://masante.example/fhir"  # of what no standard extension holds
MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
STATUSES = {
    "single": "S",
    "married": "M",
    "civil_union": "T",
    "together": "T",
    "divorced": "D",
    "widowed": "W",
}


def patient(one: Gathered) -> dict[str, Any]:
    """Return her Patient; of the contacts, those of the account come first."""
    who, contact, family = one.identity.who, one.identity.contact, one.identity.family
    otherwise = (("phone", contact.get("phone")), ("email", contact.get("email")))
    made: dict[str, Any] = {
        "resourceType": "Patient",
        "id": one.account_id,
        "telecom": [
            {"system": "email", "value": one.account.email, "rank": 1},
            {"system": "phone", "value": one.account.phone, "rank": 1},
            *({"system": kind, "value": value, "rank": 2} for kind, value in otherwise if value),
        ],
        "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": one.language}]}}],
    }
    if who is not None:
        made["name"] = [{"use": "official", "family": who.last_name, "given": [who.first_name]}]
    if who is not None and who.birth_date is not None:
        made["birthDate"] = who.birth_date.isoformat()
    if any(contact.get(name) for name in ADDRESS):
        made["address"] = [_address(contact)]
    return made | _family(family)


def _address(contact: Mapping[str, Any]) -> dict[str, Any]:
    lines = [contact[name] for name in ("street", "complement") if contact.get(name)]
    told = {
        "line": lines,
        "postalCode": contact.get("postcode"),
        "city": contact.get("city"),
        "country": contact.get("country"),
    }
    return {"use": "home", **{name: value for name, value in told.items() if value}}


def _family(family: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if status := family.get("status"):
        coding = {"coding": [{"system": MARITAL, "code": STATUSES[status]}]} if status in STATUSES else {}
        made["maritalStatus"] = {**coding, "text": status}
    if physician := family.get("physician"):
        made["generalPractitioner"] = [{"display": physician}]
    extensions = [_extension(name, family[name]) for name in ("children", "profession") if name in family]
    return made | ({"extension": extensions} if extensions else {})


def earlier(one: Gathered, by: Mapping[str, Any], section: str, before: Before) -> dict[str, Any]:
    """Return what a change of a section replaced; `by`: a reference to whoever changed it."""
    period = {"start": _at(before.since), "end": _at(before.until)}
    was = [_extension(name, value) for name, value in before.values.items()]
    return {
        "resourceType": "Basic",
        "id": f"{section}-{before.number}",
        "code": {"text": f"what stood before: {section}"},
        "subject": {"reference": f"Patient/{one.account_id}"},
        "created": before.until.date().isoformat(),
        "author": by,
        "extension": [{"url": f"{OURS}/stood", "valuePeriod": period}, *was],
    }


def corrections(one: Gathered) -> Iterator[dict[str, Any]]:
    """Yield the corrections of a name or a birth date that she asked for."""
    for asked in one.corrections:
        yield _task(one, asked)


def _task(one: Gathered, asked: Correction) -> dict[str, Any]:
    wanted = {asked.wanted.field: asked.wanted.to, "why": asked.wanted.why}
    her = {"reference": f"Patient/{one.account_id}"}
    closed = {"lastModified": _at(asked.closed_at)} if asked.closed_at else {}
    return {
        "resourceType": "Task",
        "id": asked.reference,
        "status": "completed" if asked.closed_at else "requested",
        "intent": "proposal",
        "code": {"text": "correction of the identity"},
        "for": her,
        "requester": her,
        "authoredOn": _at(asked.at),
        **closed,
        "input": [{"type": {"text": name}, "valueString": value} for name, value in wanted.items() if value],
    }


def _extension(name: str, value: Any) -> dict[str, Any]:
    url = {"url": f"{OURS}/{name}"}
    if isinstance(value, int):
        return {**url, "valueInteger": value}
    return {**url, "valueString": value or "-"}  # nothing stood there


def _at(instant: Any) -> str:
    return str(instant.isoformat(timespec="seconds"))
