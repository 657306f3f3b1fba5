"""What leaves because of a carnet: invitations, and words to those who share it; what is open on a side that ends."""

from typing import Any

from sqlalchemy import or_, select

from portal import accounts, bookmarks, identity
from portal.bookmarks import BookmarkRow
from portal.carnets.store import Invitation
from portal.documents.model import DocumentRow
from portal.mailroom import outbox
from portal.mailroom.model import Slot
from portal.work import Work

row = BookmarkRow.__table__.c

SCREEN, OPENED = "screen", "doc:"  # where the bot's screens stand in a chat, and its opened documents


def slot(invitation_id: str) -> str:
    """Return the place in the chat where an invitation stands."""
    return f"share:{invitation_id}"


def name(work: Work, account_id: str) -> str:
    """Return first and last name of an account."""
    who = identity.read(work, account_id)
    return f"{who.first_name} {who.last_name}".strip() if who else ""


def send(work: Work, invitation: Invitation, token: str, language: str | None) -> None:
    """Send an invitation by e-mail, and to the chat that is linked to its address, if there is one.

    The e-mail is the same whether anybody has an account with this address or not.
    """
    facts = {
        "inviter": name(work, invitation.inviter_id),
        "token": token,
        "kind": invitation.kind,
        "expires_at": invitation.expires_at.isoformat(),
        "to": invitation.email,
        "language": language,
    }
    expires_at = invitation.expires_at
    outbox.put(work, "email", invitation.email_key, "carnet_invitation", facts, expires_at=expires_at)
    in_chat = {name: facts[name] for name in ("inviter", "kind", "expires_at")} | {"id": invitation.id}
    account_id = accounts.find(work, invitation.email)
    chat = accounts.spoken_to(work, [account_id or ""]).get(account_id or "")
    if account_id and chat is not None:
        retire(work, chat, slot(invitation.id))  # one that was sent before
        outbox.put(work, "telegram", str(chat), "carnet_invitation", in_chat, slot=slot(invitation.id),
                   account_id=account_id, expires_at=expires_at)  # fmt: skip


def tell(work: Work, account_id: str, what: str, **facts: Any) -> None:
    """Tell someone in the chat; who has none there is told by e-mail that there is something to see; not who has left."""
    chat = accounts.spoken_to(work, [account_id]).get(account_id)
    if accounts.leaving_since(work, account_id) is not None:
        return
    if chat is None:
        accounts.write_to(work, account_id, "email", "carnet_news", {})
    else:
        outbox.put(work, "telegram", str(chat), what, facts, account_id=account_id)


def take_back(work: Work, invitation: Invitation) -> bool:
    """Take an invitation out of the chat of whom it is for, with all that was begun; False when there is none."""
    found = take_offer_back(work, invitation)
    if found is not None:
        _close(work, *found, invitation.id)
    return found is not None


def take_offer_back(work: Work, invitation: Invitation) -> tuple[int, str] | None:
    """Take the message that offers an invitation out of the chat of whom it is for; returns chat and account."""
    account_id = accounts.find(work, invitation.email) if invitation.email else None
    chat = accounts.linked_chats(work, [account_id or ""]).get(account_id or "")
    if account_id is None or chat is None:
        return None
    retire(work, chat, slot(invitation.id))
    return chat, account_id


def close(work: Work, account_id: str, record: str) -> None:
    """Close what is open about a carnet in the chat of someone who no longer reads it."""
    chat = accounts.linked_chats(work, [account_id]).get(account_id)
    if chat is not None:
        _close(work, chat, account_id, record)
        for document_id in _opened(work, chat, record):
            retire(work, chat, f"{OPENED}{document_id}")
        retire(work, chat, SCREEN)  # it may show the carnet


def close_document(work: Work, account_id: str, document_id: str) -> None:
    """Take a document, if it stands open, and the screen that may list it, out of someone's chat."""
    chat = accounts.linked_chats(work, [account_id]).get(account_id)
    if chat is not None:
        retire(work, chat, f"{OPENED}{document_id}")
        retire(work, chat, SCREEN)


def _opened(work: Work, chat: int, record: str) -> list[str]:
    """Return the documents of a record that stand open in a chat."""
    standing = select(Slot.slot).where(Slot.chat == str(chat), Slot.slot.startswith(OPENED))
    ids = [one.removeprefix(OPENED) for one in work.execute(standing).scalars()]
    theirs = select(DocumentRow.id).where(DocumentRow.id.in_(ids), DocumentRow.record == record)
    return list(work.execute(theirs).scalars()) if ids else []


def retire(work: Work, chat: int, place: str) -> None:
    """Take what stands in a place out of a chat."""
    outbox.put(work, "telegram", str(chat), "retire", {}, slot=place)


def _close(work: Work, chat: int, account_id: str, subject: str) -> None:
    # A form of a record.
    within = (row.subject == subject, row.subject.startswith(f"{subject}/", autoescape=True))
    about = select(row.subject).where(row.chat == str(chat), or_(*within)).distinct()
    for each in work.execute(about).scalars().all():
        for one in bookmarks.close_about(work, str(chat), account_id, each or subject):
            retire(work, chat, bookmarks.place(one))
