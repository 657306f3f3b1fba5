"""Find a document again by a word of its title or of its pages; what is found stands as buttons until the next words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from conversations import owning
from conversations.document_words import face, legend
from conversations.doors import MENU
from conversations.form import Form
from conversations.opened_document import DOCUMENTS
from conversations.questions import Hint, Option, Question
from conversations.turn import AskAgain, Outcome, Said, Turn, said
from locales import Words, _, n_
from portal import bookmarks, carnets, documents
from portal.authorisations import Access
from portal.documents import NothingFound
from portal.errors import Refused
from portal.work import Work

NAME = "search_documents"
MOST = 40  # documents offered: who finds more needs another word
LONGEST = 200  # characters that are looked for
KEPT = timedelta(minutes=30)  # then what is typed is not looked for any more


@dataclass(frozen=True, kw_only=True)
class Search(Question):
    """Words to look for; what was found by the last ones stands beneath, each leading to its document."""

    def options(self, turn: Turn) -> Sequence[Option]:
        """Return what was found, as far as it is still there."""
        found = documents.these(turn.work, _accesses(turn), list(turn.facts.get("found") or ()))
        names = {one.record: one.first_name for one in carnets.of(turn.work, turn.mark.account_id or "")}
        return [
            Option(one.id, face(one, names.get(one.record, "")), leads=f"m:document:{one.id}")
            for one in found
        ]

    def help_words(self, turn: Turn) -> tuple[Words, ...]:
        """Say what can be looked for, or what to do with what was found."""
        if "found" not in turn.facts:
            return (_("Write one or more words: of its title, or of the document itself."),)
        many = (_("These are the first ones: add a word to find fewer."),) if turn.facts["more"] else ()
        marks = legend(str(one.label) for one in self.options(turn))
        return (*many, _("Tap one to see it, or write other words."), *marks)

    def read(self, turn: Turn, typed: str) -> Any:  # noqa: ARG002
        """Take words as they are."""
        words = typed.strip()[:LONGEST]
        return words if documents.folded(words) else Hint(_("Please write a word to look for."))


def count(turn: Turn) -> tuple[Words, ...]:
    """Say how much was found."""
    if "found" not in turn.facts:
        return ()
    found = len(turn.facts["found"])
    return (n_("{n} document found", "{n} documents found", found),)


def look(turn: Turn, typed: str, _thought: object) -> Outcome:
    """Look through titles and pages, outside the transaction: each of them has to be opened."""
    key, accesses = f"found:{turn.mark.id}:{turn.mark.turn}", _accesses(turn)
    sealed = () if key in turn.work.thoughts else documents.sealed_words(turn.work, accesses)
    found: list[str] = turn.work.thought(key, partial(documents.found, turn.work.keys, sealed, typed))
    documents.searched(turn.work, accesses)
    turn.facts.update(found=found[:MOST], more=len(found) > MOST)
    if found:
        return AskAgain("words")
    del turn.facts["found"], turn.facts["more"]
    return AskAgain("words", NothingFound())


def _accesses(turn: Turn) -> list[Access]:
    return carnets.open_to(turn.work, turn.me) if turn.me else []


search_documents = Form(
    NAME,
    Search("words", _("What are you looking for?"), intro=count, step=look),
    title=_("Search"),
    recap=False,
    kept=KEPT,
    first=owning.first("documents-chercher"),
    left=said(_("The search is over."), rows=((DOCUMENTS,), (MENU,))),
)


@search_documents.send
def send(_turn: Turn) -> Said | Refused:
    """End; there is nothing to be sent."""
    return said(_("The search is over."), rows=((DOCUMENTS,), (MENU,)))


def leave(work: Work, chat: int) -> None:
    """End the search under way, if there is one: what is typed from now on is not looked for."""
    if bookmarks.active_form(work, str(chat)) == NAME and (mark := bookmarks.active(work, str(chat))):
        bookmarks.close(work, mark)
