"""Documents are arranged: shown in an emergency or not, hidden from whom, renamed, deleted, brought back."""

from conversations import opened_document, who
from conversations.course import start
from conversations.doors import MENU
from conversations.messages import Block, Button, Message
from conversations.showing import NO_TICK, TICK
from handlers.document import Found, find, gone, reach, show
from handlers.listing import viewed
from handlers.visit import Screen, Visit
from locales import Words, _, plain
from portal import authorisations, documents, professionals
from portal.authorisations import CARNET, Right
from portal.carnets import growing_up
from portal.documents import EVERYONE, PARENTS, Document
from portal.errors import Refused
from portal.mailroom import outbox

MOST = 30  # professionals offered: a phone scrolls no further
YES = "oui"
HIDING = _(
    "Who should not see it? It is hidden from those you tick, in an emergency too. Whoever deposited it still sees it."
)


def in_emergency(visit: Visit) -> None:
    """Have a document seen in an emergency, or no longer; tapped again, it is undone."""
    document_id, wanted, *view = (*visit.argument.split("."), "")
    found = find(visit, Right.KEEP, document_id, viewed(view))
    if found is None:
        return
    documents.show_in_emergency(visit.work, found.access, document_id, shown=wanted == "1")
    show(visit, document_id, found.view)


def hide_from(visit: Visit) -> None:
    """Offer from whom a document can be hidden: who may read the record, and all of them."""
    document_id, *view = visit.argument.split(".")
    found = find(visit, Right.KEEP, document_id, viewed(view))
    if found is not None:
        _hiding(visit, found)


def hide(visit: Visit) -> None:
    """Hide a document from a professional, or show it again; in place."""
    document_id, professional_id, wanted, *view = (*visit.argument.split("."), "", "")
    found = find(visit, Right.KEEP, document_id, viewed(view))
    if found is None:
        return
    if professional_id == PARENTS and wanted == "1":
        growing_up.hide_from_parents(visit.work, found.access, document_id)
    else:
        change = documents.hide if wanted == "1" else documents.unhide
        change(visit.work, found.access, document_id, professional_id[:16])
    _hiding(visit, found)


def _hiding(visit: Visit, found: Found) -> None:
    one = found.document
    hidden = documents.hidden_from(visit.work, one.id)
    readers = authorisations.professionals_of(visit.work, found.access.record)[:MOST]
    known = professionals.named(visit.work, [*readers, *hidden])
    about_her = found.access.own and found.access.record.startswith(CARNET)
    offered: list[tuple[str, Words]] = [(PARENTS, _("My parents"))] if about_her else []
    offered += [(EVERYONE, _("All professionals"))]
    offered += [
        (each, who.by_profession(known[each])) for each in dict.fromkeys((*readers, *hidden)) if each in known
    ]
    rows = tuple((_switch(found, key, words, key in hidden),) for key, words in offered)
    blocks = (Block("title", one.title), Block("plain", HIDING))
    visit.show(Message(blocks, (*rows, (_back(found), MENU))), account_id=found.me.account_id)


def _switch(found: Found, professional_id: str, words: Words, ticked: bool) -> Button:
    label = plain("{mark}{words}", mark=TICK if ticked else NO_TICK, words=words)
    place = f"{found.document.id}.{professional_id}.{int(not ticked)}.{found.view.packed}"
    return Button(label, f"m:doc-cacher:{place}")


def _back(found: Found) -> Button:
    return Button(_("‹ The document"), f"m:document:{found.document.id}.{found.view.packed}")


def rename(visit: Visit) -> None:
    """Ask for another title."""
    document_id, *view = visit.argument.split(".")
    found = find(visit, Right.KEEP, document_id, viewed(view))
    if found is not None:
        facts = {"record": found.access.record, "title": found.document.title, "view": found.view.packed}
        start(
            visit.work,
            visit.chat,
            "rename_document",
            account_id=found.me.account_id,
            subject=document_id,
            facts=facts,
        )


def delete(visit: Visit) -> None:
    """Ask once, then delete what one deposited oneself; it can be brought back for thirty days."""
    document_id, *rest = visit.argument.split(".")
    sure = rest[:1] == [YES]
    found = find(visit, Right.KEEP, document_id, viewed(rest[sure:]))
    if found is None:
        return None
    if not sure:
        return _ask(visit, found)
    done: object = documents.delete(visit.work, found.access, document_id)
    if done is None:  # what was opened goes with it
        outbox.put(
            visit.work, "telegram", str(visit.chat), "retire", {}, slot=opened_document.slot(document_id)
        )
        done = documents.get(visit.work, found.access, document_id)
    return gone(visit, document_id, done) if isinstance(done, Refused) else None


def _ask(visit: Visit, found: Found) -> None:
    one: Document = found.document
    words = _("Delete this document? For 30 days you can bring it back; then it is gone for good.")
    yes = Button(_("Yes, delete it"), f"m:doc-supprimer:{one.id}.{YES}.{found.view.packed}")
    blocks = (Block("title", one.title), Block("plain", words))
    visit.show(
        Message(blocks, ((yes,), (Button(_("No, keep it"), _back(found).data),))),
        account_id=found.me.account_id,
    )


def bring_back(visit: Visit) -> None:
    """Bring back what one deleted, and show it."""
    document_id, view = visit.argument, viewed(())
    reached = reach(visit, Right.KEEP, document_id, view)
    if reached is None:
        return None
    refused = documents.bring_back(visit.work, reached[1], document_id)
    if refused is not None:
        return gone(visit, document_id, refused)
    return show(visit, document_id, view, _("It is back in the record."))


SCREENS = (
    Screen("doc-urgence", in_emergency),
    Screen("doc-masquer", hide_from),
    Screen("doc-cacher", hide),
    Screen("doc-renommer", rename),
    Screen("doc-supprimer", delete),
    Screen("doc-rendre", bring_back),
)
