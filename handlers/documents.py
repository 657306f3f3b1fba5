"""My documents: the list by day, its filters, the search, what was deleted, and how one likes to read."""

from collections.abc import Mapping

from conversations import search_documents
from conversations.course import start
from conversations.document_words import TYPES, alike, face, legend, type_words
from conversations.doors import MENU
from conversations.messages import Block, Button, Message, Rows
from conversations.opened_document import DOCUMENTS, spell
from handlers.history import number, turning
from handlers.listing import View, accesses, children, key, viewed, whose
from handlers.visit import Screen, Visit
from locales import Listed, Words, _, plain
from portal import carnets, documents
from portal.accounts import Me
from portal.documents import MINUTES

PER_PAGE = 8
CHOSEN = "✓ "
ADD = Button(_("Add a document"), "m:go:add_document")
SEARCH = Button(_("Search"), "m:documents-chercher")
BIN = Button(_("Deleted"), "m:documents-corbeille")
SETTINGS = Button(_("Settings"), "m:documents-reglages")
EMERGENCIES = Button(_("Emergency access"), "m:urgences")  # who opened what was meant for one
TITLE = Block("title", _("My documents"))
COPIES = {"oui": True, "non": False, "demander": None}


def listed(visit: Visit) -> None:
    """Show the documents, the latest day first; of one record or one type, where that is wanted."""
    search_documents.leave(visit.work, visit.chat)
    view = viewed(visit.argument.split(".") if visit.tapped else ())
    me = visit.admitted(f"documents:{view.packed}")
    asked = accesses(visit, me, view.whose) if me else []
    if me is None or not asked:
        return None
    types = alike(view.type)
    found = documents.listed(visit.work, asked, types, view.page * PER_PAGE, PER_PAGE)
    if view.page and not found.lines:  # what stood here is gone since
        view = view._replace(page=0)
        found = documents.listed(visit.work, asked, types, 0, PER_PAGE)
    if not found.lines:
        return _nothing(visit, me, view)
    names = children(visit, me) if len(asked) > 1 else {}
    lines = [
        Button(face(one, names.get(one.record, "")), f"m:document:{one.id}.{view.packed}")
        for one in found.lines
    ]
    marks = (Block("note", words) for words in legend(str(line.label) for line in lines))
    blocks = (TITLE, *_filtered(visit, me, view), Block("plain", _("Tap one to see it.")), *marks)
    turn = turning(f"documents:{view.whose}.{view.type}", view.page, found.more, joint=".")
    rows = ((line,) for line in lines)
    return visit.show(Message(blocks, (*rows, *turn, *_doors(view))), account_id=me.account_id)


def _filtered(visit: Visit, me: Me, view: View) -> tuple[Block, ...]:
    """Say which documents are shown, where not all of them are."""
    of = [name for record, name in whose(visit, me).items() if key(record) == view.whose]
    kind = [type_words(view.type)] if view.type else []
    return (Block("note", _("Only: {what}", what=Listed((*of, *kind)))),) if of or kind else ()


def _doors(view: View) -> Rows:
    everything = ((Button(_("✕ Show all"), "m:documents"),),) if view.whose or view.type else ()
    filtering = Button(_("Filter"), f"m:documents-filtre:{view.packed}")
    return (*everything, (SEARCH, filtering), (ADD,), (BIN, SETTINGS), (EMERGENCIES, MENU))


def _nothing(visit: Visit, me: Me, view: View) -> None:
    if view.whose or view.type:
        blocks = (TITLE, *_filtered(visit, me, view), Block("plain", _("There is no document like this.")))
        rows: Rows = _doors(view)
    else:
        words = _(
            "There is no document here yet. Photograph a prescription or a report, or send a PDF: it is kept safe here."
        )
        blocks, rows = (TITLE, Block("plain", words)), ((ADD,), (BIN, SETTINGS, MENU))
    visit.show(Message(blocks, rows), account_id=me.account_id)


def choose(visit: Visit) -> None:
    """Offer to see the documents of one person or of one type; only what there is."""
    view = viewed(visit.argument.split("."))
    me = visit.admitted(f"documents:{view.packed}")
    asked = accesses(visit, me, view.whose) if me else []
    if me is None or not asked:
        return
    names = whose(visit, me)
    everybody: tuple[tuple[str, Words], ...] = (
        ("", _("Everybody")),
        *((key(r), n) for r, n in names.items()),
    )
    people = [
        Button(_marked(name, view.whose == one), f"m:documents:{View(one, view.type).packed}")
        for one, name in everybody
    ]
    rows = [tuple(people[at : at + 3]) for at in range(0, len(people), 3)] if len(names) > 1 else []
    counts = _counted(documents.types_kept(visit.work, asked))
    rows += [(_type(view, "", sum(counts.values())),), *((_type(view, *one),) for one in counts.items())]
    blocks = (Block("title", _("Filter")), Block("plain", _("Which documents would you like to see?")))
    visit.show(Message(blocks, (*rows, (_back(view), MENU))), account_id=me.account_id)


def _counted(kept: Mapping[str, int]) -> dict[str, int]:
    """Return how many documents there are by what their type is called, in the order of the words."""
    counts = {code: sum(kept.get(one, 0) for one in alike(code)) for code in TYPES if code == alike(code)[0]}
    return {code: count for code, count in counts.items() if count}


def _type(view: View, code: str, count: int) -> Button:
    words = plain("{type} ({n})", type=type_words(code) if code else _("All types"), n=count)
    return Button(
        _marked(words, code in alike(view.type) or code == view.type),
        f"m:documents:{View(view.whose, code).packed}",
    )


def _marked(words: Words, chosen: bool) -> Words:
    return plain("{mark}{words}", mark=CHOSEN, words=words) if chosen else words


def _back(view: View) -> Button:
    return Button(_("‹ My documents"), f"m:documents:{view.packed}")


def search(visit: Visit) -> None:
    """Ask for the words to look for."""
    me = visit.admitted("documents-chercher")
    if me is not None:
        start(visit.work, visit.chat, "search_documents", account_id=me.account_id)


def bin_(visit: Visit) -> None:
    """Show what one deleted and can still bring back."""
    me = visit.admitted("documents-corbeille")
    if me is None:
        return
    page, asked = number(visit.argument), carnets.open_to(visit.work, me)
    found = documents.deleted(visit.work, asked, page * PER_PAGE, PER_PAGE)
    names = children(visit, me)
    rows: Rows = tuple(
        (Button(face(one, names.get(one.record, "")), f"m:doc-rendre:{one.id}"),) for one in found.lines
    )
    words = _("Tap a document to have it back. What you delete stays here for 30 days.") if rows else _(
        "Nothing is deleted. What you delete stays here for 30 days, and can be brought back.")  # fmt: skip
    blocks = (Block("title", _("Deleted documents")), Block("plain", words))
    turn = turning("documents-corbeille", page, found.more)
    visit.show(Message(blocks, (*rows, *turn, (DOCUMENTS, MENU))), account_id=me.account_id)


def settings(visit: Visit) -> None:
    """Show, and take, how long an opened document stays in the chat, and what becomes of one's own photos here."""
    me = visit.admitted("documents-reglages")
    if me is None:
        return
    habits = documents.habits(visit.work, me.account_id)
    wanted = _wanted(habits, visit.argument)
    if wanted != habits:
        documents.set_habits(visit.work, me.account_id, wanted)
    stays = [
        Button(_marked(spell(one), wanted.minutes == one), f"m:documents-reglages:{one}") for one in MINUTES
    ]
    copies = [
        (Button(_marked(words, wanted.delete_copies is value), f"m:documents-reglages:{name}"),)
        for words, (name, value) in zip(
            (_("Delete my photos here"), _("Leave my photos here"), _("Ask me")), COPIES.items(), strict=True
        )
    ]
    blocks = (
        Block("title", _("Settings of my documents")),
        Block("plain", _("How long does a document that you open stay in this chat?")),
        Block("plain", _("And once a document is kept: what becomes of the photos you sent here? "
                         "In any case they are removed from this chat within 48 hours.")),
    )  # fmt: skip
    rows = (tuple(stays[:2]), tuple(stays[2:]), *copies, (DOCUMENTS, MENU))
    visit.show(Message(blocks, rows), account_id=me.account_id)


def _wanted(habits: documents.Habits, argument: str) -> documents.Habits:
    if argument in COPIES:
        return habits._replace(delete_copies=COPIES[argument])
    return habits._replace(minutes=int(argument)) if argument in map(str, MINUTES) else habits


SCREENS = (
    Screen("documents", listed, ("documents", "mydocuments"), _("Your documents")),
    Screen("documents-filtre", choose),
    Screen("documents-chercher", search),
    Screen("documents-corbeille", bin_),
    Screen("documents-reglages", settings),
)
