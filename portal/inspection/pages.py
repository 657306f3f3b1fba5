"""A page that was photographed: found, seen from above, straight, and lit evenly; or left as it is, never guessed."""

import math
from typing import Any

import cv2
import numpy as np
from PIL import Image

from portal.inspection.corners import Corners, Pixels, corners
from portal.inspection.lines import FEWEST, paper_of, printed

LONGEST = 3000  # pixels of a page's longer side
SHEET = 1000  # pixels of the copy on which its print is looked at
SHAPES = (1.15, 1.9)  # longer side over shorter, of what people call a page
A_SERIES = 2**0.5  # A4, A5 …
NEARLY = 0.06  # of its shape, that a sheet of the A series may seem off
SLANT = 0.02  # by which sides must run together before they tell of the camera
EYE = 0.75  # of a phone's camera, over the longer side of its picture: 27 mm on film
PAPER = 246  # where the paper's light comes to stand, of 255
LIFT = 0.5  # of the brightest paper: what is darker lies in no shadow, it is dark
RIM = 0.002  # of its longer side, that is left out all around: there the table shows through
LAMP = 0.2  # part by which a lamp tints white paper, at most: what is more is the paper's own colour
GLANCE = 240  # pixels of the copy on which light and shadow are looked at
VIVID = (110, 0.15)  # from which saturation on a colour is strong, of 255; the part of a page that may be so
INKED = (0.004, 0.4)  # of a page, that is ink

cv2.setNumThreads(1)  # one of at most two children: it has its own core, no more


def page_of(picture: Any) -> Any | None:
    """Return the page that a picture (Pillow's) clearly shows, as paper with its ink, stamps and colours."""
    seen = np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))
    four = corners(seen)
    if four is None:
        return None
    shape = _shape(four, seen.shape)
    if not SHAPES[0] <= max(shape) / min(shape) <= SHAPES[1]:
        return None
    tilt = _tilt_of_page(seen, four, shape)
    return None if tilt is None else Image.fromarray(_lit(_from_above(seen, four, shape, tilt)))


def _shape(four: Corners, picture: tuple[int, ...]) -> tuple[int, int]:
    """Return width and height of the sheet in pixels, as fine as the picture shows it."""
    top, right, bottom, left = np.linalg.norm(np.roll(four, -1, axis=0) - four, axis=1)
    wide, high = max(top, bottom), max(left, right)
    ratio = _ratio(four, picture)
    if abs(max(ratio, 1 / ratio) / A_SERIES - 1) < NEARLY:
        ratio = A_SERIES if ratio > 1 else 1 / A_SERIES
    longest = min(LONGEST, max(wide, high))
    return (round(longest), round(longest / ratio)) if ratio > 1 else (round(longest * ratio), round(longest))


def _ratio(four: Corners, picture: tuple[int, ...]) -> float:
    """Return width over height of a sheet, as it is when nobody looks at it from aside.

    Zhang and He, Whiteboard scanning and image enhancement (2007), section 3.3: the camera looks at the middle.
    """
    middle = np.array((picture[1] / 2, picture[0] / 2))
    top_left, top_right, bottom_right, bottom_left = (np.append(each - middle, 1.0) for each in four)
    turned = np.cross(top_left, bottom_right)
    along = top_right * (turned @ bottom_left / (np.cross(top_right, bottom_right) @ bottom_left)) - top_left
    down = bottom_left * (turned @ top_right / (np.cross(bottom_left, bottom_right) @ top_right)) - top_left
    focal = _focal(along, down, max(picture[:2]))
    return float(np.linalg.norm(along / (focal, focal, 1)) / np.linalg.norm(down / (focal, focal, 1)))


def _focal(along: Any, down: Any, side: int) -> float:
    """Return how far the camera's eye is, in pixels: as the slant tells, or as phones have it where it tells nothing."""
    if abs(along[2]) > SLANT and abs(down[2]) > SLANT:
        square = float(-(along[:2] @ down[:2]) / (along[2] * down[2]))
        if (0.5 * side) ** 2 < square < (4 * side) ** 2:
            return math.sqrt(square)
    return EYE * side


def _tilt_of_page(picture: Pixels, four: Corners, shape: tuple[int, int]) -> float | None:
    """Return by how many degrees the print is off the sheet's sides; None when the sheet does not look like a page."""
    scale = SHEET / max(shape)
    half = 0.5 if max(picture.shape) > 2 * SHEET else 1.0
    coarse = (
        cv2.resize(picture, None, fx=half, fy=half, interpolation=cv2.INTER_AREA) if half < 1 else picture
    )
    small = (round(shape[0] * scale), round(shape[1] * scale))
    sheet = _from_above(coarse, four * half, small, 0)
    found = printed(cv2.cvtColor(sheet, cv2.COLOR_RGB2GRAY))
    page = found.rows >= FEWEST and INKED[0] < found.ink < INKED[1] and _vivid(sheet) < VIVID[1]
    return found.tilt if page else None


def _vivid(sheet: Pixels) -> float:
    """Return the part of a sheet that is in strong colours: of a page a little, of a box or a poster a lot."""
    _, strength, light = cv2.split(cv2.cvtColor(sheet, cv2.COLOR_RGB2HSV))
    return float(((strength > VIVID[0]) & (light > 50)).mean())


def _from_above(picture: Pixels, four: Corners, shape: tuple[int, int], tilt: float) -> Pixels:
    wide, high = shape
    over = RIM * max(shape)
    left, top, right, bottom = -over, -over, wide + over, high + over
    flat = np.array(((left, top), (right, top), (right, bottom), (left, bottom)), np.float32)
    seen = cv2.getPerspectiveTransform(four.astype(np.float32), flat)
    turned = np.vstack([cv2.getRotationMatrix2D((wide / 2, high / 2), tilt, 1.0), (0, 0, 1)])
    way = turned @ seen
    return cv2.warpPerspective(picture, way, shape, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _lit(page: Pixels) -> Pixels:
    """Return the page as if lit from everywhere: shadows gone, paper nearly white, ink dark, colours as they were."""
    scale = GLANCE / max(page.shape)
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    light = paper_of(grey)
    light = cv2.max(light, float(np.percentile(light, 95)) * LIFT)
    around = cv2.merge([cv2.multiply(light, part) for part in _tint(small, grey, light)])
    around = cv2.resize(around, page.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.LUT(cv2.divide(page, around, scale=PAPER), _curve())


def _tint(small: Pixels, grey: Pixels, light: Pixels) -> list[float]:
    """Return red, green and blue of the light over its grey: a lamp's yellow is taken away, pink paper's pink stays."""
    bare = grey > 0.9 * light
    if not bare.any():
        return [1.0] * 3
    tint = np.median(small[bare], axis=0) / max(1.0, float(np.median(grey[bare])))
    own = np.abs(tint - 1).max() > LAMP
    return [float(tint.max())] * 3 if own else [float(part) for part in tint]


def _curve() -> Any:
    """Return where each level goes: dark ink darker, nearly white paper white, and little in between."""
    levels = np.arange(256, dtype=np.float32)
    stretched = (levels - 30) / (238 - 30)
    smooth = np.clip(stretched, 0, 1)
    return np.round(252 * (0.5 * smooth + 0.5 * smooth * smooth * (3 - 2 * smooth))).astype(np.uint8)
