"""Documents in words: the names of their types, how they look on a button, how large they are, what files are called."""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from locales import Listed, Sentence, Words, _, n_
from portal.documents import Document
from portal.inspection.kinds import JPEG, PDF, PNG

LONGEST_FACE = 36  # characters of a button that a phone shows whole
UNREADABLE = "(?)"  # a title that does not open, in any language
LONGEST_FIRST_NAME = 10
LONGEST_NAME = 60  # of a file's name
NEW, IN_EMERGENCIES = "● ", " ✚"  # explained beneath the list wherever they stand
LEGEND: Mapping[str, Words] = {NEW: _("● new"), IN_EMERGENCIES: _("✚ seen in an emergency")}
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}

TYPES: Mapping[str, Words] = {
    # What patients deposit (TRE_A05).
    "DOCPAT01": _("Summary"),
    "DOCPAT02": _("Prescription, treatment or care"),
    "DOCPAT03": _("Report"),
    "DOCPAT04": _("Imaging (X-ray, scan…)"),
    "DOCPAT05": _("Laboratory (tests)"),
    "DOCPAT06": _("Prevention (vaccines…)"),
    "DOCPAT07": _("Certificate"),
    "DOCPAT09": _("Administrative document"),
    "EXPPAT_3": _("Advance directives"),
    # What professionals deposit (JDV_J07, LOINC).
    "11488-4": _("Consultation report"),
    "11490-0": _("Hospital discharge letter"),
    "11502-2": _("Laboratory report"),
    "18748-4": _("Imaging report"),
    "34112-3": _("Hospital report"),
    "34874-8": _("Operation report"),
    "15507-7": _("Emergency department report"),
    "57833-6": _("Prescription of medicines"),
    "57832-8": _("Prescription of care"),
    "89601-9": _("Medical certificate"),
    "60591-5": _("Medical summary"),
    "11369-6": _("Vaccination history"),
    "87273-9": _("Vaccination note"),
    "74465-6": _("Patient questionnaire"),
    "51851-4": _("Administrative document"),
    "59283-2": _("Report of a child's examination"),
    "96349-6": _("Referral letter"),
}

KINDS: Mapping[str, Words] = {
    # What a page says it is (`documents.KINDS`), for a title to be proposed.
    "prescription": _("Prescription"),
    "blood_test": _("Test results"),
    "imaging": _("Imaging"),
    "report": _("Report"),
    "vaccination": _("Vaccination"),
    "certificate": _("Certificate"),
    "summary": _("Summary"),
    "sick_leave": _("Sick leave"),
    "administrative": _("Administrative document"),
    "directives": _("Advance directives"),
}


def type_words(code: str) -> Words:
    """Return what a type of document is called."""
    return TYPES.get(code, code)


def proposed_title(code: str, kind: str | None, day: date) -> Sentence:
    """Return a title for a document of this type and day; `kind`: what its page says it is, where that was read."""
    return _("{kind}, {day}", kind=KINDS.get(kind or "") or type_words(code), day=day)


def alike(code: str) -> tuple[str, ...]:
    """Return the types that are called as this one is: patients and professionals have codes of their own."""
    return tuple(one for one, words in TYPES.items() if words == TYPES.get(code))


def face(one: Document, whose: str = "") -> str:
    """Return a document on a button: whether it is new, whose, its title and day; the title alone is cut."""
    before = NEW * one.unread + f"{whose[:LONGEST_FIRST_NAME]} · " * bool(whose)
    after = f" · {one.dated:%d/%m/%y}" + IN_EMERGENCIES * one.emergency
    room = LONGEST_FACE - len(before) - len(after)
    title = one.title or UNREADABLE
    return before + (title if len(title) <= room else title[: room - 1].rstrip() + "…") + after


def legend(shown: Iterable[str]) -> tuple[Words, ...]:
    """Explain the marks that stand on these buttons."""
    faces = "".join(shown)
    marks = tuple(words for mark, words in LEGEND.items() if mark in faces)
    return (Listed(marks),) if marks else ()


def file_words(one: Document) -> Words:
    """Return what kind of file a document is, how many pages it has, how large it is."""
    kind = _("PDF") if one.content_type == PDF else _("Picture")
    pages = [n_("{n} page", "{n} pages", one.pages)] if one.pages else []
    return Listed((kind, *pages, _size(one.size)))


def _size(size: int) -> Words:
    if size < 1_000_000:
        return _("{n} kB", n=max(1, round(size / 1000)))
    return _("{n} MB", n=Decimal(size).scaleb(-6).quantize(Decimal("0.1")))


def file_name(one: Document) -> str:
    """Return what the file of a document is called on whatever device: its title in plain letters and digits."""
    plain = unicodedata.normalize("NFKD", one.title)
    kept = (
        sign if sign.isascii() and sign.isalnum() else " "
        for sign in plain
        if not unicodedata.combining(sign)
    )
    name = "-".join("".join(kept).split())[:LONGEST_NAME].strip("-")
    return f"{name or 'document'}.{ENDINGS.get(one.content_type, 'bin')}"
