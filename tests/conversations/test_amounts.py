"""Numbers as people type them."""

from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest

from conversations.amounts import Number
from conversations.questions import Hint
from conversations.turn import Turn

NOBODY = cast(Turn, None)  # whoever is asked changes nothing in what is read
DEGREES = Number("t", "?", unit="°C")
ASKED = cast(Turn, SimpleNamespace(language="fr"))


@pytest.mark.parametrize("typed", ["38°5", "38º5", "38 ° 5", "38°5 C", "38,5°", "38.5 °C", "٣٨°٥"])
def test_a_temperature_is_read_as_it_is_said(typed: str) -> None:
    assert DEGREES.read(NOBODY, typed) == Decimal("38.5")


def test_a_small_number_may_be_written_in_letters() -> None:
    assert Number("n", "?", whole=True).read(NOBODY, "deux") == 2
    assert isinstance(Number("n", "?", whole=True).read(NOBODY, "deux ou trois"), Hint)


def test_what_is_said_of_a_weight_is_guessed() -> None:
    assert Number("w", "?", unit="kg").guess(NOBODY, "72 kilos 500") == Decimal("72.5")


def test_degrees_are_no_decimal_sign_where_nothing_is_measured_in_them() -> None:
    assert isinstance(Number("n", "?", unit="kg").read(NOBODY, "38°5"), Hint)
    assert isinstance(Number("n", "?").read(NOBODY, "38°5"), Hint)


@pytest.mark.parametrize(
    "typed", ["trente-huit et demi", "trente huit virgule cinq", "trente-huit virgule cinq degrés"]
)
def test_a_temperature_may_be_written_in_letters(typed: str) -> None:
    assert DEGREES.read(NOBODY, typed) == Decimal("38.5")


@pytest.mark.parametrize("typed", ["trente-huit cinq", "trente-huit degrés cinq"])
def test_tenths_that_are_said_behind_the_degrees_are_guessed_and_nowhere_else(typed: str) -> None:
    assert isinstance(DEGREES.read(NOBODY, typed), Hint)
    assert DEGREES.guess(ASKED, typed) == Decimal("38.5")
    assert Number("n", "?", unit="kg").guess(ASKED, typed) is None
