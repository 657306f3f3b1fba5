"""Which column of an extraction holds what: headers are spelled another way from one year to the next."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from portal.directory.words import PARTICLES, parts


class Wanted(NamedTuple):
    """A column, by words that its name holds and words that it does not."""

    holds: frozenset[str]
    lacks: frozenset[str] = frozenset()
    needed: bool = False


def _column(holds: str, lacks: str = "", *, needed: bool = False) -> Wanted:
    return Wanted(frozenset(holds.split()), frozenset(lacks.split()), needed)


RPPS: Mapping[str, Wanted] = {
    "id": _column("identifiant pp", "type", needed=True),
    "national_id": _column("identification pp"),
    "title": _column("civilite exercice", "code"),
    "last_name": _column("nom exercice", needed=True),
    "first_name": _column("prenom exercice", needed=True),
    "profession": _column("profession", "code categorie", needed=True),
    "speciality": _column("savoir faire", "code type"),
    "sign": _column("enseigne site"),
    "company": _column("raison sociale site"),
    "finess": _column("finess site"),
    "postcode": _column("code postal"),
    "city": _column("commune", "code"),
}
FINESS: Mapping[str, Wanted] = {
    "finess": _column("nofinesset", needed=True),
    "name": _column("rs", needed=True),
    "long_name": _column("rslongue"),
    "city": _column("ligneacheminement"),
}


def found(header: Sequence[str], wanted: Mapping[str, Wanted]) -> tuple[dict[str, int], list[str]]:
    """Return where each wanted column stands, and which of those that are needed are missing."""
    named = [frozenset(parts(name)) - PARTICLES for name in header]
    places: dict[str, int] = {}
    for name, column in wanted.items():
        fits = [n for n, words in enumerate(named) if column.holds <= words and not column.lacks & words]
        if fits:
            places[name] = min(fits, key=lambda n: len(named[n]))  # the one that says least besides
    return places, [name for name, column in wanted.items() if column.needed and name not in places]
