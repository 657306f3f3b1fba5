"""Lines of print on a flat sheet: what tells a page from any other sheet, and how far it is from straight."""

from typing import Any, NamedTuple

import cv2
import numpy as np

from portal.inspection.corners import Pixels

HIGH = (4, 24)  # pixels of a line of print, on a sheet whose longer side has a thousand
LONG = 45  # pixels that a line has at least
APART = 8  # pixels between two rows, at least
INK = 0.82  # of the paper's light around it: what is darker is ink
FEWEST = 7  # rows of a page: a box of pills bears fewer, and larger ones
TILT = 4.0  # degrees: what is more is no slip of the hand


class Print(NamedTuple):
    """What is printed on a sheet: rows, their tilt in degrees (clockwise), and the part of the sheet that is ink."""

    rows: int
    tilt: float
    ink: float


def printed(sheet: Pixels) -> Print:
    """Return what is printed on a flat grey sheet whose longer side has about a thousand pixels."""
    ink = _ink(sheet)
    level, upright = _lines(ink), _lines(cv2.transpose(ink))
    # It lies on its side: which way is up, nobody can tell.
    aside = bool(upright[:, 1].sum() > level[:, 1].sum())
    lines = upright if aside else level
    tilt = _tilt(lines)
    return Print(_rows(lines, tilt), -tilt if aside else tilt, float(ink.mean()) / 255)


def paper_of(sheet: Pixels) -> Pixels:
    """Return the light of the paper alone, wherever there is ink or a shadow, on a small grey copy."""
    reach = max(5, max(sheet.shape) // 12) | 1
    bare = cv2.morphologyEx(cv2.medianBlur(sheet, 3), cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return cv2.GaussianBlur(bare, (0, 0), reach / 4)


def _ink(sheet: Pixels) -> Pixels:
    small = cv2.resize(sheet, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(paper_of(small), sheet.shape[::-1], interpolation=cv2.INTER_LINEAR)
    dark: Pixels = cv2.compare(sheet, cv2.multiply(paper, INK), cv2.CMP_LT)
    edge = max(6, max(sheet.shape) // 60)  # where a finger's width of the table may show
    dark[:edge], dark[-edge:], dark[:, :edge], dark[:, -edge:] = 0, 0, 0, 0
    return dark


def _lines(ink: Pixels) -> Any:
    """Return angle, length, and middle (x, y) of each line: letters run together, what is as long and low as one."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 19), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((2, 9), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        (middle, (one, other), angle) = cv2.minAreaRect(contour)
        width, height = max(one, other), min(one, other)
        turned = angle if one >= other else angle - 90
        turned = (turned + 90) % 180 - 90
        if width >= LONG and HIGH[0] <= height <= HIGH[1] and width >= 3 * height and abs(turned) < 12:
            found.append((turned, width, *middle))
    return np.array(found, np.float32).reshape(-1, 4)


def _rows(lines: Any, tilt: float) -> int:
    """Return how many rows they stand in: words of one row are one."""
    heights = np.sort(lines[:, 3] - lines[:, 2] * np.tan(np.radians(tilt)))
    return int((np.diff(heights) > APART).sum()) + 1 if len(lines) else 0


def _tilt(lines: Any) -> float:
    """Return the middle angle, longer lines counting more; 0 when there are too few to tell."""
    if len(lines) < FEWEST:
        return 0.0
    order = lines[lines[:, 0].argsort()]
    weight = order[:, 1].cumsum()
    tilt = float(order[np.searchsorted(weight, weight[-1] / 2), 0])
    return tilt if abs(tilt) <= TILT else 0.0
