"""An import: extractions are read, merged by professional, indexed beside, and take the place of what was."""

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from gzip import BadGzipFile
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import tantivy

from portal.directory import editions, extractions, indexing, vocabulary
from portal.directory.counting import Changes, Roll
from portal.directory.editions import Edition
from portal.directory.extractions import Heard, Row, Source, Structure
from portal.directory.indexing import Entry, Gathering
from portal.directory.model import Listed, unpacked
from portal.directory.refusals import (
    DirectoryShrunk,
    ExtractionBroken,
    ExtractionCut,
    ExtractionEmpty,
    ProfessionalsMissing,
)
from portal.errors import Refused

BAD_SHARE, BAD_ALWAYS = 0.1, 20  # an extraction of which more is bad than either is not taken
CROWD = 100_000  # professionals there must have been before half of them being gone is a fault
STEP = 20_000  # professionals between two words on how far it got

Progress = Callable[[int, float], None]
"""Is told how many professionals were indexed, and the share of the bytes that was read."""


@dataclass(frozen=True)
class Imported:
    """What came of an import."""

    professionals: int
    rows: int
    structures: int
    changes: Changes
    bad: int
    named: tuple[str, ...]  # the first bad lines
    latin: bool


class _Stop(Exception):
    """The import cannot go on; nothing has been replaced."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.refused = refused


def import_files(
    root: Path, files: Sequence[Path], now: datetime, name: str, progress: Progress, *, partial: bool = False
) -> Imported | Refused:
    """Import extractions into the directory at `root`; whoever searches meanwhile finds what was there.

    `name` makes the edition's folder unique; with `partial`, files that are cut or suspiciously small are taken too.
    A refusal replaces nothing. Raises `OSError`.
    """
    found: list[Source] = []
    for file in files:
        known = extractions.sources(file)
        if isinstance(known, Refused):
            return known
        found += known
    with editions.building(root, now, name) as folder:
        if isinstance(folder, Refused):
            return folder
        try:
            return _Import(root, folder, found, progress, partial=partial).run(now)
        except _Stop as stop:
            return stop.refused


class _Import:
    """One import under way."""

    def __init__(
        self, root: Path, folder: Path, found: Sequence[Source], progress: Progress, *, partial: bool
    ) -> None:
        self._root, self._folder, self._partial = root, folder, partial
        self._people = [one for one in found if one.kind == "rpps"]
        self._named = [one for one in found if one.kind != "rpps"]
        self._before = editions.current(root)
        self._progress = progress
        self._heard = Heard(of=sum(one.size for one in found))
        self._roll = Roll()
        self._rows = 0

    def run(self, now: datetime) -> Imported:
        """Do it all; raises `_Stop`."""
        if not self._people and (self._before is None or not self._before.facts["professionals"]):
            raise _Stop(ProfessionalsMissing())
        structures = self._structures()
        self._gathering = Gathering(structures)
        index = indexing.created(self._folder / "index")
        self._writer = index.writer(indexing.MEMORY, indexing.THREADS)
        if self._people:
            self._index()
        else:
            self._rename()
        self._writer.commit()
        self._writer.wait_merging_threads()
        index.reload()
        vocabulary.write(self._folder, index.searcher(), indexing.LOOKED_IN)
        return self._published(now, structures)

    def _structures(self) -> dict[str, Structure]:
        """Return the structures of these files, or those of the edition before."""
        if not self._named:
            kept = self._before and self._before.folder / "structures.json"
            return {key: Structure(*one) for key, one in json.loads(kept.read_text()).items()} if kept else {}
        return dict(one for source in self._named for one in self._judged(source, extractions.structures))

    def _index(self) -> None:
        """Index every professional; one whose rows stand apart is put together in the end."""
        apart: set[str] = set()
        for source in self._people:
            for number, group in groupby(self._judged(source, extractions.rows), itemgetter(0)):
                rows = list(group)
                self._rows += len(rows)
                if number in self._roll:
                    apart.add(number)
                else:
                    self._add(self._gathering.entry(rows))
        if not self._roll:
            raise _Stop(ExtractionEmpty(file=self._people[0].name))
        for number, rows in self._gathered(apart).items():
            self._writer.delete_documents_by_term("number", number)
            self._add(self._gathering.entry(rows))

    def _add(self, entry: Entry) -> None:
        number, kept, document = entry
        self._writer.add_json(document)
        self._roll.add(number, kept)
        if not len(self._roll) % STEP:
            self._progress(len(self._roll), min(1.0, self._heard.done / self._heard.of))

    def _gathered(self, apart: set[str]) -> dict[str, list[Row]]:
        """Read the files again for those whose rows do not stand together."""
        found: dict[str, list[Row]] = defaultdict(list)
        for source in self._people if apart else ():
            for row in extractions.rows(source, Heard()):
                if row.id in apart:
                    found[row.id].append(row)
        return found

    def _rename(self) -> None:
        """Index those of the edition before, with the names that structures bear now."""
        if self._before is not None:
            self._rows = self._before.facts["rows"]
            for one in _everyone(self._before):
                self._add(self._gathering.again(one))

    def _judged(self, source: Source, read: Callable[[Source, Heard], Iterator[Any]]) -> Iterator[Any]:
        """Give what a file holds; stops when too much of it is bad, or its end is missing."""
        heard, bad, lines = self._heard, self._heard.bad, self._heard.lines
        try:
            yield from read(source, heard)
        except (EOFError, BadGzipFile, BadZipFile, zlib.error):
            heard.cut = heard.lines - lines + 1
        if heard.cut and not self._partial:
            raise _Stop(ExtractionCut(file=source.name, line=heard.cut))
        bad, lines = heard.bad - bad, heard.lines - lines
        if bad > BAD_ALWAYS and bad > BAD_SHARE * lines:
            raise _Stop(ExtractionBroken(file=source.name, bad=bad, lines=lines))

    def _published(self, now: datetime, structures: Mapping[str, Structure]) -> Imported:
        before, count, heard = self._before, len(self._roll), self._heard
        was = before.facts["professionals"] if before else 0
        if was >= CROWD and count < was / 2 and not self._partial:
            raise _Stop(DirectoryShrunk(before=was, after=count))
        changes = self._roll.since(before.folder / "people" if before else None)
        self._roll.write(self._folder / "people")
        (self._folder / "structures.json").write_text(json.dumps(structures))
        facts = {
            "professionals": count,
            "rows": self._rows,
            "structures": len(structures),
            "imported_at": now.isoformat(),
        }
        editions.publish(self._root, self._folder, facts)
        return Imported(
            count, self._rows, len(structures), changes, heard.bad, tuple(heard.named), heard.foreign
        )


def _everyone(edition: Edition) -> Iterator[Listed]:
    searcher = indexing.opened(edition.index).searcher()
    every = tantivy.Query.all_query()
    for _score, address in searcher.search(every, limit=searcher.num_docs, count=False).hits:
        yield unpacked(searcher.doc(address)["kept"][0])
