"""Documents in words: on a button, as a file, and how large."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from conversations.document_words import LONGEST_FACE, TYPES, alike, face, file_name, file_words, legend
from conversations.opened_document import spell
from locales.saying import Reader, say
from portal.documents.store import Document
from portal.documents.types import KNOWN

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def document(title: str = "Ordonnance", **more: Any) -> Document:
    facts = {
        "id": "a", "record": "patient:camille", "type": "DOCPAT02", "dated": date(2026, 3, 2), "emergency": False,
        "blob": "b", "content_type": "image/jpeg", "size": 412_000, "pages": None, "author": "patient:camille",
        "deposited_at": NOW, "deleted_at": None, "erased_at": None, "unread": False,
    }  # fmt: skip
    return Document(title=title, **{**facts, **more})


def test_every_type_there_is_has_a_name() -> None:
    assert set(TYPES) == KNOWN


def test_only_the_title_is_cut_on_a_button() -> None:
    cut = face(
        document("Compte rendu de la consultation du cardiologue", unread=True, emergency=True),
        "Léopoldine-Marie",
    )
    assert cut == "● Léopoldine · Compte… · 02/03/26 ✚"
    assert len(cut) <= LONGEST_FACE
    assert face(document()) == "Ordonnance · 02/03/26"


def test_marks_are_explained_where_they_stand() -> None:
    (words,) = legend([face(document(unread=True)), face(document())])
    assert say(words, Reader()) == "● nouveau"
    assert legend([face(document())]) == ()


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("Ordonnance du 12 mars 2026", "application/pdf", "Ordonnance-du-12-mars-2026.pdf"),
        ("Résultats : œil/../../etc", "image/jpeg", "Resultats-il-etc.jpg"),
        ("تقرير 👓", "image/png", "document.png"),
        ("x" * 120, "application/pdf", f"{'x' * 60}.pdf"),
        ("CON\r\nX: y", "text/odd", "CON-X-y.bin"),
    ],
)
def test_a_file_is_named_in_plain_letters(title: str, kind: str, name: str) -> None:
    assert file_name(document(title, content_type=kind)) == name


def test_a_file_is_told_by_kind_pages_and_size() -> None:
    assert say(file_words(document()), Reader()) == "Image · 412 ko"
    paper = document(content_type="application/pdf", pages=3, size=1_240_000)
    assert say(file_words(paper), Reader()).replace("\xa0", " ") == "PDF · 3 pages · 1,2 Mo"


def test_types_of_patients_and_professionals_that_are_called_alike_go_together() -> None:
    assert alike("DOCPAT09") == ("DOCPAT09", "51851-4")
    assert alike("DOCPAT04") == ("DOCPAT04",)
    assert alike("") == ()


def test_spans_are_said_as_people_say_them() -> None:
    said = [say(spell(minutes), Reader()) for minutes in (2, 60, 720)]
    assert said == ["2 minutes", "1 heure", "12 heures"]
