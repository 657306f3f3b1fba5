"""The first connection: the invited address is typed, a password proposed, and the phone then proves both.

What a chat proposes is bound to that chat: a stranger with the same invitation changes nothing for her.
"""

import hmac
from typing import Any

from sqlalchemy import select, update

from portal.accounts import addresses, store, throttle
from portal.accounts.invitations import InvitationOpened, Unusable, opening, usable
from portal.accounts.model import Opening
from portal.accounts.refusals import CredentialsWrong, InvitationUnknown, InvitationUsed, TooManyTries
from portal.work import Work


def invitation_email_matches(
    work: Work, chat_id: int, invitation_id: str, email: str
) -> InvitationOpened | Unusable | CredentialsWrong | TooManyTries:
    """Check that the typed address is the one that was invited; tries are limited as for a sign-in."""
    limits = {
        f"chat:{chat_id}": throttle.PER_CHAT,
        f"invitation:{invitation_id}": throttle.PER_ADDRESS,
    }
    standing = throttle.look(work, limits)
    found = usable(work, chat_id, invitation_id)
    if not isinstance(found, InvitationOpened):
        return found
    if standing.until:
        return TooManyTries(until=standing.until)
    owner = store.by_id(work, found.account_id)
    if owner is None or not hmac.compare_digest(owner.email_key, addresses.email_key(work.keys, email)):
        throttle.count(work, standing, limits)
        return CredentialsWrong()
    _change(work, chat_id, invitation_id, matched_at=work.now)
    return found


def propose_password(work: Work, chat_id: int, invitation_id: str, password_hash: str) -> Unusable | None:
    """Keep the chosen password until a code has proven the phone; only at a first connection."""
    found = usable(work, chat_id, invitation_id)
    if not isinstance(found, InvitationOpened):
        return found
    if not found.first_connection:
        return InvitationUsed()
    kept = store.sealed(work, {"password": password_hash})
    matched = opening.matched_at.is_not(None)
    return None if _change(work, chat_id, invitation_id, matched, **kept) else InvitationUnknown()


def proposed(work: Work, chat_id: int, invitation_id: str) -> str | None:
    """Return the password hash this chat has proposed."""
    query = select(opening.password).where(opening.invitation_id == invitation_id, opening.chat_id == chat_id)
    kept = work.execute(query).scalar()
    return work.keys.open_text(store.PASSWORD, kept) if kept else None


def _change(work: Work, chat_id: int, invitation_id: str, where: Any = True, **values: Any) -> bool:
    mine = update(Opening).where(opening.invitation_id == invitation_id, opening.chat_id == chat_id)
    return work.execute((mine if where is True else mine.where(where)).values(values)).rowcount == 1
