"""Searching the directory: what was typed becomes a query, narrow first, then as wide as it must be."""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import tantivy

from portal.directory import editions, indexing
from portal.directory.editions import Edition
from portal.directory.model import Listed, unpacked
from portal.directory.refusals import DirectoryEmpty
from portal.directory.vocabulary import Known, Vocabulary
from portal.directory.words import Sought, number, sought

# How much a word counts: anywhere; and how much more where it is somebody's name or first name, in part or whole.
ANYWHERE, NAME, WHOLE_NAME, FIRST, WHOLE_FIRST = 4.0, 6.0, 8.5, 5.0, 7.0
BEST, BEST_OTHERS = ANYWHERE + WHOLE_NAME, ANYWHERE + WHOLE_FIRST
BEGUN, NEAR, FAR = 0.7, 0.5, 0.3  # of what an exact word counts
RATHER = 5  # a word that names a town so many times more often than people is looked for as a town
COMMON, RARE = 20_000, 200  # professionals; a word that more bear was not mistyped at all, or not twice
SHORTEST, SHORTEST_FAR = 3, 5  # letters of a word that may be begun or mistyped, once or twice
SURE = 3  # words; whom so many fit exactly was meant, and nobody who nearly fits is looked for
EXACT, WIDER, WIDEST = 0, 1, 2

query = tantivy.Query
MUST, SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
Clauses: TypeAlias = list[tuple[Any, Any]]


class Searching:
    """One edition, opened."""

    def __init__(self, edition: Edition) -> None:
        self._index = indexing.opened(edition.index)
        self.schema = self._index.schema
        self.searcher = self._index.searcher()
        self.vocabulary = Vocabulary(edition.folder)

    def search(self, typed: str, limit: int) -> list[Listed]:
        """Return professionals, the one that fits best first."""
        if (digits := number(typed)) is not None:
            return self.numbered(digits)[:limit]
        return Search(self, limit).of(sought(typed))

    def numbered(self, digits: str) -> list[Listed]:
        """Return the professional with this national number, if she is listed."""
        return self.read(self.term("number", digits, BEST), 1, BEST)

    def term(self, name: str, word: str, weight: float) -> Any:
        """Return the query for a word in a field, and how much it counts."""
        return query.const_score_query(query.term_query(self.schema, name, word, "basic"), weight)

    def read(self, wanted: Any, limit: int, best: float) -> list[Listed]:
        """Return the professionals that fit a query, scored beside the best there could be.

        Of equals the lower number comes first: where they stand in the index is chance, as two threads build it.
        """
        hits = self.searcher.search(wanted, limit=limit, count=False).hits
        found = [unpacked(self.searcher.doc(at)["kept"][0], min(1.0, score / best)) for score, at in hits]
        found.sort(key=lambda one: (-one.score, one.id))
        return [one._replace(score=round(one.score, 3)) for one in found]


class Search:
    """One search under way: what a word may stand for is found once, however often it is asked in other company."""

    def __init__(self, there: Searching, limit: int) -> None:
        self._limit = limit
        self._term, self._read = there.term, there.read
        self._schema, self._searcher = there.schema, there.searcher
        self._begun, self._near = cache(there.vocabulary.begun), cache(there.vocabulary.near)
        self._is_town, self._count = cache(self._names_town), cache(self._borne)
        self._word = cache(self._asked)

    def of(self, words: Sequence[Sought]) -> list[Listed]:
        """Return the professionals that fit these words, the one that fits best first."""
        if not any(len(one.word) > 1 for one in words):
            return []
        best = BEST + BEST_OTHERS * (len(words) - 1)
        found = self._alone(words) or self._fitting(words, EXACT, best)
        if len(found) >= self._limit or (found and len(words) >= SURE):
            return found
        for width in (WIDER, WIDEST):
            if wider := self._fitting(words, width, best, rarely=width == WIDEST):
                return wider
        return self._but_one(words, best) if len(words) > 1 else []

    def _alone(self, words: Sequence[Sought]) -> list[Listed]:
        """Return those whose whole name is the only word there is, when they are enough: nobody fits better."""
        whole = f"={words[0].word}"
        enough = len(words) == 1 and self._searcher.doc_freq("name", whole) >= self._limit
        return self._read(self._term("name", whole, BEST), self._limit, BEST) if enough else []

    def _but_one(self, words: Sequence[Sought], best: float) -> list[Listed]:
        """Return those who fit all words but one: the name she bore before, a town she has left."""
        found: list[Listed] = []
        for width, left_out in ((EXACT, words), (WIDER, [one for one in words if not self._count(one.word)])):
            for out in left_out if not found else ():
                rest = [one for one in words if one is not out]
                if any(len(one.word) > 1 for one in rest):
                    found += self._fitting(rest, width, best, rarely=width != EXACT)
        once = {one.id: one for one in sorted(found, key=lambda one: one.score)}
        return sorted(once.values(), key=lambda one: -one.score)[: self._limit]

    def _fitting(
        self, words: Sequence[Sought], width: int, best: float, *, rarely: bool = False
    ) -> list[Listed]:
        """Return those who fit every word; initials only help.

        `rarely`: whether there is anybody is asked first; to gather what speaks for whom costs more than that.
        """
        asked = [self._word(one, width) for one in words if len(one.word) > 1]
        must: Clauses = [(MUST, meant) for meant, _ in asked]
        if rarely and not self._searcher.search(query.boolean_query(must), limit=1, count=False).hits:
            return []
        initials = [(SHOULD, self._term("first", one.word, FIRST)) for one in words if len(one.word) == 1]
        more: Clauses = [(SHOULD, more()) for _, more in asked]
        return self._read(query.boolean_query(must + more + initials), self._limit, best)

    def _asked(self, one: Sought, width: int) -> tuple[Any, Callable[[], Any]]:
        """Return what one word asks for, and what is more: who has it as it is, or in her name.

        Everything it may stand for is asked for as one set, which counts as little as the least of it: to go through
        several lists side by side costs milliseconds, whoever is found; what is more is only looked at for those who are.
        """
        spelled = (one.word, *one.others)
        others: list[tuple[Sequence[Known], float]] = []
        if (count := self._count(one.word)) < COMMON:
            others = [*self._others(spelled, min(width, WIDER) if count > RARE else width)]
        least = ANYWHERE * min((share for known, share in others if known), default=1.0)
        meant = self._any_of([*spelled, *(other.word for known, _ in others for other in known)], least)
        return meant, cache(lambda: self._more(one, others, least))

    def _more(self, one: Sought, others: Sequence[tuple[Sequence[Known], float]], least: float) -> Any:
        """Return what counts more than `least` in who has a word, or one that it may stand for: that which counts most."""
        is_town = self._is_town(one.word)
        ways = [self._term("town", f"={one.word}", BEST - least)] if is_town else []
        for word in (one.word, *one.others):
            ways += [] if is_town else self._named(word, least)
            ways += [self._term("word", word, ANYWHERE - least)] if least < ANYWHERE else []
        for known, share in others:
            ways += self._among("word", known, ANYWHERE * share - least)
            ways += self._among("name", known, (ANYWHERE + NAME) * share - least)
            ways += self._among("first", known, (ANYWHERE + FIRST) * share - least)
        return query.disjunction_max_query(ways)

    def _any_of(self, words: Sequence[str], weight: float) -> Any:
        if len(words) == 1:
            return self._term("word", words[0], weight)
        return query.const_score_query(query.term_set_query(self._schema, "word", list(words)), weight)

    def _borne(self, word: str) -> int:
        return int(self._searcher.doc_freq("word", word))

    def _names_town(self, word: str) -> bool:
        """Tell whether a word is a whole town's name far more often than anybody's, or a part of another's."""
        called, towns = (self._searcher.doc_freq(name, f"={word}") for name in ("name", "town"))
        return bool(towns > called * RATHER and towns * 2 > self._count(word))

    def _named(self, word: str, least: float) -> list[Any]:
        """Return how much more than `least` a word counts for as a name, or as a first name."""
        return [
            self._term("name", word, ANYWHERE + NAME - least), self._term("name", f"={word}", BEST - least),
            self._term("first", word, ANYWHERE + FIRST - least), self._term("first", f"={word}", BEST_OTHERS - least),
        ]  # fmt: skip

    def _others(self, spelled: Sequence[str], width: int) -> Iterable[tuple[Sequence[Known], float]]:
        """Yield the words that may be meant: begun so, nearly so; each kind with how much it counts."""
        for word in spelled if width >= WIDER else ():
            if len(word) >= SHORTEST and not word.isdigit():
                yield self._begun(word), BEGUN
                yield self._near(word, 1), NEAR
                if width >= WIDEST and len(word) >= SHORTEST_FAR:
                    yield self._near(word, 2), FAR

    def _among(self, name: str, known: Sequence[Known], weight: float) -> list[Any]:
        """Return the query for those of these words that stand in a field, if there are any, and if it counts."""
        at = indexing.LOOKED_IN.index(name)
        here = [one.word for one in known if one.counts[at]] if weight > 0 else []
        return (
            [query.const_score_query(query.term_set_query(self._schema, name, here), weight)] if here else []
        )


class Directory:
    """The directory at a folder; opened at the first search, and again whenever another edition is published."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mark: tuple[int, int] | None = None
        self._searching: Searching | None = None
        self._door = threading.Lock()

    def search(self, typed: str, limit: int = 10) -> list[Listed] | DirectoryEmpty:
        """Return the professionals that fit what was typed, best first; none for what holds no word."""
        searching = self._opened()
        return searching.search(typed, limit) if searching else DirectoryEmpty()

    def find(self, ids: Sequence[str]) -> dict[str, Listed] | DirectoryEmpty:
        """Return those of these professionals that are listed, by RPPS number."""
        searching = self._opened()
        if searching is None:
            return DirectoryEmpty()
        found = (one for number in ids for one in searching.numbered(number))
        return {one.id: one for one in found}

    def _opened(self) -> Searching | None:
        with self._door:
            mark = editions.mark(self._root)
            if mark != self._mark or self._searching is None:
                edition = editions.current(self._root) if mark else None
                self._searching = Searching(edition) if edition else None
                self._mark = mark
            return self._searching
