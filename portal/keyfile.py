"""The file of the key ring: made once, read again when it has changed, changed by one command at a time."""

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from portal.disk import sync
from portal.errors import PortalError
from portal.keys import Keyring, format_ring, key_id, new_ring, parse_ring

UNDER_WAY = "# a rotation is under way: `masante keys rotate` goes on with it"


class RingBusy(PortalError):
    """Another command is changing the key ring at this moment: let it end, then try again."""

    code = "ring_busy"


def load_ring(path: Path) -> Keyring:
    """Read the ring's file, making it (mode 0600) when there is none yet; it is never there half written.

    The ring looks at the file again when it meets a key that it does not hold, and at each `refresh`.
    """
    if not path.exists():
        make_ring(path, new_ring())
    watched = _Watched(path)
    return replace(watched.read(), reread=watched.newer)


def make_ring(path: Path, ring: Keyring) -> None:
    """Write the file of a ring where there is none; when another process was faster, its ring counts."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    _fill(handle, format_ring(ring))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
    sync(path.parent)  # keys that vanish with the power take every sealed value along


@contextmanager
def changing(path: Path) -> Iterator["RingFile"]:
    """Give the ring's file to one command at a time; raises `RingBusy`, `OSError`."""
    place = path.resolve()
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield RingFile(place)
    except BlockingIOError:
        raise RingBusy from None
    finally:
        os.close(folder)  # and with it the lock, as when this process is killed


class RingFile:
    """A ring's file that may be changed; each change is whole on disk, or none. Comments stay."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Keyring:
        """Return the ring."""
        return parse_ring(self._path.read_text())

    @property
    def changed_at(self) -> datetime:
        """When it was last changed."""
        return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)

    @property
    def under_way(self) -> bool:
        """Whether a rotation was begun and has not ended."""
        return UNDER_WAY in self._comments()

    def begin(self, key: bytes) -> None:
        """Have a new key seal from now on, and note that what the others sealed waits for it."""
        ring = self.read()
        self._write(replace(ring, sealing=(key, *ring.sealing)), [*self._comments(), UNDER_WAY])

    def settle(self) -> None:
        """Note that the rotation has ended."""
        self._write(self.read(), [line for line in self._comments() if line != UNDER_WAY])

    def retire(self, names: Collection[bytes]) -> None:
        """Take keys out of the ring, by their ids."""
        ring = self.read()
        stay = tuple(key for key in ring.sealing if key_id(key) not in names)
        self._write(replace(ring, sealing=stay), self._comments())

    def _comments(self) -> list[str]:
        return [line.strip() for line in self._path.read_text().splitlines() if line.strip().startswith("#")]

    def _write(self, ring: Keyring, comments: Sequence[str]) -> None:
        before = self._path.stat()
        handle, draft = tempfile.mkstemp(dir=self._path.parent)  # mode 0600
        try:
            os.fchmod(handle, stat.S_IMODE(before.st_mode) & 0o660)
            if os.geteuid() == 0:  # root may rotate for the account that the bot runs as
                os.fchown(handle, before.st_uid, before.st_gid)
            _fill(handle, "".join(f"{line}\n" for line in comments) + format_ring(ring))
            os.replace(draft, self._path)
        except BaseException:
            os.unlink(draft)
            raise
        sync(self._path.parent)


class _Watched:
    """A ring's file as one process has last seen it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None

    def read(self) -> Keyring:
        with self._path.open() as file:
            self._seen = _stamp(os.fstat(file.fileno()))
            return parse_ring(file.read())

    def newer(self) -> Keyring | None:
        """Return the ring when the file is another than last time; a file that is away or wrong changes nothing."""
        try:
            return None if _stamp(self._path.stat()) == self._seen else self.read()
        except (OSError, ValueError):
            return None


def _stamp(file: os.stat_result) -> tuple[int, int, int]:
    return file.st_ino, file.st_mtime_ns, file.st_size


def _fill(handle: int, text: str) -> None:
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
