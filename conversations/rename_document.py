"""Give a document another title."""

from collections.abc import Sequence
from dataclasses import replace

from conversations import owning
from conversations.form import Form
from conversations.messages import Button
from conversations.questions import Question, Text
from conversations.turn import Next, Said, Turn, said
from locales import _
from portal import authorisations, documents
from portal.authorisations import NoRight, Right
from portal.errors import Refused

TITLE = Text(
    "title",
    _("What should this document be called?"),
    help=(_("A few words by which you find it again."),),
    check=lambda _turn, typed: documents.wrong_title(typed),
)


def asked(turn: Turn) -> Sequence[Question]:
    """Ask for a title; the one it has can be kept by a tap."""
    return [replace(TITLE, proposed=turn.facts["title"])]


def first(turn: Turn) -> Next | Refused | None:
    """Name no document to who must first sign in, agree or give a fresh code."""
    return owning.before(turn, f"document:{turn.mark.subject}")


rename_document = Form(
    "rename_document", TITLE, title=_("Rename a document"), asked=asked, recap=False, first=first
)


@rename_document.send
def send(turn: Turn) -> Said | Refused:
    """Give it the title."""
    if turn.me is None:
        return NoRight()
    access = authorisations.require(turn.work, turn.me, Right.KEEP, turn.facts["record"])
    if isinstance(access, Refused):
        return access
    document_id = turn.mark.subject or ""
    wrong = documents.rename(turn.work, access, document_id, turn["title"])
    if wrong is not None:
        return wrong
    back = Button(_("‹ The document"), f"m:document:{document_id}.{turn.facts['view']}")
    return said(_("It has its new title."), rows=((back,),))
