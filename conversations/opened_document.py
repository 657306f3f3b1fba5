"""What is said with a document that was opened: how long it stays in the chat, or why it is not there."""

from conversations.messages import Block, Button, Message
from conversations.refusals import sentence
from locales import Words, _, n_
from portal.authorisations import NoRight
from portal.documents import DocumentDeleted
from portal.errors import Refused

DOCUMENTS = Button(_("‹ My documents"), "m:documents")
ENDED = _("This record is no longer shared with you.")
BROKEN = _("This document cannot be opened at the moment. We have been told, and we look after it.")
AWAY = _(
    "I cannot reach this document at the moment. It is safe where it is kept. Please try again in a few minutes."
)
NOT_SENT = _("Telegram does not take this document. We have been told, and we look after it.")


def slot(document_id: str) -> str:
    """Return the name of the place in the chat where an opened document stands: there is one of it at a time."""
    return f"doc:{document_id}"


def spell(minutes: int) -> Words:
    """Return a span in the unit in which people say it."""
    if minutes < 60:
        return n_("{n} minute", "{n} minutes", minutes)
    return n_("{n} hour", "{n} hours", minutes // 60)


def caption(document_id: str, minutes: int, *, picture: bool) -> Message:
    """Return what stands beneath an opened document: nothing of what is in it."""
    stays = _(
        "Protected: it cannot be copied or forwarded. It disappears from this chat in {span}.",
        span=spell(minutes),
    )
    sharper = (Button(_("As a file, sharper"), f"m:doc-fichier:{document_id}"),)
    close = (Button(_("Close"), f"m:doc-fermer:{document_id}"),)
    return Message((Block("note", stays),), (close, *([sharper] if picture else [])))


def failed(document_id: str, words: Words, *, again: bool = False) -> Message:
    """Return why an opened document is not there, and what to do next."""
    retry = ((Button(_("Try again"), f"m:doc-ouvrir:{document_id}"),),) if again else ()
    return Message((Block("plain", words),), (*retry, (DOCUMENTS,)))


def refused(document_id: str, why: Refused) -> Message:
    """Return why a document may not be shown any more; one's own that was deleted can be brought back."""
    words = ENDED if isinstance(why, NoRight) else sentence(why)
    back = (
        ((Button(_("Undo the deletion"), f"m:doc-rendre:{document_id}"),),)
        if isinstance(why, DocumentDeleted)
        else ()
    )
    return Message((Block("plain", words),), (*back, (DOCUMENTS,)))
