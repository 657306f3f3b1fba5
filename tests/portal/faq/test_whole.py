"""A question as a whole, by an encoder of sentences: what the extra `semantic` adds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from conversations.understanding import desk
from portal.encoder import HERE, SIZE, Encoder, Shelf, Vectors
from portal.faq.asking import Desk


@pytest.mark.parametrize(
    ("language", "question", "topic"),
    [
        ("en", "ich habe mein Kennwort vergessen", "password-forgotten"),
        ("fr", "zapomniałem hasła", "password-forgotten"),
        ("en", "я забыл пароль", "password-forgotten"),
        ("en", "パスワードを忘れました", "password-forgotten"),
    ],
)
def test_a_language_that_we_do_not_speak_is_understood_with_the_extra(
    language: str, question: str, topic: str
) -> None:
    assert topic not in Desk({}).ask(question, language).choices
    assert topic in Desk({}, HERE.fetch).ask(question, language).choices


def test_where_the_extra_is_installed_it_is_used(tmp_path: Path) -> None:
    HERE.fetch()
    assert desk(tmp_path).ask("dejen de darme la lata", "es").choices


def test_a_question_waits_for_no_encoder_and_has_it_once_it_is_there(tmp_path: Path) -> None:
    shelf = Shelf()
    there = Desk({}, lambda: shelf.at_hand)
    assert "password-forgotten" not in there.ask("zapomniałem hasła", "fr").choices
    shelf.fetch()
    assert "password-forgotten" in there.ask("zapomniałem hasła", "fr").choices


class Counting(Encoder):
    """Notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.zeros((len(texts), SIZE), np.float32)


def test_a_question_in_another_language_than_hers_is_encoded_once() -> None:
    encoder = Counting()
    Desk({}, lambda: encoder).ask("how do I change my phone number", "fr")
    assert encoder.asked == ["how do I change my phone number"]


class Broken(Encoder):
    """Fails whenever it is asked."""

    def __init__(self) -> None:
        pass

    def vectors(self, texts: Sequence[str]) -> Vectors:
        raise MemoryError(texts)


@pytest.mark.parametrize("question", ["g oublié mon mdp", "où sont mes papiers", "la météo de demain"])
def test_an_encoder_that_fails_leaves_a_question_as_it_is_told_without(question: str) -> None:
    assert Desk({}, Broken).ask(question, "fr") == Desk({}).ask(question, "fr")
