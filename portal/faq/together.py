"""What the words of a question say together, wherever they stand: a small network, as the one that hears danger.

Words are known to it by their meanings (`portal/danger/meanings.py`), near to each other across languages, and by the
lexicon's; so it hears something in words that no wording holds. What it adds, and what it costs:
docs/decisions/0024-questions-understood-on-this-machine.md.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from portal.danger.folding import fold
from portal.danger.meanings import Meanings, meanings
from portal.danger.together import Network, unpacked
from portal.faq.evidence import Floats, Read
from portal.faq.topics import TOPICS

REMEMBERED = 500  # words whose meanings are not worked out again


class Spelt:
    """Says where the words of questions lie, as they are spelled here."""

    def __init__(self, known: Meanings) -> None:
        self._known = known

    @property
    def size(self) -> int:
        """How many numbers say where a word lies."""
        return self._known.size

    def of(self, word: str) -> Floats:
        """Return where a word lies; nowhere (zeros) when nothing of it is known."""
        lies: Floats = sum(map(self._known.of, fold(word)), np.zeros(self.size, np.float32))
        return lies


class Together(NamedTuple):
    """Scores the labels of questions by what their words say together."""

    network: Network

    def scores(self, one: Read) -> Floats:
        """Return the score of each label: its log-odds, about their middle."""
        words, places = said(one)
        odds = self.network.opinions(words, places, np.array([[0, len(words)]]))[0]
        above = np.concatenate(([np.float32(0)], odds))
        about: Floats = above - above.mean()
        return about


def not_ours(odds: Floats) -> float:
    """Return how likely it is, by these log-odds of the labels, that a question is not ours to answer, from 0 to 1."""
    likely = np.exp(odds - odds.max())
    return float(likely[len(TOPICS) :].sum() / likely.sum())


def said(one: Read) -> tuple[list[str], list[tuple[int, str]]]:
    """Return the words of a question, and what is meant at each, as the network hears them."""
    return list(one.words) or [""], list(one.places)


def together(kept: Mapping[str, Any]) -> Together:
    """Return what hears questions, of arrays that were kept."""
    return Together(unpacked(Spelt(meanings()), kept, REMEMBERED))
