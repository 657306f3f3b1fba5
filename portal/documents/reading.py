"""Documents are listed, searched and opened; every opening leaves a line."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from portal import journal, vault
from portal.authorisations import Access, Right
from portal.documents import store
from portal.documents.changing import get
from portal.documents.model import DONE
from portal.documents.store import Document
from portal.errors import KeyUnknown, Refused
from portal.keys import Keyring
from portal.vault import Blob, BlobUnknown
from portal.work import Work

LONGEST_WORDS = 20_000  # characters of a document that are searched
READ = (Right.READ, Right.EMERGENCY)


class Page(NamedTuple):
    """Some documents, and whether there are others."""

    lines: list[Document]
    more: bool


class Opened(NamedTuple):
    """A document, and its content as it stands in the vault."""

    document: Document
    blob: Blob


def listed(
    work: Work, accesses: Sequence[Access], types: Sequence[str] = (), start: int = 0, count: int = 8
) -> Page:
    """Return documents of these records, the latest day first; of these types only, where some are named."""
    return _page(work, accesses, types, start, count, deleted=False)


def deleted(work: Work, accesses: Sequence[Access], start: int = 0, count: int = 8) -> Page:
    """Return what whoever asks deleted and can still bring back."""
    return _page(work, accesses, (), start, count, deleted=True)


def _page(
    work: Work, accesses: Sequence[Access], types: Sequence[str], start: int, count: int, *, deleted: bool
) -> Page:
    _looked(work, accesses, "documents_listed")
    found = store.page(work, accesses, types, start, count + 1, deleted=deleted) if accesses else []
    return Page(found[:count], len(found) > count)


def _looked(work: Work, accesses: Sequence[Access], action: str) -> None:
    for access in accesses:
        access.must(*READ)
        access.journal(work, action, why=_emergency(access))


def types_kept(work: Work, accesses: Sequence[Access]) -> dict[str, int]:
    """Return how many documents there are of each type."""
    return store.types_kept(work, accesses) if accesses else {}


def unread(work: Work, account_id: str) -> int:
    """Return how many documents that it may read an account has not opened yet."""
    return store.count_unread(work, account_id)


def look_at(work: Work, access: Access, document_id: str) -> Document | Refused:
    """Return what is known of a document, without opening it."""
    access.must(*READ)
    found = get(work, access, document_id)
    if isinstance(found, Refused):
        access.journal(work, "document_unknown", document_id[:40])
        return found
    access.journal(work, "document_seen", document_id)
    if not found.title:
        broken(work, access, document_id, "title")
    return found


def open_document(work: Work, access: Access, document_id: str) -> Opened | Refused:
    """Return a document with the blob to be opened outside the transaction; what is asked for is journalled.

    `BlobUnknown`: the document stands in the list, and there is nothing to be opened.
    """
    opened = still_there(work, access, document_id)
    if isinstance(opened, BlobUnknown):
        broken(work, access, document_id, opened.code)
    elif isinstance(opened, Refused):
        access.journal(work, "document_unknown", document_id[:40])
    else:
        access.journal(work, "document_read", document_id, _emergency(access))
        if access.reader_id is not None:
            store.mark_read(work, document_id, access.reader_id)
    return opened


def still_there(work: Work, access: Access, document_id: str) -> Opened | Refused:
    """Return what `open_document` returned a moment ago, if it still may be shown: asked again as it leaves."""
    access.must(*READ)
    found = get(work, access, document_id)
    if isinstance(found, Refused):
        return found
    blob = vault.find(work, access.record, found.blob)
    return blob if isinstance(blob, Refused) else Opened(found, blob)


def readers(work: Work, access: Access, document_id: str) -> list[tuple[str, datetime]]:
    """Return who else has opened a document, as the journal names them, each with the first time."""
    access.must(Right.READ)
    return journal.first_by_others(work, access.record, access.actor, ("document_read",), (document_id,))


def refused(work: Work, access: Access, why: Refused) -> None:
    """Leave a line for a file that could not be taken into this record."""
    access.must(Right.DEPOSIT)
    access.journal(work, "document_refused", why=why.code)


def _emergency(access: Access) -> str:
    """Return what the journal says of an access that was opened in an emergency."""
    return Right.EMERGENCY.value if access.right is Right.EMERGENCY else ""


def broken(work: Work, access: Access, document_id: str, why: str) -> None:
    """Leave a line for a document that should be there and cannot be opened (`why`: a code)."""
    access.journal(work, "document_broken", document_id, why)


def sealed_words(work: Work, accesses: Sequence[Access]) -> list[tuple[str, bytes, bytes | None]]:
    """Return what `found` looks through: id, title and words of every document, sealed, the latest day first.

    That somebody searched is to be journalled with what came of it: `searched`.
    """
    for access in accesses:
        access.must(*READ)
    return store.sealed_words(work, accesses) if accesses else []


def searched(work: Work, accesses: Sequence[Access]) -> None:
    """Leave the line of a search: not what was looked for."""
    _looked(work, accesses, "documents_searched")


def found(keys: Keyring, sealed: Sequence[tuple[str, bytes, bytes | None]], typed: str) -> list[str]:
    """Return the ids of the documents that hold every word typed, or its beginning; slow: outside the transaction.

    Those that have the words in their title come first, else the order stays.
    """
    wanted = folded(typed).split()
    by_title, by_words = [], []
    for document_id, title, words in sealed if wanted else ():
        named = f" {folded(store.title_of(keys, title))}"
        if all(f" {word}" in named for word in wanted):
            by_title.append(document_id)
        elif words is not None:
            told = f"{named} {_words_of(keys, words)}"
            if all(f" {word}" in told for word in wanted):
                by_words.append(document_id)
    return by_title + by_words


def _words_of(keys: Keyring, sealed: bytes) -> str:
    try:
        return keys.open_text("document.words", sealed)
    except KeyUnknown:
        return ""


def these(work: Work, accesses: Sequence[Access], ids: Sequence[str]) -> list[Document]:
    """Return those of these documents that may be seen, in this order."""
    return store.these(work, accesses, ids) if accesses else []


def waiting_for_words(work: Work, limit: int = 1) -> list[tuple[str, Blob]]:
    """Return documents whose words are to be recognised, with their content, the oldest first."""
    found = []
    for document_id, record, blob_id in store.wordless(work, limit):
        blob = vault.find(work, record, blob_id)
        if isinstance(blob, Refused):
            store.change(work, document_id, words_state=DONE)
        else:
            found.append((document_id, blob))
    return found


def set_words(work: Work, document_id: str, text: str) -> None:
    """Keep the words that were recognised in a document (none is an answer too): it is found again by them."""
    words = folded(text)[:LONGEST_WORDS]
    sealed = work.keys.seal_text("document.words", words) if words else None
    store.change(work, document_id, words=sealed, words_state=DONE)


def folded(text: str) -> str:
    """Return words as they are searched: lower case, without accents, split by single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())
