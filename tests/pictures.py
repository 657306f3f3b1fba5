"""Pictures and papers as people's phones make them, and as nobody's should."""

import zlib
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

GPS, ORIENTATION, WORDS = 0x8825, 0x0112, 0x010E  # EXIF: where, how it was held, what about


def drawn(width: int = 400, height: int = 300, colour: str = "firebrick") -> Any:
    """A picture whose left half is of that colour, the rest white."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste(Image.new("RGB", (width // 2, height), colour), (0, 0))
    return picture


def written(picture: Any, kind: str, **more: Any) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **more)
    return made.getvalue()


def photo(colour: str = "firebrick", **more: Any) -> bytes:
    """A JPEG that tells where it was taken, and that the phone was held upright."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[WORDS] = 6, "Camille Durand"
    exif.get_ifd(GPS)[2] = (48.0, 51.0, 24.0)
    return written(drawn(colour=colour, **more), "JPEG", exif=exif)


def paper(pages: int = 1, **root: Any) -> bytes:
    """A PDF that names its author."""
    made, pdf = BytesIO(), pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.docinfo["/Author"] = "Camille Durand"
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    pdf.save(made)
    return made.getvalue()


def bomb(side: int = 40_000) -> bytes:
    """A small PNG that says it is 40,000 by 40,000 pixels large."""
    made = bytearray(written(drawn(), "PNG"))
    made[16:24] = side.to_bytes(4, "big") * 2
    made[29:33] = zlib.crc32(made[12:29]).to_bytes(4, "big")
    return bytes(made)


def opened(content: bytes) -> Any:
    return Image.open(BytesIO(content))
