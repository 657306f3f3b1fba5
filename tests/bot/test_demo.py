"""The demo, before anything is started."""

import pytest

from bot.demo import Impossible, any_ports, equipped


def test_it_says_what_it_lacks_where_only_the_bot_is_installed() -> None:
    with pytest.raises(Impossible, match="make demo"):
        equipped("a_package_that_nobody_has")


def test_its_processes_never_get_one_and_the_same_port() -> None:
    """One after the other, two in thirty thousand would be alike: among hundreds, some."""
    assert len(set(any_ports(700))) == 700
