"""Several photos and papers become one PDF that loses nothing and says nothing of its making."""

from io import BytesIO

import pikepdf
import pytest

from portal.inspection import FileUnfit, Judged, bind, inspect
from tests.pictures import drawn, paper, written
from tests.pictures import photo as of_a_phone


def bound(*parts: bytes) -> Judged:
    found = bind(parts)
    assert isinstance(found, Judged)
    return found


def photo(colour: str = "firebrick") -> bytes:
    """A photo as it is kept: made anew."""
    found = inspect(of_a_phone(colour))
    assert isinstance(found, Judged)
    return found.content


def sizes(content: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in pdf.pages]


def test_photos_go_in_as_they_are() -> None:
    photos = [photo("navy"), photo("olive")]
    found = bound(*photos)
    assert (found.content_type, found.pages) == ("application/pdf", 2)
    with pikepdf.open(BytesIO(found.content)) as pdf:
        kept = [one for page in pdf.pages for one in page.get_images().values()]
        assert [one.read_raw_bytes() for one in kept] == photos


def test_what_has_the_shape_of_a_page_stands_on_one_and_nothing_else_is_cut() -> None:
    upright, lying, square = drawn(1000, 1414), drawn(1414, 1000), drawn(800, 800)
    found = bound(*(written(one, "JPEG") for one in (upright, lying, square)))
    assert sizes(found.content) == [(595, 842), (842, 595), (595, 595)]


def test_papers_and_photos_keep_their_order() -> None:
    found = bound(paper(2), written(drawn(800, 800), "PNG"), paper(1))
    assert found.pages == 4
    assert sizes(found.content) == [(612, 792), (612, 792), (595, 595), (612, 792)]


def test_the_same_photos_make_the_same_file_whoever_binds_them() -> None:
    first, second = bound(photo(), paper(2)), bound(photo(), paper(2))
    assert first.content == second.content
    for word in (b"img2pdf", b"CreationDate", b"Producer", b"Camille"):
        assert word not in bound(photo()).content


def test_what_was_bound_would_be_taken_again() -> None:
    again = inspect(bound(photo(), photo("navy")).content)
    assert isinstance(again, Judged)
    assert again.pages == 2


def test_more_than_two_hundred_pages_are_too_many() -> None:
    assert bind([paper(150), paper(60)]) == FileUnfit(why="too_many_pages")


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_grey_photos_and_coloured_ones_are_bound(mode: str) -> None:
    assert bound(written(drawn().convert(mode), "JPEG")).pages == 1
