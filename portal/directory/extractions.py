"""Reads extractions as they are published: of the RPPS and of FINESS, plain, zipped or gzipped, in UTF-8 or latin-1."""

import errno
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias

from portal.directory import columns
from portal.directory.refusals import ExtractionUnknown

SHOWN = 20  # bad lines that are named
WRITTEN = ("utf-8", "cp1252", "latin-1")

Lines: TypeAlias = Callable[[], Generator[bytes]]
"""Begins a file from its first line."""


class Row(NamedTuple):
    """One line of the RPPS extraction: a professional in one of her activities."""

    id: str
    national_id: str
    title: str
    last_name: str
    first_name: str
    profession: str
    speciality: str
    sign: str
    company: str
    finess: str
    postcode: str
    city: str


class Structure(NamedTuple):
    """A structure as FINESS names it."""

    name: str
    long_name: str
    city: str
    postcode: str


@dataclass
class Heard:
    """What there is to say of the files: lines read, those that could not be, and the first of them with why."""

    lines: int = 0
    bad: int = 0
    named: list[str] = field(default_factory=list)
    foreign: bool = False  # some lines are not UTF-8
    cut: int = 0  # the line in whose middle the file ends
    done: int = 0  # bytes
    of: int = 0

    def wrong(self, file: str, line: int, why: str) -> None:
        """Count a line that cannot be read."""
        self.bad += 1
        if len(self.named) < SHOWN:
            self.named.append(f"{file}, line {line}: {why}")


@dataclass(frozen=True)
class Source:
    """One extraction: what it is, the columns it has, and how its lines are had."""

    name: str
    kind: str  # rpps, finess, or structureet: FINESS without a header
    places: dict[str, int]
    width: int
    size: int
    lines: Lines


def sources(path: Path) -> list[Source] | ExtractionUnknown:
    """Return the extractions in a file: itself, or those of an archive that are of use.

    Raises `OSError`, also for an archive that cannot even be begun.
    """
    try:
        return _sources(path)
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, RuntimeError) as wrong:
        raise OSError(errno.EIO, f"the archive cannot be read: {wrong}", str(path)) from None


def _sources(path: Path) -> list[Source] | ExtractionUnknown:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
        found = [
            _known(f"{path.name}/{one.filename}", one.file_size, _member(path, one.filename))
            for one in inside
        ]
        good = [one for one in found if isinstance(one, Source)]
        return good or ExtractionUnknown(file=path.name, missing="")
    with path.open("rb") as file:
        zipped = file.read(2) == b"\x1f\x8b"
    size = path.stat().st_size * (8 if zipped else 1)  # as such texts shrink; only the progress depends on it
    known = _known(path.name, size, _gzipped(path) if zipped else _plain(path))
    return known if isinstance(known, ExtractionUnknown) else [known]


def _plain(path: Path) -> Lines:
    return lambda: _lines(lambda stack: stack.enter_context(path.open("rb", buffering=1 << 20)))


def _gzipped(path: Path) -> Lines:
    return lambda: _lines(lambda stack: stack.enter_context(gzip.open(path)))


def _member(path: Path, name: str) -> Lines:
    def opened(stack: ExitStack) -> IO[bytes]:
        inside = stack.enter_context(stack.enter_context(zipfile.ZipFile(path)).open(name))
        return io.BufferedReader(inside, 1 << 20)  # type: ignore[type-var]

    return lambda: _lines(opened)


def _lines(opened: Callable[[ExitStack], Any]) -> Generator[bytes]:
    with ExitStack() as stack:
        yield from opened(stack)


def _known(name: str, size: int, lines: Lines) -> Source | ExtractionUnknown:
    """Return what a file is, by its first line."""
    reading = lines()
    first = text_of(next(reading, b"")).removeprefix("\ufeff").strip("\r\n")
    reading.close()
    if first.startswith(("finess;", "structureet;")):
        return Source(
            name, "structureet", {"finess": 1, "name": 3, "long_name": 4, "city": 15}, 16, size, lines
        )
    if ";" in first and "|" not in first:
        header = first.replace('"', "").split(";")
        places, missing = columns.found(header, columns.FINESS)
        kind = "finess"
    else:
        header = first.split("|")
        places, missing = columns.found(header, columns.RPPS)
        kind = "rpps"
    if missing:
        return ExtractionUnknown(file=name, missing=", ".join(missing))
    return Source(name, kind, places, len(header), size, lines)


def text_of(raw: bytes) -> str:
    """Return the text of a line, in whichever of three ways it was written."""
    for encoding in WRITTEN:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def rows(source: Source, heard: Heard) -> Iterator[Row]:
    """Give the rows of an RPPS extraction; what cannot be read is counted and passed over."""
    names = [name for name in Row._fields if name in source.places]
    pick = itemgetter(*(source.places[name] for name in names))
    empty = dict.fromkeys(Row._fields, "")

    def partly(cells: tuple[str, ...]) -> Row:
        return Row(**empty | dict(zip(names, cells, strict=True)))

    make = Row._make if names == list(Row._fields) else partly
    width, rest = source.width, max(source.places.values())
    reading = source.lines()
    next(reading, None)
    before = heard.lines
    for at, raw in enumerate(reading, 2):
        heard.lines = before + at - 1
        heard.done += len(raw)
        try:
            text = raw.decode().rstrip("\r\n")
        except UnicodeDecodeError:
            heard.foreign = True
            text = text_of(raw).rstrip("\r\n")
        count = text.count("|") + 1
        if count != width and (abs(count - width) > 1 or count <= rest):
            heard.cut = 0 if raw.endswith(b"\n") else at
            heard.wrong(source.name, at, f"{count} columns instead of {width}")
            continue
        cells = text.split("|", rest + 1)
        row = make(pick(cells))
        if row.id and row.last_name:
            yield row
        elif raw.strip():
            heard.wrong(source.name, at, "no number" if not row.id else "no name")


def structures(source: Source, heard: Heard) -> Iterator[tuple[str, Structure]]:
    """Give the structures of a FINESS extraction by their numbers."""
    place = source.places
    needed = max(place["finess"], place["name"])
    reading = source.lines()
    at = 0
    if source.kind == "finess":
        next(reading, None)
        at = 1
    for raw in reading:
        at += 1
        heard.done += len(raw)
        cells = [cell.strip('"') for cell in text_of(raw).strip("\r\n").split(";")]
        if source.kind == "structureet" and cells[0] != "structureet":
            continue  # the first line, and those that say where a structure stands on the map
        heard.lines += 1
        if len(cells) <= needed or not cells[place["finess"]]:
            heard.wrong(source.name, at, "no structure")
            continue
        yield cells[place["finess"]], Structure(cells[place["name"]], _cell(cells, place, "long_name"),
                                                *_city(_cell(cells, place, "city")))  # fmt: skip


def _cell(cells: list[str], place: dict[str, int], name: str) -> str:
    return cells[place[name]] if name in place and place[name] < len(cells) else ""


def _city(line: str) -> tuple[str, str]:
    """Split `01440 VIRIAT` into town and postcode."""
    code, _space, town = line.strip().partition(" ")
    return (town.strip(), code) if code.isdigit() and len(code) == 5 else (line.strip(), "")
