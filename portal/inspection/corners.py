"""Where a sheet lies in a picture: its four corners, or nothing when that is not clear."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import cv2
import numpy as np

Pixels: TypeAlias = Any  # an array of uint8: rows, columns, and channels in colour
Corners: TypeAlias = (
    Any  # an array of float32, 4 by 2: x and y of top left, top right, bottom right, bottom left
)

LOOK = 600  # pixels of the longer side: a sheet shows as well on so small a copy
SHARE = (0.12, 0.97)  # of the picture, that a sheet somebody photographs takes
CORNER = 32  # degrees that a corner may seem off a right angle, seen from the side
OPPOSITE = 0.5  # the shorter of two opposite sides over the longer, seen from the side
FILLS = 0.93  # of its hull, that four corners must cover: else it has five, or is round
APART = 9  # levels between the sheet and what it lies on, for the eye to tell them apart
EVIDENT = 0.8  # of each side, along which they must differ
HAIR = 0.7  # pixels of the small copy
ALONG = 60  # places along a side where it is looked at
STEPS = np.arange(24)
ACROSS = np.arange(-12, 13, dtype=np.float32) / 2  # pixels of the small copy, from inside to outside


def corners(picture: Pixels) -> Corners | None:
    """Return the corners of the one sheet that clearly lies in a picture in RGB, in its pixels; None for any other."""
    scale = LOOK / max(picture.shape[:2])
    small = picture
    if scale < 1:
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    seen = cv2.cvtColor(cv2.medianBlur(small, 5), cv2.COLOR_RGB2LAB)
    sheets = [four for mask in _masks(seen) for four in _sheets(mask)]
    # The largest first: what is printed on a sheet (a frame, a table) may have four corners too.
    refined = (_refined(seen, four) for four in sorted(sheets, key=_area, reverse=True))
    found = next((four for four in refined if _stands_out(seen, four) and not _drawn(four)), None)
    return None if found is None else (_ordered(found) + 0.5) / min(scale, 1) - 0.5


def _masks(seen: Pixels) -> Iterator[Pixels]:
    """Yield pictures in black and white on which a sheet is one white patch: by light, by shade, by colour, by edge."""
    light, off_grey = seen[..., 0], _saturation(seen)
    around = cv2.resize(cv2.GaussianBlur(cv2.resize(light, (60, 60)), (0, 0), 14), light.shape[::-1])
    for plane in (light, cv2.divide(light, around, scale=128), 255 - off_grey):
        _, mask = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        yield cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        yield cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    for low in (12, 40):
        edges = cv2.Canny(light, low, 3 * low) | cv2.Canny(off_grey, low, 3 * low)
        yield cv2.dilate(edges, np.ones((3, 3), np.uint8))


def _saturation(seen: Pixels) -> Pixels:
    """Return how far from grey each pixel is."""
    a, b = (cv2.absdiff(seen[..., channel], 128.0) for channel in (1, 2))
    return cv2.multiply(cv2.max(a, b), 3)


def _sheets(mask: Pixels) -> Iterator[Corners]:
    """Yield what has four straight sides as a sheet seen from somewhere has."""
    whole = mask.shape[0] * mask.shape[1]
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    for contour in contours:
        if len(contour) < LOOK // 2:  # pixels around it: too small, whatever its shape
            continue
        hull = cv2.convexHull(contour)
        if SHARE[0] * whole < cv2.contourArea(hull) < SHARE[1] * whole:
            four = _four_of(hull)
            if four is not None and _plausible(four, hull, mask.shape):
                yield four


def _four_of(hull: Any) -> Corners | None:
    """Return the hull as four corners, as soon as they are few enough."""
    around = cv2.arcLength(hull, closed=True)
    for part in (0.01, 0.015, 0.02, 0.03, 0.04, 0.05):
        found = cv2.approxPolyDP(hull, part * around, closed=True)
        if len(found) <= 4:
            return found.reshape(-1, 2).astype(np.float32) if len(found) == 4 else None
    return None


def _plausible(four: Corners, hull: Any, shape: tuple[int, ...]) -> bool:
    """Tell whether four corners are a sheet's: nearly square ones, whole in the picture, and filled."""
    sides = np.roll(four, -1, axis=0) - four
    lengths = np.linalg.norm(sides, axis=1)
    turned = np.roll(sides, 1, axis=0)
    cosines = np.abs((sides * turned).sum(axis=1)) / (lengths * np.roll(lengths, 1) + 1e-6)
    opposite = min(min(a, b) / max(a, b, 1e-6) for a, b in (lengths[::2], lengths[1::2]))
    square = bool(cosines.max() < np.sin(np.radians(CORNER))) and bool(opposite > OPPOSITE)
    return square and not _cut_off(four, shape) and _area(four) > FILLS * cv2.contourArea(hull)


def _cut_off(four: Corners, shape: tuple[int, ...]) -> bool:
    """Tell whether the picture ends along a side of it: then the sheet goes on, or this is the picture's own edge."""
    far = np.array((shape[1] - 1, shape[0] - 1), np.float32)
    near = 0.008 * max(shape)
    at = np.concatenate([four < near, four > far - near], axis=1)  # left, top, right, bottom
    return bool((at & np.roll(at, -1, axis=0)).any())


def _refined(seen: Pixels, four: Corners) -> Corners:
    """Return the corners where the lines meet along which light and colour change: finer than a pixel of the copy."""
    lines = []
    for start, end, out in _sides(four):
        places = start + np.linspace(0.05, 0.95, ALONG)[:, None] * (end - start)
        across = np.stack([_at(seen, places + away * out) for away in ACROSS], axis=1)
        steps = np.abs(np.diff(across, axis=1)).max(axis=2).astype(np.float32)
        first = (steps >= 0.5 * steps.max(axis=1, keepdims=True)).argmax(axis=1)[:, None]
        steps[(first > STEPS) | (first + 3 < STEPS)] = 0  # what lies beyond is the grain of the table
        middle = (steps * (ACROSS[:-1] + 0.25)).sum(axis=1) / (steps.sum(axis=1) + 1e-6)
        clear = steps.max(axis=1) > APART / 2
        if clear.sum() < ALONG / 2:
            return four
        points = (places + middle[:, None] * out)[clear].astype(np.float32)
        vx, vy, x, y = cv2.fitLine(points, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((np.array((x, y)), np.array((vx, vy))))
    return np.array([_meeting(lines[n - 1], lines[n]) for n in range(4)], np.float32)


def _meeting(one: tuple[Any, Any], other: tuple[Any, Any]) -> Any:
    (p, u), (q, v) = one, other
    return p + u * (_cross(q - p, v) / _cross(u, v))


def _cross(one: Any, other: Any) -> float:
    return float(one[0] * other[1] - one[1] * other[0])


def _stands_out(seen: Pixels, four: Corners) -> bool:
    """Tell whether a sheet differs from what it lies on, along each of its sides."""
    for start, end, out in _sides(four):
        places = start + np.linspace(0.08, 0.92, ALONG)[:, None] * (end - start)
        inside, outside = _at(seen, places - 5 * out), _at(seen, places + 5 * out)
        if (np.abs(inside - outside).max(axis=1) > APART).mean() < EVIDENT:
            return False
    return True


def _sides(four: Corners) -> Iterator[tuple[Any, Any, Any]]:
    """Yield where each side begins and ends, and which way is out."""
    middle = four.mean(axis=0)
    for start, end in zip(four, np.roll(four, -1, axis=0), strict=True):
        along = (end - start) / (np.linalg.norm(end - start) + 1e-6)
        out = np.array((along[1], -along[0]), np.float32)
        yield start, end, out if out @ ((start + end) / 2 - middle) > 0 else -out


def _at(seen: Pixels, places: Any) -> Any:
    """Return light and colour at places between the pixels."""
    there = places.astype(np.float32).reshape(-1, 1, 2)
    return cv2.remap(seen, there, None, cv2.INTER_LINEAR).reshape(-1, 3).astype(np.float32)


def _drawn(four: Corners) -> bool:
    """Tell whether its sides are level and upright to a hair: it was drawn on a screen, or scanned, not photographed."""
    sides = np.abs(np.roll(four, -1, axis=0) - four)
    return bool(sides.min(axis=1).max() < HAIR)


def _area(four: Corners) -> float:
    return float(cv2.contourArea(four))


def _ordered(four: Corners) -> Corners:
    """Return them clockwise, from the one that is nearest to the top left."""
    centre = four.mean(axis=0)
    clockwise = four[np.argsort(np.arctan2(*(four - centre).T[::-1]))]
    return np.roll(clockwise, -int(clockwise.sum(axis=1).argmin()), axis=0)
