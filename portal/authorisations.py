"""Authorisations: who may do what with which record. Access is a value that only `require` makes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, Index, String, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import accounts, blocks, journal, professionals
from portal.accounts import Me
from portal.database import Table
from portal.errors import PortalError, Refused
from portal.work import Work

# This file is long because what a grant is, who is let in by it, and who can be asked for are read as one rule.
PATIENT, CARNET = "patient:", "carnet:"  # how the names of records begin
PROFESSIONAL = "professional:"  # how the journal and the grants name one


class Right(StrEnum):
    """What can be done with a record."""

    READ = "read"
    FILL_IN = "fill_in"
    FOLLOW = "follow"  # start and stop follow-ups
    DEPOSIT = "deposit"  # add documents
    KEEP = "keep"  # arrange documents: rename, delete, hide, show in an emergency
    HOLD = "hold"  # a carnet's: share it, and end a share
    OWN = (
        "own"  # a carnet's: it is about her; nothing in it is hidden from her, and she hides from her parents
    )
    EMERGENCY = "emergency"  # see what is kept for an emergency, and nothing else


PARENT = (Right.READ, Right.FILL_IN, Right.DEPOSIT, Right.KEEP)  # what whoever shares a carnet may do with it
HOLDER = (*PARENT, Right.HOLD)
SUBJECT = (Right.READ, Right.KEEP, Right.OWN)  # what whom a carnet is about may do, from 15 on


class AccessTooNarrow(PortalError):
    """An access that was given for one right is used for another."""

    code = "access_too_narrow"


class NoRight(Refused):
    """Nobody gave this person the right to do this with this record."""


class Grant(Table):
    """A right on a record given to `professional:…` or `patient:…`, until a date or until withdrawn."""

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_who", "who", "record"), Index("ix_grants_record", "record"))

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    who: Mapped[str] = mapped_column(String(40))
    record: Mapped[str] = mapped_column(String(40))
    right: Mapped[str] = mapped_column(String(16))
    granted_at: Mapped[datetime]
    until: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Professional:
    """A professional who asks."""

    id: str

    @property
    def actor(self) -> str:
        """How the journal and the grants name her."""
        return f"{PROFESSIONAL}{self.id}"


class Parent(NamedTuple):
    """An account that reads a carnet; `holds`: it may share it, and end a share."""

    account_id: str
    holds: bool
    since: datetime


@dataclass(frozen=True)
class Operator:
    """The command line, run by whoever runs the machine: journalled as such."""


Who: TypeAlias = Me | Professional | Operator


@dataclass(frozen=True)
class Access:
    """The proof that `require` was asked: every function that touches a record takes one."""

    record: str
    right: Right
    actor: str
    strength: str
    own: bool = False  # whether the record is about whoever asks: nothing in it is hidden from her

    @property
    def account_id(self) -> str:
        """The account whose record this is, where it is a patient's own."""
        return self.record.removeprefix(PATIENT)

    @property
    def whose(self) -> str:
        """What stands for this record in rows that patients' own ids may stand in: see `record_named`."""
        return self.record.removeprefix(PATIENT)

    @property
    def subject_id(self) -> str:
        """The id of whom this record is about: an account, or a carnet; FHIR's `Patient/…`."""
        return self.record.partition(":")[2]

    @property
    def reader_id(self) -> str | None:
        """The account that asks; None when it is a professional or the operator."""
        return self.actor.removeprefix(PATIENT) if self.actor.startswith(PATIENT) else None

    @property
    def professional_id(self) -> str | None:
        """The professional who asks; None when it is somebody else."""
        return self.actor.removeprefix(PROFESSIONAL) if self.actor.startswith(PROFESSIONAL) else None

    def must(self, *rights: Right) -> None:
        """Hold the caller to the right it asked for; raises `AccessTooNarrow`, a bug, when it asked for another."""
        if self.right not in rights:
            raise AccessTooNarrow(self.right)

    def journal(self, work: Work, action: str, subject: str = "", why: str = "") -> None:
        """Leave the line that every use of an access leaves."""
        journal.write(work, self.record, self.actor, action, subject, why, self.strength)


grant = Grant.__table__.c


def patient_record(account_id: str) -> str:
    """Return the name of a patient's own record."""
    return f"{PATIENT}{account_id}"


def carnet_record(carnet_id: str) -> str:
    """Return the name of the record of a child."""
    return f"{CARNET}{carnet_id}"


def record_named(whose: str) -> str:
    """Return the name of a record from what stands for it in a row: a patient's id alone, a carnet's whole name."""
    return whose if whose.startswith(CARNET) else patient_record(whose)


def require(work: Work, who: Who, right: Right, record: str) -> Access | NoRight:
    """Return the access, or the refusal, which is journalled too."""
    match who:
        case Me():
            actor, strength = patient_record(who.account_id), who.strength
            own = record == actor and right is not Right.EMERGENCY
            allowed = own or _granted(work, actor, right, record)
            about_her = own or (allowed and _granted(work, actor, Right.OWN, record))
        case Professional():
            actor, strength = who.actor, "cli"
            welcome = professionals.stands(work, who.id) and not blocks.stands(work, record, who.id)
            allowed, about_her = welcome and _may(work, actor, right, record), False
            allowed = allowed and not (right is Right.DEPOSIT and left(work, record))
        case Operator():
            allowed, actor, strength, about_her = True, "operator", "cli", False
    if allowed:
        return Access(record, right, actor, strength, about_her)
    journal.write(work, record, actor, "refused", right, "", strength)
    return NoRight()


def give(
    work: Work, who: str, record: str, rights: tuple[Right, ...], until: datetime | None, by: str = "operator"
) -> None:
    """Write grants to `professional:…` or `patient:…`, given `by` an actor of the journal.

    Those that stand already are left alone.
    """
    for right in rights:
        if not _granted(work, who, right, record):
            work.execute(
                insert(Grant).values(
                    id=work.chance.name(),
                    who=who,
                    record=record,
                    right=right,
                    granted_at=work.now,
                    until=until,
                )
            )
            journal.write(work, record, by, "granted", f"{right} to {who}")


def withdraw(work: Work, who: str, record: str, by: str = "operator", rights: tuple[Right, ...] = ()) -> None:
    """End every grant of someone on a record, at once; or those of these rights alone."""
    theirs = (grant.who == who) & (grant.record == record) & grant.withdrawn_at.is_(None)
    theirs = theirs & grant.right.in_(rights) if rights else theirs
    work.execute(update(Grant).where(theirs).values(withdrawn_at=work.now))
    journal.write(work, record, by, "withdrawn", " ".join((*rights, "from", who)) if rights else who)


def left(work: Work, record: str) -> bool:
    """Tell whether whose record this is has left: nothing new comes into it."""
    own = record.startswith(PATIENT)
    return own and accounts.leaving_since(work, record.removeprefix(PATIENT)) is not None


def prolong(work: Work, who: str, record: str, right: Right, until: datetime, by: str) -> bool:
    """Have a grant that stands last until then; False when there is none, or it was given for good."""
    this = (grant.who == who) & (grant.record == record) & (grant.right == right) & grant.until.is_not(None)
    changed = work.execute(update(Grant).where(this, *standing(work)).values(until=until)).rowcount
    if changed:
        journal.write(work, record, by, "prolonged", f"{right} to {who}")
    return changed > 0


def readers(work: Work, record: str) -> list[str]:
    """Return the accounts that read a record: its patient, or those who share the carnet; the first one first."""
    if record.startswith(PATIENT):
        return [record.removeprefix(PATIENT)]
    theirs = (grant.record == record) & (grant.right == Right.READ) & grant.who.startswith(PATIENT)
    found = work.execute(
        select(grant.who).where(theirs, *standing(work)).order_by(grant.granted_at, grant.id)
    )
    return [one.removeprefix(PATIENT) for one in found.scalars()]


def parents(work: Work, record: str, at: datetime | None = None) -> list[Parent]:
    """Return the accounts that read a carnet, or did `at` an instant if nobody took it back; the first one first.

    Whom it is about is no parent, unless she holds it: then there is nobody else.
    """
    theirs = (grant.record == record) & grant.who.startswith(PATIENT)
    both = theirs & grant.right.in_((Right.READ, Right.HOLD, Right.OWN))
    found = work.execute(
        select(grant.who, grant.right, grant.granted_at)
        .where(both, *standing(work, at))
        .order_by(grant.granted_at, grant.id)
    ).all()
    holding = {one.who for one in found if one.right == Right.HOLD}
    about = {one.who for one in found if one.right == Right.OWN} - holding
    return [
        Parent(one.who.removeprefix(PATIENT), one.who in holding, one.granted_at)
        for one in found
        if one.right == Right.READ and one.who not in about
    ]


def subject_of(work: Work, record: str) -> str | None:
    """Return the account of whom a carnet is about, if she has one of her own."""
    return next(iter(who_may(work, Right.OWN, [record]).get(record, [])), None)


def who_may(work: Work, right: Right, records: Collection[str]) -> dict[str, list[str]]:
    """Return the accounts that have a right on each of these carnets now, the first one first."""
    theirs = grant.record.in_(records) & (grant.right == right) & grant.who.startswith(PATIENT)
    rows = select(grant.record, grant.who).where(theirs, *standing(work))
    found: dict[str, list[str]] = {}
    for record, who in work.execute(rows.order_by(grant.granted_at, grant.id)) if records else ():
        found.setdefault(record, []).append(who.removeprefix(PATIENT))
    return found


def professionals_of(work: Work, record: str) -> list[str]:
    """Return the ids of the professionals who may read a record now, the first one first."""
    theirs = (grant.record == record) & (grant.right == Right.READ) & grant.who.startswith(PROFESSIONAL)
    found = work.execute(
        select(grant.who).where(theirs, *standing(work)).order_by(grant.granted_at, grant.id)
    )
    return [one.removeprefix(PROFESSIONAL) for one in found.scalars()]


def ended(work: Work, me: Me, record: str) -> bool:
    """Tell whether someone once had a right on a record: that it is over may be said, that it exists is known."""
    once = select(grant.id).where(grant.who == patient_record(me.account_id), grant.record == record)
    return work.execute(once.limit(1)).first() is not None


def carnets_of(work: Work, account_id: str, right: Right = Right.READ) -> list[str]:
    """Return the ids of the carnets that an account may read (or hold), in the order in which they were given."""
    hers = (grant.who == patient_record(account_id)) & (grant.right == right)
    found = work.execute(
        select(grant.record).where(hers, *standing(work)).order_by(grant.granted_at, grant.id)
    )
    return [one.removeprefix(CARNET) for one in found.scalars() if one.startswith(CARNET)]


def _may(work: Work, actor: str, right: Right, record: str) -> bool:
    """Tell what a professional may do; she may deposit as long as nobody took back what she was given.

    Results come from laboratories and hospitals that a patient never chose; who was sent away stays away
    (docs/decisions/0012).
    """
    if right is not Right.DEPOSIT:
        return _granted(work, actor, right, record)
    theirs = select(grant.id).where(
        grant.who == actor, grant.record == record, grant.right != Right.EMERGENCY
    )
    stands = work.execute(theirs.where(*standing(work)).limit(1)).first() is not None
    return stands or work.execute(theirs.limit(1)).first() is None


def _granted(work: Work, who: str, right: str, record: str) -> bool:
    this = select(grant.id).where(grant.who == who, grant.record == record, grant.right == right)
    return work.execute(this.where(*standing(work)).limit(1)).first() is not None


def standing(work: Work, at: datetime | None = None) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a grant count now (or `at` an instant, if nobody took it back): neither withdrawn nor over."""
    return grant.withdrawn_at.is_(None), or_(grant.until.is_(None), grant.until > (at or work.now))
