"""Small pictures of what was sent, for a glance before it is kept: the first pages on one sheet."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps

from portal.inspection.kinds import JPEG, PDF, kind_of
from portal.inspection.pictures import written

SHOWN = 4  # pages on a sheet
GAP = 8  # pixels between them
TABLE, PAPER, INK, PALE = "#e9edf1", "#ffffff", "#33475b", "#d5dce3"


def contact_sheet(pictures: Sequence[bytes], side: int = 640, more: int = 0) -> bytes:
    """Return a JPEG, `side` pixels square, of the first four of these (JPEG, PNG, PDF), and how many pages are left.

    `more`: pages that are not among `pictures`. A PDF is drawn as an empty page that says how many it has.
    """
    shown = pictures[:SHOWN]
    left = more + sum(map(_pages, pictures[SHOWN:]))
    sheet = Image.new("RGB", (side, side), TABLE)
    columns = 1 if len(shown) == 1 else 2
    rows = -(-len(shown) // columns)
    cell = ((side - GAP * (columns + 1)) // columns, (side - GAP * (rows + 1)) // rows)
    for number, content in enumerate(shown):
        page = _small(content, cell)
        left_edge = GAP + number % columns * (cell[0] + GAP) + (cell[0] - page.width) // 2
        top_edge = GAP + number // columns * (cell[1] + GAP) + (cell[1] - page.height) // 2
        sheet.paste(page, (left_edge, top_edge))
    if left:
        _written_on(sheet, f"+{left}")
    return written(sheet, JPEG)


def _small(content: bytes, cell: tuple[int, int]) -> Any:
    if kind_of(content) == PDF:
        return _paper(_pages(content), cell)
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        picture.draft("RGB", cell)
        return ImageOps.contain(picture.convert("RGB"), cell)


def _paper(pages: int, cell: tuple[int, int]) -> Any:
    """Draw what stands for a PDF, which nothing here can show: a page with lines, and how many there are."""
    high = min(cell[1], round(cell[0] * 2**0.5))
    page = Image.new("RGB", (round(high / 2**0.5), high), PAPER)
    draw, line = ImageDraw.Draw(page), high / 16
    for number in range(9, 14):
        draw.rectangle(
            (line, number * line, page.width - line * (1 + number % 3), number * line + line / 4), fill=PALE
        )
    middle = page.width / 2
    draw.text((middle, 4 * line), "PDF", INK, ImageFont.load_default(2.6 * line), "mm")
    draw.text((middle, 6.6 * line), f"{pages} p.", INK, ImageFont.load_default(1.3 * line), "mm")
    return page


def _pages(content: bytes) -> int:
    """Return how many pages a file of ours has; 1 for what cannot be read."""
    if kind_of(content) != PDF:
        return 1
    import pikepdf  # noqa: PLC0415  only where there is a PDF

    try:
        with pikepdf.open(BytesIO(content)) as paper:
            return len(paper.pages)
    except pikepdf.PdfError:
        return 1


def _written_on(sheet: Any, text: str) -> None:
    """Write in the lower right corner, on a patch that is seen on anything."""
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(sheet.height / 14)
    wide = draw.textlength(text, font) + sheet.height / 16
    edges = (sheet.width - wide - GAP, sheet.height * 0.9 - GAP, sheet.width - GAP, sheet.height - GAP)
    draw.rounded_rectangle(edges, sheet.height / 40, INK)
    draw.text(((edges[0] + edges[2]) / 2, (edges[1] + edges[3]) / 2), text, PAPER, font, "mm")
