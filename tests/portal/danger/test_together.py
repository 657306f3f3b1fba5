"""What words mean, and say together: cut into pieces, near to each other across languages, and heard as one."""

import numpy as np
import pytest

from portal.danger.folding import fold
from portal.danger.judging import LEARNED, judge
from portal.danger.meanings import KEPT, Meanings, Vector, meanings
from portal.danger.together import Network, unpacked

MOST_BYTES = 3_000_000  # of both files: they are in the repository, and one changes with the lessons


@pytest.fixture(scope="module")
def network() -> Network:
    with np.load(LEARNED) as kept:
        return unpacked(meanings(), kept)


def some() -> Meanings:
    vectors = np.array([[4, 0], [0, 4], [0, 2], [1, 1]], np.int8)
    return Meanings(["_re", "_r", "e", "st"], np.array([-3, -1, -4, -2], np.float16), vectors, 0.5)


def test_a_word_is_cut_into_its_likeliest_pieces() -> None:
    assert some().pieces("re") == [0]
    assert some().pieces("rest") == [0, 3]


def test_letters_that_no_piece_holds_are_left_out() -> None:
    assert some().pieces("rze") == [1, 2]
    assert some().of("zzz").tolist() == [0, 0]


def test_a_word_lies_where_its_pieces_do_together() -> None:
    assert some().of("rest") == pytest.approx(np.array([5, 1]) * 0.5 / 2**0.5)


def near(one: Vector, other: Vector) -> float:
    return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))


@pytest.mark.parametrize(
    ("one", "other", "else_"), [("breathe", "respirar", "invoice"), ("sang", "دم", "facture")]
)
def test_what_means_the_same_lies_near_whatever_the_language(one: str, other: str, else_: str) -> None:
    word, same, far = (meanings().of(fold(typed)[0]) for typed in (one, other, else_))
    assert near(word, same) > near(word, far)


def heard(network: Network, text: str, first: int, last: int) -> list[float]:
    says: list[float] = network.opinions(fold(text), (), np.array([[first, last]]))[0].tolist()
    return says


def test_a_sentence_is_heard_alike_whatever_ends_it(network: Network) -> None:
    assert heard(network, "... je veux mourir !!", 0, 3) == pytest.approx(
        heard(network, "je veux mourir", 0, 3)
    )


def test_each_part_of_a_text_is_heard_by_itself(network: Network) -> None:
    text = "merci beaucoup pour tout. le rendez-vous est demain. je veux mourir"
    assert max(heard(network, text, 9, 12)) > 0 > max(heard(network, text, 0, 4))


def test_what_was_learned_is_small() -> None:
    assert LEARNED.stat().st_size + KEPT.stat().st_size < MOST_BYTES
    assert judge().opinion(fold("je veux mourir")).kind == "suicide"
