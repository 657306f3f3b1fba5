"""The demo, before anything is started."""

from pathlib import Path

import pytest

from bot.demo import Impossible, _folder, any_ports, equipped


def test_it_says_what_it_lacks_where_only_the_bot_is_installed() -> None:
    with pytest.raises(Impossible, match="make demo"):
        equipped("a_package_that_nobody_has")


def test_its_processes_never_get_one_and_the_same_port() -> None:
    """One after the other, two in thirty thousand would be alike: among hundreds, some."""
    assert len(set(any_ports(700))) == 700


@pytest.mark.parametrize("fresh", [False, True])
def test_a_folder_that_another_demo_uses_is_left_alone(tmp_path: Path, fresh: bool) -> None:
    with _folder(tmp_path / "demo", fresh=False):
        (tmp_path / "demo" / "chat").touch()
        with pytest.raises(Impossible, match="Another demo"):
            _folder(tmp_path / "demo", fresh)
    assert (tmp_path / "demo" / "chat").exists()
    with _folder(tmp_path / "demo", fresh):
        assert (tmp_path / "demo" / "chat").exists() is not fresh
