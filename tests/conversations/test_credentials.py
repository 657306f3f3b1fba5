"""Addresses and numbers are found among other words, where there is one alone."""

from typing import cast

import pytest

from conversations.credentials import Email, Phone
from conversations.questions import Hint
from conversations.turn import Turn

NOBODY = cast(Turn, None)  # whoever is asked changes nothing in what is read


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("c'est <a.b@example.org>, merci", "a.b@example.org"),
        ("a@example.org ou b@example.org", None),
        ("mon adresse", None),
        ("écrivez @moi", None),
    ],
)
def test_the_only_address_is_found(typed: str, found: str | None) -> None:
    assert Email("email", "?").guess(NOBODY, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("appelez-moi au 06 39 98 12 34 svp", "+33639981234"),
        ("le +33 6 39 98 12 34.", "+33639981234"),
        ("06 39 98 12 34 ou 06 39 98 12 35", None),
        ("j'en ai 2", None),
    ],
)
def test_the_only_number_is_found(typed: str, found: str | None) -> None:
    assert Phone("phone", "?").guess(NOBODY, typed) == found


@pytest.mark.parametrize(
    "typed", ["camille.durand@exemple", "camille@", "@example.org", "camille@.org", "camille"]
)
def test_what_no_mailbox_can_be_called_is_asked_again_before_a_password_is(typed: str) -> None:
    assert isinstance(Email("email", "?").read(NOBODY, typed), Hint)


@pytest.mark.parametrize("typed", [" camille.durand@mail.example.org ", "camille.durand @ mail.example.org"])
def test_an_address_is_taken_as_it_is_typed(typed: str) -> None:
    assert Email("email", "?").read(NOBODY, typed) == "camille.durand@mail.example.org"


@pytest.mark.parametrize("typed", ["815244", "815 244", " 815-244 ", "٨١٥٢٤٤"])
def test_a_code_that_is_typed_once_more_is_no_phone_number(typed: str) -> None:
    assert isinstance(Phone("phone", "?").read(NOBODY, typed), Hint)


def test_a_number_of_the_islands_is_read_with_its_countrys_code() -> None:
    assert Phone("phone", "?").read(NOBODY, "+687 78 12 34") == "+687781234"
