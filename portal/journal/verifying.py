"""Verifying the journal: every line changed, missing, moved, added or cut off is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select, tuple_

from portal.database import snapshot
from portal.errors import KeyUnknown
from portal.journal import anchoring, lines
from portal.journal.anchoring import PREFIX, Anchor
from portal.journal.lines import COMMITTED, FORGOTTEN, Line, line
from portal.keys import Keyring
from portal.work import Workroom

AT_ONCE, FEW = 500, 20  # lines and anchors read at once
CHANGED, MISSING, CUT, WIPED = "changed", "missing", "cut", "wiped"


class Broken(NamedTuple):
    """A line that is not as it was written: `record#number`, or `anchor#number`; what became of it."""

    line: str
    what: str


class Verified(NamedTuple):
    """What came of it: what is broken; the last anchor, and how many lines came since."""

    broken: list[Broken]
    anchor: Anchor | None
    since: int


@dataclass
class _Chain:
    """One record's chain while it is walked."""

    keys: Keyring
    record: str
    last: int = 0
    mac: str = ""
    wiped: list[int] = field(default_factory=list)
    forgotten: int = 0

    def follow(self, one: Line, sealed: bytes | None) -> Iterator[Broken]:
        """Take the next line; yields what is wrong before it and with it."""
        if one.number > self.last + 1:
            yield Broken(_lines(self.record, self.last + 1, one.number - 1), MISSING)
        elif one.mac != lines.mac(self.keys, one, self.mac):
            yield Broken(_lines(self.record, one.number), CHANGED)
        if one.why.startswith(COMMITTED):
            if sealed is None:
                self.wiped.append(one.number)
            elif not self._opens(one, sealed):
                yield Broken(_lines(self.record, one.number), CHANGED)
        if one.action == FORGOTTEN:
            self.forgotten = one.number
        self.last, self.mac = one.number, one.mac

    def end(self) -> Iterator[Broken]:
        """Yield the lines whose words were wiped, and no later line says that they were to be."""
        for number in self.wiped:
            if number > self.forgotten:
                yield Broken(_lines(self.record, number), WIPED)

    def _opens(self, one: Line, sealed: bytes) -> bool:
        try:
            return lines.kept(self.keys, one.why, sealed)
        except (KeyUnknown, ValueError, TypeError):
            return False


def verify(room: Workroom, known: tuple[int, str] | None = None) -> Verified:
    """Look at every line as it stood at one instant, holding up nobody; not a unit of work. Raises `StorageDown`.

    `known`: number and mac of an anchor, as the log told it: it must be there.
    """
    with snapshot(room.engine) as connection:
        wrong = list(dict.fromkeys((*_chains(connection, room.keys), *_anchors(connection, room.keys))))
        if known is not None:
            wrong += _told(connection, *known)
        last = anchoring.latest(connection)
        later = select(func.count()).where(line.id > (last.upto if last else 0))
        return Verified(wrong, last, connection.execute(later).scalar() or 0)


def _chains(connection: Connection, keys: Keyring) -> Iterator[Broken]:
    chain: _Chain | None = None
    every = select(*lines.COLUMNS).order_by(line.record, line.number).execution_options(yield_per=AT_ONCE)
    for *stored, sealed in connection.execute(every):
        one = Line(*stored)
        if chain is None or chain.record != one.record:
            yield from chain.end() if chain else ()
            chain = _Chain(keys, one.record)
        yield from chain.follow(one, sealed)
    yield from chain.end() if chain else ()


def _anchors(connection: Connection, keys: Keyring) -> Iterator[Broken]:
    """Yield the anchors that do not follow from those before them, and the lines that they saw and that are gone."""
    before, number = "", 0
    cut: dict[str, int] = {}
    every = select(*anchoring.COLUMNS).order_by(anchoring.anchor_row.number).execution_options(yield_per=FEW)
    for found in connection.execute(every):
        one = Anchor(*found)
        if one.number > number + 1:
            yield Broken(_lines("anchor", number + 1, one.number - 1), MISSING)
        elif one.mac != anchoring.mac(keys, one, before):
            yield Broken(_lines("anchor", one.number), CHANGED)
        number, before = one.number, one.mac
        try:
            heads = list(one.reached.items())
        except ValueError:
            continue  # its mac has told
        for at in range(0, len(heads), AT_ONCE):
            yield from _reached(connection, heads[at : at + AT_ONCE], cut)
    for record, last in cut.items():
        there = connection.execute(select(func.max(line.number)).where(line.record == record)).scalar() or 0
        if there < last:
            yield Broken(_lines(record, there + 1, last), CUT)


def _reached(
    connection: Connection, heads: Sequence[tuple[str, tuple[int, str]]], cut: dict[str, int]
) -> Iterator[Broken]:
    """Yield the lines that are not those an anchor saw; note in `cut` those that are not there."""
    wanted = [(record, number) for record, (number, _) in heads]
    asked = select(line.record, line.number, line.mac).where(tuple_(line.record, line.number).in_(wanted))
    there = {(r.record, r.number): r.mac for r in connection.execute(asked)}
    for record, (number, mac) in heads:
        found = there.get((record, number))
        if found is None:
            cut[record] = max(number, cut.get(record, 0))
        elif found[:PREFIX] != mac:
            yield Broken(_lines(record, number), CHANGED)


def _told(connection: Connection, number: int, mac: str) -> Iterator[Broken]:
    """Yield the anchor that the log told, if it is not there, or is another."""
    asked: Any = select(anchoring.anchor_row.mac).where(anchoring.anchor_row.number == number)
    found = connection.execute(asked).scalar()
    if found is None or not mac or not found.startswith(mac):
        yield Broken(_lines("anchor", number), MISSING if found is None else CHANGED)


def _lines(record: str, first: int, last: int | None = None) -> str:
    return f"{record}#{first}" if last is None or last == first else f"{record}#{first}-{last}"
