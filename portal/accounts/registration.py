"""Accounts as a professional and the operator handle them: register, find, show, lock."""

from dataclasses import dataclass, field
from datetime import date, datetime

from portal import identity
from portal.accounts import addresses, contact_store, store
from portal.accounts.refusals import AccountUnknown, EmailAccented, EmailInvalid, EmailTaken
from portal.phones import PhoneInvalid, read_phone
from portal.work import Work


@dataclass(frozen=True)
class Registered:
    """A new account; `warnings` may hold `phone_fixed`: SMS may not arrive on a landline."""

    account_id: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccountFacts:
    """An account as the operator sees it; no secret is in it."""

    account_id: str
    email: str = field(repr=False)
    phone: str = field(repr=False)
    who: identity.Identity | None = field(repr=False)
    language: str | None
    timezone: str | None
    created_at: datetime
    locked_at: datetime | None
    leaving_at: datetime | None
    has_password: bool
    has_totp: bool
    chat_id: int | None = field(repr=False)


def register(
    work: Work,
    *,
    email: str,
    phone: str,
    first_name: str,
    last_name: str,
    birth_date: date | None = None,
    language: str | None = None,
    timezone: str | None = None,
) -> Registered | EmailTaken | EmailInvalid | EmailAccented | PhoneInvalid:
    """Create an account without a password; `invite` lets its owner in."""
    address, number = addresses.mailable(email), read_phone(phone)
    if isinstance(address, (EmailInvalid, EmailAccented)):
        return address
    if isinstance(number, PhoneInvalid):
        return number
    key = addresses.email_key(work.keys, address)
    contact_store.in_turn(work, key)
    if taken := find(work, address) or contact_store.promised(work, key):
        return EmailTaken(account_id=taken)
    account_id = work.chance.name()
    store.add(
        work,
        {"id": account_id, "email_key": key, "email": address, "phone": number.number}
        | {"language": language, "timezone": timezone},
    )
    identity.write(work, account_id, identity.Identity(first_name, last_name, birth_date))
    return Registered(account_id, ("phone_fixed",) if number.fixed else ())


def find(work: Work, email: str) -> str | None:
    """Return the id of the account that has this address, whatever its case."""
    found = store.by_email(work, addresses.email_key(work.keys, email))
    return found.id if found else None


def show(work: Work, account_id: str) -> AccountFacts | AccountUnknown:
    """Return what is known of an account."""
    found = store.by_id(work, account_id)
    return _facts(work, found) if found else AccountUnknown()


def list_accounts(work: Work, after: str = "", limit: int = 100) -> list[AccountFacts]:
    """Return accounts by id, a page at a time: the next one starts after the last id."""
    return [_facts(work, found) for found in store.page(work, after, limit)]


def timezone_of(work: Work, account_id: str) -> str:
    """Return the time zone an account lives in."""
    found = store.by_id(work, account_id)
    return (found.timezone if found else None) or work.policy.timezone


def lock(work: Work, account_id: str) -> AccountUnknown | None:
    """Close an account: its chat sees nothing any more, and nobody signs in."""
    return None if store.change(work, account_id, locked_at=work.now) else AccountUnknown()


def unlock(work: Work, account_id: str) -> AccountUnknown | None:
    """Open a locked account again."""
    return None if store.change(work, account_id, locked_at=None) else AccountUnknown()


def set_timezone(work: Work, account_id: str, timezone: str) -> AccountUnknown | None:
    """Choose the time zone (IANA name) in which this patient's hours are meant."""
    return None if store.change(work, account_id, timezone=timezone) else AccountUnknown()


def personal(work: Work, account_id: str) -> tuple[str, ...]:
    """Return the words of this person that her password may not hold, for `passwords.judge`."""
    found, who = store.by_id(work, account_id), identity.read(work, account_id)
    words = (found.email, found.phone) if found else ()
    born = str(who.birth_date) if who and who.birth_date else ""
    return (*words, who.first_name, who.last_name, born) if who else words


def _facts(work: Work, found: store.Row) -> AccountFacts:
    return AccountFacts(
        found.id,
        found.email,
        found.phone,
        identity.read(work, found.id),
        found.language,
        found.timezone,
        found.created_at,
        found.locked_at,
        found.leaving_at,
        has_password=found.password is not None,
        has_totp=found.totp is not None,
        chat_id=store.live_chat(work, found.id),
    )
