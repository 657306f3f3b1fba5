"""The demo, before anything is started."""

import pytest

from bot.demo import Impossible, equipped


def test_it_says_what_it_lacks_where_only_the_bot_is_installed() -> None:
    with pytest.raises(Impossible, match="make demo"):
        equipped("a_package_that_nobody_has")
