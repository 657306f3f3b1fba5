"""One document: what is known of it, who opened it, and what can be done with it."""

from collections.abc import Sequence
from typing import NamedTuple

from conversations import opened_document, who
from conversations.document_words import UNREADABLE, file_words, type_words
from conversations.doors import MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.opened_document import DOCUMENTS, ENDED
from conversations.refusals import sentence
from handlers.listing import View, children, viewed
from handlers.visit import Screen, Visit
from locales import Listed, Words, _, plain
from portal import authorisations, documents, professionals
from portal.accounts import Me
from portal.authorisations import PATIENT, Access, Right, patient_record
from portal.documents import EVERYONE, PARENTS, Document, DocumentUnknown
from portal.errors import Refused

SHOWN = 5  # readers named, the first ones
SEEN_IN_EMERGENCIES = _(
    "In an emergency: seen. An emergency physician can open it while looking after you, and you are told each time."
)
UNSEEN_IN_EMERGENCIES = _("In an emergency: not seen.")
NOT_OPENED = _("Nobody else has opened it.")


class Found(NamedTuple):
    """A document that was asked for: by whom, with which access, and how the list was looked at before."""

    me: Me
    access: Access
    document: Document
    view: View


def details(visit: Visit) -> None:
    """Show what is known of a document, and what can be done with it."""
    document_id, *view = visit.argument.split(".")
    show(visit, document_id, viewed(view))


def show(visit: Visit, document_id: str, view: View, notice: Words | None = None) -> None:
    """Show a document, with what just happened to it above."""
    found = find(visit, Right.READ, document_id, view)
    if found is None:
        return
    told = [Block("note", notice)] if notice else []
    blocks = (*told, Block("title", found.document.title or UNREADABLE), *_lines(visit, found))
    visit.show(Message(blocks, _actions(found)), account_id=found.me.account_id)


def find(visit: Visit, right: Right, document_id: str, view: View) -> Found | None:
    """Return a document that this person may see, with the access to its record; or say why not, and None."""
    reached = reach(visit, right, document_id, view)
    if reached is None:
        return None
    me, access = reached
    look = documents.look_at if right is Right.READ else documents.get
    one = look(visit.work, access, document_id)
    if isinstance(one, Refused):
        gone(visit, document_id, one)
        return None
    return Found(me, access, one, view)


def reach(visit: Visit, right: Right, document_id: str, view: View) -> tuple[Me, Access] | None:
    """Return the access to the record that a document stands in; or say why not, and None.

    The record is looked up, never taken from a button; whether it may be known is asked there.
    """
    me = visit.admitted(f"document:{document_id}.{view.packed}")
    if me is None:
        return None
    record = documents.record_of(visit.work, document_id) or patient_record(me.account_id)
    access = authorisations.require(visit.work, me, right, record)
    if isinstance(access, Access):
        return me, access
    # Of a record that was never open to her, it is not even said that there is such a document.
    over = authorisations.ended(visit.work, me, record)
    visit.say(ENDED if over else sentence(DocumentUnknown()), rows=((DOCUMENTS, MENU),))
    return None


def gone(visit: Visit, document_id: str, why: Refused) -> None:
    """Say that a document is there no more, and lead on."""
    visit.show(
        opened_document.refused(document_id, why), account_id=visit.me.account_id if visit.me else None
    )


def _lines(visit: Visit, found: Found) -> list[Block]:
    one, access, names = found.document, found.access, children(visit, found.me)
    readers = documents.readers(visit.work, access, one.id)
    people = who.named(visit.work, access, [one.author, *(actor for actor, _at in readers)])
    facts: list[Words] = [plain("{type} · {date}", type=type_words(one.type), date=one.dated)]
    if names:
        facts.append(_("Record: {name}", name=names.get(one.record) or _("mine")))
    facts.append(_("Added by {who}, on {date}", who=people[one.author], date=one.deposited_at))
    facts.append(file_words(one))
    seen: list[Words] = [
        _("Opened by {who}, on {date}", who=people[actor], date=at) for actor, at in readers[:SHOWN]
    ]
    return [
        *([Block("line", _("● New: you have not opened it yet"))] if one.unread else []),
        *(Block("line", fact) for fact in facts),
        Block("plain", SEEN_IN_EMERGENCIES if one.emergency else UNSEEN_IN_EMERGENCIES),
        *_hidden(visit, one, access),
        *_set_close(seen or [NOT_OPENED]),
        *([] if one.author == access.actor else [Block("note", _kept_by(one))]),
    ]


def _set_close(lines: list[Words]) -> list[Block]:
    return [Block("line" if n else "plain", line) for n, line in enumerate(lines)]


def _kept_by(one: Document) -> Words:
    if one.author.startswith(PATIENT):
        return _("It was added by the other parent, so only they can delete it. You can hide it.")
    return _("A professional deposited it, so it cannot be deleted. You can hide it.")


def _hidden(visit: Visit, one: Document, access: Access) -> list[Block]:
    """Say from whom a document is hidden; from parents, to whom it is about alone."""
    hidden = documents.hidden_from(visit.work, one.id)
    if PARENTS in hidden and access.own:
        by_parent = one.author.startswith(PATIENT) and one.author != access.actor
        words = _("Hidden from your parents.")
        seen = _("Hidden from your parents, but for the one who added it.")
        return [Block("plain", seen if by_parent else words), *_from_professionals(visit, hidden)]
    return _from_professionals(visit, hidden)


def _from_professionals(visit: Visit, hidden: Sequence[str]) -> list[Block]:
    if EVERYONE in hidden:
        return [Block("plain", _("Hidden from all professionals."))]
    names = [who.by_profession(each) for each in professionals.named(visit.work, hidden).values()]
    return [Block("plain", _("Hidden from: {names}", names=Listed(tuple(names), "and")))] if names else []


def _actions(found: Found) -> Rows:
    one, place = found.document, f"{found.document.id}.{found.view.packed}"
    urgent = _("Stop showing in emergencies") if one.emergency else _("Show it in an emergency")
    own = one.author == found.access.actor
    delete: Rows = ((Button(_("Delete"), f"m:doc-supprimer:{place}"),),) if own else ()
    return (
        (Button(_("Open"), f"m:doc-ouvrir:{place}"),),
        (Button(urgent, f"m:doc-urgence:{one.id}.{int(not one.emergency)}.{found.view.packed}"),),
        (Button(_("Hide from…"), f"m:doc-masquer:{place}"), Button(_("Rename"), f"m:doc-renommer:{place}")),
        *delete,
        (Button(_("‹ My documents"), f"m:documents:{found.view.packed}"), MENU),
    )


SCREENS = (Screen("document", details),)
