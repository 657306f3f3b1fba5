"""What words say together, wherever they stand: a small network over their meanings and what they are about. Pure.

It hears each word with its two neighbours, keeps of a text what sounds strongest and what sounds throughout, and
weighs these together. What it adds: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from portal import packing
from portal.danger.folding import END

Senses = Sequence[tuple[int, str]]
Numbers = NDArray[np.float32]
REMEMBERED = 4_000  # words whose meanings are not worked out again
CALM = 200_000  # multiplications that one thread does


class Lies(Protocol):
    """Says where words lie among meanings, each as so many numbers (`size`)."""

    @property
    def size(self) -> int:
        """How many numbers say where a word lies."""

    def of(self, word: str) -> Numbers:
        """Return where a word lies."""


class Network:
    """Hears words: `near` takes a word's meaning, `sense` what it is about, `hears` three words, the rest a text."""

    def __init__(
        self,
        meanings: Lies,
        kept: Mapping[str, Numbers],
        senses: Sequence[str],
        remembered: int = REMEMBERED,
    ) -> None:
        whole = {name: one.astype(np.float32) for name, one in kept.items()}
        before, here, after = np.split(whole["hears"], 3)
        # What a word is to itself and to its neighbours, so that each is multiplied once, not three times a text.
        self._three = np.hstack((after, here, before))
        self._near, self._of_sense = whole["near"] @ self._three, whole["sense"] @ self._three
        self._kept, self._meanings = whole, meanings
        self._rows = {sense: row for row, sense in enumerate(senses)}
        self._is = lru_cache(maxsize=remembered)(self._of_word)

    def _of_word(self, word: str) -> Numbers:
        return self._meanings.of("" if word == END else word) @ self._near

    def opinions(self, words: Sequence[str], senses: Senses, where: NDArray[np.int64]) -> Numbers:
        """Return what parts of folded words sound of: the log-odds of each kind, a line a part.

        `where`: the first word of each part and the one after its last, counted without `END`; no part is empty.
        """
        said = np.array([at for at, word in enumerate(words) if word != END])
        start, stop = int(said[0]), int(said[-1]) + 1
        inside = [(at - start, sense) for at, sense in senses if start <= at < stop]
        heard = self._heard(words[start:stop], inside)
        first, last = said[where[:, 0]] - start, said[where[:, 1] - 1] + 1 - start
        open_ended = np.vstack((heard, np.zeros_like(heard[:1])))
        most = np.maximum.reduceat(open_ended, np.stack((first, last), 1).ravel())[::2]
        summed = np.vstack((np.zeros_like(heard[:1]), heard.cumsum(axis=0)))
        throughout = (summed[last] - summed[first]) / np.sqrt(last - first, dtype=np.float32)[:, None]
        kept = self._kept
        weighed = np.maximum(calmly(np.hstack((most, throughout)), kept["weighs"]) + kept["weighs_bias"], 0)
        says = calmly(weighed, kept["says"]) + kept["says_bias"]
        return says[:, 1:] - says[:, :1]

    def _heard(self, words: Sequence[str], senses: Senses) -> Numbers:
        """Return what is heard at each word: of it, and of those beside it."""
        each = np.stack([self._is(word) for word in words])
        about = [(at, self._rows[sense]) for at, sense in [*senses, *ends(words)] if sense in self._rows]
        if about:
            at, row = np.array(sorted(about)).T
            first = np.flatnonzero(np.diff(at, prepend=-1))
            each[at[first]] += np.add.reduceat(self._of_sense[row], first)
        to_last, here, to_next = np.split(each, 3, axis=1)
        heard = here + self._kept["hears_bias"]
        heard[:-1] += to_last[1:]
        heard[1:] += to_next[:-1]
        above: Numbers = np.maximum(heard, 0)
        return above


def calmly(one: Numbers, other: Numbers) -> Numbers:
    """Multiply a few rows at a time: for more, BLAS wakes threads that spin for longer than the work takes."""
    rows = max(1, CALM // other.size)
    return np.vstack([one[at : at + rows] @ other for at in range(0, len(one), rows)])


def ends(words: Sequence[str]) -> list[tuple[int, str]]:
    """Return where sentences end, as what stands there is about."""
    return [(at, END) for at, word in enumerate(words) if word == END]


def packed(kept: Mapping[str, Numbers], senses: Sequence[str]) -> dict[str, Any]:
    """Return what a network learned, in half precision, as arrays to be written."""
    return {
        "senses": packing.packed(senses),
        **{f"net_{name}": one.astype(np.float16) for name, one in kept.items()},
    }


def unpacked(meanings: Lies, kept: Mapping[str, Any], remembered: int = REMEMBERED) -> Network:
    """Return the network of such arrays."""
    arrays = {name[4:]: kept[name] for name in kept if name.startswith("net_")}
    return Network(meanings, arrays, packing.unpacked(kept["senses"]), remembered)
