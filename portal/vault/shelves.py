"""Where sealed blobs stand: what knows nothing but names and bytes; here, a folder of this machine."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from portal.disk import sync
from portal.errors import PortalError

PIECE = 1 << 20  # bytes read at once
NAME = re.compile(r"[0-9a-z][\w-]+(?:\.part)?")
DRAFT = ".part"  # what has not been written whole yet


class BlobMissing(PortalError):
    """Nothing is kept under this blob's name."""

    code = "blob_missing"


class VaultDown(PortalError):
    """The place where blobs are kept cannot be reached, or is full; the reason in the system's own words."""

    code = "vault_down"


class VaultClosed(VaultDown):
    """The place where blobs are kept does not exist or does not let us in: no later try will help, its settings will."""

    code = "vault_closed"


class Shelves(Protocol):
    """What keeps blobs by name. A blob that `put` has taken is on disk, whole; it is never written again."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep a blob under a name that nothing has; raises `VaultDown`."""

    def get(self, name: str) -> Iterator[bytes]:
        """Yield it in pieces of any size; raises `BlobMissing` or `VaultDown`."""

    def delete(self, name: str) -> None:
        """Have it gone; nothing happens when it is. Raises `VaultDown`."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield every name, those of unfinished blobs too, with the instant it was last written; raises `VaultDown`."""

    def reach(self) -> None:
        """Return when they can be used; raises `VaultDown`, and `VaultClosed` when waiting would not help."""


class Folder:
    """Shelves in a folder, two levels deep by the first letters of the names, readable by this account alone."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write beside, sync, rename, sync the folder: under its name a blob is whole, or it is not there."""
        place = self._place(name)
        try:
            if place.exists():
                raise VaultDown("something has this name")
            self._make(place.parent)
            handle, draft = tempfile.mkstemp(DRAFT, name, place.parent)  # mode 0600
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            os.rename(draft, place)
            sync(place.parent)
        except OSError as error:
            raise VaultDown(error.strerror) from None

    def get(self, name: str) -> Iterator[bytes]:
        """Read it piece by piece."""
        try:
            with self._place(name).open("rb") as file:
                while piece := file.read(PIECE):
                    yield piece
        except FileNotFoundError:
            raise BlobMissing(name) from None
        except OSError as error:
            raise VaultDown(error.strerror) from None

    def delete(self, name: str) -> None:
        """Unlink it; its folders stay for those to come."""
        try:
            self._place(name).unlink(missing_ok=True)
        except OSError as error:
            raise VaultDown(error.strerror) from None

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Go through the folders; what vanishes meanwhile is passed over."""
        for place in self._root.glob("??/??/*"):
            try:
                yield place.name, datetime.fromtimestamp(place.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue

    def reach(self) -> None:
        """Make the folder if need be, and a file in it that has no name."""
        try:
            self._make(self._root)
            with tempfile.TemporaryFile(dir=self._root) as file:
                file.write(b"\0")
        except (FileExistsError, NotADirectoryError, PermissionError) as error:
            raise VaultClosed(error.strerror) from None
        except OSError as error:
            raise VaultDown(error.strerror) from None

    def _place(self, name: str) -> Path:
        if not NAME.fullmatch(name):  # as a backup may name it that somebody else has made
            raise VaultClosed("this is no name of a file of the vault")
        return self._root / name[:2] / name[2:4] / name

    def _make(self, folder: Path) -> None:
        """Make a folder and those above it, each on disk before the next."""
        if not folder.exists():
            self._make(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
            sync(folder.parent)
