"""What a message says as a whole, where there is an encoder of sentences: a small network over the encoder's numbers. Pure.

It hears what is only implied; what it adds, and costs: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.encoder import Encoder
from portal.once import once

LEARNED = Path(__file__).with_name("whole.npz")
COUNTS, A_WORD = 2.0, 0.1  # what its log-odds count at most, and by each word there is
MOST, LEAST = 6.0, -1.0  # what it adds and takes away at most: it must not be alone in telling, nor in hiding
EXCUSED = 0.0  # what it adds at most where patterns stand, and all are excused: it does not hear every denial
LONG = 24  # words: of a longer text, pieces are heard
PIECE, PIECES = 14, 2  # words of a piece; how many are heard at most: where words sound most of danger
NEAR = 5  # words between the middle of a piece and of what it speaks for

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
        """Return what is added to the scores of each part of a text, a line each: between `LEAST` and `MOST`.

        `where`: the first of `many` folded words of each part, and the one after its last.
        """
        if many <= LONG:
            return np.broadcast_to(self._said([" ".join(self._words)], many)[0], scores.shape)
        added = np.zeros_like(scores)
        pieces = list(self._pieces(np.logaddexp.reduce(scores, axis=1), where.mean(axis=1), many))
        said = self._said([piece for piece, _ in pieces], PIECE)
        for (_, parts), of_piece in zip(pieces, said, strict=True):
            added[parts] = of_piece
        return added

    def _pieces(self, loud: Scores, middles: Scores, many: int) -> Iterator[tuple[str, NDArray[np.bool_]]]:
        """Return pieces around what is loudest, and for which parts each speaks.

        Words are typed otherwise than they are folded: a piece begins about where its words do.
        """
        left = loud.copy()
        for _ in range(PIECES):
            best = int(left.argmax())
            if np.isneginf(left[best]):
                return
            parts = (np.abs(middles - middles[best]) <= NEAR) & ~np.isneginf(left)
            left[parts] = -np.inf
            middle = int(middles[best] / many * len(self._words))
            first = max(0, min(middle - PIECE // 2, len(self._words) - PIECE))
            yield " ".join(self._words[first : first + PIECE]), parts

    def _said(self, texts: Sequence[str], words: int) -> Numbers:
        new = [text for text in dict.fromkeys(texts) if text not in self._heard]
        if new and not self.broken:
            try:
                odds = self._whole.opinions(self._encoder.vectors(new))
            except Exception:  # nothing that is wrong with it may keep danger from being told
                self.broken = True
            else:
                self._heard |= dict(zip(new, odds, strict=True))
        if self.broken:
            return np.zeros((len(texts), 1), np.float32)
        odds = np.stack([self._heard[text] for text in texts])
        added: Numbers = np.clip(np.float32(min(COUNTS, A_WORD * words)) * odds, LEAST, MOST)
        return added


@once
def ear() -> Whole:
    """Return what hears a message as a whole, as it was learned."""
    with np.load(LEARNED) as kept:
        return Whole(kept)


def keep(path: Any, kept: Mapping[str, NDArray[Any]]) -> None:
    """Write what was learned, in half precision."""
    np.savez_compressed(path, **{name: one.astype(np.float16) for name, one in kept.items()})  # type: ignore[arg-type]
