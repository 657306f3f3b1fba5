"""Add a document: photograph it or attach it, say whose and what it is, check, and it is kept in the record."""

import json
from collections.abc import Sequence

from conversations import files, owning
from conversations.delete_copies import remove
from conversations.describing import DESCRIPTION, TITLE, CarnetClosed, mine, proposing, shared
from conversations.doors import MENU
from conversations.files import Facts
from conversations.form import Form, Recap
from conversations.gathering import (
    FilesWaiting,
    Pages,
    chosen,
    references,
    version_action,
    version_note,
)
from conversations.messages import Block, Button
from conversations.questions import Action, Question
from conversations.refusals import sentence
from conversations.turn import Next, Outcome, Said, Turn
from locales import Words, _
from locales.saying import Reader, say
from portal import authorisations, documents, vault
from portal.authorisations import Access, NoRight, Right
from portal.documents import LONGEST_TITLE, Bind, DocumentFilesGone, New
from portal.errors import Refused
from portal.vault import FileNotKept, Kept

SHOWN = 4  # pages on the sheet above the recap
ADD_ANOTHER = Button(_("Add another one"), "m:go:add_document")


def _begin(turn: Turn) -> Refused | None:
    """Fetch what came before the conversation began, which then lives as long as any."""
    turn.mark.expires_at = turn.now + add_document.kept
    return PAGES.fetch(turn)


def _all_here(turn: Turn, value: list[Facts], _thought: object) -> Outcome:
    """Fetch once more what waits, before one goes on without it; asks again when a file had to be left out."""
    wrong = PAGES.fetch(turn)
    value[:] = PAGES.sent(turn)
    return wrong


PAGES = Pages("files", _("What would you like to keep?"), label=_("Pages"), right=Right.DEPOSIT, before=_begin,
              step=_all_here)  # fmt: skip
QUESTIONS: tuple[Question, ...] = (PAGES, *DESCRIPTION)


def asked(turn: Turn) -> list[Question]:
    """Return the questions that apply, with what can be proposed."""
    return [proposing(turn, question) for question in QUESTIONS if question.when(turn)]


def closing(turn: Turn) -> Sequence[Block]:
    """Say what was done to the photos, and what is not here yet."""
    note = version_note(turn, turn["files"])
    late = [Block("warning", words) for words in PAGES.waiting_words(turn)]
    return (*([note] if note else ()), *late)


def actions(turn: Turn) -> Sequence[Action]:
    """Offer the other version of the photos."""
    other = version_action(turn, turn["files"])
    return (other,) if other else ()


def picture(turn: Turn) -> tuple[str, str] | None:
    """Return the sheet of the first pages: names of drafts, opened when it leaves."""
    ids = [one["id"] for one in chosen(turn, turn["files"]) if "id" in one]
    told = {"record": mine(turn), "blobs": ids[:SHOWN], "more": len(ids[SHOWN:])}
    return ("sheet", json.dumps(told)) if ids else None


def first(turn: Turn) -> Next | Refused | None:
    """Show nothing of health to who must first agree or give a fresh code."""
    return owning.before(turn, f"reprendre:{turn.mark.id}")


def woken(turn: Turn) -> Words | None:
    """Try again what could not be fetched; returns what to say once everything is here, or has been left out."""
    turn.facts["wakes"] = False
    if not references(PAGES.sent(turn)):
        return None
    wrong = _fetched(turn) if turn.get("files") is not None else PAGES.fetch(turn)
    if wrong is not None:
        return sentence(wrong)
    return None if references(PAGES.sent(turn)) else _("Everything has arrived: you can go on and save it.")


add_document = Form(
    "add_document",
    *QUESTIONS,
    title=_("Add a document"),
    asked=asked,
    recap=Recap(_("Please check before saving"), _("Save"), actions, picture),
    closing=closing,
    first=first,
    woken=woken,
    lasting=True,
    over=_("Too much time has passed: what you had sent is no longer here. Please send it again."),
    erased=_("Nothing is kept in your record. What you sent will leave this chat within two days."),
)


@add_document.send
def send(turn: Turn) -> Said | Refused:
    """Keep the document, whole or not at all."""
    wrong = _fetched(turn)
    if wrong is not None or turn.me is None:
        return wrong or NoRight()
    if late := references(turn["files"]):
        return FilesWaiting(why=late[0]["waits"])
    access = authorisations.require(turn.work, turn.me, Right.DEPOSIT, turn.get("record") or mine(turn))
    if isinstance(access, Refused):
        turn.drop("record")
        turn.facts["whose"] = True
        return CarnetClosed()
    kept = _one_blob(turn, access)
    if isinstance(kept, Refused):
        return kept
    title = say(TITLE.shown(turn, turn["title"]), Reader(turn.language, turn.reader.timezone))[:LONGEST_TITLE]
    new = New(turn["type"], title, turn["dated"], turn["emergency"], *kept, turn.work.policy.recognition)
    document_id = documents.deposit(turn.work, access, new)
    if isinstance(document_id, Refused):
        return document_id
    files.release(turn, (one for one in turn.facts.get("drafts", ()) if one != new.blob))
    return _saved(turn, document_id, title)


def _fetched(turn: Turn) -> Refused | None:
    """Fetch what the answer still waits for; returns why a file had to be left out, if one had."""
    wrong = PAGES.fetch(turn)
    if left := PAGES.sent(turn):
        turn.keep(PAGES.name, left)
    else:
        turn.drop(PAGES.name)
    return wrong


def _one_blob(turn: Turn, access: Access) -> tuple[str, int] | Refused:
    """Return the one draft that is to be the document, and its pages; several are bound together."""
    wanted = chosen(turn, turn["files"])
    ids = [one["id"] for one in wanted]
    blobs = vault.standing(turn.work, mine(turn), ids)
    if len(blobs) < len(ids):
        turn.drop(PAGES.name)
        return DocumentFilesGone()
    if len(ids) == 1:
        vault.hand_over(turn.work, mine(turn), access.record, ids)
        return ids[0], wanted[0]["pages"]
    bound: Kept | Refused = turn.work.thought(f"bind:{','.join(ids)}", Bind(tuple(blobs)))
    if isinstance(bound, Refused):
        return FilesWaiting(why=bound.code) if isinstance(bound, FileNotKept) else bound
    vault.draft(turn.work, access.record, bound, turn.mark.expires_at)
    return bound.id, bound.pages


def _saved(turn: Turn, document_id: str, title: str) -> Said:
    """Say that it is kept and how to get at it; what to do with the chat's own copies is asked once."""
    blocks = [Block("title", _("It is saved: {title}.", title=title))]
    child = next((one for one in shared(turn) if one.record == turn.get("record")), None)
    blocks += [Block("plain", _("It is in the carnet of {name}.", name=child.first_name))] if child else []
    messages, then = turn.facts.get("messages", []), None
    habit = documents.habits(turn.work, turn.mark.account_id or "").delete_copies
    if habit:
        remove(turn, messages)
        blocks.append(Block("note", _("What you had sent is removed from this chat.")))
    elif habit is None and messages:
        then = Next("delete_copies", {"account_id": turn.mark.account_id, "messages": messages})
    open_it = Button(_("Open it"), f"m:document:{document_id}")
    rows = ((open_it, Button(_("Documents"), "m:documents")), (ADD_ANOTHER, MENU))
    return Said(tuple(blocks), rows, then, purge=True)
