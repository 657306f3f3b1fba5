"""A message as a whole, by an encoder of sentences: what the extra `semantic` adds to what is told of danger, and when.

`watch` without one is told by the tests of `test_danger.py`, whatever is installed.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.danger_learn import ORDINARY, lessons, phrases
from portal.danger import watch
from portal.danger.judging import KINDS
from portal.danger.whole import AROUND, LEARNED, LONG, MOST, PLACE, Message, Whole
from portal.encoder import SIZE, Encoder, Vectors

LANGUAGES = ("fr", "en", "es", "pt", "ar")
PHRASES = Path(__file__).parent / "phrases"
MOST_BYTES = 400_000  # in the repository, and changes with the lessons
MOST_ALARMS = 0.01


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


class Counted(Encoder):
    """Keeps what it was asked."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.asked = encoder, list[str]()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._encoder.vectors(texts)


class Broken(Encoder):
    """Fails whenever it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        raise MemoryError


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_told_without_the_extra_is_told_with_it(encoder: Encoder, language: str) -> None:
    """All of it; and ordinary phrases stay ordinary, all but one in a hundred."""
    told = [(kind, watch(phrase, encoder) is not None) for kind, phrase in phrases(PHRASES / language)]
    cries = [found for kind, found in told if kind != ORDINARY]
    ordinary = [found for kind, found in told if kind == ORDINARY]
    assert all(cries)
    assert sum(ordinary) <= MOST_ALARMS * len(ordinary)


def test_more_is_told_with_the_extra(encoder: Encoder) -> None:
    cries = [one.text for language in LANGUAGES for one in lessons(language) if one.kind][::20]
    missed = [text for text in cries if watch(text) is None]
    assert missed
    assert sum(watch(text, encoder) is not None for text in missed) >= 0.1 * len(missed)


def test_what_is_sure_or_far_from_danger_is_not_looked_at_as_a_whole(encoder: Encoder) -> None:
    counted = Counted(encoder)
    sure = watch("je veux mourir, je vais me tuer ce soir", counted)
    assert sure is not None
    assert sure.sure
    assert watch("comment changer mon numéro de téléphone", counted) is None
    assert counted.asked == []


def test_a_message_is_encoded_once_however_its_words_are_mended(encoder: Encoder) -> None:
    counted = Counted(encoder)
    watch("je suis tombée hier et j'ai encroe mal", counted)
    assert len(counted.asked) <= 1


@pytest.mark.parametrize(
    "text", ["il crie souvent le soir", "demain vous n'entendrez plus parler de moi", "bonjour"]
)
def test_an_encoder_that_fails_takes_nothing_from_what_is_told(text: str) -> None:
    assert watch(text, Broken()) == watch(text)


def hearing(of_danger: float) -> Whole:
    """What hears nothing in a text but the first of its numbers, as so much of danger."""
    hears = np.zeros((SIZE, 1), np.float32)
    hears[0] = 1
    says = np.array([[0, *[of_danger] * len(KINDS)]], np.float32)
    return Whole(
        {"hears": hears, "hears_bias": np.zeros(1), "says": says, "says_bias": np.zeros(len(KINDS) + 1)}
    )


class Marked(Encoder):
    """Gives texts that hold a word the number 1."""

    def __init__(self, word: str) -> None:
        self._word, self.asked = word, list[str]()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        made = np.zeros((len(texts), SIZE), np.float32)
        made[:, 0] = [self._word in text for text in texts]
        return made


def adds(
    message: Message, scores: Sequence[float], where: Sequence[tuple[int, int]], many: int
) -> list[float]:
    of_kinds = np.array([[one] * len(KINDS) for one in scores])
    added: list[float] = message.adds(of_kinds, np.array(where), many)[:, 0].tolist()
    return added


@pytest.mark.parametrize(("of_danger", "added"), [(2, 3.6), (90, MOST), (-90, 0)])
def test_what_it_adds_is_bounded(of_danger: float, added: float) -> None:
    message = Message(hearing(of_danger), Marked("word"), "a word " * 10)
    assert adds(message, [0, 1], [(0, 8), (8, LONG)], LONG) == pytest.approx([added, added])


def test_a_word_or_two_say_little_as_a_whole() -> None:
    assert adds(Message(hearing(1), Marked("word"), "a word"), [0], [(0, 2)], 2) == pytest.approx([0.2])


def test_of_a_long_text_the_place_that_sounds_most_of_danger_is_heard_and_what_stands_around() -> None:
    many = 200
    words = [f"n{number}" for number in range(many)]
    words[100] = "word"
    marked = Marked("word")
    where = [(at, at + 10) for at in range(0, many - 10, 5)]
    scores = [-abs(first - 95) / 10 for first, _ in where]
    added = adds(Message(hearing(2), marked, " ".join(words)), scores, where, many)
    assert [len(text.split()) for text in marked.asked] == [PLACE, AROUND]
    assert added[where.index((95, 105))] == pytest.approx((0.1 * PLACE * 2 + 2 * 2) / 2)
    assert added[where.index((0, 10))] == 0


def test_what_was_learned_is_small() -> None:
    assert LEARNED.stat().st_size < MOST_BYTES
