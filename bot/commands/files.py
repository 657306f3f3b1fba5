"""Files that an operator names: FHIR resources in JSON, plans in TOML."""

import contextlib
import json
import os
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from portal.disk import sync
from portal.questionnaires import loads

LARGEST = 64 << 20  # bytes: forms have 8 MB at most, which they say themselves


class FileWrong(Exception):
    """A file cannot be used; its text is one line that names it and says why."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(f"{path}: {' '.join(str(why).split())}")


def read_json(path: Path) -> tuple[str, Any]:
    """Return the text of a JSON file, and what it holds, decimals exact. Raises `FileWrong`."""
    raw = _read(path)
    try:
        text = raw.decode(json.detect_encoding(raw))
        return text, loads(text)
    except UnicodeDecodeError:
        raise FileWrong(path, "not text in UTF-8") from None
    except (ValueError, RecursionError) as wrong:
        raise FileWrong(path, f"not JSON: {wrong}") from None


def read_toml(path: Path) -> dict[str, Any]:
    """Return what a TOML file holds. Raises `FileWrong`."""
    try:
        return tomllib.loads(_read(path).decode("utf-8-sig"))  # Windows marks what it writes as UTF-8
    except UnicodeDecodeError:
        raise FileWrong(path, "not text in UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise FileWrong(path, f"not TOML: {wrong}") from None


def write_new(path: Path, content: bytes) -> None:
    """Write a file that only this account can read; raises `FileWrong`, also when there is one already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as wrong:
        raise FileWrong(path, wrong.strerror or "cannot be written") from None


def write_again(path: Path, content: bytes) -> None:
    """Write a file that only this account can read, in place of one that is there, once it is whole; raises `FileWrong`.

    Into a pipe or a device it goes as it is.
    """
    if path.exists() and not path.is_file():
        try:
            path.write_bytes(content)
        except OSError as wrong:
            raise FileWrong(path, wrong.strerror or "cannot be written") from None
        return
    with beside(path, again=True) as file:
        file.write(content)


def write_beside(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file of any size: it is there whole, and on disk, or not at all. Raises `FileWrong`."""
    with beside(path) as file:
        file.writelines(pieces)


@contextlib.contextmanager
def beside(path: Path, *, again: bool = False) -> Iterator[BinaryIO]:
    """Give a file that becomes `path`, whole and on disk, when all went well, and is gone when not. Raises `FileWrong`.

    Unless `again`, also when there is one already. Only this account can read it; who is killed in between leaves a file
    that ends in `.part`.
    """
    try:
        handle, draft = tempfile.mkstemp(".part", f"{path.name}.", path.parent)  # mode 0600
    except OSError as wrong:
        raise FileWrong(path, wrong.strerror or "cannot be written") from None
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path) if again else _put(draft, path)
        sync(path.parent)
    except OSError as wrong:
        raise FileWrong(path, wrong.strerror or "cannot be written") from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(draft)


def _put(draft: str, path: Path) -> None:
    """Give a finished file its name, never in place of another."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise FileWrong(path, "is there already") from None
    except OSError:  # a disk without hard links, such as many that backups are carried away on
        if path.exists():
            raise FileWrong(path, "is there already") from None
        os.rename(draft, path)


def _read(path: Path) -> bytes:
    """Return what a file holds, a pipe and `/dev/stdin` too, as far as anything of use goes."""
    try:
        with path.open("rb") as file:
            held = file.read(LARGEST + 1)
    except OSError as wrong:
        raise FileWrong(path, wrong.strerror or "cannot be read") from None
    if len(held) > LARGEST:
        raise FileWrong(path, f"larger than {LARGEST >> 20} MB")
    return held
