"""What the FAQ learned is of the wordings, lexicons and code that are there, and small."""

from bench.faq_learn import wordings
from portal.faq.keeping import LEARNED, digest, kept_digest
from portal.faq.topics import LANGUAGES

MOST_BYTES = 3_000_000  # of all files: they are in the repository, and change with the wordings


def test_what_was_learned_is_of_these_wordings() -> None:
    assert kept_digest() == digest(wordings()), "run make faq"


def test_what_was_learned_is_there_for_every_language_and_small() -> None:
    files = sorted(LEARNED.glob("*.npz"))
    assert {file.stem for file in files} == {*LANGUAGES, "senses", "whole"}
    assert sum(file.stat().st_size for file in files) < MOST_BYTES
