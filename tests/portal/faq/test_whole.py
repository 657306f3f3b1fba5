"""A question as a whole, by an encoder of sentences: what the extra `semantic` adds."""

from pathlib import Path

import pytest

from conversations.understanding import desk
from portal.faq.asking import Desk
from portal.faq.whole import encoder


def test_texts_that_mean_the_same_are_near_whatever_their_language() -> None:
    forgot, oublie, pizza = encoder().vectors(
        ["I forgot my password", "J'AI OUBLIÉ MON MOT DE PASSE", "une pizza"]
    )
    assert forgot @ oublie > 0.5 > forgot @ pizza


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
    assert topic in Desk({}, encoder).ask(question, language).choices


def test_where_the_extra_is_installed_it_is_used(tmp_path: Path) -> None:
    assert desk(tmp_path).ask("dejen de darme la lata", "es").choices
