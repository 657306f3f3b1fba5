"""Learns from wordings which topic a question is about: ridge regression on meanings, then on what they leave open.

Meanings are learned from the wordings of all languages together: a language that has few learns from the others. What they
leave open is learned from the words and letters of one language, at its own wordings' left-out predictions.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from portal.faq.evidence import BINS, STRANGE, Floats, Letters, Meanings, Read, read
from portal.faq.topics import ELSEWHERE, MEDICAL, TOPICS
from portal.faq.words import Reading, lexicon, senses

LABELS = (*TOPICS, MEDICAL, ELSEWHERE)
EASE, EASE_OF_LETTERS = 0.3, 1.0  # how little each wording is trusted: found by cross-validation
FEWER = 0.5  # how much labels with few wordings are lifted

Wordings = Mapping[str, Sequence[str]]  # by topic


class Seen(NamedTuple):
    """A wording that was read, and what it is about."""

    label: int
    read: Read


def labelled(language: str, wordings: Wordings) -> list[tuple[str, str]]:
    """Return every wording of a language with its label: those of topics, and what is asked that is not ours."""
    own = [(topic, one) for topic, ones in wordings.items() for one in ones]
    other = lexicon(language)
    return [*own, *((MEDICAL, one) for one in other.medical), *((ELSEWHERE, one) for one in other.elsewhere)]


def reading_of(language: str, told: Sequence[tuple[str, str]]) -> Reading:
    """Return the reading of a language that knows the words of these wordings about topics."""
    return Reading(language, [one for label, one in told if label in TOPICS])


def seen(reading: Reading, told: Sequence[tuple[str, str]]) -> list[Seen]:
    """Read labelled wordings."""
    return [Seen(LABELS.index(label), read(reading, one)) for label, one in told]


class Scores(NamedTuple):
    """What each label scores, about 1 for the right one and about 0 for others; how much was strange, from 0 to 1."""

    by_label: dict[str, float]
    strange: float


class Sense:
    """What meanings say, learned from all languages."""

    def __init__(self, known: Sequence[Seen]) -> None:
        made = [(LABELS.index(topic), tuple(sorted((*ways, STRANGE[0])))) for topic, ways in senses()]
        rows = [(one.label, one.read.concepts) for one in known] + made
        self._meanings = Meanings([concepts for _, concepts in rows])
        labels = np.array([label for label, _ in rows])
        lift = np.sqrt(lifts(labels))[:, None]
        table = tabled(
            (self._meanings.row(concepts) for _, concepts in rows), len(rows), self._meanings.width
        )
        table *= lift
        self._inner = np.linalg.inv(
            table.T @ table + np.float32(EASE) * np.eye(table.shape[1], dtype=np.float32)
        )
        self._weights = self._inner @ (table.T @ (targets(labels) * lift))

    def scores(self, one: Read) -> Floats:
        """Return the score of each label."""
        made: Floats = self._meanings.row(one.concepts) @ self._weights
        return made

    def left_out(self, known: Sequence[Seen], lift: Floats) -> Floats:
        """Return the scores that each of these, learned from, would have had if it had not been."""
        rows = np.stack([self._meanings.row(one.read.concepts) for one in known])
        own = ((rows @ self._inner) * rows).sum(axis=1, keepdims=True) * lift[:, None]
        wanted = targets(np.array([one.label for one in known]))
        made: Floats = (rows @ self._weights - own * wanted) / np.maximum(1 - own, 0.05)
        return made


class Judge:
    """Scores the labels of questions in one language."""

    def __init__(self, reading: Reading, known: Sequence[Seen], sense: Sense) -> None:
        self.reading, self._sense = reading, sense
        self._letters = Letters([one.read for one in known])
        labels = np.array([one.label for one in known])
        lift = lifts(labels)
        root = np.sqrt(lift)[:, None]
        table = tabled((self._letters.row(one.read) for one in known), len(known), BINS)
        table *= root
        open_ = (targets(labels) - sense.left_out(known, lift)) * root
        likeness = table @ table.T + np.float32(EASE_OF_LETTERS) * np.eye(len(known), dtype=np.float32)
        self._weights: Any = table.T @ np.linalg.solve(likeness, open_)

    def scores(self, text: str) -> Scores:
        """Return how well each label fits a question."""
        one = read(self.reading, text)
        made = self._sense.scores(one) + self._letters.row(one) @ self._weights
        return Scores(dict(zip(LABELS, map(float, made), strict=True)), one.strange)


def tabled(rows: Iterable[Floats], many: int, wide: int) -> Floats:
    """Return rows as one table, without holding them twice."""
    table = np.empty((many, wide), dtype=np.float32)
    for at, row in enumerate(rows):
        table[at] = row
    return table


def lifts(labels: Any) -> Floats:
    """Return how much each wording counts: less where its label has many."""
    many = np.bincount(labels, minlength=len(LABELS)).astype(np.float32)
    lifted: Floats = ((many / many[: len(TOPICS)].mean()) ** np.float32(-FEWER)).astype(np.float32)
    lifted[len(TOPICS) :] = 1  # what is not ours is as wide as the world: its many wordings all count
    made: Floats = lifted[labels]
    return made


def targets(labels: Any) -> Floats:
    """Return what scores should be: 1 for the label of each wording, else 0."""
    made: Floats = np.eye(len(LABELS), dtype=np.float32)[labels]
    return made
