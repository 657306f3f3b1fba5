"""The encoder of sentences of the extra `semantic`: fetched once, whoever asks, and missed without harm."""

from threading import Barrier, Thread

import pytest

from portal.encoder import SIZE, Encoder, Shelf


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


def broken() -> Encoder:
    raise OSError("weights.npz is not whole")


def test_one_that_cannot_be_read_is_none_and_why_is_told() -> None:
    shelf = Shelf(broken)
    assert shelf.fetch() is None
    assert shelf.fetch() is None
    assert shelf.wrong == "OSError: weights.npz is not whole"


def test_one_that_is_not_installed_is_nothing_wrong() -> None:
    shelf = Shelf(broken, installed=False)
    assert (shelf.fetch(), shelf.wrong) == (None, "")
