"""Entering: who follows the link of an invitation without being signed in has proven the mailbox, and is let in."""

from dataclasses import dataclass

from portal import accounts
from portal.accounts import InvitationOpened
from portal.carnets import accepting, store
from portal.carnets.store import Invitation
from portal.errors import Refused
from portal.work import Work


@dataclass(frozen=True)
class SignIn:
    """The address has an account with a password: she signs in."""


@dataclass(frozen=True)
class FirstConnection:
    """The address has an account that a professional opened and nobody has used yet: its first connection begins."""

    opened: InvitationOpened


@dataclass(frozen=True)
class NewAccount:
    """The address has no account: one is opened."""


def enter(work: Work, chat_id: int, invitation: Invitation) -> SignIn | FirstConnection | NewAccount:
    """Return how whoever followed the link gets in."""
    known = accounts.find(work, invitation.email)
    facts = accounts.show(work, known) if known else None
    if known is None or facts is None or isinstance(facts, Refused):
        return NewAccount()
    if facts.has_password:
        return SignIn()
    if store.enrolled(work, known):
        return NewAccount()  # begun before, and not finished
    return FirstConnection(accounts.first_connection_here(work, chat_id, known))


def begin_account(
    work: Work, chat_id: int, invitation_id: str, phone: str, first_name: str, last_name: str
) -> InvitationOpened | Refused:
    """Open the account of who was invited, without a password yet: the code will prove the phone."""
    one = accepting.answerable(work, invitation_id)
    if isinstance(one, Refused):
        return one
    begun = accounts.find(work, one.email)
    opened = accounts.enrol(
        work, chat_id, email=one.email, phone=phone, first_name=first_name, last_name=last_name,
        account_id=begun if begun and store.enrolled(work, begun) else None,
    )  # fmt: skip
    if isinstance(opened, InvitationOpened):
        store.change(work, one.id, begun_id=opened.account_id)
    return opened
