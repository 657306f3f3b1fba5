"""Why a document cannot be kept, seen or changed."""

from portal.errors import Refused


class DocumentUnknown(Refused):
    """There is no such document in this record, or not for whoever asks."""


class DocumentDeleted(Refused):
    """A document was deleted, perhaps on another device; facts: erased_at (until when it can come back)."""


class DocumentTypeUnknown(Refused):
    """Whoever deposits has no document of this type; facts: code."""


class TitleInvalid(Refused):
    """A title says something in words, in 120 characters at most; facts: most, why (empty, long, wordless)."""


class DocumentDateInvalid(Refused):
    """A document bears a day that has come, since 1900; facts: why (future, past)."""


class NotYourDocument(Refused):
    """Only who deposited a document can delete it; it can be hidden."""


class DocumentFilesGone(Refused):
    """The files of a document were never kept, or waited for too long."""


class NothingFound(Refused):
    """No document holds the words that were looked for."""
