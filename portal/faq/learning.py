"""Learns from wordings which topic a question is about: ridge regression on meanings, then on what they leave open.

Meanings are learned from the wordings of all languages together: a language that has few learns from the others. What they
leave open is learned from the words and letters of one language, at its own wordings' left-out predictions.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from typing import Any, NamedTuple

import numpy as np

from portal.encoder import Encoder
from portal.faq.evidence import (
    BINS,
    KINDS,
    STRANGE,
    Floats,
    Letters,
    Meanings,
    Numbers,
    Read,
    bin_of,
    held,
    read,
)
from portal.faq.judging import Judge, Sense, weighed
from portal.faq.own import Wordings
from portal.faq.reading import Reading
from portal.faq.topics import ELSEWHERE, LABELS, MEDICAL, TOPICS
from portal.faq.whole import weights
from portal.faq.words import lexicon, senses, spelled, words

# How little each wording is trusted: the first by cross-validation, the other by the sealed phrases once they
# were spent.
EASE, EASE_OF_LETTERS = 1.0, 0.5
FEWER = 0.5  # how much labels with few wordings are lifted, and languages
SELDOM = 2  # times that a pair of meanings must have been seen together, to tell anything
AT_ONCE = 512  # wordings whose numbers are written out together: more would only take memory


class Seen(NamedTuple):
    """A wording that was read, and what it is about."""

    label: int
    read: Read


def learned(told: Mapping[str, Wordings]) -> dict[str, Judge]:
    """Return a judge for each language, from the wordings of all."""
    all_of = {language: labelled(language, wordings) for language, wordings in told.items()}
    readings = {language: reading_of(language, own) for language, own in all_of.items()}
    known = {language: seen(readings[language], own) for language, own in all_of.items()}
    lessons = Lessons(list(known.values()))
    return {language: lessons.judge(readings[language], known[language]) for language in told}


def labelled(language: str, wordings: Wordings) -> list[tuple[str, str]]:
    """Return every wording of a language with its label: those of topics, and what is asked that is not ours."""
    own = [(topic, one) for topic, ones in wordings.items() for one in ones]
    other = lexicon(language)
    return [*own, *((MEDICAL, one) for one in other.medical), *((ELSEWHERE, one) for one in other.elsewhere)]


def reading_of(language: str, told: Sequence[tuple[str, str]]) -> Reading:
    """Return the reading of a language that knows the words of these wordings about topics."""
    ours = (spelled(language, words(one)) for label, one in told if label in TOPICS)
    times = Counter(word for one in ours for word in set(one))
    often = {word for word, many in times.items() if many > 1}
    return Reading(language, lexicon(language).vocabulary | often, times)


def seen(reading: Reading, told: Sequence[tuple[str, str]]) -> list[Seen]:
    """Read labelled wordings."""
    return [Seen(LABELS.index(label), read(reading, one)) for label, one in told]


def whole(told: Mapping[str, Wordings], encoder: Encoder) -> Floats:
    """Return what the numbers of an encoder weigh for each label, from the wordings of all languages."""
    known = [one for language, wordings in told.items() for one in labelled(language, wordings)]
    labels = np.array([LABELS.index(label) for label, _ in known])
    return weights(encoder.vectors([text for _, text in known]), targets(labels), lifts(labels))


class Lessons:
    """What meanings say, learned from all languages, with what only learning needs: the predictions left out."""

    def __init__(self, known: Sequence[Sequence[Seen]]) -> None:
        self._usual = sum(map(len, known)) / len(known)  # wordings of a language
        made = [(LABELS.index(topic), tuple(sorted((*ways, STRANGE[0])))) for topic, ways in senses()]
        rows = [(one.label, one.read.concepts) for ones in known for one in ones] + made
        meanings = meanings_of([concepts for _, concepts in rows])
        labels = np.array([label for label, _ in rows])
        fair = np.repeat([*map(self._fair, known), 1.0], [*map(len, known), len(made)])
        root = np.sqrt(lifts(labels) * fair.astype(np.float32))[:, None]
        likeness = np.float32(EASE) * np.eye(meanings.width, dtype=np.float32)
        wanted = np.zeros((meanings.width, len(LABELS)), dtype=np.float32)
        for part in parts(len(rows)):
            table = tabled([meanings.numbers(concepts) for _, concepts in rows[part]], meanings.width)
            table *= root[part]
            likeness += table.T @ table
            wanted += table.T @ (targets(labels[part]) * root[part])
        self._inner: Floats = np.linalg.inv(likeness)
        self.sense = Sense(meanings, self._inner @ wanted)

    def _fair(self, known: Sequence[Seen]) -> float:
        """Return how much each wording of a language counts: less where it has many, so that none drowns another."""
        return float((len(known) / self._usual) ** -FEWER)

    def judge(self, reading: Reading, known: Sequence[Seen]) -> Judge:
        """Return the judge of a language, which learns from its wordings what meanings leave open."""
        letters = letters_of([one.read for one in known])
        labels = np.array([one.label for one in known])
        lift = lifts(labels)
        root = np.sqrt(lift)[:, None]
        table = tabled([letters.numbers(one.read) for one in known], BINS)
        table *= root
        open_ = (targets(labels) - self._left_out(known, lift * np.float32(self._fair(known)))) * root
        likeness = table @ table.T
        likeness[np.diag_indices(len(known))] += EASE_OF_LETTERS
        return Judge(reading, letters, table.T @ np.linalg.solve(likeness, open_), self.sense)

    def _left_out(self, known: Sequence[Seen], lift: Floats) -> Floats:
        """Return the scores that each of these, learned from, would have had if it had not been."""
        numbers = [self.sense.meanings.numbers(one.read.concepts) for one in known]
        leverages = [float(value @ self._inner[np.ix_(at, at)] @ value) for at, value in numbers]
        own = (np.array(leverages, dtype=np.float32) * lift)[:, None]
        scores = np.stack([weighed(one, self.sense.weights) for one in numbers])
        wanted = targets(np.array([one.label for one in known]))
        made: Floats = (scores - own * wanted) / np.maximum(1 - own, 0.05)
        return made


def meanings_of(seen: Sequence[Sequence[str]]) -> Meanings:
    """Return the meanings that were seen, and the pairs of them that were seen more than once."""
    times = Counter(one for concepts in seen for one in concepts)
    pairs = Counter(pair for concepts in seen for pair in combinations(concepts, 2))
    times.update({" ".join(pair): many for pair, many in pairs.items() if many >= SELDOM})
    return Meanings({key: log((1 + len(seen)) / (1 + many)) + 1 for key, many in times.items()})


def letters_of(seen: Sequence[Read]) -> Letters:
    """Return how rare each bin of words and letters is."""
    rare = np.full((len(KINDS), BINS), log(1 + len(seen)) + 1, dtype=np.float32)
    times = Counter(
        place
        for one in seen
        for kind, there in enumerate(held(one))
        for place in {(kind, bin_of(kind, key)) for key in there}
    )
    for place, many in times.items():
        rare[place] = log((1 + len(seen)) / (1 + many)) + 1
    return Letters(rare)


def parts(many: int) -> Iterator[slice]:
    """Return so many rows in slices."""
    return (slice(at, at + AT_ONCE) for at in range(0, many, AT_ONCE))


def tabled(rows: Sequence[Numbers], wide: int) -> Floats:
    """Return rows as one table."""
    table = np.zeros((len(rows), wide), dtype=np.float32)
    for row, one in zip(table, rows, strict=True):
        row[one.at] = one.value
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
