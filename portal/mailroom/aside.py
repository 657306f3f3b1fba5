"""Updates that failed and were set aside: looked at without their content, put back, or dropped."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update

from portal.errors import KeyUnknown
from portal.mailroom import inbox, lanes
from portal.mailroom.model import ASIDE, DONE, WAITING, Incoming, still
from portal.work import Work

MOST = 500
CONTENTS = (  # what a message may hold, named as Telegram names it
    "text", "photo", "document", "contact", "location", "voice", "audio", "video", "video_note", "sticker", "animation",
)  # fmt: skip

row = Incoming.__table__.c
set_aside = still(Incoming, ASIDE)


class Aside(NamedTuple):
    """An update set aside: its kind and its fault, nothing of what it says; `who` is the person's own key."""

    update_id: int
    who: str
    kind: str
    attempts: int
    received_at: datetime
    set_aside_at: datetime | None
    fault: str


def listed(work: Work) -> list[Aside]:
    """Return updates that are set aside, the oldest first, `MOST` at most."""
    return [_seen(work, found) for found in work.execute(_asked().order_by(row.update_id).limit(MOST))]


def one(work: Work, update_id: int) -> Aside | None:
    """Return one of them."""
    found = work.execute(_asked().where(row.update_id == update_id)).first()
    return _seen(work, found) if found else None


def retry(work: Work, update_id: int) -> bool:
    """Have it worked on again, as if it had just come; False when no such update is set aside."""
    found = work.execute(_asked().where(row.update_id == update_id)).first()
    if found is None:
        return False
    change: dict[str, Any] = {"state": WAITING, "attempts": 0, "done_at": None}
    raw = _opened(work, found)
    if raw is not None:
        raw.pop(inbox.FAULT, None)
        change["payload"] = work.keys.seal_json(inbox.CONTEXT, raw)
    lanes.lock(work, inbox.QUEUE, found.who)
    work.execute(update(Incoming).where(row.update_id == update_id).values(**change))
    lanes.call(work, inbox.QUEUE, [found.who], work.now)
    return True


def drop(work: Work, update_id: int) -> bool:
    """Wipe it: nobody will ever work on it; False when no such update is set aside."""
    this = (row.update_id == update_id) & set_aside
    wiped = update(Incoming).where(this).values(state=DONE, payload=None)
    return bool(work.execute(wiped).rowcount)


def _asked() -> Any:
    asked = select(row.update_id, row.who, row.payload, row.attempts, row.received_at, row.done_at)
    return asked.where(set_aside)


def _opened(work: Work, found: Any) -> dict[str, Any] | None:
    try:
        raw: dict[str, Any] = work.keys.open_json(inbox.CONTEXT, found.payload)
    except KeyUnknown:
        return None
    return raw


def _seen(work: Work, found: Any) -> Aside:
    raw = _opened(work, found)
    fault = KeyUnknown.code if raw is None else str(raw.get(inbox.FAULT, ""))
    kind = "unopened" if raw is None else _kind(raw)
    return Aside(found.update_id, found.who, kind, found.attempts, found.received_at, found.done_at, fault)


def _kind(raw: dict[str, Any]) -> str:
    """Return what an update is, in Telegram's words: such as `message (photo)`."""
    name = next((name for name in raw if name not in ("update_id", inbox.FAULT)), "empty")
    content = raw.get(name)
    held = [one for one in CONTENTS if isinstance(content, dict) and one in content]
    return f"{name} ({held[0]})" if name == "message" and held else name
