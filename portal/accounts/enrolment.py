"""Enrolment: an account is opened by whom another has invited; the link proved the mailbox, a code will prove the phone.

No professional has seen who she is: her names are only what she says.
"""

from typing import Any

from sqlalchemy import delete, insert, select

from portal import identity
from portal.accounts import invitations, registration, store
from portal.accounts.invitations import VALID, InvitationOpened
from portal.accounts.model import Account, Invitation, Opening
from portal.accounts.refusals import EmailTaken
from portal.accounts.store import account, link
from portal.errors import Refused
from portal.phones import read_phone
from portal.work import Work


def enrol(
    work: Work,
    chat_id: int,
    *,
    email: str,
    phone: str,
    first_name: str,
    last_name: str,
    account_id: str | None = None,
) -> InvitationOpened | Refused:
    """Open an account without a password, or correct the one this began; only `link` makes it somebody's."""
    if account_id is None:
        registered = registration.register(
            work, email=email, phone=phone, first_name=first_name, last_name=last_name
        )
        if isinstance(registered, Refused):
            return registered
        return first_connection_here(work, chat_id, registered.account_id)
    number = read_phone(phone)
    begun = store.by_id(work, account_id)
    if isinstance(number, Refused):
        return number
    if begun is None or begun.password is not None:
        return EmailTaken(account_id=account_id)
    store.change(work, account_id, phone=number.number)
    identity.write(work, account_id, identity.Identity(first_name, last_name))
    return first_connection_here(work, chat_id, account_id)


def first_connection_here(work: Work, chat_id: int, account_id: str) -> InvitationOpened:
    """Begin a first connection in the chat where a link has just proven the mailbox."""
    invitation_id = work.chance.name()
    token_key = invitations.token_key(work, work.chance.token())  # a token that nobody is given
    values = {"id": invitation_id, "account_id": account_id, "token_key": token_key}
    work.execute(insert(Invitation), {**values, "created_at": work.now, "expires_at": work.now + VALID})
    opened = {"invitation_id": invitation_id, "chat_id": chat_id}
    work.execute(insert(Opening), {**opened, "opened_at": work.now, "matched_at": work.now})
    return InvitationOpened(invitation_id, account_id, first_connection=True)


def discard(work: Work, account_id: str) -> bool:
    """Forget an account that was begun and that nobody ever signed in to; False when somebody did."""
    ever: Any = select(link.id).where(link.account_id == account_id)
    begun = (account.id == account_id) & account.password.is_(None) & ~ever.exists()
    gone = work.execute(delete(Account).where(begun)).rowcount == 1
    if gone:
        identity.erase(work, account_id)
    return gone
