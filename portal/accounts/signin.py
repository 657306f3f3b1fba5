"""Sign in: read the credentials, check the password outside the work, then record what came of it.

Unknown address, wrong password, locked account, account without a password: one refusal, the same queries,
one argon2id check. Wrong tries are counted for the chat and for the typed address, known or not.
"""

import hmac
from dataclasses import dataclass, field

from portal.accounts import addresses, proofs, store, throttle
from portal.accounts.refusals import CredentialsWrong, TooManyTries
from portal.accounts.sessions import Me
from portal.work import Work


@dataclass(frozen=True)
class Credentials:
    """What a typed password is checked against; the password hash of nobody is None."""

    account_id: str | None
    email_key: str = field(repr=False)
    password_hash: str | None = field(repr=False)


@dataclass(frozen=True)
class SignedIn:
    """The password was right: the access code comes next."""

    account_id: str


def credentials(work: Work, chat_id: int, email: str) -> Credentials | TooManyTries:
    """Read what the password is to be checked against; then `passwords.verify`, outside of this work."""
    key = addresses.email_key(work.keys, email)
    standing = throttle.look(work, _limits(chat_id, key))
    return _given(key, standing, store.by_email(work, key))


def own_credentials(work: Work, me: Me, chat_id: int) -> Credentials | TooManyTries:
    """Read what the password of who is signed in is to be checked against; tries are limited as for a sign-in."""
    owner = store.by_id(work, me.account_id)
    key = owner.email_key if owner else ""
    return _given(key, throttle.look(work, _limits(chat_id, key)), owner)


def _given(key: str, standing: throttle.Standing, found: store.Row | None) -> Credentials | TooManyTries:
    if standing.until:
        return TooManyTries(until=standing.until)
    worn_out = standing.counts.get(_address(key), 0) >= throttle.MOST_IN_A_ROW
    if found is None or found.locked_at or worn_out:
        return Credentials(None, key, None)
    return Credentials(found.id, key, found.password)


def signed_in(
    work: Work, chat_id: int, given: Credentials, matched: bool
) -> SignedIn | CredentialsWrong | TooManyTries:
    """Record the outcome of `passwords.verify`; a password changed meanwhile does not count."""
    limits = _limits(chat_id, given.email_key)
    standing = throttle.look(work, limits)
    found = store.by_id(work, given.account_id)
    if standing.until:  # others tried this address while we were thinking
        return TooManyTries(until=standing.until)
    known = found.password if found and not found.locked_at else None
    same = known is not None and hmac.compare_digest(known, given.password_hash or "")
    if not (matched and found and same):
        throttle.count(work, standing, limits)
        return CredentialsWrong()
    forgive(work, given.email_key)  # not the chat: an own account must not buy tries at others'
    proofs.give(work, chat_id, found.id, proofs.PASSWORD, proofs.PASSWORD)
    return SignedIn(found.id)


def forgive(work: Work, email_key: str) -> None:
    """Forget the wrong tries for an address: its password is a new one."""
    throttle.clear(work, _address(email_key))


def _limits(chat_id: int, email_key: str) -> dict[str, throttle.Limit]:
    return {f"chat:{chat_id}": throttle.PER_CHAT, _address(email_key): throttle.PER_ADDRESS}


def _address(email_key: str) -> str:
    return f"address:{email_key}"
