"""What speaks for a topic: meanings, which all languages share, and the words, pairs and letters of one language."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import log, sqrt
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from portal.faq.contrast import asked
from portal.faq.reading import Reading

Floats = NDArray[np.float32]

BINS = 4096  # into which words and letters fall by their hash: what falls together with others is noise, and rare
LETTERS = (3, 4, 5)  # of a run of letters
KINDS = {"w": 1.0, "b": 0.6, "n": 0.8}  # weight of words, pairs of words, runs of letters
OTHERS = "strange"  # the concept of names of what is not ours: whoever says one asks of that, or nearly
STRANGE = ("~none", "~one", "~some", "~many")  # how much is strange, as a meaning beside the others
ALWAYS = 0.3  # what is there in every question


class Numbers(NamedTuple):
    """A question in numbers: the columns that are not nought, and what stands in them."""

    at: NDArray[np.intp]
    value: Floats


class Read(NamedTuple):
    """A question as it was read: its meanings, its words and their stems, how much of it is strange, from 0 to 1.

    `asked` is its text without what it denies; `places` are its meanings at the words that say them.
    """

    concepts: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    strange: float
    asked: str
    places: tuple[tuple[int, str], ...] = ()


def read(reading: Reading, text: str) -> Read:
    """Read a question."""
    text = asked(reading, text)
    meant, strange = reading.words(text)
    stems = reading.stems(meant)
    places = tuple(reading.places(stems))
    concepts = {*(concept for _, concept in places), STRANGE[min(strange, len(STRANGE) - 1)]}
    share = 1.0 if OTHERS in concepts else strange / max(1, len(stems))
    return Read(tuple(sorted(concepts)), tuple(meant), tuple(stems), share, text, places)


def held(one: Read) -> tuple[Counter[str], ...]:
    """Return what a question holds of each kind, and how often."""
    pairs = (f"{first} {second}" for first, second in pairwise(one.stems))
    return Counter(one.stems), Counter(pairs), Counter(_runs(one.words))


def _runs(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in LETTERS:
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


class Meanings:
    """Turns meanings into numbers: one for each concept, and each pair of concepts; `rare` says how much each weighs."""

    def __init__(self, rare: Mapping[str, float]) -> None:
        self.rare = rare
        self._at = {key: at for at, key in enumerate(rare)}
        self.width = len(rare) + 1

    def numbers(self, concepts: Sequence[str]) -> Numbers:
        """Return the numbers of one question."""
        made = {self.width - 1: ALWAYS}
        for keys in (concepts, paired(concepts)):
            known = {self._at[key]: self.rare[key] for key in keys if key in self._at}
            length = sqrt(sum(value * value for value in known.values()) * 2)
            made |= {at: value / length for at, value in known.items()}
        return _numbers(made)


class Letters:
    """Turns words and letters into numbers: so many bins, in which what is rare weighs more."""

    def __init__(self, rare: NDArray[Any]) -> None:
        self.rare = rare

    def numbers(self, one: Read) -> Numbers:
        """Return the numbers of one question."""
        made: dict[int, float] = defaultdict(float)
        for kind, (there, weight) in enumerate(zip(held(one), KINDS.values(), strict=True)):
            own: dict[int, float] = defaultdict(float)
            for key, many in there.items():
                at = bin_of(kind, key)
                own[at] += (1 + log(many)) * float(self.rare[kind, at])
            length = sqrt(sum(value * value for value in own.values()))
            for at, value in own.items():
                made[at] += value * weight / length
        whole = sqrt(sum(weight * weight for weight in KINDS.values()))
        return _numbers({at: value / whole for at, value in made.items()})


def paired(concepts: Sequence[str]) -> list[str]:
    """Return each pair of concepts, as it is named."""
    return [f"{one} {other}" for one, other in combinations(concepts, 2)]


def bin_of(kind: int, key: str) -> int:
    """Return the bin into which something held falls."""
    return crc32(f"{kind}{key}".encode()) % BINS


def _numbers(made: Mapping[int, float]) -> Numbers:
    return Numbers(np.fromiter(made, dtype=np.intp), np.fromiter(made.values(), dtype=np.float32))
