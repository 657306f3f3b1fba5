"""Photos of pages as phones take them: a printed sheet on a table, seen at a slant, in a lamp's light, with noise."""

from io import BytesIO
from typing import Any, NamedTuple

import cv2
import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw, ImageFont

A4 = (1240, 1754)  # pixels: 150 dots an inch
PAPER, INK, STAMP = (250, 249, 246), (30, 30, 34), (40, 60, 170)
LAMP = (1.0, 0.96, 0.88)  # its light in red, green and blue
STRIP = 64  # rows worked at together, colour by colour: they stay in the processor's own memory
PRESCRIPTION = (
    "Docteur Claire Martin",
    "Médecin généraliste",
    "12 rue des Lilas, 69003 Lyon",
    "",
    "Lyon, le 12 mars 2026",
    "",
    "Madame Camille Durand, née le 4 mai 1984",
    "",
    "ORDONNANCE",
    "",
    "Paracétamol 1 g : un comprimé matin, midi et soir",
    "pendant cinq jours, en cas de douleur ou de fièvre.",
    "",
    "Amoxicilline 500 mg : une gélule matin et soir",
    "pendant sept jours, au cours des repas.",
    "",
    "Boire beaucoup, se reposer, et consulter de nouveau",
    "si la fièvre dure plus de trois jours.",
    "À renouveler une fois.",
)


def letters(high: float) -> Any:
    """Letters with accents, as drawings of charts have them too."""
    return ImageFont.truetype(f"{mpl.get_data_path()}/fonts/ttf/DejaVuSans.ttf", high)


class Seen(NamedTuple):
    """A photo (pixels in RGB), and where the sheet's corners are in it, clockwise from its own top left."""

    pixels: Any
    corners: Any


def sheet(lines: tuple[str, ...] = PRESCRIPTION, size: tuple[int, int] = A4, scale: float = 1.0) -> Any:
    """A printed sheet, flat, with a round stamp in blue."""
    page = Image.new("RGB", size, PAPER)
    draw, font = ImageDraw.Draw(page), letters(30 * scale)
    for number, line in enumerate(lines):
        draw.text((110, 130 + number * 62 * scale), line, INK, font)
    if lines:
        draw.ellipse((size[0] - 420, size[1] - 330, size[0] - 180, size[1] - 150), outline=STAMP, width=8)
    return np.asarray(page)


def seen(
    page: Any,
    tilt: tuple[float, float, float] = (18, -12, 6),
    size: tuple[int, int] = (2000, 1500),
    fill: float = 0.85,
    table: tuple[int, int, int] = (120, 92, 70),
    noise: float = 5,
    seed: int = 1,
) -> Seen:
    """A sheet turned by these degrees around its axes, on a table, lit from one side by a warm lamp."""
    wide, high = size
    chance = np.random.default_rng(seed)
    corners = _corners(page.shape[0] / page.shape[1], tilt, size, fill)
    h, w = page.shape[:2]
    way = cv2.getPerspectiveTransform(np.array(((0, 0), (w, 0), (w, h), (0, h)), np.float32), corners)
    ground = cv2.warpPerspective(np.full((h, w), 255, np.uint8), way, size, flags=cv2.INTER_AREA)
    coarse = chance.normal(0, 10, (high // 16, wide // 16)).astype(np.float32)
    grain = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
    turned = cv2.split(cv2.warpPerspective(page, way, size))
    lamp = 1 - 0.4 * np.arange(wide, dtype=np.float32) / wide
    made = [np.empty((high, wide), np.uint8) for _ in range(3)]
    for top in range(0, high, STRIP):
        rows = slice(top, min(top + STRIP, high))
        sheet_of_it = ground[rows] / np.float32(255)
        light = lamp - 0.15 * np.arange(rows.start, rows.stop, dtype=np.float32)[:, None] / high
        specks = noise * chance.standard_normal(sheet_of_it.shape, np.float32)
        for colour, warm, of_page, pixels_of_it in zip(table, LAMP, turned, made, strict=True):
            scene = (grain[rows] + colour) * (1 - sheet_of_it)
            scene += of_page[rows] * sheet_of_it
            scene *= light
            scene *= np.float32(warm)
            scene += specks
            pixels_of_it[rows] = scene.clip(0, 255)
    return Seen(cv2.merge(made), corners)


def _corners(ratio: float, tilt: tuple[float, float, float], size: tuple[int, int], fill: float) -> Any:
    """Where a camera sees the corners: as near as `fill` of the photo allows."""
    x, y, z = np.radians(tilt)
    around_x = np.array(((1, 0, 0), (0, np.cos(x), -np.sin(x)), (0, np.sin(x), np.cos(x))))
    around_y = np.array(((np.cos(y), 0, np.sin(y)), (0, 1, 0), (-np.sin(y), 0, np.cos(y))))
    around_z = np.array(((np.cos(z), -np.sin(z), 0), (np.sin(z), np.cos(z), 0), (0, 0, 1)))
    flat = np.array(((-1, -ratio, 0), (1, -ratio, 0), (1, ratio, 0), (-1, ratio, 0)))
    turned = flat @ (around_x @ around_y @ around_z).T
    near, far = 2.5, 60.0
    for _ in range(40):
        away = (near + far) / 2
        spots = turned[:, :2] / (turned[:, 2:] + away) * 0.75 * max(size)
        near, far = (away, far) if (np.ptp(spots, axis=0) > fill * np.array(size)).any() else (near, away)
    middle = (spots.max(axis=0) + spots.min(axis=0)) / 2
    return (spots - middle + np.array(size) / 2).astype(np.float32)


def jpeg(pixels: Any, quality: int = 90) -> bytes:
    """A photo as a phone writes it."""
    made = BytesIO()
    Image.fromarray(pixels).save(made, "JPEG", quality=quality)
    return made.getvalue()


def pixels(content: bytes) -> Any:
    """The pixels of a file, in RGB."""
    return np.asarray(Image.open(BytesIO(content)).convert("RGB"))


def box() -> Any:
    """The front of a box of pills: white card, a band of colour, few and large words."""
    front = Image.new("RGB", (1240, 800), "white")
    draw = ImageDraw.Draw(front)
    draw.rectangle((0, 0, 1240, 190), "#c8282d")
    for words, high, at in (
        ("AMOXICILLINE", 120, 240),
        ("500 mg", 70, 400),
        ("12 gélules", 44, 520),
        ("voie orale", 34, 640),
    ):
        draw.text((70, at), words, "#14145a", letters(high))
    return np.asarray(front)


def wound(size: tuple[int, int] = (1600, 1200)) -> Any:
    """Skin with a dressing on it: a white square, without a word."""
    skin = Image.effect_noise(size, 12).convert("RGB")
    skin = Image.blend(skin, Image.new("RGB", size, "#cd9f88"), 0.85)
    draw = ImageDraw.Draw(skin)
    draw.polygon(((480, 330), (1120, 360), (1090, 830), (460, 800)), "#f4f1ea")
    draw.ellipse((700, 500, 880, 640), "#8e2f2b")
    return np.asarray(skin)


def hills(size: tuple[int, int] = (1600, 1200)) -> Any:
    """Sky, hills, a house with windows."""
    view = Image.new("RGB", size, "#9cc3e6")
    draw = ImageDraw.Draw(view)
    draw.polygon(((0, 700), (500, 420), (1000, 760), (1600, 500), (1600, 1200), (0, 1200)), "#4d7a3a")
    draw.polygon(((600, 560), (1150, 540), (1170, 980), (610, 1000)), "#e4dccb")
    for row in range(4):
        for column in range(5):
            draw.rectangle(
                (650 + column * 100, 600 + row * 95, 700 + column * 100, 650 + row * 95), "#41505c"
            )
    return np.asarray(view)


def face(size: tuple[int, int] = (1200, 1600)) -> Any:
    """A face in front of a wall."""
    wall = Image.new("RGB", size, "#d8d5cf")
    draw = ImageDraw.Draw(wall)
    draw.ellipse((300, 300, 900, 1150), "#d9a98b")
    for x in (470, 680):
        draw.ellipse((x, 620, x + 80, 670), "#3b2a22")
    draw.arc((470, 800, 740, 960), 20, 160, "#8d4038", 14)
    return np.asarray(wall)
