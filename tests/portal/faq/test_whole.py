"""A question as a whole, by an encoder of sentences: what the extra `semantic` adds."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from conversations.understanding import desk
from portal.encoder import HERE, Encoder, Vectors
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
    assert desk(tmp_path).ask("dejen de darme la lata", "es").choices


class Broken(Encoder):
    """Fails whenever it is asked."""

    def __init__(self) -> None:
        pass

    def vectors(self, texts: Sequence[str]) -> Vectors:
        raise MemoryError(texts)


@pytest.mark.parametrize("question", ["g oublié mon mdp", "où sont mes papiers", "la météo de demain"])
def test_an_encoder_that_fails_leaves_a_question_as_it_is_told_without(question: str) -> None:
    assert Desk({}, Broken).ask(question, "fr") == Desk({}).ask(question, "fr")
