"""Learns what danger sounds like from phrases, and writes it beside the code: `make danger`."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench import danger_words
from bench.danger_whole import encoded, hearing
from bench.faq_learn import wordings
from bench.together import Read, Shape, network
from portal.danger import judging, mending, whole
from portal.danger.folding import fold
from portal.danger.judging import KINDS, LEARNED, SENSES, SIZE, places
from portal.danger.keeping import lexicon
from portal.danger.lettering import reader
from portal.danger.matching import Words
from portal.danger.meanings import meanings
from portal.danger.spelling import TONGUES
from portal.danger.together import packed

LESSONS = Path(__file__).parents[1] / "tests" / "portal" / "danger"
# Found by cross-validation over files, each by another hand or of another day.
EASE, ROUNDS, PACE = 6e-7, 90, 0.1
SHAPE = Shape(len(KINDS) + 1, hears=128, weighs=64, rounds=8)
ORDINARY = "ordinary"
OF_THE_FAQ = 0.5  # what its wordings count: they are many, and none sounds of danger
OF_A_READING = 0.5  # what a phrase counts in the letters it is read in, beside those it was typed in

Floats = NDArray[np.float64]


class Lesson(NamedTuple):
    """A phrase, what it is (0 ordinary, else one more than the place of its kind in `KINDS`), and how much it counts."""

    text: str
    kind: int
    weight: float = 1.0


def lessons(language: str) -> list[Lesson]:
    """Return every phrase of a language that teaches: those the patterns must tell, those that only teach, the FAQ's."""
    found = [Lesson(one, 0, OF_THE_FAQ) for topics in wordings()[language].values() for one in topics]
    for folder in ("phrases", "lessons"):
        found += read(LESSONS / folder / language)
    return list(dict.fromkeys(found))


def readings(taught: Sequence[Lesson]) -> Iterator[Lesson]:
    """Return lessons of Arabic in Latin letters as they are read in its own, which is how they are heard as well."""
    for one in taught:
        words = fold(one.text)
        if (read := reader().read(words)) != words:
            yield Lesson(" ".join(read), one.kind, one.weight * OF_A_READING)


def nonsense(many: int = 2000) -> list[Lesson]:
    """Return what says nothing, so that letters alone are no danger: made by chance, the same each time."""
    chance = Random(25)
    signs = "abcdefghijklmnopqrstuvwxyz0123456789<>&;./@-"
    many_words = ["".join(chance.choices(signs, k=chance.randint(1, 8))) for _ in range(3 * many)]
    return [Lesson(" ".join(chance.choices(many_words, k=chance.randint(1, 5))), 0) for _ in range(many)]


def read(folder: Path) -> list[Lesson]:
    """Return the phrases of a folder with what they are."""
    numbers = {kind: number for number, kind in enumerate(KINDS, 1)}
    return [Lesson(phrase, numbers.get(kind, 0)) for kind, phrase in phrases(folder)]


def phrases(folder: Path) -> Iterator[tuple[str, str]]:
    """Return the phrases of a folder, each behind its kind, which names the file it is a line of."""
    for kind in (*KINDS, ORDINARY):
        for phrase in (folder / f"{kind}.txt").read_text("utf-8").splitlines():
            yield kind, phrase


def said(text: str) -> Read:
    """Return the words of a phrase, and what they are about."""
    words = Words(lexicon(), fold(text))
    return words.words, words.senses()


def learned(taught: Sequence[Lesson], texts: Sequence[Read]) -> tuple[Floats, Floats]:
    """Return the weights of each kind at each place, and its bias: softmax regression, each phrase of one length."""
    lines = [places(*one) for one in texts]
    many = np.array([len(one) for one in lines])
    counts = np.array([one.weight for one in taught])[:, None]
    counts /= counts.sum()
    row, share = np.repeat(np.arange(len(lines)), many), np.repeat(1 / np.sqrt(many), many)
    used, place = np.unique(np.concatenate(lines), return_inverse=True)
    right = np.eye(len(KINDS) + 1)[[one.kind for one in taught]]
    weights, bias = np.zeros((len(KINDS) + 1, len(used))), np.zeros(len(KINDS) + 1)
    told = [np.zeros_like(one) for one in (weights, weights, bias, bias)]
    for step in range(1, ROUNDS + 1):
        score = bias + np.stack([np.bincount(row, share * one[place], len(lines)) for one in weights], 1)
        odds = np.exp(score - score.max(1, keepdims=True))
        wrong = (odds / odds.sum(1, keepdims=True) - right) * counts
        slope = np.stack([np.bincount(place, share * one[row], len(used)) for one in wrong.T])
        _follow(step, weights, slope + EASE * weights, told[0], told[1])
        _follow(step, bias, wrong.sum(0), told[2], told[3])
    whole = np.zeros((len(KINDS), SIZE + SENSES))
    whole[:, used] = weights[1:] - weights[0]
    return whole, bias[1:] - bias[0]


def _follow(step: int, value: Floats, slope: Floats, mean: Floats, spread: Floats) -> None:
    """Go one step down a slope (Adam: Kingma and Ba, 2015), in place."""
    mean += 0.1 * (slope - mean)
    spread += 0.01 * (slope * slope - spread)
    value -= PACE * mean * np.sqrt(1 - 0.99**step) / (1 - 0.9**step) / (np.sqrt(spread) + 1e-8)


def main() -> None:
    """Learn, and write."""
    danger_words.main()
    taught = [one for language in TONGUES for one in lessons(language)]
    cries, ordinary = (
        [fold(one.text) for one in taught if bool(one.kind) is danger] for danger in (True, False)
    )
    mending.keep(mending.KEPT, cries, ordinary)
    taught += list(readings(taught))
    taught += nonsense()
    texts = [said(one.text) for one in taught]
    kinds, counts = [one.kind for one in taught], [one.weight for one in taught]
    together = network(texts, kinds, counts, meanings(), SHAPE)
    judging.keep(LEARNED, *learned(taught, texts), packed(*together))
    whole.keep(whole.LEARNED, hearing(encoded([one.text for one in taught]), kinds, counts))
    files = (LEARNED, mending.KEPT, whole.LEARNED)
    size = sum(one.stat().st_size for one in files) / 1e6
    print(f"{', '.join(one.name for one in files)}: {len(taught)} phrases, {size:.2f} MB")


if __name__ == "__main__":
    main()
