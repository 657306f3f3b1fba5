"""The vaccination calendar of a child: what is due, done, late or to come, from her birth date and what parents noted.

The calendar itself is data, with its source and year: `calendar.toml`. It counts what is compulsory; whether a child
should have something else, or later, is for her doctor to say.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from portal import accounts, carnets
from portal.authorisations import CARNET, Access, Right
from portal.carnets import Carnet, CarnetUnknown
from portal.carnets.ages import later
from portal.carnets.model import Vaccination
from portal.database import insert_for
from portal.errors import Refused
from portal.work import Work

DONE, LATE, DUE, TO_COME = "done", "late", "due", "to_come"

row = Vaccination.__table__.c


class DoseUnknown(Refused):
    """The calendar of this child has no such dose, or it was not noted."""


class VaccineDateInvalid(Refused):
    """A vaccine is given between birth and today."""


@dataclass(frozen=True)
class Dose:
    """One dose of the calendar: due from `months` of age, late from `late` on."""

    key: str
    vaccine: str
    months: int
    late: int
    born_from: date
    born_until: date
    not_before: date

    @property
    def number(self) -> int:
        """Which dose of its vaccine it is."""
        return int(self.key.rpartition("-")[2])

    def due_on(self, birth_date: date) -> date:
        """Return from which day on it is due to who was born on a day."""
        return max(later(birth_date, self.months), self.not_before)

    def late_on(self, birth_date: date) -> date:
        """Return from which day on it is late."""
        return max(later(birth_date, self.late), later(self.not_before, self.late - self.months))


class Standing(NamedTuple):
    """A dose of one child: its state, since or from when it is due, and the day it was given."""

    dose: Dose
    state: str
    due_on: date
    done_on: date | None


class Calendar(NamedTuple):
    """A child's calendar; no doses: she was born before it begins."""

    carnet: Carnet
    source: str
    year: int
    doses: tuple[Standing, ...]


@cache
def _read() -> tuple[str, int, tuple[Dose, ...]]:
    raw = tomllib.loads((resources.files("portal.carnets") / "calendar.toml").read_text())
    doses = tuple(
        Dose(one["key"], one["vaccine"], one["from"], one["late"], one.get("born_from", raw["born_from"]),
             one.get("born_until", date.max), one.get("not_before", date.min))
        for one in raw["dose"]
    )  # fmt: skip
    return raw["source"], raw["year"], doses


def doses_for(birth_date: date) -> tuple[Dose, ...]:
    """Return the doses that are compulsory for who was born on this day."""
    return tuple(one for one in _read()[2] if one.born_from <= birth_date <= one.born_until)


def calendar(work: Work, access: Access) -> Calendar | CarnetUnknown:
    """Return the calendar of a child as it stands today."""
    found = peek(work, access)
    if isinstance(found, Calendar):
        access.journal(work, "vaccines_read")
    return found


def peek(work: Work, access: Access) -> Calendar | CarnetUnknown:
    """Return the calendar to a conversation that asks at each turn: what it notes leaves the line."""
    access.must(Right.READ)
    carnet = carnets.get(work, access.record.removeprefix(CARNET))
    if isinstance(carnet, CarnetUnknown):
        return carnet
    source, year, _doses = _read()
    given = noted(work, carnet.id)
    return Calendar(carnet, source, year, standing(carnet.birth_date, given, _today(work, access)))


def standing(birth_date: date, given: dict[str, date], today: date) -> tuple[Standing, ...]:
    """Return every dose of a child with its state on a day."""
    return tuple(_standing(one, birth_date, given.get(one.key), today) for one in doses_for(birth_date))


def _standing(one: Dose, birth_date: date, done_on: date | None, today: date) -> Standing:
    due_on, late_on = one.due_on(birth_date), one.late_on(birth_date)
    state = DONE if done_on else LATE if today >= late_on else DUE if today >= due_on else TO_COME
    return Standing(one, state, due_on, done_on)


def note(work: Work, access: Access, keys: Sequence[str], day: date) -> Refused | None:
    """Note on which day doses were given; a day noted before is replaced."""
    access.must(Right.FILL_IN)
    carnet = carnets.get(work, access.record.removeprefix(CARNET))
    if isinstance(carnet, CarnetUnknown):
        return carnet
    known = {one.key for one in doses_for(carnet.birth_date)}
    if not set(keys) <= known:
        return DoseUnknown()
    if not carnet.birth_date <= day <= _today(work, access):
        return VaccineDateInvalid()
    sealed = work.keys.seal_text("vaccination.day", day.isoformat())
    said = {"day": sealed, "noted_by": access.actor, "noted_at": work.now}
    new = insert_for(work.dialect)(Vaccination)
    upsert = new.on_conflict_do_update(index_elements=["carnet_id", "dose"], set_=said)
    for key in keys:
        work.execute(upsert, {"carnet_id": carnet.id, "dose": key, **said})
        access.journal(work, "vaccine_noted", key)
    return None


def number(key: str) -> int:
    """Return the place of a dose in the calendar: a button has little room."""
    return next(n for n, one in enumerate(_read()[2]) if one.key == key)


def numbered(place: int) -> str:
    """Return the dose at a place of the calendar; nothing when there is none."""
    doses = _read()[2]
    return doses[place].key if place < len(doses) else ""


def erase(work: Work, access: Access, key: str) -> DoseUnknown | None:
    """Take back that a dose was given."""
    access.must(Right.FILL_IN)
    this = (row.carnet_id == access.record.removeprefix(CARNET)) & (row.dose == key)
    if work.execute(delete(Vaccination).where(this)).rowcount != 1:
        return DoseUnknown()
    access.journal(work, "vaccine_erased", key)
    return None


def noted(work: Work, carnet_id: str) -> dict[str, date]:
    """Return which doses a child was given, and when."""
    found = work.execute(select(row.dose, row.day).where(row.carnet_id == carnet_id))
    return {one.dose: date.fromisoformat(work.keys.open_text("vaccination.day", one.day)) for one in found}


def _today(work: Work, access: Access) -> date:
    """Return the day it is for whoever asks."""
    reader = access.reader_id
    zone = accounts.timezone_of(work, reader) if reader else work.policy.timezone
    return work.now.astimezone(ZoneInfo(zone)).date()
