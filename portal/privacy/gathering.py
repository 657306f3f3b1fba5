"""Gathering: all that an export holds, read in pages; what came of it is journalled by who made it.

A person takes along her own record, and the carnets she holds: what others share with her is theirs to take.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from portal import (
    accounts,
    authorisations,
    authorising,
    carnets,
    documents,
    emergencies,
    followups,
    identity,
    journal,
    professionals,
    vault,
)
from portal.accounts import AccountFacts, ConsentFacts, LinkFacts
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import PROFESSIONAL, Access, NoRight, Right, Who, carnet_record, patient_record
from portal.authorising import Actor
from portal.carnets import Carnet, CarnetUnknown, sharing, vaccines
from portal.carnets.sharing import Partner
from portal.documents import Document
from portal.emergencies import Line as EmergencyLine
from portal.followups import Adherence, AlertRead, FollowUp, Response, store
from portal.followups.answering import CONTEXT
from portal.identity import Person
from portal.journal import Line
from portal.professionals import Professional
from portal.questionnaires import loads
from portal.vault import Blob
from portal.work import Work

EVERY = 10_000  # documents, or emergencies, of one record


class Child(NamedTuple):
    """A carnet that is taken along: who shares it, and what was noted of vaccines."""

    carnet: Carnet
    partners: list[Partner]
    doses: dict[str, date]


@dataclass(frozen=True)
class Gathered:
    """All of a record that is read at once; answers and journal come in pages."""

    at: datetime
    access: Access
    records: tuple[str, ...]  # her own first, then those of the children
    account: AccountFacts = field(repr=False)
    people: list[Person] = field(repr=False)
    consents: list[ConsentFacts]
    links: list[LinkFacts] = field(repr=False)
    followups: list[tuple[FollowUp, str, Adherence]]
    forms: Mapping[str, dict[str, Any]] = field(repr=False)
    alerts: list[AlertRead] = field(repr=False)
    children: list[Child] = field(repr=False)
    actors: list[Actor]
    emergencies: list[EmergencyLine] = field(repr=False)
    documents: list[Document] = field(repr=False)
    blobs: Mapping[str, Blob]
    hashes: Mapping[str, str]
    professionals: Mapping[str, Professional]
    language: str
    zone: str

    @property
    def account_id(self) -> str:
        """The account that all of it is of."""
        return self.account.account_id


def gather(work: Work, who: Who, account_id: str) -> Gathered | NoRight | AccountUnknown:
    """Return what is to be taken along, for whoever may hold the record."""
    account = accounts.show(work, account_id)
    if isinstance(account, AccountUnknown):
        return account
    held = [carnet_record(one) for one in authorisations.carnets_of(work, account_id, Right.HOLD)]
    records = (patient_record(account_id), *held)
    reading = [authorisations.require(work, who, Right.READ, one) for one in records]
    holding = [authorisations.require(work, who, Right.HOLD, one) for one in records]
    own = reading[0]
    if isinstance(own, NoRight):
        return own
    may_read = [one for one in reading if isinstance(one, Access)]
    may_hold = [one for one in holding if isinstance(one, Access)]
    listed = followups.listed(work, own)
    kept = followups.adherence(work, own)
    papers = documents.listed(work, may_read, count=EVERY).lines
    actors, opened = (
        authorising.listed(work, may_hold),
        emergencies.of_records(work, may_read, count=EVERY).lines,
    )
    asked = [one.questionnaire_id for one, _title in listed] + store.forms_answered(work, account_id)
    named = {one.professional_id for one, _title in listed} | {_professional(one.author) for one in papers}
    return Gathered(
        at=work.now, access=own, records=records, account=account,
        people=identity.people_to_notify(work, account_id), consents=accounts.consents_of(work, account_id),
        links=accounts.history(work, account_id),
        followups=[(one, title, kept[one.id]) for one, title in listed],
        forms=followups.versions(work, dict.fromkeys(asked)),
        alerts=followups.read_alerts(work, own, standing=False),
        children=[child for one in may_read[1:] if (child := _child(work, one)) is not None],
        actors=actors, emergencies=opened, documents=papers, **_files(work, papers),
        professionals=professionals.named(work, [one for one in named if one]) | {
            one.professional.id: one.professional for one in actors} | {
            one.professional.id: one.professional for one in opened},
        language=account.language or work.policy.language, zone=account.timezone or work.policy.timezone,
    )  # fmt: skip


def responses(work: Work, access: Access, start: int, count: int) -> list[Response]:
    """Return answers of a record, the newest first, from the `start`th on."""
    access.must(Right.READ)
    return [
        Response(
            r.id, r.followup_id, r.authored_at, r.late, loads(work.keys.open(CONTEXT, r.sealed)),
            r.questionnaire_id, r.occurrence_id,
        )
        for r in store.responses_of(work, access.account_id, None, count, start)
    ]  # fmt: skip


def lines(work: Work, record: str, after: int, count: int) -> list[Line]:
    """Return lines of a record's journal, the oldest first."""
    return journal.latest(work, record, count, after=after)[::-1]


def named(work: Work, ids: Sequence[str]) -> dict[str, Professional]:
    """Return professionals by id."""
    return professionals.named(work, list(ids))


def attached(work: Work, record: str, ids: Sequence[str]) -> list[Blob]:
    """Return the files of answers, as the vault knows them."""
    return vault.standing(work, record, ids)


def _child(work: Work, access: Access) -> Child | None:
    carnet_id = access.record.removeprefix(carnet_record(""))
    carnet = carnets.get(work, carnet_id)
    if isinstance(carnet, CarnetUnknown):
        return None
    return Child(carnet, sharing.partners(work, access), vaccines.noted(work, carnet_id))


def _files(work: Work, papers: Sequence[Document]) -> dict[str, Any]:
    """Return the blobs of documents, and the hashes of their contents, by id."""
    blobs: dict[str, Blob] = {}
    hashes: dict[str, str] = {}
    for record in {one.record for one in papers}:
        ids = [one.blob for one in papers if one.record == record]
        blobs |= {one.id: one for one in vault.standing(work, record, ids)}
        hashes |= vault.hashes(work, record, ids)
    return {"blobs": blobs, "hashes": hashes}


def _professional(actor: str) -> str | None:
    return actor.removeprefix(PROFESSIONAL) if actor.startswith(PROFESSIONAL) else None
