"""Mends words with one letter wrong, by what people usually write and what stands beside: "je veux en fniir". Pure.

What it adds: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from portal.danger.folding import END
from portal.danger.keeping import lexicon
from portal.once import once
from portal.packing import packed, unpacked

KEPT = Path(__file__).with_name("usage.npz")
OFTEN = 3  # times a word must have been met to be one
SHORTEST = 3  # letters
SURE_OF = 5  # letters: of a shorter word, both neighbours must know what it is mended to
MOST = 20  # words of one message that are looked up
# Places for pairs, of which one in twenty-five is taken: what falls into the same one is met too.
ROOM = 1 << 22
LATIN_LETTERS, ARABIC_LETTERS = "abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


class Usage:
    """What people write: words, the most frequent first, others that stay as they are, a bit for each pair that was met."""

    def __init__(self, words: Sequence[str], others: Iterable[str], pairs: bytes) -> None:
        self._rank = {word: rank for rank, word in enumerate(words)}
        self._others = frozenset(others)
        self._pairs = pairs
        self._near = lru_cache(maxsize=20_000)(self._meant)

    def mended(self, words: Sequence[str]) -> list[str]:
        """Return folded words, each that is none as the one that was meant, where its neighbours tell which."""
        mended = [END, *words, END]
        left = MOST
        for at, word in enumerate(words, 1):
            if left and self._is_none(word):
                left -= 1
                mended[at] = self._fitting(word, mended[at - 1], mended[at + 1])
        return mended[1:-1]

    def _is_none(self, word: str) -> bool:
        return len(word) >= SHORTEST and not self.knows(word) and not word.isdigit()

    def _fitting(self, word: str, before: str, behind: str) -> str:
        """Return the word that is meant between two others; itself where neither was ever met beside one."""
        if len(word) < SURE_OF and before == behind == END:
            return word  # three letters alone may be anything
        best, most = word, 0 if len(word) >= SURE_OF else 1
        for one in self._near(word):
            met = self.met(before, one) + self.met(one, behind)
            if met > most:
                best, most = one, met
        return best

    def words(self) -> Sequence[str]:
        """Return the words people write, the most frequent first, and behind them those that stay as they are."""
        return [*self._rank, *sorted(self._others)]

    def knows(self, word: str) -> bool:
        """Tell whether people write a word."""
        return word in self._rank or word in self._others

    def met(self, word: str, following: str) -> int:
        """Return 1 where a word was met before another (or something that falls into the same place), else 0."""
        place = _place(word, following)
        return self._pairs[place >> 3] >> (place & 7) & 1

    def _meant(self, word: str) -> list[str]:
        """Return the words that are one letter apart, the most frequent first."""
        letters = LATIN_LETTERS if word.isascii() else ARABIC_LETTERS
        cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        apart = chain(
            (before + behind[1:] for before, behind in cuts if behind),
            (before + behind[1] + behind[0] + behind[2:] for before, behind in cuts if len(behind) > 1),
            (before + one + behind[1:] for before, behind in cuts if behind for one in letters),
            (before + one + behind for before, behind in cuts for one in letters),
        )
        return sorted(
            {one for one in apart if len(one) >= SHORTEST and one in self._rank}, key=self._rank.__getitem__
        )


def _place(word: str, following: str) -> int:
    return crc32(f"{word} {following}".encode()) % ROOM


@once
def usage() -> Usage:
    """Return what people write, as it was learned."""
    with np.load(KEPT) as kept:
        words, others = unpacked(kept["words"]), unpacked(kept["others"])
        return Usage(words, lexicon().vocabulary.usual.union(others), kept["pairs"].tobytes())


def keep(path: Any, cries: Sequence[Sequence[str]], ordinary: Sequence[Sequence[str]]) -> None:
    """Write what people write: words and pairs of folded phrases. What an ordinary one says, be it once, stays so."""
    phrases = [[END, *words, END] for words in (*cries, *ordinary)]
    many = Counter(chain.from_iterable(phrases))
    often = sorted((word for word, met in many.items() if met >= OFTEN), key=lambda one: (-many[one], one))
    others = sorted(set(chain.from_iterable(ordinary)).difference(often))
    pairs = np.zeros(ROOM, bool)
    for words in phrases:
        pairs[[_place(*pair) for pair in pairwise(words) if min(many[one] for one in pair) >= OFTEN]] = True
    met = np.packbits(pairs, bitorder="little")
    np.savez_compressed(path, words=packed(often), others=packed(others), pairs=met)
