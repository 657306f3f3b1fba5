"""A document is opened: it leaves for the chat, once however often one taps, and is taken away again."""

from datetime import timedelta

from conversations import opened_document
from handlers.document import find, gone, show
from handlers.listing import viewed
from handlers.visit import Screen, Visit
from portal import documents
from portal.authorisations import Right
from portal.errors import Refused
from portal.mailroom import outbox
from portal.vault import BlobUnknown

SOON = timedelta(minutes=15)  # what could not be sent by then is not waited for any more


def open_(visit: Visit) -> None:
    """Send a document to the chat, to be read there."""
    _open(visit, as_file=False)


def open_as_file(visit: Visit) -> None:
    """Send it as a file: Telegram makes photos smaller."""
    _open(visit, as_file=True)


def _open(visit: Visit, *, as_file: bool) -> None:
    document_id, *rest = visit.argument.split(".")
    view = viewed(rest)
    found = find(visit, Right.READ, document_id, view)
    if found is None:
        return None
    chat, slot = str(visit.chat), opened_document.slot(document_id)
    if outbox.on_its_way(visit.work, "telegram", chat, slot, "document"):
        return None  # tapped twice
    opened = documents.open_document(visit.work, found.access, document_id)
    if isinstance(opened, BlobUnknown):
        shown = opened_document.failed(document_id, opened_document.BROKEN)
        return visit.show(shown, account_id=found.me.account_id)
    if isinstance(opened, Refused):
        return gone(visit, document_id, opened)
    if not as_file:  # its screen stands above; beneath the photo it does not
        show(visit, document_id, view)
    facts = {"document_id": document_id, "record": found.access.record, "as_file": as_file}
    outbox.put(visit.work, "telegram", chat, "document", facts, slot=slot, account_id=found.me.account_id,
               expires_at=visit.work.now + SOON)  # fmt: skip
    return None


def close(visit: Visit) -> None:
    """Take an opened document out of the chat at once."""
    slot = opened_document.slot(visit.argument[:16])
    outbox.put(visit.work, "telegram", str(visit.chat), "retire", {}, slot=slot)


SCREENS = (
    Screen("doc-ouvrir", open_),
    Screen("doc-fichier", open_as_file),
    Screen("doc-fermer", close),
)
