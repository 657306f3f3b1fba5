"""Documents: kept in a record, found again, opened, arranged; what an access may see is decided in one place."""

from portal.documents.binding import LARGEST_BOUND, Bind
from portal.documents.changing import (
    bring_back,
    delete,
    erase_due,
    get,
    hide,
    rename,
    show_in_emergency,
    unhide,
)
from portal.documents.depositing import New, deposit, wrong_date, wrong_title
from portal.documents.habits import MINUTES, Habits, habits, set_habits
from portal.documents.model import EVERYONE
from portal.documents.proposing import KINDS, proposed
from portal.documents.reading import (
    LONGEST_WORDS,
    Opened,
    Page,
    broken,
    deleted,
    found,
    listed,
    open_document,
    sealed_words,
    set_words,
    these,
    types_kept,
    unread,
    waiting_for_words,
)
from portal.documents.recognising import Recognise, Recognised
from portal.documents.refusals import (
    DocumentDateInvalid,
    DocumentDeleted,
    DocumentFilesGone,
    DocumentTypeUnknown,
    DocumentUnknown,
    NotYourDocument,
    TitleInvalid,
)
from portal.documents.store import Document, hidden_from
from portal.documents.types import DEPOSITED_BY_PATIENTS, DEPOSITED_BY_PROFESSIONALS

__all__ = [
    "DEPOSITED_BY_PATIENTS", "DEPOSITED_BY_PROFESSIONALS", "EVERYONE", "KINDS", "LARGEST_BOUND", "LONGEST_WORDS",
    "MINUTES", "Bind", "Document", "DocumentDateInvalid", "DocumentDeleted", "DocumentFilesGone", "DocumentTypeUnknown",
    "DocumentUnknown", "Habits", "New", "NotYourDocument", "Opened", "Page", "Recognise", "Recognised", "TitleInvalid",
    "bring_back", "broken", "delete", "deleted", "deposit", "erase_due", "found", "get", "habits", "hidden_from",
    "hide", "listed", "open_document", "proposed", "rename", "sealed_words", "set_habits", "set_words",
    "show_in_emergency", "these", "types_kept", "unhide", "unread", "waiting_for_words", "wrong_date", "wrong_title",
]  # fmt: skip
