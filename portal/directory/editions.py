"""Editions of the directory in one folder: each is built beside the others, and a file names the one that is read.

```
var/directory/current            the name of the edition that is read
              lock               held while an import is under way
              20260302T080000-x/ index/ (Tantivy), people (numbers and digests), structures.json, facts.json
```
"""

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.directory.refusals import DirectoryBusy
from portal.disk import sync

FORMAT = 1  # of an edition; one of another format is no edition
CURRENT, LOCK = "current", "lock"


@dataclass(frozen=True)
class Edition:
    """One edition: its folder, and what is known of it."""

    folder: Path
    facts: dict[str, Any]

    @property
    def index(self) -> Path:
        """Where its index stands."""
        return self.folder / "index"


def mark(root: Path) -> tuple[int, int] | None:
    """Return what changes whenever another edition is to be read; None when there is none. Costs one `stat`."""
    try:
        found = os.stat(root / CURRENT)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def current(root: Path) -> Edition | None:
    """Return the edition that is read."""
    with contextlib.suppress(OSError, ValueError):
        folder = root / (root / CURRENT).read_text().strip()
        facts = json.loads((folder / "facts.json").read_text())
        if facts["format"] == FORMAT:
            return Edition(folder, facts)
    return None


@contextlib.contextmanager
def building(root: Path, now: datetime, chance: str) -> Iterator[Path | DirectoryBusy]:
    """Give the folder of a new edition; unless it is published before the end, it goes away."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield DirectoryBusy()
            return
        folder = root / f"{now:%Y%m%dT%H%M%S}-{chance}"
        (folder / "index").mkdir(parents=True)
        try:
            yield folder
        finally:
            published = current(root)
            if published is None or published.folder != folder:
                shutil.rmtree(folder, ignore_errors=True)


def publish(root: Path, folder: Path, facts: dict[str, Any]) -> None:
    """Have an edition read from now on; the one before stays for whoever is about to open it, older ones go."""
    before = current(root)
    _written(folder / "facts.json", json.dumps({"format": FORMAT, **facts}))
    sync(folder)
    beside = root / f"{CURRENT}.new"
    _written(beside, folder.name)
    beside.rename(root / CURRENT)
    sync(root)
    kept = {folder, before.folder if before else folder}
    for old in root.iterdir():
        if old.is_dir() and old not in kept:
            shutil.rmtree(old, ignore_errors=True)  # whoever still reads it has its files open


def _written(file: Path, text: str) -> None:
    with file.open("w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
