"""Pages are read in memory: photos of print, scans in a PDF, words of a PDF; what is no print says nothing."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from portal.inspection import Judged, bind, inspect, read_page
from tests import scenes
from tests.pictures import paper
from tests.portal.inspection.test_written import with_text
from tests.scenes import jpeg, pixels, seen, sheet

WORDS = ("Docteur Claire Martin", "12 mars 2026", "ORDONNANCE", "Amoxicilline 500 mg")


def photographed() -> bytes:
    """The page that was found in a photo of a prescription."""
    found = inspect(
        jpeg(seen(sheet(size=(1654, 2339), scale=1.35), (8, -6, 4), (3000, 2250), noise=3).pixels),
        (),
        page=True,
    )
    assert isinstance(found, Judged)
    assert found.page
    return found.page


def test_a_page_that_was_photographed_is_read(languages: Path) -> None:
    text = read_page(photographed(), 0, str(languages)) or ""
    assert [one for one in WORDS if one not in text] == []


def test_a_page_that_lies_on_its_side_is_read(languages: Path) -> None:
    aside = Image.fromarray(sheet()).transpose(Image.Transpose.ROTATE_90)
    content = BytesIO()
    aside.save(content, "JPEG")
    assert "ORDONNANCE" in (read_page(content.getvalue(), 0, str(languages)) or "")


def test_the_second_page_of_a_bound_file_is_read_and_there_is_no_third(languages: Path) -> None:
    bound = bind([jpeg(scenes.wound()), jpeg(sheet())])
    assert isinstance(bound, Judged)
    assert "ORDONNANCE" in (read_page(bound.content, 1, str(languages)) or "")
    assert read_page(bound.content, 2, str(languages)) is None
    assert read_page(jpeg(sheet()), 1, str(languages)) is None


@pytest.mark.parametrize("draw", [scenes.wound, scenes.hills, scenes.face], ids=["wound", "hills", "face"])
def test_what_is_no_print_says_nothing(languages: Path, draw: Callable[[], object]) -> None:
    assert (read_page(jpeg(draw()), 0, str(languages)) or "").strip() == ""


def test_words_of_a_paper_are_taken_as_they_are_written() -> None:
    drawn = b"BT /F 9 Tf 50 700 Td (Laboratoire des Lilas, compte rendu d'analyses de biologie) Tj ET"
    assert "biologie" in (read_page(with_text(drawn), 0, "/nowhere") or "")


def test_an_empty_paper_says_nothing() -> None:
    assert read_page(paper(), 0, "/nowhere") == ""


def test_nothing_is_written_to_the_disk(
    languages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert read_page(jpeg(sheet()), 0, str(languages))
    assert list(tmp_path.iterdir()) == []
    assert pixels(jpeg(sheet())).size
