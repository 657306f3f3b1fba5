"""Where a word lies among meanings: what is near means something near, in all five languages. Pure.

Who taught it, and what it adds: docs/decisions/0025-danger-is-told-by-patterns.md.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.once import once
from portal.packing import packed, unpacked

KEPT = Path(__file__).with_name("meanings.npz")
BEGINS = "_"  # stands before the first piece of a word
STRANGE = -30.0  # how likely a letter is that no piece holds

Vector = NDArray[np.float32]


class Meanings:
    """Cuts words into the pieces that are likeliest, and adds up where these lie: `vectors`, in steps of `step`."""

    def __init__(
        self,
        pieces: Sequence[str],
        likely: NDArray[np.float16],
        vectors: NDArray[np.int8] | Vector,
        step: float,
    ) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._likely = likely.tolist()
        self._vectors, self._step = vectors, step
        self._longest = max(map(len, pieces))

    @property
    def size(self) -> int:
        """How many numbers say where a word lies."""
        return int(self._vectors.shape[1])

    def has(self, word: str) -> bool:
        """Whether a folded word is one piece by itself, as those are that many people write."""
        return BEGINS + word in self._numbers

    def of(self, word: str) -> Vector:
        """Return where a folded word lies; nowhere (zeros) when nothing of it is known."""
        pieces = self.pieces(word)
        summed: Vector = self._vectors[pieces].sum(axis=0, dtype=np.float32)
        return summed * np.float32(self._step / max(len(pieces), 1) ** 0.5)

    def pieces(self, word: str) -> list[int]:
        """Return the numbers of the likeliest pieces of a word (Viterbi); letters that none holds are left out."""
        whole = BEGINS + word
        # How likely, where the last piece begins, and which it is.
        best: list[tuple[float, int, int]] = [(0.0, 0, -1)]
        for end in range(1, len(whole) + 1):
            way = (best[end - 1][0] + STRANGE, end - 1, -1)
            for start in range(max(0, end - self._longest), end):
                number = self._numbers.get(whole[start:end])
                if number is not None and (likely := best[start][0] + self._likely[number]) > way[0]:
                    way = (likely, start, number)
            best.append(way)
        found: list[int] = []
        end = len(whole)
        while end:
            _, end, number = best[end]
            found.append(number)
        return [number for number in reversed(found) if number >= 0]


@once
def meanings() -> Meanings:
    """Return the meanings, read once."""
    with np.load(KEPT) as kept:
        return Meanings(unpacked(kept["pieces"]), kept["likely"], kept["vectors"], float(kept["step"]))


def keep(path: Any, pieces: Sequence[str], likely: Sequence[float], vectors: Vector) -> None:
    """Write where pieces of words lie: each number as one of thirty-one steps, so that the file is small."""
    step = float(vectors.std()) * 4 / 15
    small = np.clip(np.round(vectors / step), -15, 15).astype(np.int8)
    np.savez_compressed(
        path, pieces=packed(pieces), likely=np.array(likely, np.float16), vectors=small, step=np.array(step)
    )
