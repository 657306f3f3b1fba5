"""What is typed where a password is asked, and is none, is told from what may be one."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from conversations.no_password import LEADS, as_it_is, doubted, instead, leads
from conversations.turn import Turn
from portal.accounts import passwords
from portal.accounts.refusals import PasswordWeak
from tests.journeys.people import CAMILLE, PASSWORD


def turn(**facts: Any) -> Turn:
    return cast(Turn, SimpleNamespace(facts=facts))


@pytest.mark.parametrize("word", sorted(LEADS))
def test_a_word_that_leads_away_can_be_nobodys_password(word: str) -> None:
    assert leads(word)
    assert isinstance(passwords.judge(word), PasswordWeak)


@pytest.mark.parametrize("typed", ["annuler!!!", "Retour 1987 Retour", "stop ou encore", PASSWORD])
def test_a_password_leads_nowhere(typed: str) -> None:
    assert not leads(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "pourquoi je dois changer ?", "c'est quoi une phrase de passe ?", "je ne sais pas quoi mettre", "laisse tomber",
        "plus tard", "comment faire", "pourquoi 8 caractères ?", "merci beaucoup", "what is a passphrase",
        "I don't know what to write", "no sé qué poner", "¿por qué tengo que cambiarla?", "não sei o que escrever",
        "ما نعرف شنو نكتب", "لماذا يجب أن أغيرها؟", "aidez-moi", "j'ai oublié",
    ],
)  # fmt: skip
def test_a_message_to_us_does_not_become_a_password_by_mistake(typed: str) -> None:
    asked = turn()
    assert doubted(asked, typed) is not None
    (offered,) = as_it_is(asked)
    offered.do(asked)
    assert doubted(asked, typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        PASSWORD, "un grand jardin sous la pluie 8", "Où est passée ma clé n°7", "pourquoi pas 42 chats", "Zibeline42?",
        "correct horse battery staple", "les comment-taire du voisin", "42?chats?Noirs?", "jardin rouge pluie tambour",
        "como7nadie2sabe", "وردة حمراء في البستان",
    ],
)  # fmt: skip
def test_a_password_is_taken_as_one(typed: str) -> None:
    asked = turn()
    assert doubted(asked, typed) is None
    assert not as_it_is(asked)


def test_her_own_address_is_never_her_password_and_another_is_once_more() -> None:
    check, asked = instead(lambda _turn: CAMILLE.email), turn()
    assert check(asked, CAMILLE.email.upper()) is not None
    assert check(asked, "quelqu.un@example.org") is not None
    assert check(asked, "quelqu.un@example.org") is None
    assert check(asked, f" {CAMILLE.email} ") is not None


def test_a_question_in_place_of_the_password_is_told_once() -> None:
    check, asked = instead(lambda _turn: None), turn()
    assert check(asked, "c'est quoi mon mot de passe ?") is not None
    assert check(asked, "c'est quoi mon mot de passe ?") is None


@pytest.mark.parametrize("typed", [PASSWORD, "Zibeline42?", "chat ?", "où sont mes 3 clés ?"])
def test_a_password_that_she_has_is_looked_at_at_once(typed: str) -> None:
    assert instead(lambda _turn: CAMILLE.email)(turn(), typed) is None
