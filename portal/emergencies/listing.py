"""Emergency accesses looked back on: by the patient, who sees all of them, by the professional, who sees her own."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from portal import documents, journal, professionals
from portal.authorisations import Access, Right
from portal.authorisations import Professional as Asking
from portal.documents import Document
from portal.emergencies import store
from portal.emergencies.refusals import EmergencyUnknown
from portal.emergencies.store import Opening, Reason
from portal.professionals import Professional
from portal.work import Work

MOST = 1000  # of which a command tells


class Line(NamedTuple):
    """An emergency access, who opened it, and whether it gives anything now."""

    opening: Opening
    professional: Professional
    stands: bool


class Page(NamedTuple):
    """Some of them, and whether there are others."""

    lines: list[Line]
    more: bool


class Seen(NamedTuple):
    """One of them, and what was opened: the documents that are still there, how many are not, who was shown."""

    line: Line
    documents: list[Document]
    gone: int
    people_at: datetime | None  # when whom to notify was shown


def of_records(work: Work, accesses: Sequence[Access], start: int = 0, count: int = 8) -> Page:
    """Return the emergency accesses to these records, the latest first."""
    for access in accesses:
        access.must(Right.READ)
    found = store.of_records(work, [one.record for one in accesses], start, count + 1) if accesses else []
    return Page(_lines(work, found[:count]), len(found) > count)


def seen(work: Work, access: Access, opening_id: str) -> Seen | EmergencyUnknown:
    """Return one emergency access to a record, with its reasons and all that was opened by it."""
    access.must(Right.READ)
    one = store.get(work, opening_id)
    if one is None or one.record != access.record:
        access.journal(work, "emergency_unknown", opening_id[:16])
        return EmergencyUnknown()
    access.journal(work, "emergency_looked_at", one.id)
    looks = [
        line
        for line in journal.of_actor(
            work, one.record, Asking(one.professional_id).actor, one.opened_at, one.until
        )
        if line.why == Right.EMERGENCY
    ]
    ids = list(dict.fromkeys(line.subject for line in looks if line.action == "document_read"))
    there = documents.these(work, [access], ids)
    # What is hidden is not even counted.
    gone = len(ids) - len(there) - documents.concealed(work, access, ids)
    people_at = next((line.at for line in looks if line.action == "people_to_notify_read"), None)
    return Seen(_lines(work, [one])[0], there, gone, people_at)


def record_of(work: Work, opening_id: str) -> str | EmergencyUnknown:
    """Return which record an emergency access opens: reading it takes an access."""
    one = store.get(work, opening_id)
    return one.record if one else EmergencyUnknown()


def reasons(work: Work, access: Access, opening_ids: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """Return why a record was opened in these emergencies, each time."""
    access.must(Right.READ)
    return {one.id: one.reasons for one in store.these(work, opening_ids) if one.record == access.record}


def listed(work: Work, professional_id: str | None, record: str | None) -> list[Line]:
    """Return those of a professional, or everybody's, on one record or on all, the latest first."""
    return _lines(work, store.of_professional(work, professional_id, record, MOST))


def _lines(work: Work, found: Sequence[Opening]) -> list[Line]:
    who = professionals.named(work, list({one.professional_id for one in found}))
    return [
        Line(one, who[one.professional_id], one.stands(work.now))
        for one in found
        if one.professional_id in who
    ]
