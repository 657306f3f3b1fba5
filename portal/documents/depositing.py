"""A document is deposited: by a patient or a parent, or by a professional who has results for them."""

import unicodedata
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from portal import authorisations, vault
from portal.authorisations import Access, Right
from portal.documents import store, telling
from portal.documents.model import WAITING
from portal.documents.refusals import (
    DocumentDateInvalid,
    DocumentFilesGone,
    DocumentTypeUnknown,
    TitleInvalid,
)
from portal.documents.types import DEPOSITED_BY_PATIENTS, DEPOSITED_BY_PROFESSIONALS
from portal.errors import Refused
from portal.work import Work

LONGEST_TITLE = 120
UNSEEN = ("Cc", "Cf", "Co", "Cs")  # control, direction and other invisible signs, halves of signs
JOINERS = "\u200c\u200d"  # invisible too, but letters of several scripts and emoji need them
OLDEST = date(1900, 1, 1)


class New(NamedTuple):
    """A document to be kept; `blob`: a draft of this record. `recognise`: the words of its pages are to be found."""

    type: str
    title: str
    dated: date
    emergency: bool
    blob: str
    pages: int | None = None
    recognise: bool = False


def deposit(work: Work, access: Access, new: New) -> str | Refused:
    """Keep a document; returns its id. Those who read the record and did not deposit it see that it is new."""
    access.must(Right.DEPOSIT)
    title = tidy(new.title)
    if wrong := wrong_type(access, new.type) or wrong_title(title) or wrong_date(work, new.dated):
        return wrong
    if not vault.stand(work, access.record, [new.blob]):
        return DocumentFilesGone()
    vault.claim(work, access.record, [new.blob])
    blob = vault.find(work, access.record, new.blob)
    if isinstance(blob, Refused):
        return DocumentFilesGone()
    document_id = work.chance.name()
    store.write(work, {
        "id": document_id, "record": access.record, "type": new.type, "dated": new.dated, "emergency": new.emergency,
        "title": work.keys.seal_text("document.title", title), "blob": blob.id, "content_type": blob.content_type,
        "size": blob.size, "pages": new.pages, "author": access.actor, "deposited_at": work.now,
        "words_state": WAITING if new.recognise else None,
    })  # fmt: skip
    others = [one for one in authorisations.readers(work, access.record) if one != access.reader_id]
    store.mark_unread(work, document_id, others)
    if access.professional_id is not None:
        telling.announce(work, others)
    access.journal(work, "document_deposited", document_id, "emergency" if new.emergency else "")
    return document_id


def wrong_type(access: Access, code: str) -> DocumentTypeUnknown | None:
    """Return what is wrong with a type, for whoever deposits."""
    allowed = DEPOSITED_BY_PATIENTS if access.reader_id is not None else DEPOSITED_BY_PROFESSIONALS
    return None if code in allowed else DocumentTypeUnknown(code=code)


def tidy(title: str) -> str:
    """Return a title on one line, without the signs nobody sees: some of them turn the words around them."""
    signs = ("" if _unseen(sign) else sign for sign in " ".join(title.split()))
    return " ".join("".join(signs).split())


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in UNSEEN and sign not in JOINERS


def wrong_title(title: str) -> TitleInvalid | None:
    """Return what is wrong with a title: it is found again by its words."""
    title = tidy(title)
    if not title:
        return TitleInvalid(most=LONGEST_TITLE, why="empty")
    if len(title) > LONGEST_TITLE:
        return TitleInvalid(most=LONGEST_TITLE, why="long")
    if not any(unicodedata.category(sign)[0] in "LN" for sign in title):
        return TitleInvalid(most=LONGEST_TITLE, why="wordless")
    return None


def wrong_date(work: Work, dated: date) -> DocumentDateInvalid | None:
    """Return what is wrong with the day of a document; today's is right wherever one lives."""
    today = work.now.astimezone(ZoneInfo(work.policy.timezone)).date()
    if dated > today + timedelta(days=1):
        return DocumentDateInvalid(why="future")
    return DocumentDateInvalid(why="past") if dated < OLDEST else None
