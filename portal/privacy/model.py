"""The tables of privacy: who is leaving, whose record the law keeps, and what was made for someone to take along."""

from datetime import datetime

from sqlalchemy import Boolean, Index, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table

WAITING, READY, FAILED = "waiting", "ready", "failed"


def _dated(name: str) -> Index:
    return Index(name, "next_at", postgresql_where=text("next_at IS NOT NULL"))


class DepartureRow(Table):
    """An account whose owner has left: when it is erased, and how far that has come. `next_at`: the next thing to do."""

    __tablename__ = "departures"
    __table_args__ = (_dated("ix_departures_due"),)

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    by: Mapped[str] = mapped_column(String(40))  # an actor of the journal
    reason: Mapped[str | None] = mapped_column(String(16))  # a code, where she gave one
    left_at: Mapped[datetime]
    erase_at: Mapped[datetime]
    warned_at: Mapped[datetime | None]
    back_at: Mapped[datetime | None]  # she is back: nothing is to be done any more
    erasing: Mapped[bool] = mapped_column(Boolean)  # begun: nobody comes back any more
    erased: Mapped[str] = mapped_column(Text)  # how far that has come, in JSON
    next_at: Mapped[datetime | None]


class HoldRow(Table):
    """A record that the law keeps until a day: nothing of it is erased before."""

    __tablename__ = "legal_holds"

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    until: Mapped[datetime]
    reason: Mapped[bytes] = mapped_column(LargeBinary)  # the operator's words, sealed
    placed_at: Mapped[datetime]


class ExportRow(Table):
    """What somebody asked to take along: waiting to be made, or there for a day, in parts that are blobs of her record."""

    __tablename__ = "exports"
    __table_args__ = (_dated("ix_exports_due"), Index("ix_exports_account", "account_id", "asked_at"))

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(16))
    chat: Mapped[str] = mapped_column(String(80))  # where it was asked for, and is given
    state: Mapped[str] = mapped_column(String(8))
    attempts: Mapped[int] = mapped_column(SmallInteger)  # tells whoever makes it from whoever began before
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    token_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    parts: Mapped[str | None] = mapped_column(Text)  # the ids of its blobs, in JSON
    next_at: Mapped[datetime | None]  # when it is to be made, made by somebody else, or forgotten
    leaving: Mapped[str | None] = mapped_column(String(16))  # why, where she is about to: a code, or "-"
