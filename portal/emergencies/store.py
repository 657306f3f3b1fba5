"""Every query of the emergency accesses, named."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, select, update

from portal.emergencies.model import OpeningRow
from portal.work import Work

CONTEXT = "emergency.reasons"

row = OpeningRow.__table__.c


class Reason(NamedTuple):
    """Why a record was opened, or opened again."""

    at: datetime
    words: str


class Opening(NamedTuple):
    """An emergency access as it is kept."""

    id: str
    record: str
    professional_id: str
    opened_at: datetime
    until: datetime
    closed_at: datetime | None
    reasons: tuple[Reason, ...]

    def stands(self, now: datetime) -> bool:
        """Tell whether it gives anything now."""
        return now < self.until


COLUMNS = tuple(row[name] for name in Opening._fields)


def write(work: Work, one: Opening) -> None:
    """Store a new one."""
    work.execute(insert(OpeningRow), {**one._asdict(), "reasons": _sealed(work, one.reasons)})


def prolong(work: Work, one: Opening) -> None:
    """Store when it ends now, and the reasons, one more."""
    values = {"until": one.until, "reasons": _sealed(work, one.reasons)}
    work.execute(update(OpeningRow).where(row.id == one.id).values(values))


def close(work: Work, opening_id: str) -> None:
    """End it now."""
    this = update(OpeningRow).where(row.id == opening_id)
    work.execute(this.values(until=work.now, closed_at=work.now))


def get(work: Work, opening_id: str) -> Opening | None:
    """Return one by its id."""
    return next(iter(_read(work, row.id == opening_id, 0, 1)), None)


def these(work: Work, opening_ids: Sequence[str]) -> list[Opening]:
    """Return some of them."""
    return _read(work, row.id.in_(opening_ids), 0, len(opening_ids)) if opening_ids else []


def latest(work: Work, record: str, professional_id: str) -> Opening | None:
    """Return the one of this professional on this record that lasts, or lasted, the longest: at most one stands."""
    hers = (row.record == record) & (row.professional_id == professional_id)
    found = work.execute(select(*COLUMNS).where(hers).order_by(row.until.desc()).limit(1)).first()
    return _opened(work, found) if found else None


def of_records(work: Work, records: list[str], start: int, count: int) -> list[Opening]:
    """Return those of some records, the latest first."""
    return _read(work, row.record.in_(records), start, count)


def of_professional(work: Work, professional_id: str | None, record: str | None, count: int) -> list[Opening]:
    """Return those of a professional, or of all, on a record, or on all, the latest first."""
    hers = row.professional_id == professional_id if professional_id else row.id.is_not(None)
    return _read(work, hers & (row.record == record) if record else hers, 0, count)


def _read(work: Work, where: ColumnElement[bool], start: int, count: int) -> list[Opening]:
    asked = select(*COLUMNS).where(where).order_by(row.opened_at.desc(), row.id).offset(start).limit(count)
    return [_opened(work, found) for found in work.execute(asked)]


def _sealed(work: Work, reasons: tuple[Reason, ...]) -> bytes:
    return work.keys.seal_json(CONTEXT, [[one.at.isoformat(), one.words] for one in reasons])


def _opened(work: Work, found: Any) -> Opening:
    told = work.keys.open_json(CONTEXT, found.reasons)
    reasons = tuple(Reason(datetime.fromisoformat(at), words) for at, words in told)
    return Opening(**{**found._mapping, "reasons": reasons})
