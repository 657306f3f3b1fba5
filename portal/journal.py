"""The journal: who did what to whose record, when and why; one HMAC chain per record, so a change shows."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Serial, Table
from portal.statement import Prepared
from portal.work import Work

SERVICE = "service"  # the record of what is done to the installation, and not to one person's record
STOPS = "action = 'reminders_stopped' OR action = 'reminders_stopped_because'"


class JournalLine(Table):
    """One line; `number` counts within the record, `mac` closes over the line and the one before it."""

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


class Line(NamedTuple):
    """A line as it is read: identifiers and codes only, never a name nor an answer."""

    record: str
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    why: str
    strength: str
    mac: str


line = JournalLine.__table__.c
COLUMNS = (
    line.record, line.number, line.at, line.actor, line.action, line.subject, line.why, line.strength, line.mac,
)  # fmt: skip
_LAST = Prepared(
    select(line.number, line.mac).where(line.record == bindparam("of")).order_by(line.number.desc()).limit(1)
)
_WRITE = Prepared(insert(JournalLine))


def write(
    work: Work, record: str, actor: str, action: str, subject: str = "", why: str = "", strength: str = ""
) -> None:
    """Add a line to the chain of a record."""
    work.in_turn(f"journal {record}")
    number, before = work.execute(_LAST, {"of": record}).first() or (0, "")
    new = Line(record, number + 1, work.now, actor, action, subject, why, strength, "")
    work.execute(_WRITE, new._replace(mac=_mac(work, new, before))._asdict())


def read(work: Work, record: str) -> list[Line]:
    """Return the lines of a record, oldest first."""
    found = work.execute(select(*COLUMNS).where(line.record == record).order_by(line.number))
    return [Line(*tuple(r)) for r in found]


def stops(work: Work, since: datetime, until: datetime) -> list[Line]:
    """Return the lines of every record that tell that reminders were stopped, oldest first; `why` where it was said."""
    asked = select(*COLUMNS).where(text(f"({STOPS})"), line.at >= since, line.at < until)
    return [Line(*tuple(r)) for r in work.execute(asked.order_by(line.at, line.number))]


def by_others(
    work: Work, record: str, own: str, actions: Sequence[str], start: int, count: int
) -> list[Line]:
    """Return the lines of a record that tell of these actions of anyone but `own`, the newest first."""
    theirs = select(*COLUMNS).where(*_of_others(record, own, actions)).order_by(line.number.desc())
    return [Line(*tuple(r)) for r in work.execute(theirs.offset(start).limit(count))]


def first_by_others(
    work: Work,
    record: str,
    own: str,
    actions: Sequence[str],
    subjects: Sequence[str],
    since: datetime | None = None,
) -> list[tuple[str, datetime]]:
    """Return who but `own` did one of these actions (since then), each with the first time, in their order."""
    first = func.min(line.at)
    theirs = select(line.actor, first).where(*_of_others(record, own, actions))
    about = theirs.where(line.subject.in_(subjects), *([line.at >= since] if since else []))
    return [(r[0], r[1]) for r in work.execute(about.group_by(line.actor).order_by(first, line.actor))]


def of_actor(work: Work, record: str, actor: str, since: datetime, until: datetime) -> list[Line]:
    """Return the lines of what someone did with a record between these instants, the oldest first."""
    hers = (line.record == record) & (line.actor == actor) & line.at.between(since, until)
    return [Line(*tuple(r)) for r in work.execute(select(*COLUMNS).where(hers).order_by(line.number))]


def _of_others(record: str, own: str, actions: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return line.record == record, line.actor != own, line.action.in_(actions)


def broken(work: Work) -> list[str]:
    """Return the lines that do not follow from those before them, as `record#number`."""
    wrong: list[str] = []
    before: dict[str, tuple[int, str]] = {}
    for r in work.execute(select(*COLUMNS).order_by(line.record, line.number)):
        one = Line(*tuple(r))
        number, mac = before.get(one.record, (0, ""))
        if one.number != number + 1 or one.mac != _mac(work, one, mac):
            wrong.append(f"{one.record}#{one.number}")
        before[one.record] = (one.number, one.mac)
    return wrong


def _mac(work: Work, one: Line, before: str) -> str:
    told = [*one._replace(mac=before)]
    told[2] = one.at.isoformat()
    return work.keys.find("journal", json.dumps(told))
