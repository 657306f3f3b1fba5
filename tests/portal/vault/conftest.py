"""Both kinds of shelves, with what an attacker or the time may do to them."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from portal import vault
from portal.vault import Folder, Shelves
from tests.buckets import S3


class Place(Protocol):
    """Where shelves are, seen from behind."""

    url: str

    def raw(self, name: str) -> bytes: ...
    def overwrite(self, name: str, content: bytes) -> None: ...
    def remove(self, name: str) -> None: ...
    def grow_old(self, *names: str) -> None: ...


class OnDisk:
    """A folder, and what may happen to its files."""

    def __init__(self, root: Path) -> None:
        self.url = f"file://{root}"
        self._folder = Folder(root)

    def file(self, name: str) -> Path:
        return self._folder._place(name)

    def raw(self, name: str) -> bytes:
        return self.file(name).read_bytes()

    def overwrite(self, name: str, content: bytes) -> None:
        self.file(name).write_bytes(content)

    def remove(self, name: str) -> None:
        self.file(name).unlink()

    def grow_old(self, *names: str) -> None:
        """Make files as if written two hours ago."""
        then = (datetime.now(UTC) - timedelta(hours=2)).timestamp()
        for name in names:
            os.utime(self.file(name), (then, then))


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        return OnDisk(tmp_path / "vault")
    bucket: S3 = request.getfixturevalue("s3")
    return bucket


@pytest.fixture
def shelves(place: Place) -> Shelves:
    return vault.at(place.url)
