"""Judges which topic a question is about, by what was learned of meanings, words, letters, and what these say together."""

from typing import Any, NamedTuple

from numpy.typing import NDArray

from portal.faq.evidence import Floats, Letters, Meanings, Numbers, Read, read
from portal.faq.reading import Reading
from portal.faq.together import Together, not_ours
from portal.faq.topics import LABELS
from portal.faq.whole import Whole

# What each says, added up: by cross-validation, whole blocks of wordings left out (decision 24).
OF_EACH, OF_TOGETHER = 0.7, 0.0525  # of meanings, words and letters; of what words say together
WITH_WHOLE, OF_WHOLE = 0.5, 0.5  # of the former where the question is known as a whole too, and of that


class Scores(NamedTuple):
    """What each label scores, about 1 for the right one and about 0 for others; how much was strange, from 0 to 1.

    `foreign`: how likely it is, by what the words say together, that it is not ours to answer, from 0 to 1.
    """

    by_label: dict[str, float]
    strange: float
    foreign: float = 0.0


class Sense(NamedTuple):
    """What meanings say, learned from all languages: `weights` of each meaning for each label."""

    meanings: Meanings
    weights: NDArray[Any]

    def scores(self, one: Read) -> Floats:
        """Return the score of each label."""
        return weighed(self.meanings.numbers(one.concepts), self.weights)


class Judge(NamedTuple):
    """Scores the labels of questions in one language: `weights` of each bin of words and letters for each label.

    `together` is what its words say together.
    """

    reading: Reading
    letters: Letters
    weights: NDArray[Any]
    sense: Sense
    together: Together | None = None

    def scores(self, text: str, asked: Whole | None = None) -> Scores:
        """Return how well each label fits a question; `asked` tells what it says as a whole, where that is known."""
        one = read(self.reading, text)
        made = self.sense.scores(one) + weighed(self.letters.numbers(one), self.weights)
        whole = asked.scores(one.asked) if asked is not None else None
        foreign = 0.0
        if self.together is not None:
            heard = self.together.scores(one)
            made = (OF_EACH if whole is None else WITH_WHOLE) * made + OF_TOGETHER * heard
            foreign = not_ours(heard)
        if whole is not None:
            made = OF_WHOLE * whole + (0 if unheard(one) else made)
        return Scores(dict(zip(LABELS, map(float, made), strict=True)), one.strange, foreign)


def unheard(one: Read) -> bool:
    """Whether no word of a question means anything, and several are strange: only the whole tells then."""
    return not one.places and not {"~some", "~many"}.isdisjoint(one.concepts)


def weighed(numbers: Numbers, weights: NDArray[Any]) -> Floats:
    """Return what these numbers weigh for each label; only the rows that are needed leave half precision."""
    made: Floats = numbers.value @ weights[numbers.at].astype("float32")
    return made
