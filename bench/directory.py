"""The directory of professionals: how long an import takes and what it weighs, how fast and how surely people are found."""

import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from bench import extractions
from bench.contenders import VAR
from bench.processes import ROOT
from portal.directory import Listed
from portal.directory.searching import Directory
from portal.directory.words import parts

ROWS, ROWS_SHORT = 2_230_000, 200_000
QUERIES = 1500  # of each kind
FIRST = 10  # results among which the right one must be
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Asked(NamedTuple):
    """What was typed, and whom it was about."""

    typed: str
    right: str


def run(long: bool) -> dict[str, Any]:
    """Import a made-up extraction, then ask for people in it: as they are written, with one typo, with two."""
    folder = VAR / f"directory-{ROWS if long else ROWS_SHORT}"
    files = _extractions(folder, ROWS if long else ROWS_SHORT)
    found: dict[str, Any] = {"rows": ROWS if long else ROWS_SHORT, "import": _import(folder, files)}
    there = Directory(folder / "directory")
    asked, passed_over = _asked(files[0])
    found["passed_over"] = passed_over
    table = Table("", "queries", "p50, ms", "p99, ms", "worst, ms", f"right in {FIRST}, %", title="Directory")
    for name, spoil in (("as written", _as_it_is), ("one typo", _typo), ("two typos", _two_typos)):
        chance = random.Random(name)
        figures = found[name] = _searched(
            there, [one._replace(typed=spoil(one.typed, chance)) for one in asked]
        )
        table.add_row(name, *(f"{value:,.2f}".removesuffix(".00") for value in figures.values()))
    print(
        f"import: {found['import']}; {passed_over} queries left out: more than {FIRST} people fit them as well"
    )
    Console().print(table)
    return found


def _extractions(folder: Path, rows: int) -> tuple[Path, Path]:
    files = folder / "PS_LibreAcces_Personne_activite.txt", folder / "finess.csv"
    if not all(file.exists() for file in files):
        folder.mkdir(parents=True, exist_ok=True)
        extractions.write_finess(files[1], extractions.write_rpps(files[0], rows))
    return files


def _import(folder: Path, files: tuple[Path, Path]) -> dict[str, Any]:
    """Import with the command, as an operator does; seconds by the clock and of processor, and memory at most."""
    shutil.rmtree(folder / "directory", ignore_errors=True)
    command = [sys.executable, "-m", "bot", "directory", "import", "--json", *map(str, files)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "MASANTE_DIRECTORY": str(folder / "directory")}, check=True,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    size = sum(file.stat().st_size for file in (folder / "directory").rglob("*") if file.is_file())
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "professionals": json.loads(done.stdout)["professionals"], "seconds": round(seconds, 1),
        "processor_seconds": round(used, 1), "memory_mb": after.ru_maxrss // 1024, "disk_mb": size >> 20,
    }  # fmt: skip


def _asked(file: Path) -> tuple[list[Asked], int]:
    """Return queries of several shapes about people of the extraction, and how many were left out: no order is right."""
    (source,) = extractions_of(file)
    people = [list(rows) for _, rows in groupby(source, itemgetter(0))]
    keys = [Counter(key for rows in people for key in {shape.key(row) for row in rows}) for shape in SHAPES]
    chance = random.Random(7)
    asked, passed_over = [], 0
    for number, shape in enumerate(SHAPES):
        kept = 0
        while kept < QUERIES // len(SHAPES):
            row = chance.choice(chance.choice(people))
            if keys[number][shape.key(row)] > FIRST or not shape.fits(row):
                passed_over += shape.fits(row)
                continue
            asked.append(Asked(shape.typed(row), row.id))
            kept += 1
    chance.shuffle(asked)
    return asked, passed_over


def extractions_of(file: Path) -> Iterator[Any]:
    """Yield the rows of an extraction, as the import reads them."""
    from portal.directory.extractions import Heard, rows, sources

    known = sources(file)
    assert isinstance(known, list)
    yield (row for source in known for row in rows(source, Heard()))


class Shape(NamedTuple):
    """A way people are asked for: whom it fits, what is typed, and what makes two people the same to it."""

    fits: Callable[[Any], bool]
    typed: Callable[[Any], str]
    key: Callable[[Any], Any]


def _folded(*words: str) -> tuple[str, ...]:
    return tuple(" ".join(parts(word)) for word in words)


SHAPES = (
    Shape(lambda r: bool(r.city), lambda r: f"{r.first_name} {r.last_name} {r.city}".lower(),
          lambda r: _folded(r.first_name, r.last_name, r.city)),
    Shape(lambda r: bool(r.city), lambda r: f"{r.last_name} {r.first_name} {' '.join(parts(r.city))}",
          lambda r: _folded(r.first_name, r.last_name, r.city)),
    Shape(lambda r: bool(r.first_name), lambda r: f"{r.first_name} {r.last_name}",
          lambda r: _folded(r.first_name, r.last_name)),
    Shape(lambda r: bool(r.speciality and r.city), lambda r: f"Dr {r.last_name} {parts(r.speciality)[0]} {r.city}",
          lambda r: _folded(r.last_name, parts(r.speciality)[0] if r.speciality else "", r.city)),
)  # fmt: skip


def _as_it_is(typed: str, _chance: random.Random) -> str:
    return typed


def _typo(typed: str, chance: random.Random) -> str:
    """Spoil one letter of one word: another, missing, one too many, or two swapped."""
    places = [at for at in range(len(typed) - 1) if typed[at].isalpha() and typed[at + 1].isalpha()]
    at, letter = chance.choice(places), chance.choice(LETTERS)
    match chance.randrange(4):
        case 0:
            return f"{typed[:at]}{letter}{typed[at + 1 :]}"
        case 1:
            return f"{typed[:at]}{typed[at + 1 :]}"
        case 2:
            return f"{typed[:at]}{letter}{typed[at:]}"
        case _:
            return f"{typed[:at]}{typed[at + 1]}{typed[at]}{typed[at + 2 :]}"


def _two_typos(typed: str, chance: random.Random) -> str:
    return _typo(_typo(typed, chance), chance)


def _searched(there: Directory, asked: list[Asked]) -> dict[str, float]:
    there.search("martin", FIRST)
    took, right = [], 0
    for one in asked:
        began = time.thread_time()  # of the processor: others may want it at the same time
        found = there.search(one.typed, FIRST)
        took.append((time.thread_time() - began) * 1000)
        right += any(isinstance(each, Listed) and each.id == one.right for each in found)  # type: ignore[union-attr]
    cuts = statistics.quantiles(took, n=100)
    return {
        "queries": len(asked), "p50": round(cuts[49], 2), "p99": round(cuts[98], 2), "worst": round(max(took), 2),
        "right": round(100 * right / len(asked), 2),
    }  # fmt: skip
