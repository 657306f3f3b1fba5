"""The index: its fields, and the document that a professional becomes."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import orjson
import tantivy

from portal.directory.extractions import Row, Structure
from portal.directory.model import Listed, packed
from portal.directory.words import first_name_forms, name_forms, place_forms, structure_forms, what_forms

LOOKED_IN = ("word", "name", "first")
# Every word is in `word`, wherever it stands: one list of people to go through, not one for each place. In `name`,
# `first` and `town`, words and wholes (marked =) tell how much it counts.
# Threads that build the index, of which one goes on while the other writes down what it has; and bytes for both: as
# few pieces as can be, for each is searched by itself.
THREADS, MEMORY = 2, 300_000_000
MOST_PLACES = 12  # of one professional
ALSO = " / "  # between the other names of a structure
REMEMBERED = 1 << 17  # structures while importing: many work in one

Entry: TypeAlias = tuple[str, str, str]
"""A professional's number, what is kept of her, and her document as JSON."""


def schema() -> Any:
    """Return the fields; words come split by spaces, in the forms that `words` gives."""
    made = tantivy.SchemaBuilder()
    for name in (*LOOKED_IN, "town", "number"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    made.add_text_field("kept", stored=True, tokenizer_name="nothing", index_option="basic")
    return made.build()


def created(folder: Path) -> Any:
    """Return a new index in an empty folder."""
    index = tantivy.Index(schema(), str(folder))
    nothing = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\x00")).build()  # kept, and not looked in
    index.register_tokenizer("nothing", nothing)
    return index


def opened(folder: Path) -> Any:
    """Return the index that was built there."""
    return tantivy.Index.open(str(folder))


class Around(NamedTuple):
    """A place as it is kept, the words of its town and its structure, and its town as a whole."""

    kept: tuple[str, ...]
    words: str
    town: str


class Gathering:
    """Makes one professional of her rows, with every place where she works, under the names that FINESS gives it."""

    def __init__(self, structures: Mapping[str, Structure]) -> None:
        self._structures = structures
        self._named = lru_cache(REMEMBERED)(self._called)

    def entry(self, rows: Sequence[Row]) -> Entry:
        """Return what the index is given of her."""
        first = rows[0]
        if len(rows) == 1:
            return _entry(first[:7], (self._place(first[7:9], *first[9:]),))
        places = dict.fromkeys(self._place(row[7:9], *row[9:]) for row in rows[:MOST_PLACES])
        said = _together([row[5] for row in rows]), _together([row[6] for row in rows])
        return _entry((*first[:5], *said), (*places,))

    def again(self, one: Listed) -> Entry:
        """Return a professional of the edition before, her places under the names that FINESS now gives them."""
        places = (
            self._place((at.structure, *at.also.split(ALSO)), at.finess, at.postcode, at.city)
            for at in one.places
        )
        return _entry((*one[:3], one.last_name, one.first_name, *one[5:7]), (*places,))

    def _place(self, named: tuple[str, ...], finess: str, postcode: str, city: str) -> Around:
        shown, also, of_structure = self._named(named, finess)
        if finess and not (city and postcode) and (known := self._structures.get(finess)):
            city, postcode = city or known.city, postcode or known.postcode
        words, town = place_forms(city, postcode)
        return Around((shown, city, postcode, finess, also), f"{words} {of_structure}", town)

    def _called(self, named: tuple[str, ...], finess: str) -> tuple[str, str, str]:
        """Return the name of a structure that is shown, its others, and the words it is looked for by."""
        names = dict.fromkeys(named)
        if finess and (known := self._structures.get(finess)):
            names |= dict.fromkeys((known.long_name, known.name))
        shown, *also = (*filter(None, names), "")
        return shown, ALSO.join(filter(None, also)), structure_forms(" ".join(names))


def _together(said: Sequence[str]) -> str:
    return " · ".join(dict.fromkeys(filter(None, said)))


def _entry(facts: tuple[str, ...], places: tuple[Around, ...]) -> Entry:
    number, national, title, last_name, first_name, profession, speciality = facts
    kept = packed((number, national, title, first_name, last_name, profession, speciality),
                  [one.kept for one in places if any(one.kept)])  # fmt: skip
    name, whole_name = name_forms(last_name)
    first, whole_first = first_name_forms(first_name)
    around = [one.words for one in places]
    made = {
        "word": " ".join((name, first, _what(profession, speciality), *around)),
        "name": f"{name} {whole_name}",
        "first": f"{first} {whole_first}",
        "town": " ".join([one.town for one in places]),
        "number": f"{number} {national}",
        "kept": kept,
    }
    return number, kept, orjson.dumps(made).decode()  # a text crosses over twice as fast as a document


@lru_cache(1 << 14)
def _what(profession: str, speciality: str) -> str:
    return " ".join(
        what_forms(label) for both in (profession, speciality) for label in both.split(" · ") if label
    )
