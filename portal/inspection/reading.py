"""Reads what is printed on a page, by Tesseract, in memory; in a child process, like all that opens files."""

import os
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from portal.inspection.kinds import PDF, kind_of

SIDE = 2500  # pixels of the longer side: a page of A4 at 215 dots an inch, as fine as print asks for
CLEAR = 55  # of 100: with less confidence, on average, what was read is no print
ENOUGH = 40  # letters that a PDF says it holds: then nobody needs to look at its pictures
TIME = 9_000  # milliseconds after which Tesseract gives what it has


def read_page(content: bytes, number: int, folder: str, languages: Sequence[str]) -> str | None:
    """Return the words on a page (from 0) of a picture or PDF, line by line; None when there is no such page.

    `folder`: where Tesseract's languages are.
    """
    if kind_of(content) == PDF:
        return _of_paper(content, number, folder, languages)
    if number > 0:
        return None
    with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as picture:
        return recognised(picture, folder, languages)


def _of_paper(content: bytes, number: int, folder: str, languages: Sequence[str]) -> str | None:
    import pikepdf  # noqa: PLC0415  only where there is a PDF

    from portal.inspection.written import page_text  # noqa: PLC0415

    with pikepdf.open(BytesIO(content)) as paper:
        if number >= len(paper.pages):
            return None
        page = paper.pages[number]
        text = page_text(page)
        if sum(map(str.isalpha, text)) >= ENOUGH:
            return text
        scan = _scan_on(page)
        return recognised(scan, folder, languages) if scan else text


def _scan_on(page: Any) -> Any | None:
    """Return the largest picture on a page, as Pillow's."""
    import pikepdf  # noqa: PLC0415

    pictures = [pikepdf.PdfImage(one) for one in page.get_images().values()]
    largest = max(pictures, key=lambda one: one.width * one.height, default=None)
    return largest.as_pil_image() if largest is not None and largest.width > SIDE // 5 else None


def recognised(picture: Any, folder: str, languages: Sequence[str]) -> str:
    """Return what is printed on a picture; nothing when it does not look like print."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # read when it is loaded: two children have a core each
    from tesserocr import OEM, PSM, PyTessBaseAPI  # noqa: PLC0415  an extra: it may be missing

    grey = picture.convert("L")
    grey.thumbnail((SIDE, SIDE), Image.Resampling.HAMMING)
    turned = os.path.exists(os.path.join(folder, "osd.traineddata"))
    how = PSM.AUTO_OSD if turned else PSM.AUTO
    with PyTessBaseAPI(path=folder, lang="+".join(languages), psm=how, oem=OEM.LSTM_ONLY) as reader:
        reader.SetVariable("debug_file", os.devnull)
        reader.SetImage(grey)
        reader.Recognize(TIME)
        return str(reader.GetUTF8Text()) if reader.MeanTextConf() >= CLEAR else ""
