"""A page is found where one clearly lies, and set right; where it is not clear, the photo stays as it is."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.inspection import Judged, inspect
from portal.inspection.corners import corners
from tests import scenes
from tests.scenes import STAMP, jpeg, pixels, seen, sheet

TABLES = {"wood": (120, 92, 70), "dark": (28, 28, 32), "white": (206, 204, 200), "green": (70, 110, 80)}
SLANTS = {
    "from above": (0, 0, 3),
    "leaning": (25, 0, 0),
    "aside": (-8, 24, -12),
    "both": (22, -18, 9),
}


def page(photo: Any) -> Any:
    found = inspect(jpeg(photo), (), page=True)
    assert isinstance(found, Judged)
    return None if found.page is None else pixels(found.page)


def skew(picture: Any) -> float:
    """How far lines of print are from level, in degrees: turned so, the rows of the picture differ most."""
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (700, 990), interpolation=cv2.INTER_AREA)
    ink = (grey < 0.6 * np.median(grey)).astype(np.uint8)[60:-60, 60:-60]

    def sharp(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((ink.shape[1] / 2, ink.shape[0] / 2), angle, 1.0)
        return float(np.var(cv2.warpAffine(ink * 255, turn, ink.shape[::-1]).mean(axis=1)))

    near = max(np.arange(-6, 6.01, 0.5), key=sharp)
    return max(np.arange(near - 0.5, near + 0.51, 0.1), key=sharp)


def contrast(picture: Any) -> float:
    """Paper over ink, as parts of the whole range."""
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return float(np.percentile(grey, 90) - np.percentile(grey, 1)) / 255


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("slant", SLANTS)
def test_the_corners_of_a_page_are_found_within_a_few_pixels(table: str, slant: str) -> None:
    photo = seen(sheet(), SLANTS[slant], table=TABLES[table])
    found = corners(photo.pixels)
    assert found is not None
    off = min(np.abs(np.roll(found, turn, axis=0) - photo.corners).max() for turn in range(4))
    assert off < 5  # of 2000


@pytest.mark.parametrize("slant", SLANTS)
def test_a_page_comes_out_straight_in_its_own_shape_and_clear(slant: str) -> None:
    photo = seen(sheet(), SLANTS[slant], size=(1500, 2000)).pixels
    found = page(photo)
    assert found is not None
    assert abs(skew(found)) < 1
    assert max(found.shape) / min(found.shape[:2]) == pytest.approx(2**0.5, abs=0.01)
    assert contrast(found) > contrast(photo) + 0.1
    assert contrast(found) > 0.75


def test_print_that_is_crooked_on_its_sheet_is_set_straight() -> None:
    crooked = Image.fromarray(sheet()).rotate(2.5, fillcolor=scenes.PAPER)
    found = page(seen(np.asarray(crooked), (4, 0, 2)).pixels)
    assert abs(skew(found)) < 0.7


def test_the_shadow_is_gone_and_the_paper_is_white_everywhere() -> None:
    found = page(seen(sheet()).pixels)
    grey = cv2.resize(cv2.cvtColor(found, cv2.COLOR_RGB2GRAY), (8, 8), interpolation=cv2.INTER_AREA)
    assert grey.min() > 200
    assert int(grey.max()) - int(grey.min()) < 45


def test_a_stamp_keeps_its_colour_and_ink_is_no_harsh_black_and_white() -> None:
    found = page(seen(sheet()).pixels).astype(int)
    blue = (found[..., 2] - found[..., 0] > 60).mean()
    assert 0.0005 < blue < 0.02  # the ring, and nothing else
    assert np.abs(found[found[..., 2] - found[..., 0] > 60].mean(axis=0) - STAMP).max() < 60
    grey = found.mean(axis=-1)
    assert ((grey > 60) & (grey < 200)).mean() > 0.005  # edges of letters run from ink to paper


def test_pink_paper_stays_pink() -> None:
    pink = (sheet() * (1.0, 0.72, 0.74)).astype(np.uint8)
    found = page(seen(pink, noise=2).pixels)
    red, green, _ = np.median(found.reshape(-1, 3), axis=0)
    assert red - green > 40


def test_a_finger_on_the_edge_hides_no_page() -> None:
    photo = seen(sheet(), (5, 5, 3))
    edge = (photo.corners[1] + photo.corners[2]) / 2
    cv2.circle(photo.pixels, [int(part) for part in edge], 45, (190, 140, 120), -1)
    assert page(photo.pixels) is not None


def test_a_page_that_lies_on_its_side_is_found() -> None:
    found = page(seen(np.rot90(sheet()).copy(), (10, 8, 4)).pixels)
    assert found.shape[1] > found.shape[0]


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(scenes.wound, id="a wound under its dressing"),
        pytest.param(scenes.face, id="a face"),
        pytest.param(scenes.hills, id="a landscape with a house"),
        pytest.param(lambda: seen(scenes.box()).pixels, id="a box of pills"),
        pytest.param(lambda: seen(sheet(())).pixels, id="a blank sheet"),
        pytest.param(lambda: seen(sheet(), fill=0.25).pixels, id="a page far away"),
        pytest.param(lambda: seen(sheet(), fill=1.6).pixels, id="a page that is not whole in the photo"),
        pytest.param(sheet, id="a scan, which is straight already"),
        pytest.param(lambda: np.full((900, 1200, 3), 128, np.uint8), id="nothing"),
    ],
)
def test_where_no_page_is_clear_none_is_guessed(draw: Callable[[], Any]) -> None:
    assert page(draw()) is None


@pytest.mark.parametrize("size", [(1, 1), (4000, 2), (2, 900), (60, 40), (700, 700)])
@given(chance=st.integers(0, 2**32 - 1))
@settings(max_examples=8)
def test_a_photo_of_anything_stays_a_photo(size: tuple[int, int], chance: int) -> None:
    noise = np.random.default_rng(chance).integers(0, 256, (size[1], size[0], 3), np.uint8)
    assert page(noise) is None


def test_a_photo_as_telegram_makes_it_smaller_shows_its_page_too() -> None:
    photo = seen(sheet(), (14, -10, 5), (1280, 960)).pixels
    found = inspect(jpeg(photo, 72), (), page=True)
    assert isinstance(found, Judged)
    assert found.page is not None


def test_a_sheet_that_is_not_quite_flat_is_found() -> None:
    photo = seen(sheet(), (8, 6, 3))
    rows, columns = np.mgrid[0:1500, 0:2000].astype(np.float32)
    bent = rows + 7 * np.sin(columns / 260)
    found = page(cv2.remap(photo.pixels, columns, bent, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))
    assert found is not None
    assert abs(skew(found)) < 1


def test_no_page_is_looked_for_where_nobody_asks() -> None:
    found = inspect(jpeg(seen(sheet()).pixels))
    assert isinstance(found, Judged)
    assert found.page is None


def test_the_page_tells_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Camille Durand"
    written = Image.fromarray(seen(sheet()).pixels)
    content = scenes.BytesIO()
    written.save(content, "JPEG", exif=exif)
    found = inspect(content.getvalue(), (), page=True)
    assert isinstance(found, Judged)
    assert found.page is not None
    assert b"Camille" not in found.page + found.content
