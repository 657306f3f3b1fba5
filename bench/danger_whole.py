"""Teaches what hears a message as a whole (`portal/danger/whole.py`), for the extra `semantic`: part of `make danger`."""

from collections.abc import Sequence

import numpy as np

from bench.together import Numbers, Places, Walker
from portal.danger.judging import KINDS
from portal.encoder import SIZE, Encoder

HEARS = 256  # how much it tells apart
ROUNDS, BATCH, PACE = 16, 256, 2e-3
# The share of what it heard, and of the encoder's numbers, that it does without while it learns.
LOST, UNHEARD = 0.5, 0.2
LOUD = 32**0.5  # the encoder's numbers are small: all squared together make one
TOGETHER = 256  # texts that are encoded at once


class Listener(Walker):
    """A network that learns what the encoder's numbers say."""

    def __init__(self, chance: np.random.Generator) -> None:
        def some(*shape: int) -> Numbers:
            return (chance.normal(0, 1, shape) * shape[0] ** -0.5).astype(np.float32)

        kinds = len(KINDS) + 1
        super().__init__(
            {
                "hears": some(SIZE, HEARS),
                "hears_bias": np.zeros(HEARS, np.float32),
                "says": some(HEARS, kinds),
                "says_bias": np.zeros(kinds, np.float32),
            }
        )
        self._chance = chance

    def slopes(self, vectors: Numbers, right: Numbers, counts: Numbers) -> dict[str, Numbers]:
        """Return how each number should change, by what some texts are and how much each counts."""
        kept = self.kept
        vectors = vectors * self._left(vectors.shape, UNHEARD)
        left = self._left((len(vectors), HEARS), LOST)
        heard = np.maximum(vectors @ kept["hears"] + kept["hears_bias"], 0) * left
        says = heard @ kept["says"] + kept["says_bias"]
        odds = np.exp(says - says.max(axis=1, keepdims=True))
        wrong = (odds / odds.sum(axis=1, keepdims=True) - right) * (counts[:, None] / len(vectors))
        to_heard = (wrong @ kept["says"].T) * left * (heard > 0)
        return {
            "hears": vectors.T @ to_heard,
            "hears_bias": to_heard.sum(axis=0),
            "says": heard.T @ wrong,
            "says_bias": wrong.sum(axis=0),
        }

    def _left(self, shape: tuple[int, ...], lost: float) -> Numbers:
        there = self._chance.random(shape, dtype=np.float32) > lost
        return there.astype(np.float32) / np.float32(1 - lost)


def encoded(texts: Sequence[str]) -> Numbers:
    """Return the encoder's numbers of texts, a line each: those of one length together, which is faster."""
    encoder = Encoder()
    made = np.empty((len(texts), SIZE), np.float32)
    by_length: Places = np.argsort([len(text) for text in texts])
    for at in range(0, len(texts), TOGETHER):
        which = by_length[at : at + TOGETHER]
        made[which] = encoder.vectors([texts[one] for one in which])
    return made


def hearing(vectors: Numbers, kinds: Sequence[int], counts: Sequence[float]) -> dict[str, Numbers]:
    """Return what a network keeps of texts, of what kind each is and how much it counts."""
    chance = np.random.default_rng(25)
    listener = Listener(chance)
    right = np.eye(len(KINDS) + 1, dtype=np.float32)[list(kinds)]
    weights = np.array(counts, np.float32)
    batches = len(vectors) // BATCH
    for step in range(ROUNDS * batches):
        if step % batches == 0:
            order = chance.permutation(len(vectors))
        which = order[step % batches * BATCH :][:BATCH]
        slopes = listener.slopes(vectors[which] * np.float32(LOUD), right[which], weights[which])
        listener.follow(slopes, PACE * (1 - 0.97 * step / (ROUNDS * batches)))
    return listener.kept | {"hears": listener.kept["hears"] * np.float32(LOUD)}
