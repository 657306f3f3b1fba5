"""The encoder of sentences of the extra `semantic`: fetched once, whoever asks, and missed without harm."""

from collections.abc import Sequence
from threading import Barrier, Lock, Thread

import pytest

from portal.encoder import LONGEST_WHY, SIZE, Encoder, Shelf


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_texts_that_mean_the_same_are_near_whatever_their_language(encoder: Encoder) -> None:
    forgot, oublie, pizza = encoder.vectors(
        ["I forgot my password", "J'AI OUBLIÉ MON MOT DE PASSE", "une pizza"]
    )
    assert forgot.shape == (SIZE,)
    assert forgot @ oublie > 0.5 > forgot @ pizza


def test_it_works_for_several_at_once(encoder: Encoder) -> None:
    texts = [f"je voudrais {number} rendez-vous" for number in range(40)]
    alone = [encoder.vectors([text])[0] for text in texts]
    found = {}

    def ask(number: int) -> None:
        found[number] = encoder.vectors([texts[number]])[0]

    threads = [Thread(target=ask, args=(number,)) for number in range(len(texts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert all(found[number] == pytest.approx(alone[number], abs=1e-5) for number in range(len(texts)))


def test_it_is_fetched_once_and_at_hand_from_then_on(encoder: Encoder) -> None:
    made = []

    def make() -> Encoder:
        made.append(1)
        return encoder

    shelf, all_there = Shelf(make), Barrier(8)
    assert shelf.at_hand is None

    def fetch() -> None:
        all_there.wait()
        shelf.fetch()

    threads = [Thread(target=fetch) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (len(made), shelf.at_hand) == (1, encoder)


def test_half_a_letter_is_read_past(encoder: Encoder) -> None:
    halves, marks = encoder.vectors(["j'ai mal \ud83d ici", "j'ai mal ? ici"])
    assert halves == pytest.approx(marks, abs=1e-5)


class Made(Encoder):
    """Makes what it is told to, as a broken model would."""

    def __init__(self, made: list[list[float]]) -> None:
        self._made, self._model, self._door = made, self, Lock()

    def encode(self, _texts: Sequence[str]) -> list[list[float]]:
        return self._made


@pytest.mark.parametrize("made", [[[0.0] * 3], [[float("nan")] * SIZE], [], [[0.0] * SIZE] * 2])
def test_what_is_no_numbers_of_a_text_is_refused(made: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="does not make 512 numbers"):
        Made(made).vectors(["bonjour"])


def broken() -> Encoder:
    raise OSError("weights.npz is not whole")


def test_one_that_cannot_be_read_is_none_and_why_is_told() -> None:
    shelf = Shelf(broken)
    assert shelf.fetch() is None
    assert shelf.fetch() is None
    assert shelf.wrong == "OSError: weights.npz is not whole"


def wordy() -> Encoder:
    raise ImportError("\n\nIMPORTANT: PLEASE READ THIS\n" + "for advice on how to solve this issue\n" * 40)


def test_why_it_cannot_be_read_is_one_line() -> None:
    shelf = Shelf(wordy)
    shelf.fetch()
    assert shelf.wrong.startswith("ImportError: IMPORTANT: PLEASE READ THIS for advice")
    assert len(shelf.wrong) <= LONGEST_WHY


def test_one_that_is_not_installed_is_nothing_wrong() -> None:
    shelf = Shelf(broken, installed=False)
    assert (shelf.fetch(), shelf.wrong) == (None, "")
