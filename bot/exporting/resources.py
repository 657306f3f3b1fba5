"""A record as FHIR R4 resources: who she is, whom to notify, what she agreed to, what was noted, and who did what."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.exporting import particulars
from portal.authorisations import PATIENT, PROFESSIONAL
from portal.authorising import Actor
from portal.carnets.sharing import Partner
from portal.identity import Person
from portal.journal import Line
from portal.privacy import Child, Gathered
from portal.professionals import Professional

RPPS = "urn:oid:1.2.250.1.71.4.2.1"  # the national identifiers of professionals (ANS)
SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"
CATEGORIES = "http://loinc.org"
EVENTS = "http://terminology.hl7.org/CodeSystem/audit-event-type"
PORTAL = {"display": "MaSanté"}
STATES = {"given": "active", "refused": "rejected", "withdrawn": "inactive"}


def people(one: Gathered) -> Iterator[dict[str, Any]]:
    """Yield who the record is about, the children whose carnets she holds and their parents, and whom to notify."""
    yield particulars.patient(one)
    for section, replaced in one.identity.before.items():
        for before in replaced:
            yield particulars.earlier(one, _who(before.by), section, before)
    yield from particulars.corrections(one)
    for child in one.children:
        yield _child(child)
        yield from (_parent(child, partner) for partner in child.partners)
    for place, person in enumerate(one.identity.people, 1):
        yield _to_notify(one, person, place)


def _child(child: Child) -> dict[str, Any]:
    names = [{"use": "usual", "given": [child.carnet.first_name]}]
    return {"resourceType": "Patient", "id": child.carnet.id, "name": names,
            "birthDate": child.carnet.birth_date.isoformat()}  # fmt: skip


def parent_id(carnet_id: str, account_id: str) -> str:
    """Return the id of a parent, who is one to each child."""
    return f"{carnet_id}-{account_id}"


def _parent(child: Child, one: Partner) -> dict[str, Any]:
    return {"resourceType": "RelatedPerson", "id": parent_id(child.carnet.id, one.account_id), "active": True,
            "name": [{"family": one.last_name, "given": [one.first_name]}],
            "patient": _reference("Patient", child.carnet.id), "relationship": [{"text": "parent"}]}  # fmt: skip


def _to_notify(one: Gathered, person: Person, place: int) -> dict[str, Any]:
    return {
        "resourceType": "RelatedPerson",
        "id": person.id,
        "active": True,
        "patient": _reference("Patient", one.account_id),
        "relationship": [{"text": person.relation}],
        "name": [{"family": person.last_name, "given": [person.first_name]}],
        "telecom": [{"system": "phone", "value": person.phone, "rank": place}],
    }


def practitioner(number: str, known: Professional | None) -> dict[str, Any]:
    """Return a professional; one of whom nothing is known any more bears her id alone."""
    made: dict[str, Any] = {"resourceType": "Practitioner", "id": number}
    if known is not None:
        made |= {
            "identifier": [{"system": RPPS, "value": known.rpps}],
            "active": not known.disabled,
            "name": [{"family": known.last_name, "given": [known.first_name]}],
            "qualification": [{"code": {"text": known.profession}}] if known.profession else [],
        }
    return made


def vaccines(child: Child) -> Iterator[dict[str, Any]]:
    """Yield the doses that were noted in a child's carnet."""
    for dose, day in child.doses.items():
        yield {
            "resourceType": "Immunization",
            "id": f"{child.carnet.id}-{dose}",
            "status": "completed",
            "vaccineCode": {"text": dose},
            "patient": _reference("Patient", child.carnet.id),
            "occurrenceDateTime": day.isoformat(),
            "primarySource": False,
        }


def agreements(one: Gathered) -> Iterator[dict[str, Any]]:
    """Yield what she agreed to: to speak of health on Telegram, and who may do what with her record and the carnets."""
    for number, consent in enumerate(one.consents):
        yield {
            **_consent(f"telegram-{number}", one.account_id, STATES.get(consent.answer, "entered-in-error")),
            "dateTime": _at(consent.at),
            "policyRule": {"text": f"health in a Telegram chat, text {consent.version}"},
        }
    for number, actor in enumerate(one.actors):
        yield {
            **_consent(f"actor-{number}", actor.record.partition(":")[2], "active"),
            "dateTime": _at(actor.since),
            "policyRule": {"text": "authorised by the patient, or by who holds the carnet"},
            "provision": _provision(actor),
        }
    for child in one.children:
        for partner in child.partners:
            if partner.account_id != one.account_id:
                yield _share(child, partner)


def _share(child: Child, one: Partner) -> dict[str, Any]:
    parent = parent_id(child.carnet.id, one.account_id)
    actor = {"role": {"text": "parent"}, "reference": _reference("RelatedPerson", parent)}
    return {
        **_consent(f"share-{parent}", child.carnet.id, "active"),
        "dateTime": _at(one.since),
        "policyRule": {"text": "shared by who holds the carnet"},
        "provision": {"type": "permit", "actor": [actor]},
    }


def _consent(number: str, patient: str, status: str) -> dict[str, Any]:
    return {
        "resourceType": "Consent",
        "id": number,
        "status": status,
        "scope": {"coding": [{"system": SCOPES, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": CATEGORIES, "code": "59284-0"}]}],
        "patient": _reference("Patient", patient),
    }


def _provision(actor: Actor) -> dict[str, Any]:
    until = {"end": _at(actor.until)} if actor.until else {}
    return {
        "type": "deny" if actor.blocked_at else "permit",
        "period": {"start": _at(actor.blocked_at or actor.since), **until},
        "actor": [{
            "role": {"text": "professional"},
            "reference": _reference("Practitioner", actor.professional.id),
        }],
        "action": [{"text": right} for right in sorted(actor.rights)],
    }  # fmt: skip


def event(line: Line) -> dict[str, Any]:
    """Return a line of the journal."""
    made: dict[str, Any] = {
        "resourceType": "AuditEvent",
        "id": f"{line.record.partition(':')[2]}-{line.number}",
        "type": {"system": EVENTS, "code": "rest"},
        "subtype": [{"code": line.action}],
        "recorded": _at(line.at),
        "agent": [{"who": _who(line.actor), "requestor": True}],
        "source": {"observer": PORTAL},
        "entity": [{"what": _reference("Patient", line.record.partition(":")[2])}],
    }
    if line.subject:
        made["entity"].append({"name": line.subject})
    if line.why:
        made["outcomeDesc"] = line.why
    return made


def provenance(one: Gathered) -> dict[str, Any]:
    """Return where all of it comes from, and who had it made."""
    return {
        "resourceType": "Provenance",
        "id": "export",
        "target": [_reference("Patient", one.account_id)],
        "recorded": _at(one.at),
        "activity": {"text": "export"},
        "agent": [{"who": _who(one.access.actor)}, {"who": PORTAL}],
    }


def _who(actor: str) -> dict[str, str]:
    if actor.startswith(PATIENT):
        return _reference("Patient", actor.removeprefix(PATIENT))
    if actor.startswith(PROFESSIONAL):
        return _reference("Practitioner", actor.removeprefix(PROFESSIONAL))
    return {"display": actor}


def _reference(kind: str, number: str) -> dict[str, str]:
    return {"reference": f"{kind}/{number}"}


def _at(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
