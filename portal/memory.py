"""What an installation remembers between two starts: small named values, none of them about a person."""

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table, insert_for
from portal.work import Work


class MemoryRow(Table):
    """One named value."""

    __tablename__ = "memories"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


row = MemoryRow.__table__.c


def recall(work: Work, name: str) -> str:
    """Return the value last remembered under this name; nothing when there is none."""
    return work.execute(select(row.value).where(row.name == name)).scalar() or ""


def remember(work: Work, name: str, value: str) -> None:
    """Keep a value in place of the one before."""
    new = insert_for(work.dialect)(MemoryRow)
    upsert = new.on_conflict_do_update(index_elements=["name"], set_={"value": value})
    work.execute(upsert, {"name": name, "value": value})
