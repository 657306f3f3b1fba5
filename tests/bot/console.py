"""The command line as tests use it: in process, in a folder of its own, on a real database."""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.commands.opening import opened
from portal.work import Work


@dataclass
class Ended:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Console:
    """Runs commands where a `.env` says what the operator decided."""

    def __init__(self, folder: Path, database: str, said: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._said = said
        self.settings = {"DATABASE_URL": database}

    def __call__(self, *arguments: str, **settings: str) -> Ended:
        """Run one command; settings given here stay."""
        self.settings |= settings
        lines = (f"MASANTE_{name}='{value}'\n" for name, value in self.settings.items())
        (self.folder / ".env").write_text("".join(lines))
        self._said.readouterr()
        try:
            code = main(arguments)
        except SystemExit as end:  # argparse's own way out
            code = int(end.code or 0)
        out, err = self._said.readouterr()
        return Ended(code, out, err)

    def typed(self, words: str | bytes | None, *arguments: str) -> Ended:
        """Run one command that reads these words, and then the end of the input; None: it is closed (`<&-`)."""
        with _input(words.encode() if isinstance(words, str) else words):
            return self(*arguments)

    def do(self, function: Any, *arguments: Any) -> Any:
        """Run a unit of work where the commands run theirs."""
        with opened() as room:
            return room.do(function, *arguments)

    def file(self, name: str, content: Any) -> str:
        """Write a file the commands can name; what is no text becomes JSON."""
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return os.fspath(path)

    def patient(self, email: str = "camille.martin@example.org") -> str:
        """Open an account; its id."""
        whose = (
            "--email",
            email,
            "--phone",
            "06 39 98 00 42",
            "--first-name",
            "Camille",
            "--last-name",
            "Martin",
        )
        return str(self("patient", "create", "--json", *whose).json["id"])

    def professional(self, rpps: str = "10009999995") -> str:
        """Register a professional; her id."""
        who = (
            "--rpps",
            rpps,
            "--first-name",
            "Hélène",
            "--last-name",
            "Morel",
            "--profession",
            "Chirurgienne",
        )
        made = self("professional", "create", "--json", *who, "--email", "helene.morel@example.org")
        return str(made.json["id"])


@contextmanager
def _input(words: bytes | None) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = None if words is None else io.TextIOWrapper(io.BytesIO(words), "utf-8")
    try:
        yield
    finally:
        sys.stdin = before


def write_wrong(work: Work) -> None:
    """Change a line of the journal behind its back."""
    work.connection.exec_driver_sql("UPDATE journal SET actor = 'nobody' WHERE number = 1")
