"""What a question says as a whole, by an encoder of sentences in sixteen languages: where the extra `semantic` is there.

What it adds, and what it costs: docs/decisions/0024-questions-understood-on-this-machine.md.
"""

import numpy as np

from portal.encoder import Encoder
from portal.faq.evidence import Floats

EASE = 0.3  # how little each wording is trusted


class Whole:
    """Scores the labels of one question as a whole: `weights` of each number for each label.

    It is encoded once, in however many languages it is read: that is what takes long.
    """

    def __init__(self, encoder: Encoder, weights: Floats) -> None:
        self._encoder, self._weights = encoder, weights
        self._known: dict[str, Floats | None] = {}

    def scores(self, text: str) -> Floats | None:
        """Return the score of each label; None where the encoder fails: questions are told without it then."""
        if text not in self._known:
            self._known[text] = self._scored(text)
        return self._known[text]

    def _scored(self, text: str) -> Floats | None:
        try:
            made: Floats = self._encoder.vectors([text])[0] @ self._weights
        except Exception:  # nothing that is wrong with it may keep a question from its answer
            return None
        return made


def weights(vectors: Floats, targets: Floats, counts: Floats) -> Floats:
    """Learn what each number weighs for each label (ridge regression); `counts` is how much each text counts."""
    root = np.sqrt(counts)[:, None]
    table = vectors * root
    likeness = table.T @ table + np.float32(EASE) * np.eye(table.shape[1], dtype=np.float32)
    made: Floats = np.linalg.solve(likeness, table.T @ (targets * root))
    return made
