"""The summary of an export as a PDF, for printing: made in a child process, with the letters that come with matplotlib."""

import importlib.util
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF

from bot.exporting.page import Said

FAMILY = "sans"
MARGIN = 18  # millimetres
SIZES = {"title": 18.0, "section": 13.0, "head": 10.5, "note": 9.0, "line": 10.0, "pair": 10.0}  # points
BEFORE = {"title": 0.0, "section": 6.0, "head": 3.0, "note": 1.0, "line": 1.0, "pair": 1.2}  # millimetres
GREY, BLACK = (90, 90, 90), (20, 20, 20)


def paper(said: Sequence[Said], language: str, at: datetime) -> bytes:
    """Return the PDF; `at`: when all of it was read."""
    sheet = _Sheet()
    sheet.set_creation_date(at)
    sheet.set_lang(language)
    sheet.set_title(said[0].words if said else "")
    sheet.add_page()
    for one in said:
        _put(sheet, one)
    return bytes(sheet.output())


class _Sheet(FPDF):
    """Sheets of A4 with a number at their foot."""

    def __init__(self) -> None:
        super().__init__()
        # Or "{nb}", which somebody may have written, becomes the number of pages.
        self.alias_nb_pages(None)  # type: ignore[arg-type]  # as its documentation says
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, MARGIN)
        for style, name in (("", "DejaVuSans"), ("B", "DejaVuSans-Bold")):
            self.add_font(FAMILY, style, letters() / f"{name}.ttf")
        self.set_font(FAMILY, "", 10)

    def footer(self) -> None:
        """Number the page."""
        self.set_y(-MARGIN + 4)
        self.set_font(FAMILY, "", 8)
        self.set_text_color(*GREY)
        self.cell(0, 5, f"{self.page_no()}", align="C")


def letters() -> Path:
    """Return the folder of the letters; matplotlib itself, which is slow to begin, is not asked."""
    found = importlib.util.find_spec("matplotlib")
    return Path(found.origin if found and found.origin else "").parent / "mpl-data" / "fonts" / "ttf"


def _put(sheet: _Sheet, one: Said) -> None:
    size = SIZES.get(one.style, 10.0)
    sheet.ln(BEFORE.get(one.style, 1.0))
    lines = {"section": 4, "head": 4, "pair": 2}.get(one.style, 0)
    if lines and sheet.will_page_break(lines * size * 0.5):
        sheet.add_page()  # neither a heading nor a question stands alone at the foot of a page
    quiet = one.style in ("note", "pair")
    _write(
        sheet,
        one.words,
        size,
        bold=one.style in ("title", "section", "head"),
        colour=GREY if quiet else BLACK,
    )
    if one.style == "pair" and one.value:
        value = f"{one.value} ({one.to})" if one.to else one.value
        _write(sheet, value, size, bold=True, colour=BLACK)


def _write(sheet: _Sheet, words: str, size: float, *, bold: bool, colour: tuple[int, int, int]) -> None:
    sheet.set_font(FAMILY, "B" if bold else "", size)
    sheet.set_text_color(*colour)
    sheet.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
