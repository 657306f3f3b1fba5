"""`masante document`: a professional deposits, lists and reads documents of a record."""

import argparse
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands import intake, whose
from bot.commands.files import write_new
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from bot.commands.refusals import Refusal
from bot.fhir.referencing import references
from bot.settings import Settings
from conversations.document_words import TYPES
from locales.saying import Reader, say
from portal import documents, vault
from portal.authorisations import Access, Right
from portal.documents import DEPOSITED_BY_PROFESSIONALS, Document, New
from portal.documents import Opened as OpenedDocument
from portal.errors import PortalError, Refused
from portal.questionnaires import dumps
from portal.vault import Kept
from portal.work import Work

ENGLISH = Reader("en")
EVERY = 10_000  # documents of one record


def deposit(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Put a file into a record; it is on the shelves before its row is written."""
    settings = Settings.of_this_machine()
    content = intake.read_bounded(options.file)
    with opened(settings) as room:
        access = room.do(_may_deposit, options)
        if isinstance(access, Refused):
            return _named(access)
        kept = content if isinstance(content, Refused) else intake.taken_in(settings, room, content)
        if isinstance(kept, Refused):
            room.do(documents.refused, access, kept)
            return kept
        made = room.do(_deposit, options, kept)
    return _named(made) if isinstance(made, Refused) else Answer({"id": made}, made)


def listed(options: argparse.Namespace) -> Answer | Refused:
    """Return the documents that may be seen, the latest day first."""
    with opened() as room:
        found = room.do(_listed, options)
        now = room.clock.now()
    if isinstance(found, Refused):
        return found
    lines, hashes = found
    if options.bundle:
        made = references(lines, hashes, now)
        return Answer(made, dumps(made))
    return Answer([facts(one) for one in lines], lines_table(lines))


def read(options: argparse.Namespace) -> Answer | Refused:
    """Write a document, in clear, to a new file that only this account can read."""
    return written(options, Right.READ)


def written(options: argparse.Namespace, right: Right) -> Answer | Refused:
    """Write a document that this right lets be seen to a new file; what cannot be opened is journalled."""
    settings = Settings.of_this_machine()
    with opened(settings) as room:
        found = room.do(_opened, options, right)
        if isinstance(found, Refused):
            return found
        access, seen = found
        try:
            content = vault.read(vault.at(settings.vault_url), room.keys, seen.blob)
        except PortalError as error:
            room.do(documents.broken, access, seen.document.id, error.code)
            raise
    write_new(options.out, content)
    told = {**facts(seen.document), "out": str(options.out)}
    return Answer(told, f"{options.out}: {seen.document.content_type}, {seen.document.size} bytes")


def facts(one: Document) -> dict[str, Any]:
    """Return a document as a program reads it."""
    names = ("id", "type", "title", "emergency", "content_type", "size", "pages", "author", "deposited_at")
    told = {name: getattr(one, name) for name in names}
    return {**told, "label": label(one.type), "date": one.dated}


def label(code: str) -> str:
    """Return what a type of document is called."""
    return say(TYPES.get(code, code), ENGLISH)


def lines_table(lines: list[Document]) -> str:
    """Return documents as people read them."""
    columns = ("id", "date", "type", "title", "emergency", "content", "size", "pages", "author")
    rows = [
        (one.id, one.dated, label(one.type), one.title, one.emergency, one.content_type, one.size, one.pages,
         one.author)
        for one in lines
    ]  # fmt: skip
    return table(columns, rows)


def _may_deposit(work: Work, options: argparse.Namespace) -> Access | Refused:
    """Return the access, once all that can be judged before the file is has been."""
    access = whose.access(work, options, Right.DEPOSIT)
    if isinstance(access, Refused):
        return access
    dated = options.date or _today(work)
    wrong = (
        documents.wrong_type(access, options.type)
        or documents.wrong_title(options.title)
        or documents.wrong_date(work, dated)
    )
    return wrong or access


def _deposit(work: Work, options: argparse.Namespace, kept: Kept) -> str | Refused:
    access = whose.access(work, options, Right.DEPOSIT)
    if isinstance(access, Refused):
        return access
    vault.draft(work, access.record, kept, work.now)
    dated = options.date or _today(work)
    words = work.policy.recognition
    new = New(options.type, options.title, dated, options.urgent, kept.id, kept.pages, recognise=words)
    return documents.deposit(work, access, new)


def _today(work: Work) -> date:
    return work.now.astimezone(ZoneInfo(work.policy.timezone)).date()


def _named(refused: Refused) -> Refusal | Refused:
    """Name the types there are to who gave another."""
    if refused.code != "document_type_unknown":
        return refused
    known = {code: label(code) for code in DEPOSITED_BY_PROFESSIONALS}
    told = "".join(f"\n  {code}  {name}" for code, name in known.items())
    return Refusal(refused.code, {**refused.facts, "codes": known}, {"known": told})


def _listed(work: Work, options: argparse.Namespace) -> tuple[list[Document], dict[str, str]] | Refused:
    access = whose.access(work, options, Right.READ)
    if isinstance(access, Refused):
        return access
    lines = documents.listed(work, [access], count=EVERY).lines
    return lines, vault.hashes(work, access.record, [one.blob for one in lines]) if options.bundle else {}


def _opened(work: Work, options: argparse.Namespace, right: Right) -> tuple[Access, OpenedDocument] | Refused:
    access = whose.access(work, options, right)
    if isinstance(access, Refused):
        return access
    seen = documents.open_document(work, access, options.document)
    return seen if isinstance(seen, Refused) else (access, seen)
