"""A change of e-mail address or phone number is undone by who reads the mailbox that was told of it.

Both are put back as they were before it, whatever was changed since; nobody stays signed in, and password and app
are worth nothing any more. It opens nothing: coming back takes that mailbox and that phone (docs/decisions/0020).
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import update

from portal.accounts import (
    addresses,
    contact_changes,
    contact_store,
    links,
    notices,
    passwords,
    store,
)
from portal.accounts.contact_store import Made
from portal.accounts.links import Unlinked
from portal.accounts.model import Invitation
from portal.accounts.refusals import AccountLocked, EmailTaken, UndoExpired, UndoUnknown, UndoUsed
from portal.errors import Refused
from portal.work import Work

ENDED = "undone"  # why the link of the chat has ended

invitation = Invitation.__table__.c


@dataclass(frozen=True)
class UndoOpened:
    """A change that can be undone: what is shown before it is. `kind`: email or phone; `hint` of what comes back."""

    kind: str
    changed_at: datetime
    until: datetime
    hint: str = field(repr=False)


@dataclass(frozen=True)
class Undone:
    """The old address or number is in use again, and nobody is signed in."""

    account_id: str
    kind: str


def open_undo(work: Work, token: str) -> UndoOpened | Refused:
    """Show what a link would undo; changes nothing, since mail scanners follow links."""
    made = _usable(work, token)
    if isinstance(made, Refused):
        return made
    hint = (
        addresses.email_hint(made.email)
        if made.kind == contact_store.EMAIL
        else addresses.phone_hint(made.phone)
    )
    return UndoOpened(made.kind, made.changed_at, made.until, hint)


def undo(work: Work, token: str, acting_chat: int | None = None) -> Undone | Refused:
    """Undo a change and all that were made after it, once; the chat where that was asked is not told of it."""
    made = _usable(work, token)
    if isinstance(made, Refused):
        return made
    owner = store.hold(work, made.account_id)
    if owner is None:
        return UndoUnknown()
    if owner.locked_at:
        return AccountLocked()
    if taken := contact_changes.others(work, owner, made.email):
        return EmailTaken(account_id=taken)
    contact_store.undo_from(work, made)
    now = contact_changes.set_contacts(work, owner, made.email, made.phone)
    chat_id = _close(work, owner)
    _tell(work, owner, now, chat_id if chat_id != acting_chat else None)
    contact_changes.note(work, owner.id, "change_undone", "mail")
    return Undone(owner.id, made.kind)


def _usable(work: Work, token: str) -> Made | Refused:
    made = contact_store.by_token(work, token)
    if made is None:
        return UndoUnknown()
    if made.undone_at:
        return UndoUsed()
    return made if made.until > work.now and made.email else UndoExpired()


def _close(work: Work, owner: store.Row) -> int | None:
    """Make worthless whatever could still sign in; returns the chat that was linked."""
    fresh = {"password": passwords.NOBODY, "password_at": work.now, "reset_at": work.now}
    store.change(work, owner.id, **fresh, totp=None, totp_offered=None)
    waiting = (invitation.account_id == owner.id) & invitation.used_at.is_(None)
    work.execute(
        update(Invitation).where(waiting, invitation.expires_at > work.now).values(expires_at=work.now)
    )
    ended = links.unlink(work, ENDED, account_id=owner.id)
    return ended.chat_id if isinstance(ended, Unlinked) else None


def _tell(work: Work, before: store.Row, now: store.Row, chat_id: int | None) -> None:
    facts = {"at": work.now.isoformat()}
    notices.by_email(work, now, "contacts_restored", facts)
    if before.email_key != now.email_key:
        notices.by_email(work, before, "change_undone", facts)
    if before.phone != now.phone:
        notices.by_sms(work, before, "change_undone", facts)
    if chat_id is not None:
        notices.in_chat(work, chat_id, "change_undone", {**facts, "language": before.language})
