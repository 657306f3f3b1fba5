"""The table of emergency accesses: who opened which record, when, until when, and why."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table


class OpeningRow(Table):
    """A record opened in an emergency by one professional; opened again while it stands, it lasts longer."""

    __tablename__ = "emergencies"
    __table_args__ = (
        Index("ix_emergencies_record", "record", "opened_at"),
        Index("ix_emergencies_professional", "professional_id", "opened_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    record: Mapped[str] = mapped_column(String(40))
    professional_id: Mapped[str] = mapped_column(String(16))
    opened_at: Mapped[datetime]
    until: Mapped[datetime]  # when it ends by itself, or was ended
    closed_at: Mapped[datetime | None]  # ended before its time
    reasons: Mapped[bytes] = mapped_column(LargeBinary)  # each with its instant, sealed
