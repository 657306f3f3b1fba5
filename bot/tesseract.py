"""Where Tesseract and its languages are on this machine, if they are."""

import os
from importlib.util import find_spec
from pathlib import Path

from portal.inspection import LANGUAGES

FOLDERS = (
    "/usr/share/tesseract-ocr",
    "/usr/share/tessdata",
    "/usr/share/tesseract",
    "/usr/local/share/tessdata",
)


def languages_folder() -> Path | None:
    """Return the folder that holds the languages that are read: that of `TESSDATA_PREFIX`, or the system's."""
    if named := os.environ.get("TESSDATA_PREFIX"):
        usual = [Path(named), Path(named) / "tessdata"]
    else:
        usual = [
            place
            for root in FOLDERS
            for place in (Path(root), *sorted(Path(root).glob("**/tessdata"), reverse=True))
        ]
    return next(
        (one for one in usual if all((one / f"{each}.traineddata").is_file() for each in LANGUAGES)), None
    )


def recognition_misses() -> str | None:
    """Return what is missing to read documents, as an operator can mend it; None when nothing is."""
    if find_spec("tesserocr") is None:
        return "tesserocr is not installed (sh requirements/install.sh python3 ocr)"
    if languages_folder() is None:
        return "Tesseract's languages are not here: apt install tesseract-ocr-fra tesseract-ocr-eng, or TESSDATA_PREFIX"
    return None
