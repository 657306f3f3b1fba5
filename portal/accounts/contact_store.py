"""Contact details as they change: every query of the codes sent to new ones and of the changes made, named."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, or_, select, update

from portal.accounts import sending
from portal.accounts.contact_model import ContactChange, ContactCode
from portal.work import Work

EMAIL, PHONE = "email", "phone"
CONTACT, BEFORE = "account.new_contact", "account.contacts_before"  # what they are sealed for
VALID = timedelta(days=7)  # in which a change can be undone

code = ContactCode.__table__.c
change = ContactChange.__table__.c


class Sent(NamedTuple):
    """The last code that a chat had sent to a new address or number."""

    id: int
    account_id: str
    kind: str
    contact_key: str
    contact: str
    nonce: str
    digest: str
    expires_at: datetime
    tries: int
    used_at: datetime | None


@dataclass(frozen=True)
class Made:
    """A change that was made; `email` and `phone` are those until then, empty once it cannot be undone any more."""

    id: int
    account_id: str
    kind: str
    changed_at: datetime
    until: datetime
    undone_at: datetime | None
    email: str = field(repr=False)
    phone: str = field(repr=False)


def in_turn(work: Work, email_key: str) -> None:
    """Wait until nobody else gives this address to an account: what comes after sees whose it is."""
    work.in_turn(f"address {email_key}")


def digest(work: Work, nonce: str, digits: str) -> str:
    """Return what is kept of a code."""
    return work.keys.find("contact code", f"{nonce}:{digits}")


def keep_code(work: Work, values: dict[str, Any], digits: str) -> None:
    """Store a code; it takes the place of earlier ones of this chat for this kind. `contact` is given clear."""
    nonce = work.chance.name()
    sealed = {"contact": work.keys.seal_text(CONTACT, values["contact"])}
    secret = {"nonce": nonce, "digest": digest(work, nonce, digits), "tries": 0, "created_at": work.now}
    work.execute(insert(ContactCode), {**values, **sealed, **secret})


def last_code(work: Work, chat_id: int, account_id: str, kind: str) -> Sent | None:
    """Return the code that counts; it stays locked until this work ends."""
    mine = (code.chat_id == chat_id) & (code.account_id == account_id) & (code.kind == kind)
    query = select(*(code[name] for name in Sent._fields)).where(mine)
    found = work.execute(query.order_by(code.id.desc()).limit(1).with_for_update()).first()
    if found is None:
        return None
    return Sent(*found)._replace(contact=work.keys.open_text(CONTACT, found.contact))


def codes_under_way(work: Work, account_id: str) -> list[Sent]:
    """Return the codes of an account that can still be typed, the latest first."""
    live = (code.account_id == account_id) & code.used_at.is_(None) & (code.expires_at > work.now)
    query = select(*(code[name] for name in Sent._fields)).where(live).order_by(code.id.desc())
    return [Sent(*r)._replace(contact=work.keys.open_text(CONTACT, r.contact)) for r in work.execute(query)]


def sends(work: Work, chat_id: int, account_id: str, contact_key: str) -> list[tuple[datetime, str]]:
    """Return when codes left in the last day, and to what: of this chat, this account, or to this address."""
    theirs = or_(code.chat_id == chat_id, code.account_id == account_id, code.contact_key == contact_key)
    query = select(code.created_at, code.contact_key).where(theirs, code.created_at > work.now - sending.DAY)
    return [(r.created_at, r.contact_key) for r in work.execute(query)]


def count_try(work: Work, sent: Sent) -> None:
    """Record a wrong try."""
    work.execute(update(ContactCode).where(code.id == sent.id).values(tries=code.tries + 1))


def use_code(work: Work, sent: Sent) -> None:
    """Record that the code has served."""
    work.execute(update(ContactCode).where(code.id == sent.id).values(used_at=work.now))


def void_codes(work: Work, account_id: str) -> None:
    """Make every code of this account worthless."""
    live = (code.account_id == account_id) & (code.expires_at > work.now)
    work.execute(update(ContactCode).where(live).values(expires_at=work.now))


def keep_change(work: Work, values: dict[str, Any], before: dict[str, str], token: str) -> datetime:
    """Store a change with what it takes to undo it; returns until when that is possible."""
    until = work.now + VALID
    sealed = {"before": work.keys.seal_json(BEFORE, before), "token_key": token_key(work, token)}
    work.execute(insert(ContactChange), {**values, **sealed, "changed_at": work.now, "until": until})
    return until


def by_token(work: Work, token: str) -> Made | None:
    """Return the change whose link holds this token; it stays locked until this work ends."""
    return next(iter(_changes(work, change.token_key == token_key(work, token))), None)


def undoable(work: Work, account_id: str) -> list[Made]:
    """Return the changes of an account that can still be undone, the latest first."""
    mine = change.account_id == account_id
    return _changes(work, mine & change.undone_at.is_(None) & (change.until > work.now))


def undo_from(work: Work, made: Made) -> None:
    """Record that a change, and all that were made since, are undone; what was before them is wiped."""
    these = (change.account_id == made.account_id) & (change.id >= made.id) & change.undone_at.is_(None)
    work.execute(update(ContactChange).where(these).values(undone_at=work.now, before=None))


def settle(work: Work, account_id: str) -> None:
    """Let no change of this account be undone any more: the operator has looked at it."""
    these = (change.account_id == account_id) & change.undone_at.is_(None) & (change.until > work.now)
    work.execute(update(ContactChange).where(these).values(until=work.now, before=None))


def promised(work: Work, email_key: str, but: str = "") -> str | None:
    """Return the account, `but` this one, that may still take an address back."""
    open_ = change.undone_at.is_(None) & (change.until > work.now) & (change.email_key == email_key)
    query = select(change.account_id).where(open_, change.account_id != but)
    return work.execute(query.limit(1)).scalar()


def given_up(work: Work, account_id: str) -> dict[str, datetime]:
    """Return the addresses that an account has had (as keyed hashes), each with when it was given up last."""
    hers = (change.account_id == account_id) & (change.kind == EMAIL) & change.undone_at.is_(None)
    query = select(change.email_key, change.changed_at).where(hers).order_by(change.id)
    return {r.email_key: r.changed_at for r in work.execute(query)}


def wipe(work: Work, limit: int) -> int:
    """Wipe what was before changes that cannot be undone any more; returns how many."""
    over = select(change.id).where(change.before.is_not(None), change.until <= work.now).limit(limit)
    these = update(ContactChange).where(change.id.in_(over.scalar_subquery()))
    return work.execute(these.values(before=None)).rowcount


def token_key(work: Work, token: str) -> str:
    """Return the keyed hash under which the token of a change is found."""
    return work.keys.find("undo", token)


def _changes(work: Work, where: ColumnElement[bool]) -> list[Made]:
    found = work.execute(
        select(ContactChange.__table__).where(where).order_by(change.id.desc()).with_for_update()
    )
    return [_made(work, r) for r in found]


def _made(work: Work, found: Any) -> Made:
    before = work.keys.open_json(BEFORE, found.before) if found.before else {EMAIL: "", PHONE: ""}
    return Made(
        found.id, found.account_id, found.kind, found.changed_at, found.until, found.undone_at,
        before[EMAIL], before[PHONE],
    )  # fmt: skip
