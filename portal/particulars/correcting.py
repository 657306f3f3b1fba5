"""Corrections of what a professional has verified: a patient asks, support looks, the operator writes."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from portal import accounts, identity, support
from portal.authorisations import Access, AccessTooNarrow, Right
from portal.errors import Refused
from portal.identity import Identity
from portal.mailroom import outbox
from portal.particulars import keeping
from portal.particulars.fields import NAMES
from portal.particulars.model import CorrectionRow
from portal.particulars.refusals import (
    BirthDateInvalid,
    CorrectionsAway,
    NothingToCorrect,
    TooManyCorrections,
)
from portal.work import Work

CONTEXT = "correction"
FIELDS = ("first_name", "last_name", "birth_date")
REASONS = ("typing", "family", "decision", "other")
MOST, WEEK = 3, timedelta(days=7)
OLDEST = timedelta(days=366 * 130)
WHAT = "identity_corrected"

row = CorrectionRow.__table__.c


class Asked(NamedTuple):
    """A correction that waits: its reference, and when it was asked for."""

    reference: str
    at: datetime


class Wanted(NamedTuple):
    """What should be written: of which field, what, why (one of `REASONS`); `reply`: by e-mail to her address."""

    field: str
    to: str
    why: str
    reply: bool


class Correction(NamedTuple):
    """A correction that was asked for, be it closed by now or not."""

    reference: str
    at: datetime
    closed_at: datetime | None
    wanted: Wanted


def wrong(work: Work, account_id: str, field: str, to: str) -> Refused | None:
    """Return why there is nothing to ask for: it is written so already, or cannot be."""
    known = identity.read(work, account_id)
    if known is not None and _written(known)[field] == to:
        return NothingToCorrect()
    if field != "birth_date":
        return identity.wrong_name(to)
    today = work.now.date()
    return None if today - OLDEST <= date.fromisoformat(to) <= today else BirthDateInvalid()


def waiting(work: Work, access: Access) -> list[Asked]:
    """Return the corrections that nobody has looked at yet, the latest first."""
    access.must(Right.READ)
    found = select(row.id, row.asked_at).where(_open(access.account_id)).order_by(row.asked_at.desc())
    return [Asked(*r) for r in work.execute(found)]


def asked_for(work: Work, access: Access) -> list[Correction]:
    """Return every correction that was asked for, the latest first."""
    access.must(Right.READ)
    mine = select(row.id, row.asked_at, row.closed_at, row.sealed).where(row.account_id == access.account_id)
    found = work.execute(mine.order_by(row.asked_at.desc(), row.id))
    return [
        Correction(r.id, r.asked_at, r.closed_at, Wanted(**work.keys.open_json(CONTEXT, r.sealed)))
        for r in found
    ]


def may_ask(work: Work, access: Access) -> Refused | None:
    """Return why no correction can be asked for now."""
    access.must(Right.KEEP)
    if not support.reachable(work):
        return CorrectionsAway(phone=work.policy.support_phone or None)
    lately = _open(access.account_id) & (row.asked_at > work.now - WEEK)
    asked = sorted(work.execute(select(row.asked_at).where(lately)).scalars(), reverse=True)
    return TooManyCorrections(until=asked[MOST - 1] + WEEK) if len(asked) >= MOST else None


def ask(work: Work, access: Access, wanted: Wanted) -> str | Refused:
    """Have support look at a correction; returns its reference."""
    work.in_turn(f"corrections {access.account_id}")
    refused = may_ask(work, access) or wrong(work, access.account_id, wanted.field, wanted.to)
    if refused is not None:
        return refused
    reference = work.chance.name()
    sealed = work.keys.seal_json(CONTEXT, wanted._asdict())
    new = {"id": reference, "account_id": access.account_id, "asked_at": work.now, "sealed": sealed}
    work.execute(insert(CorrectionRow), {**new, "closed_at": None})
    access.journal(work, "correction_asked", reference, wanted.field)
    known = identity.read(work, access.account_id)
    account = accounts.show(work, access.account_id)
    address = "" if isinstance(account, Refused) or not wanted.reply else account.email
    facts = {
        "reference": reference, "account_id": access.account_id, "at": work.now.isoformat(), "field": wanted.field,
        "now": _written(known)[wanted.field] if known else "", "wanted": wanted.to, "why": wanted.why,
        "by_phone": not address, "reply_to": address,
    }  # fmt: skip
    support.post(work, "correction_asked", facts)
    return reference


def correct(work: Work, access: Access, changes: Mapping[str, str]) -> NothingToCorrect | None:
    """Write names or a birth date anew, as the operator has verified them; what waits is closed, and she is told."""
    access.must(Right.KEEP)
    if access.reader_id is not None:
        raise AccessTooNarrow(access.right)  # nobody corrects her own
    account_id = access.account_id
    known = identity.read(work, account_id) or Identity("", "")
    was = _written(known)
    new = {**was, **changes}
    if new == was:
        return NothingToCorrect()
    born = date.fromisoformat(new["birth_date"]) if new["birth_date"] else None
    identity.write(work, account_id, Identity(new["first_name"], new["last_name"], born))
    last = keeping.latest(work, account_id, NAMES)
    if last is None:
        keeping.write(work, account_id, NAMES, was, access.actor, None)
        last = keeping.latest(work, account_id, NAMES)
    keeping.write(work, account_id, NAMES, new, access.actor, last)
    work.execute(update(CorrectionRow).where(_open(account_id)).values(closed_at=work.now))
    access.journal(work, WHAT, why=" ".join(name for name in FIELDS if was[name] != new[name]))
    _tell(work, account_id)
    return None


def _tell(work: Work, account_id: str) -> None:
    """Tell her at once, in the chat and by e-mail: neither says what."""
    facts: dict[str, Any] = {"at": work.now.isoformat()}
    chat = accounts.spoken_to(work, [account_id]).get(account_id)
    if chat is not None:
        outbox.put(work, "telegram", str(chat), WHAT, facts, account_id=account_id)
    accounts.write_to(work, account_id, "email", WHAT, facts)


def _written(known: Identity) -> dict[str, str]:
    born = known.birth_date.isoformat() if known.birth_date else ""
    return {"first_name": known.first_name, "last_name": known.last_name, "birth_date": born}


def _open(account_id: str) -> Any:
    return (row.account_id == account_id) & row.closed_at.is_(None)
