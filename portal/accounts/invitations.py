"""Invitations: a single-use link in the patient's mailbox that opens her first connection.

Opening shows; only linking uses it up.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from portal import identity
from portal.accounts import notices, store, throttle
from portal.accounts.model import Invitation, Opening
from portal.accounts.refusals import (
    AccountUnknown,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    TooManyTries,
)
from portal.accounts.store import account
from portal.database import insert_for
from portal.work import Work

VALID = timedelta(days=7)

row = Invitation.__table__.c
opening = Opening.__table__.c

Unusable = InvitationUnknown | InvitationExpired | InvitationUsed


@dataclass(frozen=True)
class Invited:
    """A new invitation; its token goes into `https://t.me/<bot>?start=<token>`."""

    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class InvitationOpened:
    """An invitation that can be used in this chat; at a first connection the password is to be chosen."""

    invitation_id: str
    account_id: str
    first_connection: bool


def invite(work: Work, account_id: str) -> Invited | AccountUnknown:
    """Send a new invitation by e-mail; earlier ones of this account are worth nothing any more."""
    to = store.by_id(work, account_id)
    if to is None:
        return AccountUnknown()
    earlier = update(Invitation).where(row.account_id == account_id, row.expires_at > work.now)
    work.execute(earlier.values(expires_at=work.now))
    invited = Invited(work.chance.token(), work.now + VALID)
    values = {"id": work.chance.name(), "account_id": account_id, "token_key": token_key(work, invited.token)}
    work.execute(insert(Invitation), {**values, "created_at": work.now, "expires_at": invited.expires_at})
    who = identity.read(work, account_id)
    facts = {"first_name": who.first_name if who else "", "token": invited.token}
    facts["expires_at"] = invited.expires_at.isoformat()
    notices.by_email(work, to, "invitation", facts, invited.expires_at)
    return invited


def open_invitation(work: Work, chat_id: int, token: str) -> InvitationOpened | Unusable | TooManyTries:
    """Open an invitation in a chat; this does not use it up."""
    limits = {f"token:{chat_id}": throttle.PER_CHAT}
    standing = throttle.look(work, limits)
    if standing.until:
        return TooManyTries(until=standing.until)
    found = _usable(work, row.token_key == token_key(work, token))
    if not isinstance(found, InvitationOpened):
        throttle.count(work, standing, limits)
        return found
    new = insert_for(work.dialect)(Opening).on_conflict_do_nothing(
        index_elements=["invitation_id", "chat_id"]
    )
    work.execute(new, {"invitation_id": found.invitation_id, "chat_id": chat_id, "opened_at": work.now})
    return found


def usable(work: Work, chat_id: int, invitation_id: str) -> InvitationOpened | Unusable:
    """Return an invitation that this chat has opened and that can still be used."""
    opened = select(opening.invitation_id).where(opening.chat_id == chat_id)
    return _usable(work, (row.id == invitation_id) & row.id.in_(opened))


def use_up(work: Work, invitation_id: str, account_id: str) -> bool:
    """Use up an invitation of this account; False when it is no longer live. What was proposed is wiped."""
    live = (row.id == invitation_id) & (row.account_id == account_id)
    live &= row.used_at.is_(None) & (row.expires_at > work.now)
    used = work.execute(update(Invitation).where(live).values(used_at=work.now)).rowcount == 1
    work.execute(update(Opening).where(opening.invitation_id == invitation_id).values(password=None))
    return used


def _usable(work: Work, where: Any) -> InvitationOpened | Unusable:
    owner = (account.password, account.locked_at)
    query = select(row.id, row.account_id, row.expires_at, row.used_at, *owner)
    found = work.execute(
        query.join_from(Invitation, account.id.table, account.id == row.account_id).where(where)
    ).first()
    if found is None or found.locked_at:
        return InvitationUnknown()
    if found.used_at:
        return InvitationUsed()
    if found.expires_at <= work.now:
        return InvitationExpired()
    return InvitationOpened(found.id, found.account_id, found.password is None)


def token_key(work: Work, token: str) -> str:
    """Return the keyed hash under which an invitation's token is found."""
    return work.keys.find("invitation", token)
