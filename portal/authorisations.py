"""Authorisations: who may do what with which record. Access is a value that only `require` makes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from sqlalchemy import Index, String, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import journal
from portal.accounts import Me
from portal.database import Table
from portal.errors import PortalError, Refused
from portal.professionals import ProfessionalRow
from portal.work import Work


class Right(StrEnum):
    """What can be done with a record."""

    READ = "read"
    FILL_IN = "fill_in"
    FOLLOW = "follow"  # start and stop follow-ups


class AccessTooNarrow(PortalError):
    """An access that was given for one right is used for another."""

    code = "access_too_narrow"


class NoRight(Refused):
    """Nobody gave this person the right to do this with this record."""


class Grant(Table):
    """A right on a record given to a professional, until a date or until withdrawn."""

    __tablename__ = "grants"
    __table_args__ = (Index("ix_grants_who", "professional_id", "record"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    professional_id: Mapped[str] = mapped_column(String(16))
    record: Mapped[str] = mapped_column(String(40))
    right: Mapped[str] = mapped_column(String(16))
    granted_at: Mapped[datetime]
    until: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Professional:
    """A professional who asks."""

    id: str


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

    @property
    def account_id(self) -> str:
        """The account whose record this is."""
        return self.record.removeprefix("patient:")

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
    return f"patient:{account_id}"


def require(work: Work, who: Who, right: Right, record: str) -> Access | NoRight:
    """Return the access, or the refusal, which is journalled too."""
    match who:
        case Me():
            allowed, actor, strength = (
                record == patient_record(who.account_id),
                f"patient:{who.account_id}",
                who.strength,
            )
        case Professional():
            allowed, actor, strength = _granted(work, who.id, right, record), f"professional:{who.id}", "cli"
        case Operator():
            allowed, actor, strength = True, "operator", "cli"
    if allowed:
        return Access(record, right, actor, strength)
    journal.write(work, record, actor, "refused", right, "", strength)
    return NoRight()


def give(
    work: Work,
    professional_id: str,
    record: str,
    rights: tuple[Right, ...],
    until: datetime | None,
    by: str = "operator",
) -> None:
    """Write grants, given `by` an actor of the journal; those that stand already are left alone."""
    for right in rights:
        if not _granted(work, professional_id, right, record):
            work.execute(
                insert(Grant).values(
                    id=work.chance.name(), professional_id=professional_id, record=record, right=right,
                    granted_at=work.now, until=until,
                )
            )  # fmt: skip
            journal.write(work, record, by, "granted", f"{right} to professional:{professional_id}")


def withdraw(work: Work, professional_id: str, record: str, by: str = "operator") -> None:
    """End every grant of a professional on a record, at once."""
    theirs = (
        (grant.professional_id == professional_id) & (grant.record == record) & grant.withdrawn_at.is_(None)
    )
    work.execute(update(Grant).where(theirs).values(withdrawn_at=work.now))
    journal.write(work, record, by, "withdrawn", f"professional:{professional_id}")


def _granted(work: Work, professional_id: str, right: str, record: str) -> bool:
    standing = (
        select(grant.id)
        .join(ProfessionalRow, ProfessionalRow.id == grant.professional_id)
        .where(ProfessionalRow.disabled_at.is_(None))
        .where(grant.professional_id == professional_id, grant.record == record, grant.right == right)
        .where(grant.withdrawn_at.is_(None), or_(grant.until.is_(None), grant.until > work.now))
    )
    return work.execute(standing.limit(1)).first() is not None
