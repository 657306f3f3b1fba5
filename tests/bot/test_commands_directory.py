"""`masante directory`: extractions are imported, professionals found."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bench.extractions import Country, Person, rows, rpps, write_finess, write_rpps
from bot import fictive
from tests.bot.conftest import FixedClock
from tests.bot.console import Console
from tests.databases import on_sqlite
from tests.house.source import ROOT
from tests.portal.directory.conftest import CLAIRE, LYON, Shop

pytestmark = on_sqlite
FACTS = {
    "id",
    "name",
    "first_name",
    "last_name",
    "profession",
    "speciality",
    "structure",
    "city",
    "postcode",
    "score",
}


@pytest.fixture
def imported(masante: Console) -> Console:
    """A directory with Claire Martin, in Lyon, and Luc Blanc."""
    file = Shop(masante.folder).file(
        (CLAIRE, LYON), (Person(rpps(2), "BLANC", "Luc", "Infirmier", ""), LYON), "bad line"
    )
    ended = masante("directory", "import", "--json", str(file))
    assert ended.code == 0
    assert ended.json | {"seconds": 0} == {
        "professionals": 2, "rows": 2, "structures": 0, "added": 2, "gone": 0, "changed": 0, "bad": 1,
        "named": ["extraction-1.txt, line 4: 1 columns instead of 57"], "latin": False, "seconds": 0,
    }  # fmt: skip
    return masante


@pytest.mark.parametrize(
    "begins",
    [b"\x1f\x8bno gzip", gzip.compress(b"x" * 9999)[:30], gzip.compress(b"x")[:10] + b"\xff" * 90],
    ids=[
        "no gzip",
        "cut",
        "filled up",
    ],  # by their bytes they would differ from process to process: these hold the hour
)
def test_an_archive_that_cannot_be_read_is_one_line_that_names_it(masante: Console, begins: bytes) -> None:
    (masante.folder / "ps.gz").write_bytes(begins)
    ended = masante("directory", "import", str(masante.folder / "ps.gz"))
    assert (ended.code, ended.err.count("\n"), "ps.gz" in ended.err) == (2, 1, True)


def test_a_zip_that_is_damaged_is_one_line_that_names_it(masante: Console) -> None:
    path = masante.folder / "ps.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ps.txt", "x" * 9999)
    raw = path.read_bytes()
    path.write_bytes(raw[:40] + b"\xff" * 20 + raw[60:])
    ended = masante("directory", "import", str(path))
    assert (ended.code, ended.err.count("\n"), "ps.zip" in ended.err) == (2, 1, True)


def test_she_is_found_with_all_that_is_known_of_her(imported: Console) -> None:
    (found,) = imported("directory", "search", "--json", "matrin claire lyon").json
    assert set(found) >= FACTS
    assert (found["id"], found["national_id"], found["name"]) == (rpps(1), f"8{rpps(1)}", "Claire MARTIN")
    assert (found["speciality"], found["city"]) == (
        "Cardiologie et maladies vasculaires",
        "Lyon 3e Arrondissement",
    )
    assert 0 < found["score"] <= 1
    shown = imported("directory", "search", "claire").out
    assert "Docteur Claire MARTIN" in shown
    assert imported("directory", "search", "nobody of this name").out == "Nobody was found.\n"


def test_one_query_a_line_gives_one_line_of_json_each(imported: Console) -> None:
    command = [sys.executable, "-m", "bot", "directory", "search", "-", "--limit", "1"]
    typed = "martin\n\nblanc luc\n\xff\n".encode("latin-1")
    paths = {**os.environ, "PYTHONPATH": str(ROOT)}
    out = subprocess.run(command, input=typed, env=paths, capture_output=True, check=True).stdout.decode()
    found = [[one["id"] for one in json.loads(line)] for line in out.splitlines()]
    assert found == [[rpps(1)], [], [rpps(2)], []]


def test_an_empty_directory_says_so(masante: Console) -> None:
    ended = masante("directory", "search", "--json", "martin")
    assert (ended.code, ended.json) == (1, {"refused": "directory_empty"})
    assert "masante directory import" in ended.err


def test_bad_lines_are_told_beside_the_answer(masante: Console) -> None:
    people = [(Person(rpps(n), f"NOM{n}", "Anne", "Infirmier", ""), LYON) for n in range(300)]
    ended = masante("directory", "import", str(Shop(masante.folder).file(*people, *["bad"] * 26)))
    assert "300 professionals (300 lines, 0 structures): 300 added, 0 gone, 0 changed" in ended.out
    assert ended.err.count("columns instead of") == 20
    assert "and 6 other lines" in ended.err


def test_what_is_wrong_with_a_file_is_said_in_a_sentence(imported: Console) -> None:
    wrong = imported("directory", "import", imported.file("a.csv", "x;y\n1;2\n"))
    assert (wrong.code, "not found: finess, name" in wrong.err) == (1, True)
    cut = imported.file("cut.txt", Path("extraction-1.txt").read_text()[:-60])
    assert "ends in the middle of line" in imported("directory", "import", cut).err
    assert imported("directory", "import", "--json", cut).json["refused"] == "extraction_cut"
    assert imported("directory", "import", "nowhere.txt").code == 2
    assert imported("directory", "import", ".").code == 2
    assert imported("directory", "search", "--limit", "0", "x").code == 2
    assert imported("directory", "search", "claire").out.count("MARTIN") == 1


def test_a_whole_country_and_its_structures(masante: Console) -> None:
    country = write_rpps(masante.folder / "rpps.txt", 2000)
    write_finess(masante.folder / "finess.csv", country)
    made = masante("directory", "import", "--json", "rpps.txt", "finess.csv").json
    assert (made["rows"], made["structures"], made["bad"]) == (2000, len(country.places), 0)
    person, _place = next(rows(Country(1, 2000), 2000))
    asked = f"{person.surname} {person.first_name}"
    assert masante("directory", "search", "--json", asked).json[0]["id"] == person.number


def test_the_demo_has_a_directory_of_fictive_people_made_once(masante: Console, clock: FixedClock) -> None:
    root = masante.folder / "var" / "directory"
    for _ in range(2):
        fictive.write(root, masante.folder, clock)
    assert len([one for one in root.iterdir() if one.is_dir()]) == 1
    found = masante("directory", "search", "--json", "morel chirurgien lyon").json
    assert found[0]["id"] == "10009999995"
    assert len(masante("directory", "search", "--json", "claire martin").json) == 2
