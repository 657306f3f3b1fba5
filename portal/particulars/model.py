"""The tables of particulars: what a patient tells of herself, as it stands and stood before; corrections asked for."""

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table


class ParticularsRow(Table):
    """A section as it was from an instant on; the one with the highest number is how it is."""

    __tablename__ = "particulars"

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    section: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(40))  # as the journal names who did it
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class CorrectionRow(Table):
    """A correction of a name or a birth date that a patient asked for; open until somebody has looked at it."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_account", "account_id", "asked_at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
