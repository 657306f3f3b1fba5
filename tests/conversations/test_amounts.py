"""Numbers as people type them."""

from decimal import Decimal
from typing import cast

import pytest

from conversations.amounts import Number
from conversations.questions import Hint
from conversations.turn import Turn

NOBODY = cast(Turn, None)  # whoever is asked changes nothing in what is read
DEGREES = Number("t", "?", unit="°C")


@pytest.mark.parametrize("typed", ["38°5", "38º5", "38 ° 5", "38°5 C", "38,5°", "38.5 °C", "٣٨°٥"])
def test_a_temperature_is_read_as_it_is_said(typed: str) -> None:
    assert DEGREES.read(NOBODY, typed) == Decimal("38.5")


def test_degrees_are_no_decimal_sign_where_nothing_is_measured_in_them() -> None:
    assert isinstance(Number("n", "?", unit="kg").read(NOBODY, "38°5"), Hint)
    assert isinstance(Number("n", "?").read(NOBODY, "38°5"), Hint)
