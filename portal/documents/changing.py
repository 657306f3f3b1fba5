"""Documents are arranged: renamed, shown in an emergency or not, hidden, deleted, brought back, and really gone."""

from datetime import timedelta

from portal import authorisations, journal, professionals, vault
from portal.authorisations import CARNET, Access, Right, patient_record
from portal.documents import store
from portal.documents.depositing import tidy, wrong_title
from portal.documents.model import EVERYONE, PARENTS
from portal.documents.refusals import DocumentDeleted, DocumentUnknown, NotYourDocument, TitleInvalid
from portal.documents.store import Document
from portal.errors import Refused
from portal.professionals import ProfessionalUnknown
from portal.work import Work

COMES_BACK = timedelta(days=30)  # for which what was deleted can be brought back
AT_ONCE = 100


def get(work: Work, access: Access, document_id: str) -> Document | DocumentUnknown | DocumentDeleted:
    """Return a document that this access may see and that is not deleted; who deleted it hears until when it waits."""
    found = store.get(work, access, document_id)
    if found is None:
        return DocumentUnknown()
    if found.deleted_at is None:
        return found
    return DocumentDeleted(erased_at=found.erased_at) if found.author == access.actor else DocumentUnknown()


def rename(work: Work, access: Access, document_id: str, title: str) -> TitleInvalid | Refused | None:
    """Give a document another title."""
    found = _kept(work, access, document_id)
    if isinstance(found, Refused):
        return found
    if wrong := wrong_title(title):
        return wrong
    store.change(work, document_id, title=work.keys.seal_text("document.title", tidy(title)))
    access.journal(work, "document_renamed", document_id)
    return None


def show_in_emergency(work: Work, access: Access, document_id: str, *, shown: bool) -> Refused | None:
    """Have emergency physicians see a document, or no longer."""
    found = _kept(work, access, document_id)
    if isinstance(found, Refused):
        return found
    if found.emergency != shown:
        store.change(work, document_id, emergency=shown)
        access.journal(work, "document_emergency", document_id, "on" if shown else "off")
    return None


def hide(work: Work, access: Access, document_id: str, professional_id: str = EVERYONE) -> Refused | None:
    """Hide a document from a professional, in emergencies too; its author still sees it.

    `PARENTS`: whom a carnet is about hides it from her parents, who find no trace of it.
    """
    found = _kept(work, access, document_id)
    if isinstance(found, Refused):
        return found
    if professional_id == PARENTS:
        if not access.own or not access.record.startswith(CARNET):
            return ProfessionalUnknown()
        _forget_news(work, access, found)
    elif professional_id != EVERYONE and not professionals.named(work, [professional_id]):
        return ProfessionalUnknown()
    store.hide(work, document_id, professional_id)
    access.journal(work, "document_hidden", document_id, professional_id)
    return None


def _forget_news(work: Work, access: Access, one: Document) -> None:
    parents = [parent.account_id for parent in authorisations.parents(work, access.record)]
    store.known_to(work, one.id, [each for each in parents if patient_record(each) != one.author])


def unhide(work: Work, access: Access, document_id: str, professional_id: str = EVERYONE) -> Refused | None:
    """Show a document to a professional again."""
    found = _kept(work, access, document_id)
    if isinstance(found, Refused):
        return found
    if professional_id == PARENTS and not access.own:
        return ProfessionalUnknown()
    store.unhide(work, document_id, professional_id)
    access.journal(work, "document_shown", document_id, professional_id)
    return None


def delete(work: Work, access: Access, document_id: str) -> Refused | None:
    """Delete what whoever asks deposited; for 30 days it can be brought back."""
    found = _kept(work, access, document_id)
    if isinstance(found, Refused):
        return found
    if found.author != access.actor:
        return NotYourDocument()
    store.change(work, document_id, deleted_at=work.now, erased_at=work.now + COMES_BACK)
    access.journal(work, "document_deleted", document_id)
    return None


def bring_back(work: Work, access: Access, document_id: str) -> DocumentUnknown | None:
    """Undo one's own deletion that is not thirty days old; nothing happens to what is not deleted."""
    access.must(Right.KEEP)
    found = store.get(work, access, document_id)
    over = found is not None and found.erased_at is not None and found.erased_at <= work.now
    if found is None or over or found.author != access.actor:
        return DocumentUnknown()
    if found.deleted_at is not None:
        store.change(work, document_id, deleted_at=None, erased_at=None)
        access.journal(work, "document_brought_back", document_id)
    return None


def erase_due(work: Work) -> int:
    """Erase documents that were deleted thirty days ago, content and all; returns how many, at most one batch."""
    over = store.erasing(work, AT_ONCE)
    for document_id, record, blob in sorted(over, key=lambda one: one[1]):
        store.erase(work, document_id)
        vault.drop(work, record, [blob])
        journal.write(work, record, "ticker", "document_erased", document_id)
    return len(over)


def _kept(work: Work, access: Access, document_id: str) -> Document | DocumentUnknown | DocumentDeleted:
    access.must(Right.KEEP)
    return get(work, access, document_id)
