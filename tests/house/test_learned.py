"""What was learned and compiled is of the wordings, words and code that are there, and small."""

from pathlib import Path

import numpy as np

from bench.faq_learn import wordings
from portal.danger.compiling import compiled
from portal.danger.keeping import KEPT, keep
from portal.faq.keeping import LEARNED, digest, kept_digest
from portal.faq.topics import LANGUAGES

MOST_BYTES = 3_000_000  # of all files: they are in the repository, and change with the wordings


def test_what_was_learned_is_of_these_wordings() -> None:
    assert kept_digest() == digest(wordings()), "run make faq"


def test_what_was_learned_is_there_for_every_language_and_small() -> None:
    files = sorted(LEARNED.glob("*.npz"))
    assert {file.stem for file in files} == {*LANGUAGES, "senses", "whole"}
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


def test_the_words_of_danger_are_compiled_of_the_files_that_are_there(tmp_path: Path) -> None:
    keep(compiled(), tmp_path / "now.npz")
    with np.load(KEPT) as kept, np.load(tmp_path / "now.npz") as now:
        assert set(kept) == set(now)
        assert [name for name in now if not np.array_equal(kept[name], now[name])] == [], "run make words"
