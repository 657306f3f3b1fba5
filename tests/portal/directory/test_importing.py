"""Extractions as they come: renamed, cut, in latin-1, zipped; an import replaces all or nothing."""

import gzip
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.extractions import HEADER, Person, line, rpps
from portal.directory import editions
from portal.directory.counting import Changes
from portal.directory.refusals import (
    DirectoryBusy,
    DirectoryEmpty,
    DirectoryShrunk,
    ExtractionBroken,
    ExtractionCut,
    ExtractionEmpty,
    ExtractionUnknown,
    ProfessionalsMissing,
)
from portal.errors import Refused
from tests.portal.directory.conftest import CLAIRE, CLINIC, LYON, Shop

LUC = Person(rpps(2), "BLANC", "Luc", "Infirmier", "")
MANY = [(Person(rpps(n), f"NOM{n}", "Anne", "Infirmier", ""), LYON) for n in range(100, 400)]


def test_before_anything_is_imported_the_directory_says_so(shop: Shop) -> None:
    assert shop.there.search("martin") == DirectoryEmpty()
    assert shop.there.find([rpps(1)]) == DirectoryEmpty()


def test_activities_of_one_professional_become_one_with_several_places(shop: Shop) -> None:
    made = shop.of((CLAIRE, LYON), (CLAIRE, CLINIC), (LUC, LYON))
    assert (made.professionals, made.rows) == (2, 3)
    (found,) = shop.there.search("claire martin")
    assert [place.city for place in found.places] == ["Lyon 3e Arrondissement", "Villeurbanne"]
    assert shop.names("martin tilleuls") == ["Claire MARTIN"]


def test_rows_that_stand_apart_are_put_together(shop: Shop) -> None:
    made = shop.of((CLAIRE, LYON), (LUC, LYON), (CLAIRE, CLINIC))
    assert (made.professionals, made.rows, made.bad) == (2, 3, 0)
    (found,) = shop.there.search(rpps(1))
    assert len(found.places) == 2
    assert shop.names("martin lyon") == ["Claire MARTIN"]


def test_changes_are_counted_against_what_was_there(shop: Shop) -> None:
    assert shop.of((CLAIRE, LYON), (LUC, LYON)).changes == Changes(2, 0, 0)
    new = Person(rpps(3), "NOIR", "Ève", "Infirmier", "")
    assert shop.of((CLAIRE, CLINIC), (new, LYON)).changes == Changes(added=1, gone=1, changed=1)
    assert shop.of((new, LYON), (CLAIRE, CLINIC)).changes == Changes(0, 0, 0)
    assert shop.names("blanc luc") == []


def test_whoever_searches_reads_the_new_edition_from_its_publication_on(shop: Shop) -> None:
    shop.of((CLAIRE, LYON))
    assert shop.names("martin") == ["Claire MARTIN"]
    before = shop.there._opened()
    shop.of((LUC, LYON))
    assert before is not None
    # Under way while it was replaced.
    assert [one.name for one in before.search("martin", 5)] == ["Claire MARTIN"]
    assert shop.names("martin") == []
    assert shop.names("blanc") == ["Luc BLANC"]


def test_old_editions_go_but_for_the_last_one(shop: Shop) -> None:
    for _ in range(4):
        shop.of((CLAIRE, LYON))
    assert len([one for one in shop.root.iterdir() if one.is_dir()]) == 2


@pytest.mark.parametrize("header", [
    HEADER.replace("é", "e").upper(), HEADER.replace("'", "’"), "\ufeff" + HEADER, HEADER.rstrip("|"),
    HEADER.replace("Nom d'exercice", "Nom exercice").replace("(coord. structure)", "coord structure"),
])  # fmt: skip
def test_a_header_that_is_spelled_otherwise_is_understood(shop: Shop, header: str) -> None:
    shop.of((CLAIRE, LYON), header=header)
    (found,) = shop.there.search("martin cardio lyon 69003")
    assert (found.id, found.title, found.what, found.place.postcode) == (
        rpps(1), "Docteur", "Cardiologie et maladies vasculaires", "69003",
    )  # fmt: skip


def test_columns_in_another_order_are_found_by_name(shop: Shop) -> None:
    reverse = "|".join(reversed(HEADER.split("|")))
    shop.of("|".join(reversed(line(CLAIRE, LYON).split("|"))), header=reverse)
    assert shop.names("claire martin cardiologue lyon") == ["Claire MARTIN"]


def test_what_stands_in_the_last_column_ends_with_its_line(shop: Shop) -> None:
    header = "Identifiant PP|Nom d'exercice|Prénom d'exercice|Libellé profession|Libellé commune (coord. structure)"
    shop.of(f"{rpps(1)}|MARTIN|Claire|Médecin|Lyon\r", header=header)
    assert [one.place.city for one in shop.there.search("martin")] == ["Lyon"]


def test_latin_1_is_read_as_such_and_said(shop: Shop) -> None:
    helene = Person(rpps(1), "LEFÈVRE", "Hélène", "Sage-Femme", "")
    assert shop.of((helene, LYON), encoding="latin-1").latin
    assert shop.names("helene lefevre") == ["Hélène LEFÈVRE"]


def test_what_is_no_extraction_replaces_nothing(shop: Shop, tmp_path: Path) -> None:
    shop.of((CLAIRE, LYON))
    for name, content in (
        ("a.csv", b"name;town\nx;y\n"),
        ("b.png", bytes(range(256)) * 50),
        ("c.txt", b""),
        ("d.txt", b"a|b\n1|2\n"),
    ):
        (tmp_path / name).write_bytes(content)
        assert isinstance(shop.bring_in(tmp_path / name), ExtractionUnknown)
    assert isinstance(shop.bring_in(shop.file()), ExtractionEmpty)
    assert shop.names("martin") == ["Claire MARTIN"]


def test_bad_lines_are_named_and_passed_over(shop: Shop) -> None:
    nameless = line(Person(rpps(9), "", "X", "Infirmier", ""), LYON)
    made = shop.of((CLAIRE, LYON), "only|three|cells", nameless, "", (LUC, LYON))
    assert made.professionals == 2
    assert made.bad == 3
    assert [one.partition(": ")[2] for one in made.named][:2] == ["3 columns instead of 57", "no name"]
    assert "line 3" in made.named[0]


def test_an_extraction_of_which_much_is_bad_is_refused(shop: Shop) -> None:
    refused = shop.bring_in(shop.file(*MANY, *["nonsense"] * 60))
    assert isinstance(refused, ExtractionBroken)
    assert refused.facts["bad"] == 60
    assert shop.there.search("nom100") == DirectoryEmpty()


def test_a_file_cut_in_the_middle_replaces_nothing_unless_that_is_wanted(shop: Shop) -> None:
    shop.of((CLAIRE, LYON))
    file = shop.file(*MANY)
    file.write_bytes(file.read_bytes()[:-4000])
    refused = shop.bring_in(file)
    assert isinstance(refused, ExtractionCut)
    assert shop.names("martin") == ["Claire MARTIN"]
    made = shop.bring_in(file, partial=True)
    assert not isinstance(made, Refused)
    assert 280 < made.professionals < 300


def test_a_directory_that_lost_half_of_its_people_is_refused(shop: Shop) -> None:
    shop.of(*MANY)
    facts = editions.current(shop.root)
    assert facts is not None
    editions.publish(shop.root, facts.folder, {**facts.facts, "professionals": 900_000})
    assert shop.bring_in(shop.file((CLAIRE, LYON))) == DirectoryShrunk(before=900_000, after=1)
    assert not isinstance(shop.bring_in(shop.file((CLAIRE, LYON)), partial=True), Refused)


def test_archives_are_read_as_they_are_published(shop: Shop, tmp_path: Path) -> None:
    file = shop.file((CLAIRE, LYON))
    with zipfile.ZipFile(tmp_path / "ps.zip", "w") as archive:
        archive.write(file, "PS_LibreAcces_Personne_activite_2026.txt")
        archive.writestr("PS_LibreAcces_SavoirFaire_2026.txt", "Code|Libellé\n1|2\n")
    (tmp_path / "ps.gz").write_bytes(gzip.compress(file.read_bytes()))
    for name in ("ps.zip", "ps.gz"):
        assert shop.bring_in(tmp_path / name).professionals == 1
    (tmp_path / "cut.gz").write_bytes(gzip.compress(shop.file(*MANY).read_bytes())[:-200])
    assert isinstance(shop.bring_in(tmp_path / "cut.gz"), ExtractionCut)
    changed = gzip.compress(file.read_bytes())
    (tmp_path / "sum.gz").write_bytes(changed[:-8] + bytes([changed[-8] ^ 1]) + changed[-7:])
    assert isinstance(shop.bring_in(tmp_path / "sum.gz"), ExtractionCut)


FINESS = (
    "finess;etalab;98;2026-01-09\n"
    "structureet;690000001;690000000;CLINIQUE X;CLINIQUE DU GRAND CHÊNE;;;1;R;Y;;;100;69;RHONE;69100 VILLEURBANNE;;;355\n"
)
HEADED = (
    '"nofinesset";"rs";"rslongue";"ligneacheminement";"libcategetab"\n'
    '"690000001";"CLINIQUE X";"CLINIQUE DU GRAND CHÊNE";"69100 VILLEURBANNE";"CH"\n'
)


@pytest.mark.parametrize(
    "content", [FINESS, HEADED, FINESS.partition("\n")[2]], ids=["etalab", "headed", "bare"]
)
def test_structures_bear_the_names_that_finess_gives_them(shop: Shop, content: str) -> None:
    finess = shop.folder / "finess.csv"
    finess.write_bytes(content.encode("latin-1"))
    made = shop.bring_in(shop.file((CLAIRE, CLINIC._replace(town="", postcode=""))), finess)
    assert made.structures == 1
    (found,) = shop.there.search("grand chene")
    assert found.place[:3] == ("CLINIQUE DES TILLEULS", "VILLEURBANNE", "69100")
    assert shop.names("martin villeurbanne") == ["Claire MARTIN"]


def test_structures_may_come_later_and_stay(shop: Shop) -> None:
    finess = shop.folder / "finess.csv"
    finess.write_bytes(FINESS.encode("latin-1"))
    assert shop.bring_in(finess) == ProfessionalsMissing()
    shop.of((CLAIRE, CLINIC), (LUC, LYON))
    assert shop.names("grand chene") == []
    assert shop.bring_in(finess).changes == Changes(added=0, gone=0, changed=1)
    assert shop.names("grand chene") == ["Claire MARTIN"]
    assert shop.of((CLAIRE, CLINIC), (LUC, LYON)).changes == Changes(0, 0, 0)
    assert shop.names("grand chene") == ["Claire MARTIN"]


def test_two_imports_at_once_do_not_mix(shop: Shop) -> None:
    with editions.building(shop.root, datetime(2026, 3, 2, tzinfo=UTC), "other"):
        assert shop.bring_in(shop.file((CLAIRE, LYON))) == DirectoryBusy()
    assert not isinstance(shop.bring_in(shop.file((CLAIRE, LYON))), Refused)


def test_an_import_that_dies_leaves_what_was_there(shop: Shop) -> None:
    shop.of((CLAIRE, LYON))
    (shop.root / "20260101T000000-dead" / "index").mkdir(parents=True)
    assert shop.names("martin") == ["Claire MARTIN"]
    shop.of((CLAIRE, LYON))
    assert not (shop.root / "20260101T000000-dead").exists()


def test_an_edition_of_another_format_is_no_edition(shop: Shop) -> None:
    shop.of((CLAIRE, LYON))
    edition = editions.current(shop.root)
    assert edition is not None
    facts = edition.folder / "facts.json"
    facts.write_text(facts.read_text().replace('"format": 1', '"format": 0'))
    assert Shop(shop.folder).there.search("martin") == DirectoryEmpty()
