"""A second opinion on words of danger: learned from phrases, by words, letters, and what words are about. Pure.

What it learns from, and what it adds: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from portal.danger.folding import END
from portal.danger.meanings import meanings
from portal.danger.together import Network, unpacked
from portal.danger.whole import MOST, Message
from portal.once import once

LEARNED = Path(__file__).with_name("learned.npz")
KINDS = ("vital", "suicide", "violence")  # that are told apart: phrases of children in danger are too few
# Places for weights, of words and of senses: what falls into the same one shares it.
SIZE, SENSES = 1 << 17, 1 << 16
PIECES = range(3, 6)  # letters
WHOLE, PIECE, STEP = 18, 10, 5  # words: a longer text is looked at in pieces that overlap
AROUND = 2  # words on each side of a pattern
CONTEXT = 40  # words that a part of a long text is heard in, beside what it says by itself
OF_CONTEXT = 0.5  # what these count
# What they take away at most, and where a pattern stands: no length of talk hides a plain cry.
MOST_OFF = (4.0, 1.5)
FEW = 3  # words: a sentence of less is looked at with the next
REASONS = 3  # words that are named
TOGETHER, A_WORD = 0.8, 0.05  # what the network's opinion counts at most, and by each word there is
APART = 6  # words that may lie between two senses that weigh together

Numbers = NDArray[np.int64]
Senses = Sequence[tuple[int, str]]


class Opinion(NamedTuple):
    """How much words sound of danger (above 0: rather than not), of which kind most, and the words that weigh most."""

    score: float
    kind: str
    words: tuple[str, ...]


class Judge:
    """Weighs words: `weights` of each kind at each place, in steps of `scale`; `bias` of each kind.

    To this it adds what a `network` makes of them together.
    """

    def __init__(
        self, weights: NDArray[np.int8], scale: float, bias: NDArray[np.float32], network: Network
    ) -> None:
        self._weights, self._scale, self._bias, self._network = weights, scale, bias, network
        self._of_word = lru_cache(maxsize=20_000)(self._weighed)

    def _weighed(self, word: str) -> NDArray[np.int32]:
        return self._sum(places_of(word))

    def _sum(self, places: Sequence[int]) -> NDArray[np.int32]:
        summed: NDArray[np.int32] = self._weights[:, list(places)].sum(axis=1, dtype=np.int32)
        return summed

    def opinion(
        self,
        words: Sequence[str],
        senses: Senses = (),
        near: Collection[tuple[int, int]] = (),
        *,
        network: bool = True,
        message: Message | None = None,
        doubtful: tuple[float, float] = (-np.inf, np.inf),
    ) -> Opinion:
        """Return what folded words sound of: the part of them that sounds most of danger.

        `senses`: what they are about, each behind its place, in this order. `near`: where patterns stand; in a long
        text each is looked at by itself too, with a few words around. `network`: whether it is asked too. `message`:
        what they say as a whole, which is asked beside it where that may bring the score above one of `doubtful`.
        """
        said = [word for word in words if word != END]
        if not said:
            return Opinion(-np.inf, KINDS[0], ())
        weights, sizes = self._of_each(words, said, senses)
        own, beside = list(parts(words)), list(_beside(words, near))
        where = np.array([*own, *beside])
        long = len(said) > WHOLE
        every = np.vstack((where, _context(where, len(said)))) if long else where
        scores = self._scores(weights, sizes, every)
        if network:
            scores += self._together(words, senses, every)
        if long:
            alone, heard = np.split(scores, 2)
            most_off = np.repeat(MOST_OFF, (len(own), len(beside)))[:, None]
            scores = alone - np.minimum(OF_CONTEXT * (alone - heard), most_off)
        whole = np.logaddexp.reduce(scores, axis=1)
        low, high = doubtful
        if network and message is not None and low - MOST <= whole.max() < high:
            scores = scores + message.adds(scores, where, len(said))
            whole = np.logaddexp.reduce(scores, axis=1)
        best = int(whole.argmax())
        kind = int(scores[best].argmax())
        heavy = sorted(range(*where[best]), key=lambda one: -weights[one, kind])[:REASONS]
        return Opinion(float(whole[best]), KINDS[kind], tuple(said[one] for one in sorted(heavy)))

    def _of_each(
        self, words: Sequence[str], said: Sequence[str], senses: Senses
    ) -> tuple[NDArray[np.int32], Numbers]:
        """Return what each word that is said weighs for each kind, with those before it, and at how many places."""
        together = list(pairs(words))
        weights = np.stack([self._of_word(word) for word in said])
        weights += self._weights[:, np.array(together)].sum(axis=2, dtype=np.int32).T
        sizes = np.array([len(places_of(word)) + len(together[0]) for word in said])
        meant, at = of_senses(words, senses)
        for kind, of_kind in enumerate(self._weights):
            weights[:, kind] += np.bincount(at, of_kind[meant], len(said)).astype(np.int32)
        return weights, sizes + np.bincount(at, minlength=len(said))

    def _scores(self, weights: NDArray[np.int32], sizes: Numbers, where: Numbers) -> NDArray[np.float64]:
        """Return what parts of a text score for each kind, by what each word weighs, and at how many places."""
        first, last = where.T
        summed = np.vstack((np.zeros(len(KINDS), np.int32), weights.cumsum(axis=0)))
        signs = np.concatenate(([0], sizes.cumsum()))
        share = self._scale / np.sqrt(signs[last] - signs[first])
        scores: NDArray[np.float64] = self._bias + (summed[last] - summed[first]) * share[:, None]
        return scores

    def _together(self, words: Sequence[str], senses: Senses, where: Numbers) -> NDArray[np.float64]:
        """Return what the network adds to the scores of parts of a text."""
        share = np.minimum(TOGETHER, A_WORD * (where[:, 1] - where[:, 0]))
        added: NDArray[np.float64] = share[:, None] * self._network.opinions(words, senses, where)
        return added


def parts(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return the parts to look at, by the words that are said (without `END`): all if few, each sentence, and pieces."""
    many = first = 0
    for word in words:
        if word != END:
            many += 1
        elif many - first >= FEW:
            yield first, many
            first = many
    if first and many > first + 1:  # by itself, a word says too little
        yield first, many
    if many <= WHOLE:
        yield 0, many
    else:
        yield from ((at, min(at + PIECE, many)) for at in range(0, many - STEP, STEP))


def _beside(words: Sequence[str], near: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    said = [0, *accumulate(word != END for word in words)]
    many = said[-1]
    if many > WHOLE:
        for start, end in near:
            yield max(0, said[start] - AROUND), min(many, said[end] + AROUND)


def _context(where: Numbers, many: int) -> Numbers:
    """Return what each part of a text of so many words is heard in: `CONTEXT` words around its middle."""
    first = np.clip(where.sum(axis=1) // 2 - CONTEXT // 2, 0, max(many - CONTEXT, 0))
    return np.stack(
        (np.minimum(first, where[:, 0]), np.minimum(np.maximum(first + CONTEXT, where[:, 1]), many)), 1
    )


def places(words: Sequence[str], senses: Senses) -> Numbers:
    """Return every place that words weigh at: each word, its letters, it with those before it, and what they are about."""
    of_words = [place for word in words if word != END for place in places_of(word)]
    of_pairs = [place for pair in pairs(words) for place in pair]
    return np.concatenate((np.array(of_words + of_pairs or [0]), of_senses(words, senses)[0]))


def of_senses(words: Sequence[str], senses: Senses) -> tuple[Numbers, Numbers]:
    """Return the places of senses, and of each with those shortly before it; and beside each, which word weighs there."""
    said = np.array([0, *accumulate(word != END for word in words)])
    where = np.array([place for place, _ in senses], np.int64)
    at, sentence = said[where], where - said[where]
    numbers = np.array([_number(sense) for _, sense in senses], np.int64)
    first = np.maximum(np.searchsorted(at, at - APART), np.searchsorted(sentence, sentence))
    stop = np.searchsorted(at, at)
    many = np.maximum(stop - first, 0)
    later = np.repeat(np.arange(len(at)), many)
    before = np.arange(many.sum()) - np.repeat(many.cumsum() - many - first, many)
    both = (31 * numbers[before] + numbers[later]) % SENSES
    return SIZE + np.concatenate((numbers % SENSES, both)), np.concatenate((at, at[later]))


@lru_cache(maxsize=50_000)
def places_of(word: str) -> tuple[int, ...]:
    """Return the places of a word by itself: the word, twice, and its pieces."""
    whole = f"<{word}>"
    pieces = [whole[at : at + size] for size in PIECES for at in range(len(whole) - size + 1)]
    return tuple(_place(f"c:{piece}") for piece in pieces) + (_place(f"w:{word}"),) * 2


def pairs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return, for each word that is said, the places of it after the word before, and after the one before that."""
    last = before = ""
    for word in words:
        if word == END:
            last = before = ""
            continue
        yield _place(f"b:{last} {word}"), _place(f"s:{before} {word}")
        before, last = last, word


@lru_cache(maxsize=5_000)
def _number(sense: str) -> int:
    return crc32(sense.encode())


def _place(piece: str) -> int:
    return crc32(piece.encode()) % SIZE


@once
def judge() -> Judge:
    """Return the judge, as it was learned."""
    with np.load(LEARNED) as kept:
        network = unpacked(meanings(), kept)
        return Judge(kept["weights"], float(kept["scale"]), kept["bias"], network)


def keep(
    path: Any, weights: NDArray[np.float64], bias: NDArray[np.float64], together: Mapping[str, Any]
) -> None:
    """Write what was learned: weights of each kind at each place, in bytes, and the arrays of the network."""
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    small = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    np.savez_compressed(path, weights=small, scale=np.array(scale), bias=bias.astype(np.float32), **together)
