"""A record is opened in an emergency: for a few hours, for one professional, with a reason, and told at once.

What opens it is a grant (`authorisations`), which ends by itself: `require` reads grants only. The row beside it says
why, and what the patient is shown of it.
"""

import unicodedata
from datetime import datetime, timedelta
from typing import NamedTuple

from portal import authorisations, blocks, documents, journal, professionals
from portal.authorisations import Access, NoRight, Operator, Professional, Right
from portal.documents import Document
from portal.emergencies import notifying, store, telling
from portal.emergencies.notifying import Subject
from portal.emergencies.refusals import EmergencyNotOpen, EmergencyUnknown, ReasonInvalid
from portal.emergencies.store import Opening, Reason
from portal.errors import Refused
from portal.identity import Person
from portal.professionals import ProfessionalUnknown
from portal.work import Work

LASTS = timedelta(hours=4)
LEAST, MOST = 10, 500  # characters of a reason
SHOWN = 500  # documents, which nobody has so many of for an emergency


class Opened(NamedTuple):
    """What an emergency shows: whom it is about, her documents meant for it, and whom to notify."""

    id: str
    until: datetime
    subject: Subject
    documents: list[Document]
    people: list[Person]


def open_record(work: Work, professional_id: str, record: str, reason: str) -> Opened | Refused:
    """Open a record to a professional for four hours from now; every refusal leaves a line too."""
    reason = _clean(reason)
    kept_away = blocks.stands(work, record, professional_id) or authorisations.left(work, record)
    away = NoRight() if kept_away else None  # whom it keeps away is not asked why
    wrong = away or _wrong(work, professional_id, reason)
    if wrong is not None:
        refuse(work, professional_id, record, wrong)
        return wrong
    who = Professional(professional_id)
    work.in_turn(f"emergency {record}")  # the same professional may ask twice at once
    opening, again = _opening(work, who, record, reason)
    telling.tell(work, opening, again=again)
    access = authorisations.require(work, who, Right.EMERGENCY, record)
    return _seen(work, opening, access) if isinstance(access, Access) else access


def access(work: Work, professional_id: str, record: str) -> Access | Refused:
    """Return the access of a professional while an emergency that she opened herself stands."""
    if not professionals.stands(work, professional_id):
        refuse(work, professional_id, record, unknown := ProfessionalUnknown())
        return unknown
    before = store.latest(work, record, professional_id)
    if before is None or not before.stands(work.now):
        refuse(work, professional_id, record, closed := EmergencyNotOpen(until=before and before.until))
        return closed
    return authorisations.require(work, Professional(professional_id), Right.EMERGENCY, record)


def close(work: Work, who: Professional | Operator, opening_id: str) -> Refused | None:
    """End an emergency access before its time: a professional her own, the operator any."""
    one = store.get(work, opening_id)
    if one is None:
        return EmergencyUnknown()
    if isinstance(who, Professional) and (wrong := _not_hers(work, who, one)):
        refuse(work, who.id, one.record, wrong)
        return wrong
    if one.stands(work.now):
        by = who.actor if isinstance(who, Professional) else "operator"
        hers = Professional(one.professional_id).actor
        authorisations.withdraw(work, hers, one.record, by, (Right.EMERGENCY,))
        store.close(work, one.id)
        journal.write(work, one.record, by, "emergency_closed", one.id, "", "cli")
    return None


def refuse(work: Work, professional_id: str, record: str, why: Refused) -> None:
    """Leave a line for an emergency access that was refused; who nobody knows is not named by what was typed."""
    known = professionals.named(work, [professional_id])
    actor = Professional(professional_id).actor if known else "operator"
    journal.write(work, record, actor, "refused", Right.EMERGENCY, why.code, "cli")


def _not_hers(work: Work, who: Professional, one: Opening) -> Refused | None:
    if not professionals.stands(work, who.id):
        return ProfessionalUnknown()
    return None if who.id == one.professional_id else EmergencyUnknown()


def _opening(work: Work, who: Professional, record: str, reason: str) -> tuple[Opening, bool]:
    """Open, or have what stands last longer; returns which, and whether it stood already."""
    until, said = work.now + LASTS, Reason(work.now, reason)
    before = store.latest(work, record, who.id)
    if before is not None and before.stands(work.now):
        longer = before._replace(until=until, reasons=(*before.reasons, said))
        store.prolong(work, longer)
        if not authorisations.prolong(work, who.actor, record, Right.EMERGENCY, until, who.actor):
            authorisations.give(work, who.actor, record, (Right.EMERGENCY,), until, who.actor)
        journal.write(work, record, who.actor, "emergency_prolonged", longer.id, "", "cli")
        return longer, True
    new = Opening(work.chance.name(), record, who.id, work.now, until, None, (said,))
    store.write(work, new)
    authorisations.give(work, who.actor, record, (Right.EMERGENCY,), until, who.actor)
    journal.write(work, record, who.actor, "emergency_opened", new.id, "", "cli")
    return new, False


def _seen(work: Work, opening: Opening, access: Access) -> Opened | Refused:
    """Return what is shown, each kind of it with its line."""
    subject = notifying.subject(work, access)
    if isinstance(subject, Refused):
        return subject
    meant = documents.listed(work, [access], count=SHOWN).lines
    return Opened(opening.id, opening.until, subject, meant, notifying.people(work, access))


def _wrong(work: Work, professional_id: str, reason: str) -> ProfessionalUnknown | ReasonInvalid | None:
    if not professionals.stands(work, professional_id):
        return ProfessionalUnknown()
    lettered = sum(unicodedata.category(sign)[0] == "L" for sign in reason)
    why = (
        "missing" if not reason else "long" if len(reason) > MOST
        else "short" if len(reason) < LEAST or lettered < LEAST // 2 else None
    )  # fmt: skip
    return ReasonInvalid(least=LEAST, most=MOST, why=why) if why else None


def _clean(reason: str) -> str:
    """Leave out what commands a terminal or turns the direction of writing."""
    return " ".join("".join(sign for sign in reason if sign.isprintable() or sign.isspace()).split())
