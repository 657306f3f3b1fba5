"""The machine's clock, which is set forward and back under a process that goes on."""

from datetime import timedelta

import pytest

from portal.clock import MOST_BEHIND, SystemClock
from tests.clock import START

MINUTE = timedelta(minutes=1)


class Machine:
    """A clock on the wall, and the time that passes whatever it shows."""

    def __init__(self) -> None:
        self.shows, self.passed = START, 0.0
        self.clock = SystemClock(lambda: self.shows, lambda: self.passed)

    def lives(self, span: timedelta) -> None:
        """Have time pass."""
        self.shows += span
        self.passed += span.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_a_clock_set_forward_is_followed(machine: Machine) -> None:
    machine.shows += timedelta(hours=1)
    assert machine.clock.now() == START + timedelta(hours=1)


def test_a_clock_set_back_ten_minutes_is_never_seen_to_go_back_and_caught_up_with_in_twenty(
    machine: Machine,
) -> None:
    machine.shows -= 10 * MINUTE
    assert machine.clock.now() == START
    machine.lives(2 * MINUTE)
    assert machine.clock.now() == START + MINUTE
    machine.lives(18 * MINUTE)
    assert machine.clock.now() == machine.shows == START + 10 * MINUTE
    machine.lives(MINUTE)
    assert machine.clock.now() == machine.shows


def test_a_clock_that_was_wrong_by_days_is_set_right_at_once(machine: Machine) -> None:
    machine.shows -= MOST_BEHIND + MINUTE
    assert machine.clock.now() == machine.shows


def test_a_process_takes_up_where_the_one_before_was(machine: Machine) -> None:
    machine.clock.not_before(START + 5 * MINUTE)
    assert machine.clock.now() == START + 5 * MINUTE
    machine.lives(10 * MINUTE)
    assert machine.clock.now() == machine.shows
