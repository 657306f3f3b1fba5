"""Slots: which message of a chat stands in a place, so that what is shown there next takes its place."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, tuple_

from portal.database import insert_for
from portal.forgetting import AT_A_TIME
from portal.mailroom.model import Slot
from portal.mailroom.outbox import Round
from portal.statement import Prepared
from portal.work import Work

STOOD = timedelta(days=8)  # a day longer than an unfinished conversation waits

row = Slot.__table__.c


class Standing(NamedTuple):
    """The message that stands in a slot."""

    message_id: int
    digest: str


_place = (row.chat == bindparam("here")) & (row.slot == bindparam("place"))
_STANDING = Prepared(select(row.message_id, row.digest).where(_place))
_STOOD_AT = Prepared(select(row.stood_at).where(_place))
_LAST = Prepared(
    select(row.slot, row.message_id, row.digest)
    .where(row.chat == bindparam("here"), row.slot.startswith(bindparam("prefix")))
    .where(row.stood_at >= bindparam("since"))
    .order_by(row.stood_at.desc())
    .limit(1)
)
_LOWEST = Prepared(
    select(row.slot).where(row.chat == bindparam("here")).order_by(row.message_id.desc()).limit(1)
)
_ALL_STANDING = select(row.chat, row.slot, row.message_id, row.digest).where(
    row.chat.in_(bindparam("chats", expanding=True)), row.slot.in_(bindparam("places", expanding=True))
)


def standing(work: Work, chat: str, slot: str) -> Standing | None:
    """Return the message that stands in this slot of the chat."""
    found = work.execute(_STANDING, {"here": chat, "place": slot}).first()
    return Standing(*found) if found else None


def last_standing(work: Work, chat: str, prefix: str, since: datetime) -> tuple[str, Standing] | None:
    """Return the slot, of those that begin so, and the message that stands in it since the latest instant, if any."""
    found = work.execute(_LAST, {"here": chat, "prefix": prefix, "since": since}).first()
    return (found.slot, Standing(found.message_id, found.digest)) if found else None


def stood_since(work: Work, chat: str, slot: str, instant: datetime) -> bool:
    """Tell whether what stands in this slot has come there, or was changed, at this instant or later."""
    found = work.execute(_STOOD_AT, {"here": chat, "place": slot}).scalar()
    return found is not None and found >= instant


def lowest(work: Work, chat: str) -> str | None:
    """Return the slot whose message stands lowest in the chat, of all its slots."""
    found = work.execute(_LOWEST, {"here": chat}).first()
    return str(found.slot) if found else None


def all_standing(work: Work, rounds: Sequence[Round]) -> dict[str, dict[str | None, Standing]]:
    """Return the messages that stand in the slots these rounds touch: by chat, by slot."""
    places = {parcel.slot for one in rounds for parcel in one.parcels if parcel.slot}
    asked = {"chats": [one.held.who for one in rounds], "places": sorted(places)}
    found: dict[str, dict[str | None, Standing]] = defaultdict(dict)
    for chat, slot, message_id, digest in work.execute(_ALL_STANDING, asked) if places else ():
        found[chat][slot] = Standing(message_id, digest)
    return found


def stand(work: Work, chat: str, slot: str, message_id: int, digest: str) -> None:
    """Record which message stands in this slot now."""
    shown = {"message_id": message_id, "digest": digest, "stood_at": work.now}
    work.execute(_standing_in(work.dialect), {"chat": chat, "slot": slot, **shown})


@cache
def _standing_in(dialect: str) -> Prepared:
    new = insert_for(dialect)(Slot)
    shown = {name: new.excluded[name] for name in ("message_id", "digest", "stood_at")}
    return Prepared(new.on_conflict_do_update(index_elements=["chat", "slot"], set_=shown))


def clear(work: Work, chat: str, slot: str) -> None:
    """Forget which message stands in this slot: the next one shown there is sent anew."""
    work.execute(delete(Slot).where(row.chat == chat, row.slot == slot))


def forget(work: Work, limit: int = AT_A_TIME) -> int:
    """Forget up to `limit` slots whose message is so old that it is gone from the chat, or nobody's business."""
    old = select(row.chat, row.slot).where(row.stood_at < work.now - STOOD).limit(limit)
    return work.execute(delete(Slot).where(tuple_(row.chat, row.slot).in_(old))).rowcount
