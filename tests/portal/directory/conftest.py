"""Extractions written by the line, and a directory made of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.extractions import HEADER, Person, Place, line, rpps
from portal.directory.importing import Imported, import_files
from portal.directory.searching import Directory
from tests.clock import START

CLAIRE = Person(rpps(1), "MARTIN", "Claire", "Médecin", "Cardiologie et maladies vasculaires")
LYON = Place("", "", "", "69003", "Lyon 3e Arrondissement")
CLINIC = Place("690000001", "CLINIQUE DES TILLEULS", "", "69100", "Villeurbanne")


class Shop:
    """Writes extractions and imports them, each edition at a folder of its own name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "directory"
        self.there = Directory(self.root)
        self._count = 0

    def file(self, *rows: tuple[Person, Place] | str, header: str = HEADER, encoding: str = "utf-8") -> Path:
        """Write an extraction; a row may be a text as it is."""
        self._count += 1
        file = self.folder / f"extraction-{self._count}.txt"
        lines = [row if isinstance(row, str) else line(*row) for row in rows]
        file.write_bytes("".join(f"{one}\n" for one in (header, *lines)).encode(encoding))
        return file

    def bring_in(self, *files: Path, **how: Any) -> Any:
        """Import; returns what came of it."""
        self._count += 1
        return import_files(self.root, files, START, str(self._count), lambda _count, _share: None, **how)

    def of(self, *rows: tuple[Person, Place] | str, **how: Any) -> Imported:
        """Import one extraction made of these rows."""
        made = self.bring_in(self.file(*rows, **how))
        assert isinstance(made, Imported), made
        return made

    def names(self, typed: str, limit: int = 10) -> list[str]:
        """Whom a search finds, in order."""
        found = self.there.search(typed, limit)
        assert isinstance(found, list), found
        return [one.name for one in found]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    """A small town: what a search among its professionals finds."""
    shop = Shop(tmp_path_factory.mktemp("town"))
    told = (
        ("MARTIN", "Claire", "Médecin", "Cardiologie et maladies vasculaires", "Lyon", "69003"),
        ("MARTIN", "Jean", "Médecin", "Médecine Générale", "Paris 15e Arrondissement", "75015"),
        ("MARTIN-DUPONT", "Jeanne", "Sage-Femme", "", "Saint-Étienne", "42000"),
        ("MARIN", "Claire", "Infirmier", "", "Nantes", "44000"),
        ("DE LA FONTAINE", "Hélène", "Masseur-Kinésithérapeute", "", "Nice", "06000"),
        ("LE GOFF", "Jean-Pierre", "Médecin", "Gynécologie-obstétrique", "Brest", "29200"),
        ("PARIS", "Zoé", "Masseur-Kinésithérapeute", "", "Dijon", "21000"),
        ("NGUYEN", "Anne", "Masseur-Kinésithérapeute", "", "Paris", "75011"),
        ("ROY", "Ève", "Médecin", "O.R.L et chirurgie cervico faciale", "Pau", "64000"),
        ("D'ANGELO", "Noémie", "Chirurgien-Dentiste", "", "Bourg-en-Bresse", "01000"),
    )
    rows = [
        (Person(rpps(n), *who), Place("", "", "", code, town)) for n, (*who, town, code) in enumerate(told, 1)
    ]
    rows += [
        (Person(rpps(90 + n), "DURAND", "Luc", "Aide-soignant", ""), Place("", "", "", "75001", "Paris"))
        for n in range(12)
    ]
    shop.of(*rows)
    return shop.names
