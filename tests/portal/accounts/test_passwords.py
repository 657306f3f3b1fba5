"""Passwords: CNIL's 50 bits, NIST's list of common ones, and the same work for nobody."""

import pytest
from argon2 import extract_parameters

from portal.accounts import passwords
from portal.accounts.refusals import PasswordWeak

PERSONAL = ("Camille", "Martin", "camille.martin@example.org", "1985-04-12")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "short"),
        ("aB3$", "short"),
        ("kxwqzvbn", "simple"),
        ("Password1!", "common"),
        ("Azerty123!", "common"),
        ("aaaaaaaaaaaaaaaaaa", "common"),
        ("xX-camille-7#kQ", "personal"),
        ("Zebre%1985%kLq", "personal"),
        ("a" * 300, "long"),
    ],
)
def test_a_weak_password_is_refused_and_why(typed: str, reason: str) -> None:
    judged = passwords.judge(typed, PERSONAL)
    assert isinstance(judged, PasswordWeak)
    assert reason in judged.facts["reasons"]


@pytest.mark.parametrize(
    "typed",
    ["xK7#pq2V", "cheval pile agrafe", "Tournesol-bleu-47", "é" * 3 + "Kz9!w#", "un tournesol " * 4 + "fané"],
)
def test_eight_of_four_classes_or_more_of_fewer_will_do(typed: str) -> None:
    judged = passwords.judge(typed, PERSONAL)
    assert isinstance(judged, passwords.Strength), judged
    assert judged.bits >= 50


def test_the_right_password_matches_however_its_accents_are_typed() -> None:
    hashed = passwords.hash("cle\u0301 d'été 2026")
    assert passwords.verify(hashed, "clé d'été 2026")
    assert not passwords.verify(hashed, "cle d'ete 2026")


def test_nobody_has_no_password_but_costs_the_same() -> None:
    assert not passwords.verify(None, "anything")
    real = extract_parameters(passwords.hash("anything"))
    assert extract_parameters(passwords.NOBODY) == real
    assert real.type.name == "ID"
