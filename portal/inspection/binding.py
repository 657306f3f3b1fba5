"""Pictures and papers that were made safe before, bound into one PDF; pictures go in as they are."""

from collections.abc import Sequence
from io import BytesIO

import img2pdf
import pikepdf

from portal.inspection.kinds import PDF, kind_of
from portal.inspection.papers import PAGES
from portal.inspection.verdict import FileUnfit, Judged

A4 = (595.28, 841.89)  # points, upright
NEARLY = 0.06  # of its shape, that a picture may be off a page of A4 to be printed on one


def bound(parts: Sequence[bytes]) -> Judged | FileUnfit:
    """Return one PDF of these pictures (JPEG, PNG) and PDF files, in this order; no word about when or by whom."""
    with pikepdf.new() as paper:
        for part in parts:
            page = part if kind_of(part) == PDF else _page(part)
            with pikepdf.open(BytesIO(page)) as more:
                paper.pages.extend(more.pages)
            if len(paper.pages) > PAGES:
                return FileUnfit(why="too_many_pages")
        made = BytesIO()
        paper.save(made, deterministic_id=True)
        return Judged(made.getvalue(), PDF, len(paper.pages))


def _page(picture: bytes) -> bytes:
    """Return a page that holds a picture: a JPEG is not decoded, so it loses nothing."""
    made: bytes = img2pdf.convert(picture, layout_fun=_laid_out, nodate=True)
    return made


def _laid_out(wide: int, high: int, _dots: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return width and height of page and picture in points: A4 where the shape is near, else as high as A4."""
    size = A4 if high >= wide else A4[::-1]
    scale = min(size[0] / wide, size[1] / high)
    own = (wide * scale, high * scale)
    near = min(own[0] / size[0], own[1] / size[1]) > 1 - NEARLY
    return (*(size if near else own), *own)
