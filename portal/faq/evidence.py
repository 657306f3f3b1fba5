"""What speaks for a topic: meanings, which all languages share, and the words, pairs and letters of one language."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import log, sqrt
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from portal.faq.words import Reading

Floats = NDArray[np.float32]

BINS = 4096  # into which words and letters fall by their hash: what falls together with others is noise, and rare
LETTERS = (3, 4, 5)  # of a run of letters
KINDS = {"w": 1.0, "b": 0.6, "n": 0.8}  # weight of words, pairs of words, runs of letters
STRANGE = ("~none", "~one", "~some", "~many")  # how much is strange, as a meaning beside the others
SELDOM = 2  # times that a pair of meanings must have been seen together, to tell anything
ALWAYS = 0.3  # what is there in every question


class Read(NamedTuple):
    """A question as it was read: its meanings, its words and their stems, how much of it is strange, from 0 to 1."""

    concepts: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    strange: float


def read(reading: Reading, text: str) -> Read:
    """Read a question."""
    meant, strange = reading.words(text)
    stems = reading.stems(meant)
    concepts = {*reading.concepts(stems), STRANGE[min(strange, len(STRANGE) - 1)]}
    return Read(tuple(sorted(concepts)), tuple(meant), tuple(stems), strange / len(stems) if stems else 0.0)


def _held(one: Read) -> tuple[Counter[str], ...]:
    """Return what a question holds of each kind, and how often."""
    pairs = (f"{first} {second}" for first, second in pairwise(one.stems))
    return Counter(one.stems), Counter(pairs), Counter(_runs(one.words))


def _runs(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in LETTERS:
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


class Meanings:
    """Turns meanings into numbers: one for each concept, and each pair of concepts."""

    def __init__(self, seen: Sequence[Sequence[str]]) -> None:
        singles = Counter(one for concepts in seen for one in concepts)
        pairs = Counter(pair for concepts in seen for pair in combinations(concepts, 2))
        times: dict[str | tuple[str, ...], int] = {}
        times.update(singles.items())
        times.update((pair, many) for pair, many in pairs.items() if many >= SELDOM)
        self._rare = {key: log((1 + len(seen)) / (1 + many)) + 1 for key, many in times.items()}
        self._at = {key: at for at, key in enumerate(self._rare)}
        self.width = len(self._at) + 1

    def row(self, concepts: Sequence[str]) -> Floats:
        """Return the numbers of one question."""
        row = np.zeros(self.width, dtype=np.float32)
        for keys in (concepts, list(combinations(concepts, 2))):
            known = [(self._at[key], self._rare[key]) for key in keys if key in self._at]
            length = sqrt(sum(value * value for _, value in known))
            for at, value in known:
                row[at] = value / length / sqrt(2)
        row[-1] = ALWAYS
        return row


class Letters:
    """Turns words and letters into numbers: so many bins, in which what is rare weighs more."""

    def __init__(self, seen: Sequence[Read]) -> None:
        times: list[Counter[int]] = [Counter() for _ in KINDS]
        for one in seen:
            for kind, held in enumerate(_held(one)):
                times[kind].update({_bin(kind, key) for key in held})
        self._rare = [np.full(BINS, log(1 + len(seen)) + 1, dtype=np.float32) for _ in KINDS]
        for kind, counted in enumerate(times):
            for at, many in counted.items():
                self._rare[kind][at] = log((1 + len(seen)) / (1 + many)) + 1

    def row(self, one: Read) -> Floats:
        """Return the numbers of one question."""
        whole = np.zeros(BINS, dtype=np.float32)
        for kind, (held, weight) in enumerate(zip(_held(one), KINDS.values(), strict=True)):
            row = np.zeros(BINS, dtype=np.float32)
            for key, many in held.items():
                at = _bin(kind, key)
                row[at] += (1 + log(many)) * self._rare[kind][at]
            length = float(np.sqrt(row @ row))
            whole += row * np.float32(weight / length if length else 0)
        return whole / np.float32(sqrt(sum(weight * weight for weight in KINDS.values())))


def _bin(kind: int, key: str) -> int:
    return crc32(f"{kind}{key}".encode()) % BINS
