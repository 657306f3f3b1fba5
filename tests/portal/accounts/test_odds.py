"""What guessing is worth, computed from the very numbers of the code: under one in 100,000 a day for an account."""

from collections import Counter

import pytest

from portal.accounts import chances, code_checks, passwords, resets, sending, throttle
from portal.keys import Chance

CODES = 10**6  # of six digits
YEAR = 365 * 24 * 3600
MANY = 10**7  # links that are alive at once, one for each of so many patients
FAST = 10**4  # tries a second: more than the bot answers


def test_an_account_is_guessed_in_a_day_less_than_once_in_100_000() -> None:
    """Whichever day: both limits look back over the last 24 hours, not over a calendar's."""
    by_code = chances.PER_DAY * chances.SENT / CODES
    by_reset = sending.PER_DAY * resets.TRIES / 10**resets.DIGITS
    assert by_code + by_reset < 1 / 100_000
    assert chances.DAY == sending.DAY
    assert chances.APP == 3  # right values at a time: a step of drift either way


def test_a_day_of_codes_is_fewer_tries_than_its_codes_would_allow() -> None:
    assert chances.PER_DAY < sending.PER_DAY * code_checks.TRIES


def test_a_password_is_worth_nothing_long_before_it_is_guessed() -> None:
    assert throttle.MOST_IN_A_ROW / 10**passwords.GUESSES <= 1 / 1_000_000


def test_a_link_is_not_met_by_chance_in_a_year_of_trying() -> None:
    bits = 4 * len(Chance().token())
    assert bits >= 128
    assert MANY * FAST * YEAR / 2**bits < 1e-18


@pytest.mark.parametrize("draw", [Chance().token, Chance().long_name])
def test_tokens_are_drawn_from_the_whole_of_their_space(draw: object) -> None:
    """No two alike, and every digit at every place about as often as any other: beyond nine sigma is no chance."""
    drawn = [draw() for _ in range(4096)]  # type: ignore[operator]
    assert len(set(drawn)) == len(drawn)
    expected, sigma = len(drawn) / 16, (len(drawn) / 16 * 15 / 16) ** 0.5
    for place in zip(*drawn, strict=True):
        assert all(abs(seen - expected) < 9 * sigma for seen in Counter(place).values())
        assert len(set(place)) == 16
