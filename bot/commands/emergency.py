"""`masante emergency`: a professional opens a record in an emergency, reads what is meant for it, and ends it."""

import argparse
from typing import Any

from bot.commands import document, whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, pairs, table
from portal import authorisations, emergencies, professionals
from portal.authorisations import Operator, Right
from portal.emergencies import Line, Opened
from portal.errors import Refused
from portal.identity import Person
from portal.professionals import ProfessionalUnknown
from portal.work import Work


def open(options: argparse.Namespace) -> Answer | Refused:  # noqa: A001  the word of the field
    """Open a record for four hours; those who read it are told at once."""
    with opened() as room:
        made = room.do(_open, options)
    if isinstance(made, Refused):
        return made
    who = made.subject._asdict()
    value = {"id": made.id, "until": made.until, "patient": who,
             "documents": [document.facts(one) for one in made.documents],
             "people_to_notify": [_person(one) for one in made.people]}  # fmt: skip
    return Answer(value, _said(made, who))


def listed(options: argparse.Namespace) -> Answer | Refused:
    """Return emergency accesses, standing and past: a professional's own, or, for the operator, all."""
    with opened() as room:
        found = room.do(_listed, options)
    if isinstance(found, Refused):
        return found
    own = options.professional is not None
    rows = [
        (one.opening.id, one.opening.record, one.professional.name, one.professional.rpps, one.opening.opened_at,
         one.opening.until, "stands" if one.stands else "over")
        for one in found
    ]  # fmt: skip
    columns = ("id", "record", "professional", "RPPS", "opened", "until", "state")
    return Answer([_facts(one, own=own) for one in found], table(columns, rows))


def read(options: argparse.Namespace) -> Answer | Refused:
    """Write a document that is meant for emergencies to a new file, while her own emergency access stands."""
    return document.written(options, Right.EMERGENCY)


def close(options: argparse.Namespace) -> Answer | Refused:
    """End an emergency access before its time."""
    with opened() as room:
        refused = room.do(_close, options)
    return refused or Answer({"id": options.emergency, "closed": True}, f"{options.emergency} closed")


def _open(work: Work, options: argparse.Namespace) -> Opened | Refused:
    record = whose.record(work, options)
    if isinstance(record, Refused):
        return record
    return emergencies.open_record(work, options.professional, record, options.reason)


def _listed(work: Work, options: argparse.Namespace) -> list[Line] | Refused:
    named = options.patient or options.carnet
    record = whose.record(work, options) if named else None
    if isinstance(record, Refused):
        return record
    if options.professional is not None and not professionals.stands(work, options.professional):
        if record is not None:
            emergencies.refuse(work, options.professional, record, ProfessionalUnknown())
        return ProfessionalUnknown()
    return emergencies.listed(work, options.professional, record)


def _close(work: Work, options: argparse.Namespace) -> Refused | None:
    who = authorisations.Professional(options.professional) if options.professional else Operator()
    return emergencies.close(work, who, options.emergency)


def _facts(one: Line, *, own: bool) -> dict[str, Any]:
    """Return an emergency access; why is for the professional who said it, and for the patient."""
    kept, who = one.opening, one.professional
    told = {
        "id": kept.id,
        "record": kept.record,
        "professional": {"id": who.id, "name": who.name, "rpps": who.rpps},
        "opened_at": kept.opened_at,
        "until": kept.until,
        "closed_at": kept.closed_at,
        "stands": one.stands,
    }
    return {**told, "reasons": [reason._asdict() for reason in kept.reasons]} if own else told


def _person(one: Person) -> dict[str, Any]:
    told = one._asdict()
    del told["id"]
    return told


def _said(made: Opened, who: dict[str, Any]) -> str:
    people = [(one.first_name, one.last_name, one.relation, one.phone) for one in made.people]
    head = pairs({"emergency access": made.id, "until": made.until, **who})
    return "\n\n".join((
        head,
        document.lines_table(made.documents) if made.documents else "No document is meant for emergencies.",
        table(("first name", "last name", "relation", "phone"), people, "To notify")
        if people else "Nobody to notify is known.",
    ))  # fmt: skip
