"""The tables of the journal: its lines, and the anchors that say hourly how far every record's chain had come."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Serial, Table

SERVICE = "service"  # the record of what is done to the installation, and not to one person's record
STOPS = "action = 'reminders_stopped' OR action = 'reminders_stopped_because'"


class JournalLine(Table):
    """One line; `number` counts within the record, `mac` closes over the line and the one before it.

    `why` is a commitment to what `sealed` says, so that the words can be wiped and the chain still holds.
    """

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("record", "number"),
        Index("ix_journal_stops", "at", sqlite_where=text(STOPS), postgresql_where=text(STOPS)),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    record: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(60))
    why: Mapped[str] = mapped_column(Text)
    strength: Mapped[str] = mapped_column(String(8))
    mac: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class AnchorRow(Table):
    """How far the chains of some records had come: those that got a line since the anchor before; itself a chain."""

    __tablename__ = "journal_anchors"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    upto: Mapped[int] = mapped_column(BigInteger)  # the last line it looked at
    heads: Mapped[bytes] = mapped_column(LargeBinary)  # record, number and mac of each last line, compressed
    mac: Mapped[str] = mapped_column(String(64))
