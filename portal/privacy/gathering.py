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
    journal,
    particulars,
    professionals,
    reviewing,
    vault,
)
from portal.accounts import AccountFacts, ConsentFacts, LinkFacts
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import (
    CARNET,
    PROFESSIONAL,
    Access,
    NoRight,
    Right,
    Who,
    carnet_record,
    patient_record,
)
from portal.authorising import Actor
from portal.carnets import Carnet, CarnetUnknown, sharing, vaccines
from portal.carnets.sharing import Partner
from portal.documents import Document
from portal.emergencies import Line as EmergencyLine
from portal.followups import Adherence, AlertRead, FollowUp, Response, answering, store
from portal.journal import Line
from portal.particulars import Correction, IdentityFacts
from portal.professionals import Professional
from portal.vault import Blob
from portal.work import Work

EVERY = 10_000  # documents, or emergencies, of one record


class Followed(NamedTuple):
    """How a record is followed: its follow-ups with their titles and how they are kept, and every alert."""

    access: Access
    followups: list[tuple[FollowUp, str, Adherence]]
    alerts: list[AlertRead]


class Child(NamedTuple):
    """A carnet that is taken along: who shares it, what was noted of vaccines, and how the child is followed."""

    carnet: Carnet
    partners: list[Partner]
    doses: dict[str, date]
    followed: Followed


@dataclass(frozen=True)
class Gathered:
    """All of a record that is read at once; answers and journal come in pages."""

    at: datetime
    access: Access
    records: tuple[str, ...]  # her own first, then those of the children
    account: AccountFacts = field(repr=False)
    identity: IdentityFacts = field(repr=False)
    corrections: list[Correction] = field(repr=False)
    consents: list[ConsentFacts]
    links: list[LinkFacts] = field(repr=False)
    own: Followed = field(repr=False)
    forms: Mapping[str, dict[str, Any]] = field(repr=False)
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

    @property
    def followed(self) -> list[Followed]:
        """How she is followed, then how each of the children is."""
        return [self.own, *(child.followed for child in self.children)]


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
    hers = _followed(work, own)
    children = [child for one in may_read[1:] if (child := _child(work, one)) is not None]
    everyone = [hers, *(child.followed for child in children)]
    going = [one for each in everyone for one, _title, _kept in each.followups]
    papers = _papers(work, account_id, may_read)
    actors, opened = (
        authorising.listed(work, may_hold),
        emergencies.of_records(work, may_read, count=EVERY).lines,
    )
    asked = [one.questionnaire_id for one in going]
    asked += [form for each in everyone for form in store.forms_answered(work, each.access.whose)]
    named = {one.professional_id for one in going} | {_professional(one.author) for one in papers}
    return Gathered(
        at=work.now, access=own, records=records, account=account,
        identity=particulars.everything(work, own), corrections=particulars.asked_for(work, own),
        consents=accounts.consents_of(work, account_id),
        links=accounts.history(work, account_id), own=hers, children=children,
        forms=followups.versions(work, dict.fromkeys(asked)),
        actors=actors, emergencies=opened, documents=papers, **_files(work, papers),
        professionals=professionals.named(work, [one for one in named if one]) | {
            one.professional.id: one.professional for one in actors} | {
            one.professional.id: one.professional for one in opened},
        language=account.language or work.policy.language, zone=account.timezone or work.policy.timezone,
    )  # fmt: skip


def responses(work: Work, access: Access, start: int, count: int) -> list[Response]:
    """Return answers of a record, the newest first, from the `start`th on."""
    access.must(Right.READ)
    return [answering.opened(work, one) for one in store.responses_of(work, access.whose, None, count, start)]


def lines(work: Work, record: str, account_id: str, after: int, count: int) -> list[Line]:
    """Return lines of a record's journal, the oldest first: of a carnet, what this parent sees of it."""
    unseen = reviewing.unseen(work, record, account_id)
    return journal.latest(work, record, count, after=after, without=unseen)[::-1]


def named(work: Work, ids: Sequence[str]) -> dict[str, Professional]:
    """Return professionals by id."""
    return professionals.named(work, list(ids))


def attached(work: Work, record: str, ids: Sequence[str]) -> list[Blob]:
    """Return the files of answers, as the vault knows them."""
    return vault.standing(work, record, ids)


def _followed(work: Work, access: Access) -> Followed:
    kept, listed = followups.adherence(work, access), followups.listed(work, access)
    alerts = followups.read_alerts(work, access, standing=False)
    return Followed(access, [(one, title, kept[one.id]) for one, title in listed], alerts)


def _papers(work: Work, account_id: str, accesses: Sequence[Access]) -> list[Document]:
    """Return the documents that she sees, also where the operator, who sees all of them, takes them along for her."""
    found = documents.listed(work, accesses, count=EVERY).lines
    others = [one.record for one in accesses if authorisations.subject_of(work, one.record) != account_id]
    unseen = {one for record in others for one in documents.unseen(work, record, account_id)}
    return [one for one in found if one.id not in unseen]


def _child(work: Work, access: Access) -> Child | None:
    carnet_id = access.record.removeprefix(CARNET)
    carnet = carnets.get(work, carnet_id)
    if isinstance(carnet, CarnetUnknown):
        return None
    partners = sharing.partners(work, access)
    return Child(carnet, partners, vaccines.noted(work, carnet_id), _followed(work, access))


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
