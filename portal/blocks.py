"""Blocks: professionals whom a patient or a parent lets near a record on no account, whatever was granted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table, insert_for
from portal.work import Work


class BlockRow(Table):
    """A professional is kept away from a record, since when."""

    __tablename__ = "blocks"

    record: Mapped[str] = mapped_column(String(40), primary_key=True)
    professional_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    blocked_at: Mapped[datetime]


row = BlockRow.__table__.c


def add(work: Work, record: str, professional_id: str) -> bool:
    """Keep a professional away; False when she is already."""
    once = insert_for(work.dialect)(BlockRow).on_conflict_do_nothing()
    values = {"record": record, "professional_id": professional_id, "blocked_at": work.now}
    return bool(work.execute(once, values).rowcount > 0)


def lift(work: Work, record: str, professional_id: str) -> bool:
    """Keep her away no longer; False when she was not."""
    this = (row.record == record) & (row.professional_id == professional_id)
    return work.execute(delete(BlockRow).where(this)).rowcount > 0


def stands(work: Work, record: str, professional_id: str) -> bool:
    """Tell whether a professional is kept away from a record."""
    this = (row.record == record) & (row.professional_id == professional_id)
    return work.execute(select(row.record).where(this)).first() is not None


def of(work: Work, records: Sequence[str]) -> dict[tuple[str, str], datetime]:
    """Return who is kept away from these records: record and professional, with since when."""
    found = select(row.record, row.professional_id, row.blocked_at).where(row.record.in_(records))
    return {(r[0], r[1]): r[2] for r in work.execute(found)} if records else {}
