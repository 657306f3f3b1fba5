"""Carnets: the health records of children, each held by a parent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from portal import authorisations, journal
from portal.accounts import Me
from portal.authorisations import HOLDER, Access, Right, carnet_record, patient_record
from portal.carnets.ages import ADULT, age_on, comes_of_age, midnight, next_step
from portal.carnets.model import CarnetRow
from portal.errors import Refused
from portal.work import Work

__all__ = [
    "ADULT",
    "Carnet",
    "CarnetUnknown",
    "NoChild",
    "age_on",
    "create",
    "get",
    "listed",
    "of",
    "open_to",
    "unlock",
]

row = CarnetRow.__table__.c
COLUMNS = (row.id, row.first_name, row.birth_date, row.created_at, row.wrong_dates, row.heir)


class CarnetUnknown(Refused):
    """There is no such carnet."""


class NoChild(Refused):
    """A carnet is for a child: born already, and not 18 yet."""


@dataclass(frozen=True)
class Carnet:
    """A child's carnet."""

    id: str
    first_name: str = field(repr=False)
    birth_date: date = field(repr=False)
    created_at: datetime
    wrong_dates: int = 0
    heir: str | None = field(repr=False, default=None)  # the e-mail address she will be invited at

    @property
    def record(self) -> str:
        """The name of this child's record."""
        return carnet_record(self.id)


def create(
    work: Work, parent_id: str, first_name: str, birth_date: date, by: str = "operator"
) -> str | NoChild:
    """Open a child's carnet, held by this parent; returns its id."""
    today = work.now.date()
    if birth_date > today or age_on(birth_date, today) >= ADULT:
        return NoChild()
    new = work.chance.name()
    sealed = {
        "first_name": work.keys.seal_text("carnet.first_name", first_name.strip()),
        "birth_date": work.keys.seal_text("carnet.birth_date", birth_date.isoformat()),
    }
    step_at = next_step(birth_date, work.policy.timezone, work.now)
    work.execute(insert(CarnetRow), {"id": new, "created_at": work.now, "step_at": step_at, **sealed})
    journal.write(work, carnet_record(new), by, "carnet_created")
    until = midnight(comes_of_age(birth_date), work.policy.timezone)
    authorisations.give(work, patient_record(parent_id), carnet_record(new), HOLDER, until, by)
    return new


def get(work: Work, carnet_id: str) -> Carnet | CarnetUnknown:
    """Return a carnet: what names it; what is in it takes an access."""
    found = work.execute(select(*COLUMNS).where(row.id == carnet_id)).first()
    return _read(work, found) if found else CarnetUnknown()


def of(work: Work, account_id: str) -> list[Carnet]:
    """Return the carnets that an account may read, in the order in which it got them."""
    ids = authorisations.carnets_of(work, account_id)
    found = {one.id: one for one in _read_all(work, ids)}
    return [found[one] for one in ids if one in found]


def unlock(work: Work, carnet_id: str) -> CarnetUnknown | None:
    """Let a carnet be shared again whose birth date was told wrong too often: somebody has looked at it."""
    this = update(CarnetRow).where(row.id == carnet_id).values(wrong_dates=0)
    if work.execute(this).rowcount != 1:
        return CarnetUnknown()
    journal.write(work, carnet_record(carnet_id), "operator", "carnet_unlocked")
    return None


def open_to(work: Work, me: Me) -> list[Access]:
    """Return the accesses to all that someone may look into: her own record, then her carnets."""
    records = [patient_record(me.account_id), *(one.record for one in of(work, me.account_id))]
    asked = (authorisations.require(work, me, Right.READ, record) for record in records)
    return [one for one in asked if isinstance(one, Access)]


def listed(work: Work) -> list[Carnet]:
    """Return every carnet, the oldest first."""
    return [_read(work, r) for r in work.execute(select(*COLUMNS).order_by(row.created_at, row.id))]


def _read_all(work: Work, ids: Sequence[str]) -> list[Carnet]:
    return [_read(work, r) for r in work.execute(select(*COLUMNS).where(row.id.in_(ids)))] if ids else []


def _read(work: Work, found: Any) -> Carnet:
    name = work.keys.open_text("carnet.first_name", found.first_name)
    born = date.fromisoformat(work.keys.open_text("carnet.birth_date", found.birth_date))
    heir = work.keys.open_text("carnet.heir", found.heir) if found.heir else None
    return Carnet(found.id, name, born, found.created_at, found.wrong_dates, heir)
