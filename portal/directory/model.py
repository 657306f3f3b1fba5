"""What the directory holds: professionals as the national extraction names them, and where they work."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

FACTS, PARTS = 7, 5  # of a professional before her places; of each place


class Place(NamedTuple):
    """Where a professional works; every part may be empty. `finess` names the structure, `also` are its other names."""

    structure: str = ""
    city: str = ""
    postcode: str = ""
    finess: str = ""
    also: str = ""


class Listed(NamedTuple):
    """A professional of the directory; `id`: her RPPS number (another national number where she has none).

    `score`: how well she fits what was looked for, 1 at best.
    """

    id: str
    national_id: str
    title: str
    first_name: str
    last_name: str
    profession: str
    speciality: str
    places: tuple[Place, ...]
    score: float = 1.0

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def what(self) -> str:
        """What she is: her speciality, or her profession where she has none."""
        return self.speciality or self.profession

    @property
    def place(self) -> Place:
        """Where she works, the first place there is."""
        return self.places[0] if self.places else Place()


def packed(facts: Sequence[str], places: Iterable[Sequence[str]]) -> str:
    """Return what the index keeps of a professional: what `Listed` holds before its places, then their parts."""
    return "\t".join((*facts, *chain.from_iterable(places)))


def unpacked(kept: str, score: float = 1.0) -> Listed:
    """Return the professional that `packed` made text of."""
    parts = kept.split("\t")
    places = tuple(Place(*parts[at : at + PARTS]) for at in range(FACTS, len(parts), PARTS))
    number, national, title, first, last, profession, speciality = parts[:FACTS]
    return Listed(number, national, title, first, last, profession, speciality, places, score)
