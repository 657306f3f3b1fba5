"""Lines of the journal: written into the chain of their record, and read back."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, insert, select, text, update

from portal.journal.model import STOPS, JournalLine
from portal.keys import Keyring
from portal.statement import Prepared
from portal.work import Work

CONTEXT = "journal.why"
COMMITTED = "#"  # how a commitment begins
FORGOTTEN = "journal_forgotten"


class Line(NamedTuple):
    """A line as it is read: identifiers and codes, and why; nothing of why once it was forgotten."""

    record: str
    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    why: str
    strength: str
    mac: str


class Without(NamedTuple):
    """Lines that whoever looks does not see: all about these subjects, and these numbers."""

    subjects: Collection[str] = ()
    numbers: Collection[int] = ()

    @property
    def others(self) -> list[ColumnElement[bool]]:
        """Return what is true of every other line."""
        kept = ((line.subject, self.subjects), (line.number, self.numbers))
        return [column.not_in(list(these)) for column, these in kept if these]


NOTHING = Without()
line = JournalLine.__table__.c
COLUMNS = tuple(line[name] for name in (*Line._fields, "sealed"))
_LAST = Prepared(
    select(line.number, line.mac).where(line.record == bindparam("of")).order_by(line.number.desc()).limit(1)
)
_WRITE = Prepared(insert(JournalLine))


def write(
    work: Work, record: str, actor: str, action: str, subject: str = "", why: str = "", strength: str = ""
) -> None:
    """Add a line to the chain of a record; `subject`: an id or a code of ours, never words, which `why` may be."""
    work.in_turn(f"journal {record}")
    number, before = work.execute(_LAST, {"of": record}).first() or (0, "")
    commitment, sealed = _committed(work, why) if why else ("", None)
    new = Line(record, number + 1, work.now, actor, action, subject, commitment, strength, "")
    work.execute(_WRITE, {**new._replace(mac=mac(work.keys, new, before))._asdict(), "sealed": sealed})


def read(work: Work, record: str) -> list[Line]:
    """Return the lines of a record, oldest first."""
    found = work.execute(select(*COLUMNS).where(line.record == record).order_by(line.number))
    return [_opened(work, r) for r in found]


def latest(
    work: Work,
    record: str,
    count: int,
    *,
    before: int | None = None,
    after: int | None = None,
    actions: Sequence[str] | None = None,
    actor: str | None = None,
    without: Without = NOTHING,
) -> list[Line]:
    """Return lines of a record, the newest first: the last ones `before` a number, or the first ones `after` one."""
    asked = select(*COLUMNS).where(line.record == record, *without.others)
    asked = asked if actions is None else asked.where(line.action.in_(actions))
    asked = asked if actor is None else asked.where(line.actor == actor)
    if after is not None:
        asked = asked.where(line.number > after).order_by(line.number)
    else:
        asked = (asked if before is None else asked.where(line.number < before)).order_by(line.number.desc())
    found = [_opened(work, r) for r in work.execute(asked.limit(count))]
    return found[::-1] if after is not None else found


def actors(work: Work, record: str, without: Without = NOTHING) -> list[str]:
    """Return everybody who did something with a record, who did the last thing first."""
    theirs = select(line.actor).where(line.record == record, *without.others).group_by(line.actor)
    return list(work.execute(theirs.order_by(func.max(line.number).desc())).scalars())


def stops(work: Work, since: datetime, until: datetime) -> list[Line]:
    """Return the lines of every record that tell that reminders were stopped, oldest first; `why` where it was said."""
    asked = select(*COLUMNS).where(text(f"({STOPS})"), line.at >= since, line.at < until)
    return [_opened(work, r) for r in work.execute(asked.order_by(line.at, line.number))]


def by_others(
    work: Work, record: str, own: str, actions: Sequence[str], start: int, count: int
) -> list[Line]:
    """Return the lines of a record that tell of these actions of anyone but `own`, the newest first."""
    theirs = select(*COLUMNS).where(*_of_others(record, own, actions)).order_by(line.number.desc())
    return [_opened(work, r) for r in work.execute(theirs.offset(start).limit(count))]


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
    return [_opened(work, r) for r in work.execute(select(*COLUMNS).where(hers).order_by(line.number))]


def _of_others(record: str, own: str, actions: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    return line.record == record, line.actor != own, line.action.in_(actions)


def forget(work: Work, record: str) -> int:
    """Wipe why things were done with a record, for good; its chain holds as before. Returns how many lines said why."""
    work.in_turn(f"journal {record}")
    told = (line.record == record) & line.sealed.is_not(None)
    wiped = work.execute(update(JournalLine).where(told).values(sealed=None)).rowcount
    write(work, record, "portal", FORGOTTEN, str(wiped))
    return wiped


def mac(keys: Keyring, one: Line, before: str) -> str:
    """Return what closes over a line, as it is stored, and the one before it."""
    told = [*one._replace(mac=before)]
    told[2] = one.at.isoformat()
    return keys.find("journal", json.dumps(told))


def kept(keys: Keyring, why: str, sealed: bytes) -> bool:
    """Tell whether what was sealed is what was committed to. Raises `KeyUnknown`."""
    salt, words = keys.open_json(CONTEXT, sealed)
    return why == _commitment(keys, salt, words)


def _committed(work: Work, why: str) -> tuple[str, bytes]:
    """Return a commitment to the words, and the words sealed with its salt: without that, nobody can guess them."""
    salt = work.chance.token()
    return _commitment(work.keys, salt, why), work.keys.seal_json(CONTEXT, [salt, why])


def _commitment(keys: Keyring, salt: str, why: str) -> str:
    return COMMITTED + keys.find(CONTEXT, f"{salt} {why}")


def _opened(work: Work, found: Any) -> Line:
    *stored, sealed = found
    one = Line(*stored)
    if not one.why.startswith(COMMITTED):
        return one
    return one._replace(why=work.keys.open_json(CONTEXT, sealed)[1] if sealed else "")
