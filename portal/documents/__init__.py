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
from portal.documents.depositing import LONGEST_TITLE, New, deposit, tidy, wrong_date, wrong_title, wrong_type
from portal.documents.habits import MINUTES, Habits, habits, set_habits
from portal.documents.model import EVERYONE
from portal.documents.proposing import KINDS, proposed
from portal.documents.reading import (
    LONGEST_WORDS,
    Opened,
    Page,
    broken,
    deleted,
    folded,
    found,
    listed,
    look_at,
    open_document,
    readers,
    refused,
    sealed_words,
    searched,
    set_words,
    still_there,
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
    NothingFound,
    NotYourDocument,
    TitleInvalid,
)
from portal.documents.store import Document, hidden_from, record_of
from portal.documents.telling import not_reached, still_new, tell_due
from portal.documents.types import DEPOSITED_BY_PATIENTS, DEPOSITED_BY_PROFESSIONALS

__all__ = [
    "DEPOSITED_BY_PATIENTS", "DEPOSITED_BY_PROFESSIONALS", "EVERYONE", "KINDS", "LARGEST_BOUND", "LONGEST_TITLE",
    "LONGEST_WORDS", "MINUTES", "Bind", "Document", "DocumentDateInvalid", "DocumentDeleted", "DocumentFilesGone",
    "DocumentTypeUnknown", "DocumentUnknown", "Habits", "New", "NotYourDocument", "NothingFound", "Opened", "Page",
    "Recognise", "Recognised", "TitleInvalid", "bring_back", "broken", "delete", "deleted", "deposit", "erase_due",
    "folded", "found", "get", "habits", "hidden_from", "hide", "listed", "look_at", "not_reached", "open_document",
    "proposed", "readers", "record_of", "refused", "rename", "sealed_words", "searched", "set_habits", "set_words",
    "show_in_emergency", "still_new", "still_there", "tell_due", "these", "tidy", "types_kept", "unhide", "unread",
    "waiting_for_words", "wrong_date", "wrong_title", "wrong_type",
]  # fmt: skip
