"""Links: which chat speaks for which account; one live link per account and chat, and the history of all."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from portal import bookmarks
from portal.accounts import chats, consents, first_connection, invitations, notices, proofs, store
from portal.accounts.model import Link
from portal.accounts.refusals import (
    AccountLocked,
    LinkMissing,
    NeedsFullCode,
    ProofMissing,
)
from portal.accounts.store import link as row
from portal.mailroom import outbox
from portal.work import Work

PURPOSE = "link"
MOVED, REPLACED, RENEWED = "moved", "replaced", "renewed"

Unlinkable = ProofMissing | AccountLocked | NeedsFullCode | invitations.Unusable


@dataclass(frozen=True)
class Linked:
    """The chat now speaks for the account; `moved_from` is the chat that did before; `came_back`: she had left."""

    account_id: str
    link_id: str
    moved_from: int | None = field(default=None, repr=False)
    came_back: bool = False


@dataclass(frozen=True)
class Unlinked:
    """The chat speaks for the account no more."""

    account_id: str
    chat_id: int = field(repr=False)


@dataclass(frozen=True)
class LinkFacts:
    """One line of the history of links."""

    link_id: str
    account_id: str
    chat_id: int = field(repr=False)
    strength: str
    linked_at: datetime
    ended_at: datetime | None
    end_reason: str | None


def link(work: Work, chat_id: int, proof_id: str, invitation_id: str | None = None) -> Linked | Unlinkable:
    """Tie the chat to the account whose code it has proven.

    At a first connection the invitation is used up and the proposed password taken; afterwards the
    chat must have signed in with the password. Taking the link over from another chat needs a full code.
    """
    proof = proofs.take(work, chat_id, proof_id, PURPOSE)
    if proof is None:
        return ProofMissing()
    owner = store.hold(work, proof.account_id)
    if owner is None or owner.locked_at:
        return AccountLocked()
    live = _live(work, (row.account_id == owner.id) | (row.chat_id == chat_id))
    moved_from = next((old.chat_id for old in live if old.chat_id != chat_id), None)
    if proof.strength != proofs.FULL and (moved_from is not None or owner.password is None):
        return NeedsFullCode()
    if refused := _first_factor(work, chat_id, owner, invitation_id):
        return refused
    for old in live:
        _end(work, old, _why(old, chat_id, owner.id))
    if moved_from is not None:
        notices.in_chat(
            work, moved_from, "link_moved", {"language": owner.language, "at": work.now.isoformat()}
        )
    if owner.leaving_at is not None:
        store.change(work, owner.id, leaving_at=None)
    link_id = _begin(work, chat_id, owner, proof.strength)
    return Linked(owner.id, link_id, moved_from, came_back=owner.leaving_at is not None)


def unlink(
    work: Work, reason: str, *, chat_id: int | None = None, account_id: str | None = None
) -> Unlinked | LinkMissing:
    """End the live link of a chat or of an account; `reason` is a code (patient, operator …)."""
    mine = row.chat_id == chat_id if chat_id is not None else row.account_id == account_id
    live = _live(work, mine)
    for old in live:
        _end(work, old, reason)
    return Unlinked(live[0].account_id, live[0].chat_id) if live else LinkMissing()


def history(work: Work, account_id: str) -> list[LinkFacts]:
    """Return every link this account has had, the latest first."""
    return _links(work, row.account_id == account_id)


def _first_factor(
    work: Work, chat_id: int, owner: store.Row, invitation_id: str | None
) -> ProofMissing | invitations.Unusable | None:
    """Use up what comes before the code: the sign-in, or the invitation and its password."""
    if owner.password is None and invitation_id is not None:
        return _first_connection(work, chat_id, owner, invitation_id)
    if owner.password is None or proofs.take_password(work, chat_id, owner.id) is None:
        return ProofMissing()
    if invitation_id is not None:
        invitations.use_up(work, invitation_id, owner.id)
    return None


def _first_connection(
    work: Work, chat_id: int, owner: store.Row, invitation_id: str
) -> ProofMissing | invitations.Unusable | None:
    opened = invitations.usable(work, chat_id, invitation_id)
    if not isinstance(opened, invitations.InvitationOpened):
        return opened
    proposed = first_connection.proposed(work, chat_id, invitation_id)
    if proposed is None or not invitations.use_up(work, invitation_id, owner.id):
        return ProofMissing()
    store.change(work, owner.id, password=proposed, password_at=work.now)
    return None


def _begin(work: Work, chat_id: int, owner: store.Row, strength: str) -> str:
    chats.meet(work, chat_id)
    spoken = chats.spoken(work, chat_id, owner.language)
    if spoken != owner.language and spoken in work.policy.languages:
        store.change(work, owner.id, language=spoken)
    link_id = work.chance.name()
    whose = {"id": link_id, "account_id": owner.id, "chat_id": chat_id, "strength": strength}
    work.execute(insert(Link), {**whose, "linked_at": work.now, "used_at": work.now})
    consents.adopt(work, chat_id, owner.id)
    return link_id


def _end(work: Work, old: LinkFacts, reason: str) -> None:
    ended = update(Link).where(row.id == old.link_id)
    work.execute(ended.values(ended_at=work.now, end_reason=reason))
    if reason != RENEWED:
        bookmarks.close_all(work, str(old.chat_id), old.account_id)
        outbox.hasten(work, "purge", str(old.chat_id))  # what was said there need not wait for its day


def _why(old: LinkFacts, chat_id: int, account_id: str) -> str:
    if old.chat_id != chat_id:
        return MOVED
    return RENEWED if old.account_id == account_id else REPLACED


def _live(work: Work, where: Any) -> list[LinkFacts]:
    return _links(work, where & row.ended_at.is_(None))


def _links(work: Work, where: Any) -> list[LinkFacts]:
    columns = (row.id, row.account_id, row.chat_id, row.strength, row.linked_at, row.ended_at, row.end_reason)
    query = select(*columns).where(where).order_by(row.linked_at.desc(), row.id)
    return [LinkFacts(*found) for found in work.execute(query.with_for_update())]
