"""Documents: kept, listed for who may see them, found by words, arranged, deleted, brought back, erased."""

from datetime import timedelta

import pytest

from portal import authorisations, documents, vault
from portal.authorisations import Professional, Right
from portal.documents import (
    EVERYONE,
    DocumentDeleted,
    DocumentUnknown,
    Habits,
    NotYourDocument,
    Opened,
)
from portal.vault import Blob, BlobUnknown
from tests.portal.documents.conftest import CONTENT, TODAY, Record, authorise, me


def test_a_document_is_kept_and_opened_as_it_came(record: Record) -> None:
    made = record.deposit(title=" Ordonnance du 12 mars ")
    opened = record.do(documents.open_document, record.access(), made)
    assert isinstance(opened, Opened)
    assert opened.document.title == "Ordonnance du 12 mars"
    assert vault.read(record.shelves, record.room.keys, opened.blob) == CONTENT
    assert record.actions()[-2:] == ["patient:camille document_deposited", "patient:camille document_read"]


def test_the_latest_day_comes_first_by_pages(record: Record) -> None:
    for days in (3, 1, 2):
        record.deposit(title=f"il y a {days}", dated=TODAY - timedelta(days=days))
    assert record.titles(count=2) == ["il y a 1", "il y a 2"]
    assert record.titles(start=2, count=2) == ["il y a 3"]


def test_documents_of_one_type_are_listed_alone_and_counted(record: Record) -> None:
    record.deposit(title="radio", type="DOCPAT04")
    record.deposit(title="ordonnance")
    assert record.titles(types=["DOCPAT04"]) == ["radio"]
    assert record.do(documents.types_kept, [record.access()]) == {"DOCPAT04": 1, "DOCPAT02": 1}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": "  "}, "title_invalid"),
        ({"title": "x" * 500}, "title_invalid"),
        ({"title": "🩺🩻"}, "title_invalid"),
        ({"dated": TODAY.replace(year=2090)}, "document_date_invalid"),
        ({"dated": TODAY.replace(year=1815)}, "document_date_invalid"),
        ({"type": "57833-6"}, "document_type_unknown"),
        ({"blob": "f" * 32}, "document_files_gone"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(record: Record, given: dict, code: str) -> None:
    assert record.try_to_deposit(**given).code == code
    assert record.titles() == []


def test_the_blob_of_another_record_cannot_be_deposited(record: Record, doctor: Professional) -> None:
    hers = Record(
        record.room, record.clock, record.shelves, authorisations.patient_record("nadia"), me("nadia")
    )
    assert record.try_to_deposit(blob=hers.draft()).code == "document_files_gone"


def test_a_professional_reads_with_a_right_and_not_what_is_hidden_from_her(
    record: Record, doctor: Professional, other: Professional
) -> None:
    made = record.deposit()
    authorise(record, doctor)
    authorise(record, other)
    record.do(documents.hide, record.access(Right.KEEP), made, doctor.id)
    assert (record.titles(doctor), record.titles(other)) == ([], ["Ordonnance"])
    assert record.do(documents.open_document, record.access(who=doctor), made) == DocumentUnknown()
    record.do(documents.hide, record.access(Right.KEEP), made, EVERYONE)
    assert (record.titles(other), record.titles()) == ([], ["Ordonnance"])
    record.do(documents.unhide, record.access(Right.KEEP), made, EVERYONE)
    record.do(documents.unhide, record.access(Right.KEEP), made, doctor.id)
    assert record.titles(doctor) == ["Ordonnance"]


def test_an_author_sees_what_she_deposited_though_it_is_hidden(record: Record, doctor: Professional) -> None:
    made = record.deposit(doctor, title="Compte rendu")
    authorise(record, doctor)
    record.do(documents.hide, record.access(Right.KEEP), made, EVERYONE)
    assert record.titles(doctor) == ["Compte rendu"]


def test_in_an_emergency_only_what_was_meant_for_it_is_seen(record: Record, doctor: Professional) -> None:
    record.deposit(title="allergies", emergency=True)
    made = record.deposit(title="secret", emergency=True)
    record.deposit(title="autre")
    authorise(record, doctor, Right.EMERGENCY)
    record.do(documents.hide, record.access(Right.KEEP), made, EVERYONE)
    assert record.titles(doctor, Right.EMERGENCY) == ["allergies"]


def test_what_a_professional_deposits_is_new_to_the_patient_until_she_opens_it(
    record: Record, doctor: Professional
) -> None:
    made = record.deposit(doctor)
    record.deposit()
    assert record.do(documents.unread, "camille") == 1
    assert [one.unread for one in record.do(documents.listed, [record.access()]).lines].count(True) == 1
    record.do(documents.open_document, record.access(), made)
    assert record.do(documents.unread, "camille") == 0


def test_a_document_can_be_renamed_and_shown_in_emergencies_or_not(record: Record) -> None:
    made, keep = record.deposit(), record.access(Right.KEEP)
    assert record.do(documents.rename, keep, made, "Ordonnance lunettes") is None
    assert record.do(documents.rename, keep, made, "👓").code == "title_invalid"
    assert record.do(documents.show_in_emergency, keep, made, shown=True) is None
    (one,) = record.do(documents.listed, [record.access()]).lines
    assert (one.title, one.emergency) == ("Ordonnance lunettes", True)


def test_what_is_deleted_comes_back_for_thirty_days_then_is_really_gone(record: Record) -> None:
    made, keep = record.deposit(), record.access(Right.KEEP)
    blob = record.do(documents.open_document, record.access(), made).blob
    assert record.do(documents.delete, keep, made) is None
    assert record.titles() == []
    assert isinstance(record.do(documents.open_document, record.access(), made), DocumentDeleted)
    assert record.do(documents.bring_back, keep, made) is None
    assert record.titles() == ["Ordonnance"]
    record.do(documents.delete, keep, made)
    record.clock.move(timedelta(days=30))
    assert record.do(documents.bring_back, keep, made) == DocumentUnknown()
    assert record.do(documents.erase_due) == 1
    assert record.do(vault.find, record.name, blob.id) == BlobUnknown()
    assert vault.sweep(record.room, record.shelves, blob.created_at.replace(year=2100)) == 1


def test_what_a_professional_deposited_cannot_be_deleted_by_the_patient(
    record: Record, doctor: Professional
) -> None:
    made = record.deposit(doctor)
    assert record.do(documents.delete, record.access(Right.KEEP), made) == NotYourDocument()
    assert record.titles() == ["Ordonnance"]


def test_documents_are_found_by_words_of_title_and_pages_without_accents(record: Record) -> None:
    made = record.deposit(title="Résultats d'analyses")
    record.deposit(title="Radio du genou", recognise=True)
    ((document_id, blob),) = record.do(documents.waiting_for_words)
    assert isinstance(blob, Blob)
    record.do(documents.set_words, document_id, "Épanchement, ANALYSES à revoir")
    assert record.do(documents.waiting_for_words) == []
    sealed = record.do(documents.sealed_words, [record.access()])
    ids = documents.found(record.room.keys, sealed, "analyses")
    assert ids == [made, document_id]
    assert documents.found(record.room.keys, sealed, "epanch genou") == [document_id]
    assert documents.found(record.room.keys, sealed, "  ?") == []
    assert [one.id for one in record.do(documents.these, [record.access()], ids)] == ids


def test_titles_and_words_stand_sealed_in_the_database(record: Record) -> None:
    made = record.deposit(title="Ordonnance-canari")
    record.do(documents.set_words, made, "mot-canari")
    sealed = record.do(documents.sealed_words, [record.access()])
    assert all(b"canari" not in (title + (words or b"")) for _id, title, words in sealed)


def test_habits_are_remembered(record: Record) -> None:
    assert record.do(documents.habits, "camille") == Habits(None, 10)
    record.do(documents.set_habits, "camille", Habits(delete_copies=True, minutes=60))
    assert record.do(documents.habits, "camille") == Habits(True, 60)
