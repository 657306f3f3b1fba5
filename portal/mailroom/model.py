"""Tables of the mailroom: lanes, what came in, what must leave, and where it stands in the chat."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Serial, Table

WAITING, DONE, ASIDE = 0, 1, 2
KEYLESS = "COALESCE(unique_key, '') = ''"  # asked for NULL, SQLite would walk through the index of the keys


def still(table: type[Table], state: int = WAITING) -> ColumnElement[bool]:
    """Return the condition of being in a state, spelled as the partial indexes spell it so that they serve."""
    return table.__table__.c.state == literal_column(str(state))


def _partial(name: str, where: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Lane(Table):
    """One person's place in one queue: who holds it, until when, and when there is something to do.

    Claiming looks at lanes, never at items: its cost depends on what is due, not on what is stored.
    """

    __tablename__ = "lanes"
    __table_args__ = (
        Index("ix_lanes_due", "queue", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )

    queue: Mapped[str] = mapped_column(String(16), primary_key=True)
    who: Mapped[str] = mapped_column(String(80), primary_key=True)
    next_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(BigInteger, default=0)
    life: Mapped[int | None]  # the process that holds it, on PostgreSQL (see `lives`)


class Incoming(Table):
    """An update of Telegram, kept until it was worked through.

    Its own `update_id` makes a second copy harmless, and puts what arrived out of order back in order.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        _partial("ix_inbox_waiting", "state = 0", "who", "update_id"),
        _partial("ix_inbox_aside", "state = 2", "update_id"),
    )

    update_id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=False)
    who: Mapped[str] = mapped_column(String(80))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed; wiped once done
    state: Mapped[int] = mapped_column(SmallInteger, default=WAITING)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    received_at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]


class Outgoing(Table):
    """Something that must leave: a sentence's code and its facts, rendered only when delivered."""

    __tablename__ = "outbox"
    __table_args__ = (
        _partial("ix_outbox_waiting", "state = 0", "queue", "who", "id"),
        # Each finished row is in one of them: rows with a key are kept longer, and are not to be walked past meanwhile.
        _partial("ix_outbox_over", f"done_at IS NOT NULL AND {KEYLESS}", "done_at"),
        _partial("ix_outbox_keyed_over", "done_at IS NOT NULL AND unique_key IS NOT NULL", "done_at"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    queue: Mapped[str] = mapped_column(String(16))
    who: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(40))
    facts: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed; wiped once done
    slot: Mapped[str | None] = mapped_column(String(40))
    account_id: Mapped[str | None] = mapped_column(String(16))
    unique_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[int] = mapped_column(SmallInteger, default=WAITING)
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    # How often it was begun without our knowing whether it left; written before it leaves.
    doubts: Mapped[int] = mapped_column(SmallInteger, server_default="0")


class Slot(Table):
    """The Telegram message that stands in a named place of a chat, and the digest of what it shows."""

    __tablename__ = "slots"

    chat: Mapped[str] = mapped_column(String(80), primary_key=True)
    slot: Mapped[str] = mapped_column(String(40), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(String(32))
    stood_at: Mapped[datetime] = mapped_column(index=True)


class Pace(Table):
    """The next free instant of a rate that all replicas share."""

    __tablename__ = "paces"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_at: Mapped[datetime]
