"""A glance at what was sent: the first pages on one small sheet."""

import numpy as np
import pytest

from portal.inspection import sheet
from tests.pictures import drawn, opened, paper, photo, written
from tests.scenes import pixels


def coloured(content: bytes, colour: tuple[int, int, int]) -> float:
    """The part of a sheet that is nearly of a colour."""
    return float((np.abs(pixels(content).astype(int) - colour) < 40).all(axis=-1).mean())


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_a_sheet_is_small_and_square_however_many_pages_there_are(count: int) -> None:
    made = sheet([photo("navy")] * count)
    assert (opened(made).size, opened(made).format) == ((640, 640), "JPEG")
    assert len(made) < 60_000
    assert coloured(made, (0, 0, 128)) > 0.05


def test_each_of_the_first_four_is_shown() -> None:
    colours = {"navy": (0, 0, 128), "olive": (128, 128, 0), "teal": (0, 128, 128), "firebrick": (178, 34, 34)}
    made = sheet([photo(colour) for colour in colours])
    assert all(coloured(made, colour) > 0.05 for colour in colours.values())


def test_how_many_are_left_is_written_on_it() -> None:
    assert sheet([photo()] * 5) != sheet([photo()] * 4)
    assert sheet([photo()] * 4, more=1) == sheet([photo()] * 5)
    assert sheet([photo()] * 4 + [paper(3)]) == sheet([photo()] * 4, more=3)


def test_a_paper_is_drawn_with_how_many_pages_it_has() -> None:
    assert coloured(sheet([paper()]), (255, 255, 255)) > 0.3
    assert sheet([paper(2)]) != sheet([paper(3)])


def test_a_long_receipt_and_a_grey_picture_fit() -> None:
    assert opened(sheet([written(drawn(200, 3000).convert("L"), "PNG")], side=320)).size == (320, 320)
