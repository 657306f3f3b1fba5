"""A change of e-mail address or phone number: made, told to the old one, undone by its link, or set by the operator."""

from dataclasses import replace
from datetime import datetime

from portal import journal
from portal.accounts import addresses, contact_store, distrust, notices, sessions, store
from portal.accounts.contact_store import EMAIL, PHONE
from portal.accounts.refusals import AccountUnknown, EmailTaken
from portal.errors import Refused
from portal.phones import read_phone
from portal.work import Work

RECORD = "patient:"  # how the journal names the record of an account, and its owner


def make(work: Work, owner: store.Row, kind: str, value: str) -> datetime:
    """Change it, and tell the old one; returns until when it can be undone."""
    token = work.chance.token()
    values = {"account_id": owner.id, "kind": kind, "email_key": owner.email_key}
    until = contact_store.keep_change(work, values, {EMAIL: owner.email, PHONE: owner.phone}, token)
    if kind == EMAIL:
        set_contacts(work, owner, value, owner.phone)
    else:
        set_contacts(work, owner, owner.email, value)
    new = addresses.email_hint(value) if kind == EMAIL else addresses.phone_hint(value)
    facts = {"at": work.now.isoformat(), "until": until.isoformat(), "token": token, "new": new}
    notices.by_email(work, owner, f"{kind}_changed", facts)
    if kind == PHONE:
        # Without the link: whoever has found or stolen the old number must not take it back by it.
        notices.by_sms(work, owner, "phone_changed", {"at": work.now.isoformat()})
    note(work, owner.id, "email_changed" if kind == EMAIL else "phone_changed", "full")
    return until


def correct(
    work: Work, account_id: str, *, email: str | None = None, phone: str | None = None
) -> Refused | None:
    """Set an address or number by the operator, who has made sure who asks: nothing before it can be taken back.

    The chat stays linked and shows nothing before a code from the phone.
    """
    owner = store.hold(work, account_id)
    if owner is None:
        return AccountUnknown()
    address = addresses.mailable(email) if email else owner.email
    if isinstance(address, Refused):
        return address
    number = read_phone(phone or owner.phone)
    if isinstance(number, Refused):
        return number
    contact_store.in_turn(work, addresses.email_key(work.keys, address))
    if taken := others(work, owner, address):
        return EmailTaken(account_id=taken)
    contact_store.settle(work, owner.id)
    now = set_contacts(work, owner, address, number.number)
    sessions.weaken(work, owner.id)
    tell_both(work, owner, now, "contacts_corrected", {"at": work.now.isoformat()})
    return None


def set_contacts(work: Work, owner: store.Row, email: str, phone: str) -> store.Row:
    """Give an account this address and number; what was sent or proven before is worth nothing any more."""
    key = addresses.email_key(work.keys, email)
    store.change(work, owner.id, email=email, email_key=key, phone=phone)
    distrust.void(work, owner.id)
    return replace(owner, email=email, email_key=key, phone=phone)


def others(work: Work, owner: store.Row, email: str) -> str | None:
    """Return the other account that has this address."""
    found = store.by_email(work, addresses.email_key(work.keys, email))
    return found.id if found and found.id != owner.id else None


def tell_both(work: Work, before: store.Row, now: store.Row, what: str, facts: dict[str, str]) -> None:
    """Tell, by e-mail and SMS, what was replaced and what replaces it."""
    for to in (before, now) if before.email_key != now.email_key else (now,):
        notices.by_email(work, to, what, facts)
    for to in (before, now) if before.phone != now.phone else ():
        notices.by_sms(work, to, what, facts)


def note(work: Work, account_id: str, action: str, strength: str) -> None:
    """Leave a line in the journal of a patient's record, of what she did herself."""
    journal.write(work, f"{RECORD}{account_id}", f"{RECORD}{account_id}", action, strength=strength)
