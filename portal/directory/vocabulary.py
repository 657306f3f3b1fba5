"""Every word of the directory, and how often it stands where: which of them are near a word that was typed, in a moment.

Looking for a mistyped word among the professionals costs 20 milliseconds; among the distinct words, a tenth of one.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

MOST = 300  # words near one, the most frequent
MEMORY = 60_000_000  # bytes, while it is built
MASK = (1 << 32) - 1


class Known(NamedTuple):
    """A word, and how many professionals it stands for in each field."""

    word: str
    counts: tuple[int, ...]


def write(folder: Path, searcher: Any, fields: Sequence[str]) -> None:
    """Keep the words of an index in a folder: sorted lines with their counts, where each begins, and an index of them."""
    counts: dict[str, list[int]] = {}
    for number, name in enumerate(fields):
        for word, count in searcher.terms_with_prefix(name, ""):
            if word[0] != "=" and not word.isdigit():
                counts.setdefault(word, [0] * len(fields))[number] = count
    words = sorted(counts)
    lines = [f"{word} {' '.join(map(str, counts[word]))}\n".encode() for word in words]
    starts = array("I", [0])
    for line in lines:
        starts.append(starts[-1] + len(line))
    (folder / "words").write_bytes(b"".join(lines))
    (folder / "starts").write_bytes(starts.tobytes())
    (folder / "near").mkdir()
    writer = tantivy.Index(_schema(), str(folder / "near")).writer(MEMORY, 1)
    for number, word in enumerate(words):
        made = tantivy.Document()
        made.add_text("word", word)
        made.add_unsigned("rank", sum(counts[word]) << 32 | number)
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()


def _schema() -> Any:
    made = tantivy.SchemaBuilder()
    made.add_text_field("word", tokenizer_name="whitespace", index_option="basic")
    made.add_unsigned_field("rank", fast=True)
    return made.build()


class Vocabulary:
    """The words that `write` kept."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder / "near"))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._words = (folder / "words").read_bytes()
        self._starts = array("I")
        self._starts.frombytes((folder / "starts").read_bytes())

    def begun(self, word: str) -> list[Known]:
        """Return the words that begin so, the most frequent first."""
        return self._found(word, 0, begun=True)

    def near(self, word: str, wrong: int) -> list[Known]:
        """Return the words in which at most so many letters are other, missing, too many or swapped."""
        return self._found(word, wrong, begun=False)

    def _found(self, word: str, wrong: int, *, begun: bool) -> list[Known]:
        wanted = tantivy.Query.fuzzy_term_query(self._schema, "word", word, wrong, prefix=begun)
        hits = self._searcher.search(wanted, limit=MOST, count=False, order_by_field="rank").hits
        return [self._line(rank & MASK) for rank, _ in hits]

    def _line(self, number: int) -> Known:
        word, *counts = self._words[self._starts[number] : self._starts[number + 1]].decode().split()
        return Known(word, tuple(map(int, counts)))
