"""What a message says as a whole, where there is an encoder of sentences: a small network over the encoder's numbers. Pure.

It hears what is only implied; what it adds, and costs: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.encoder import Encoder
from portal.once import once

LEARNED = Path(__file__).with_name("whole.npz")
COUNTS, A_WORD = 2.0, 0.1  # what its log-odds count at most, and by each word there is
MOST = 6.0  # what it adds at most: it must not be alone in telling; it takes nothing away, so nothing is lost by it
LONG = 18  # words: of a longer text, only the place that sounds most of danger is heard
PLACE, AROUND = 14, 40  # words of it that are heard, and words around it: half the weight each
NEAR = 5  # words between the middle of that place and of what it speaks for

Numbers = NDArray[np.float32]
Scores = NDArray[np.float64]


class Whole:
    """Hears the encoder's numbers: `hears` and `says` weigh, a `bias` each; log-odds of each kind come out."""

    def __init__(self, kept: Mapping[str, NDArray[Any]]) -> None:
        self._kept = {name: one.astype(np.float32) for name, one in kept.items()}

    def opinions(self, vectors: Numbers) -> Numbers:
        """Return the log-odds of each kind, one line for each text."""
        heard = np.maximum(vectors @ self._kept["hears"] + self._kept["hears_bias"], 0)
        says = heard @ self._kept["says"] + self._kept["says_bias"]
        odds: Numbers = says[:, 1:] - says[:, :1]
        return odds


class Message:
    """One message, as it was typed: what it says as a whole is found out when it is asked for, and once."""

    def __init__(self, whole: Whole, encoder: Encoder, text: str) -> None:
        self._whole, self._encoder, self._words = whole, encoder, text.split()
        self._heard: dict[str, Numbers] = {}
        self.broken = False
        """Whether the encoder failed: then nothing is added, and danger is told as without it."""

    def adds(self, scores: Scores, where: NDArray[np.int64], many: int) -> Scores:
        """Return what is added to the scores of each part of a text, a line each: from 0 to `MOST`.

        `where`: the first of `many` folded words of each part, and the one after its last.
        """
        if many <= LONG:
            return np.broadcast_to(self._said([(" ".join(self._words), many)]), scores.shape)
        middles = where.mean(axis=1)
        loudest = float(middles[np.logaddexp.reduce(scores, axis=1).argmax()])
        sizes = (PLACE, min(AROUND, many))
        said = self._said([(self._around(loudest / many, size), size) for size in sizes])
        near: NDArray[np.bool_] = np.abs(middles - loudest) <= NEAR
        return near[:, None] * said

    def _around(self, place: float, size: int) -> str:
        """Return so many words around a place, from 0 to 1: they are typed otherwise than folded, so it is about there."""
        first = max(0, min(int(place * len(self._words)) - size // 2, len(self._words) - size))
        return " ".join(self._words[first : first + size])

    def _said(self, texts: Sequence[tuple[str, int]]) -> Scores:
        """Return what texts of so many words say, each as much as the others: for each kind."""
        new = [text for text, _ in texts if text not in self._heard]
        if new and not self.broken:
            try:
                odds = self._whole.opinions(self._encoder.vectors(new))
            except Exception:  # nothing that is wrong with it may keep danger from being told
                self.broken = True
            else:
                self._heard |= dict(zip(new, odds, strict=True))
        if self.broken:
            return np.zeros(1)
        each = [min(COUNTS, A_WORD * words) * self._heard[text] for text, words in texts]
        said: Scores = np.clip(np.mean(each, axis=0, dtype=np.float64), 0, MOST)
        return said


@once
def ear() -> Whole:
    """Return what hears a message as a whole, as it was learned."""
    with np.load(LEARNED) as kept:
        return Whole(kept)


def keep(path: Any, kept: Mapping[str, NDArray[Any]]) -> None:
    """Write what was learned, in half precision."""
    np.savez_compressed(path, **{name: one.astype(np.float16) for name, one in kept.items()})  # type: ignore[arg-type]
