"""Anchors: hourly, how far each record's chain has come, so that lines cut off its end are missed.

An anchor looks at the lines written since the one before, however many records there are, and is a line of a chain of
its own. Whoever can cut that chain too is found out by the operator's log, where every anchor is told.
"""

import hashlib
import json
import zlib
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, insert, select

from portal.journal.lines import line
from portal.journal.model import AnchorRow
from portal.keys import Keyring
from portal.work import Work

SETTLED = timedelta(minutes=5)  # a line as old as this has no other before it that is still to be committed
AT_ONCE = 5000  # lines, so that nobody waits for an anchor
PREFIX = 32  # hexadecimal digits of a mac that an anchor keeps

anchor_row = AnchorRow.__table__.c


class Anchor(NamedTuple):
    """An anchor as it is kept."""

    number: int
    at: datetime
    upto: int
    heads: bytes
    mac: str

    @property
    def reached(self) -> dict[str, tuple[int, str]]:
        """By record: the number of its last line then, and the beginning of its mac. Raises `ValueError`."""
        try:
            told = orjson.loads(zlib.decompress(self.heads))
            return {str(record): (int(number), str(mac)) for record, (number, mac) in told.items()}
        except (zlib.error, TypeError, AttributeError) as error:
            raise ValueError(str(error)) from None


COLUMNS = tuple(anchor_row[name] for name in Anchor._fields)


def anchor(work: Work, at_once: int = AT_ONCE) -> Anchor | None:
    """Anchor the records that got lines since the last anchor; None when there are none that have settled."""
    work.in_turn("journal anchors")
    last = latest(work.connection) or Anchor(0, work.now, 0, b"", "")
    since = select(line.id, line.at, line.record, line.number, line.mac).where(line.id > last.upto)
    found = work.execute(since.order_by(line.id).limit(at_once)).all()
    settled = list(takewhile(lambda one: one.at <= work.now - SETTLED, found))
    if not settled:
        return None
    heads: dict[str, tuple[int, str]] = {}
    for one in settled:
        if one.number > heads.get(one.record, (0, ""))[0]:
            heads[one.record] = (one.number, one.mac[:PREFIX])
    told = zlib.compress(orjson.dumps(heads))
    new = Anchor(last.number + 1, work.now, settled[-1].id, told, "")
    new = new._replace(mac=mac(work.keys, new, last.mac))
    work.execute(insert(AnchorRow), new._asdict())
    return new


def latest(connection: Connection) -> Anchor | None:
    """Return the last anchor."""
    told = select(*COLUMNS).where(anchor_row.number > 0)  # every one: SQLite then goes by the key
    found = connection.execute(told.order_by(anchor_row.number.desc()).limit(1)).first()
    return Anchor(*found) if found else None


def mac(keys: Keyring, one: Anchor, before: str) -> str:
    """Return what closes over an anchor and the one before it."""
    told: list[Any] = [
        one.number,
        one.at.isoformat(),
        one.upto,
        hashlib.sha256(one.heads).hexdigest(),
        before,
    ]
    return keys.find("journal anchor", json.dumps(told))
