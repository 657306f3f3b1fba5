"""Professionals: those who open accounts and follow patients, known by their RPPS number."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.addresses import read_email
from portal.accounts.refusals import EmailInvalid
from portal.database import Table
from portal.directory import Listed
from portal.errors import Refused
from portal.work import Work

LONGEST_NUMBER = 11  # digits of an RPPS number; older ones are shorter
DIGITS = 4  # of an RPPS number, which tell people apart as long as nobody of the same name ends alike


class RppsInvalid(Refused):
    """An RPPS number has 11 digits, the last of them a Luhn key."""


class RppsTaken(Refused):
    """A professional with this RPPS number is registered already; facts: id."""


class ProfessionalUnknown(Refused):
    """No professional has this id, or she was disabled."""


class ProfessionalRow(Table):
    """A professional; what the RPPS publishes is public, her e-mail is not: none while only the directory knows her."""

    __tablename__ = "professionals"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    rpps: Mapped[str] = mapped_column(String(11), unique=True)
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    profession: Mapped[str] = mapped_column(Text)
    structure: Mapped[str] = mapped_column(Text)
    email_sealed: Mapped[bytes | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Professional:
    """A professional as others see her."""

    id: str
    rpps: str
    first_name: str
    last_name: str
    profession: str
    structure: str
    disabled: bool
    mark: str = ""  # the end of her RPPS number, where another has her name
    listed: bool = False  # known from the directory alone: nobody has registered her yet

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"

    @property
    def digits(self) -> str:
        """The end of her RPPS number: enough to tell her apart, in words that name her."""
        return self.mark or self.rpps[-DIGITS:]


row = ProfessionalRow.__table__.c
COLUMNS = (
    row.id, row.rpps, row.first_name, row.last_name, row.profession, row.structure, row.disabled_at,
    row.email_sealed,
)  # fmt: skip


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn key of those before it (ISO/IEC 7812-1)."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(n // 10 + n % 10 for n in doubled) % 10 == 0


def create(
    work: Work, *, rpps: str, first_name: str, last_name: str, profession: str, structure: str, email: str
) -> str | RppsInvalid | RppsTaken | EmailInvalid:
    """Register a professional; returns her id. Whom only the directory knew so far is completed."""
    if not (re.fullmatch(r"[0-9]{11}", rpps) and luhn(rpps)):
        return RppsInvalid()
    address = read_email(email)
    if isinstance(address, EmailInvalid):
        return address
    known = of_number(work, rpps)
    if known is not None and (known.disabled or not known.listed):
        return RppsTaken(id=known.id)
    facts = {"first_name": first_name, "last_name": last_name, "profession": profession, "structure": structure,
             "email_sealed": work.keys.seal_text("professional.email", address)}  # fmt: skip
    return _write(work, known, rpps, facts)


def from_directory(work: Work, one: Listed) -> str | ProfessionalUnknown:
    """Return the id of a professional whom the directory lists; who is not registered yet is known from now on.

    She is authorised, and sees nothing before somebody registers her with her e-mail address.
    """
    known = of_number(work, one.id)
    if (known is not None and known.disabled) or not 1 <= len(one.id) <= LONGEST_NUMBER:
        return ProfessionalUnknown()
    if known is not None and not known.listed:
        return known.id
    facts = {"first_name": one.first_name, "last_name": one.last_name, "profession": one.what,
             "structure": one.place.structure, "email_sealed": None}  # fmt: skip
    return _write(work, known, one.id, facts)


def of_number(work: Work, rpps: str) -> Professional | None:
    """Return the professional with this RPPS number, if she is registered or known from the directory."""
    found = work.execute(select(*COLUMNS).where(row.rpps == rpps)).first()
    return _read(found) if found else None


def _write(work: Work, known: Professional | None, rpps: str, facts: dict[str, Any]) -> str:
    if known is not None:
        work.execute(update(ProfessionalRow).where(row.id == known.id).values(facts))
        return known.id
    new = work.chance.name()
    work.execute(insert(ProfessionalRow).values(id=new, rpps=rpps, created_at=work.now, **facts))
    return new


def get(work: Work, professional_id: str) -> Professional | ProfessionalUnknown:
    """Return a professional who is not disabled."""
    standing = (row.id == professional_id) & row.disabled_at.is_(None)
    found = work.execute(select(*COLUMNS).where(standing)).first()
    return _read(found) if found else ProfessionalUnknown()


def stands(work: Work, professional_id: str) -> bool:
    """Tell whether a professional is registered and not disabled."""
    return not isinstance(get(work, professional_id), ProfessionalUnknown)


def named(work: Work, ids: Sequence[str]) -> dict[str, Professional]:
    """Return these professionals by id, those who were disabled since included; homonyms are marked."""
    found = [_read(r) for r in work.execute(select(*COLUMNS).where(row.id.in_(ids)))] if ids else []
    alike = _namesakes(work, found)
    return {one.id: replace(one, mark=_mark(one, alike)) for one in found}


def _namesakes(work: Work, found: Sequence[Professional]) -> dict[str, list[str]]:
    """Return the RPPS numbers that go with each of these names, whatever the accents and capitals of first names."""
    names = {one.last_name for one in found}
    same = (fold(row.last_name).in_({change(name) for name in names})
            for fold, change in ((func.lower, str.lower), (func.upper, str.upper)))  # fmt: skip
    alike: dict[str, list[str]] = {}
    for r in work.execute(select(*COLUMNS).where(or_(row.last_name.in_(names), *same))) if names else ():
        alike.setdefault(_plain(_read(r)), []).append(r.rpps)
    return alike


def _mark(one: Professional, alike: dict[str, list[str]]) -> str:
    """Return as much of the end of her number as tells her from all who bear her name; nothing when nobody does."""
    others = [rpps for rpps in alike.get(_plain(one), ()) if rpps != one.rpps]
    if not others:
        return ""
    sizes = range(DIGITS, len(one.rpps))
    size = next((n for n in sizes if not any(rpps[-n:] == one.rpps[-n:] for rpps in others)), len(one.rpps))
    return one.rpps[-size:]


def _plain(one: Professional) -> str:
    """Return a name as people confuse it."""
    letters = unicodedata.normalize("NFKD", one.name.casefold())
    return "".join(sign for sign in letters if sign.isalnum() and not unicodedata.combining(sign))


def email_of(work: Work, professional_id: str) -> str | None:
    """Return where a professional who is not disabled gets her e-mails."""
    standing = (row.id == professional_id) & row.disabled_at.is_(None)
    sealed = work.execute(select(row.email_sealed).where(standing)).scalar()
    return work.keys.open_text("professional.email", sealed) if sealed else None


def listed(work: Work) -> list[Professional]:
    """Return every professional, by name."""
    return [_read(r) for r in work.execute(select(*COLUMNS).order_by(row.last_name, row.first_name))]


def _read(found: Any) -> Professional:
    who = Professional(*(*tuple(found)[:-2], found.disabled_at is not None))
    return replace(who, listed=found.email_sealed is None)


def disable(work: Work, professional_id: str) -> ProfessionalUnknown | None:
    """Close a professional's access, at once and for good."""
    standing = (row.id == professional_id) & row.disabled_at.is_(None)
    changed = work.execute(update(ProfessionalRow).where(standing).values(disabled_at=work.now)).rowcount
    return None if changed else ProfessionalUnknown()
