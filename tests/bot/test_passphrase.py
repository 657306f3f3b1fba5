"""The passphrase of a backup, typed in a terminal: twice, until both are the same and long enough."""

import fcntl
import os
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from portal.migrations import upgrade

WORD = "une phrase que personne ne devine"


class Terminal:
    """A terminal in which one command runs."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._ours, theirs = os.openpty()
        environ = {**os.environ, "MASANTE_DATABASE_URL": f"sqlite:///{folder}/portal.db"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments], cwd=folder, env=environ, stdin=theirs, stdout=theirs,
            stderr=theirs, start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""

    def answer(self, asked: str, typed: str) -> None:
        """Type something once this was asked."""
        while asked not in self.seen:
            self.seen += os.read(self._ours, 1000).decode()
        self.seen = ""
        os.write(self._ours, f"{typed}\n".encode())

    def ends(self) -> int:
        try:
            while said := os.read(self._ours, 1000):
                self.seen += said.decode()
        except OSError:  # what a terminal says at its end
            pass
        os.close(self._ours)
        return self.process.wait()


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    upgrade(f"sqlite:///{tmp_path}/portal.db")
    return tmp_path


def test_a_passphrase_is_typed_twice_and_never_shown(portal: Path) -> None:
    making = Terminal(portal, "backup", "all.backup")
    making.answer("Passphrase", "trop court")
    making.answer("Passphrase", WORD)
    making.answer("Once more", "une autre phrase")
    making.answer("Passphrase", WORD)
    making.answer("Once more", WORD)
    assert making.ends() == 0
    assert WORD not in making.seen
    checking = Terminal(portal, "restore", "all.backup", "--check")
    checking.answer("Passphrase", WORD)
    assert checking.ends() == 0
    assert "This backup is whole" in checking.seen
