"""Pictures of strangers, made anew: upright, bounded, in the colours of a screen, and without a word about them."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pi_heif import register_heif_opener
from PIL import Image, ImageCms, ImageOps

from portal.inspection.kinds import HEIC, JPEG, PNG, TIFF, WEBP
from portal.inspection.verdict import FileUnfit, Judged

FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF", TIFF: "TIFF"}
# Whose further pictures are an animation; those of a JPEG or HEIC are previews and bursts.
MOVING = (WEBP, PNG)
PIXELS = 60_000_000  # what the largest phones make is 50 million
SIDE = 3000  # pixels of the longer side: a page of A4 at 250 dots an inch
STRIP = 256  # lines shrunk at a time
QUALITY = 88
SCREEN = b"sRGB IEC61966"  # how profiles of a screen's own colours call themselves

register_heif_opener(thumbnails=False)


def remade(content: bytes, kind: str, becomes: str, *, page: bool = False) -> Judged | FileUnfit:
    """Return the picture of a file as a JPEG or a PNG that holds pixels only, with the page it clearly shows."""
    try:
        # What it was decoded into, twice as large, is gone when the page is looked for.
        upright = _read(content, kind)
        if isinstance(upright, FileUnfit):
            return upright
        return Judged(written(upright, becomes), becomes, page=page_in(upright) if page else None)
    except (Image.DecompressionBombError, MemoryError):
        return FileUnfit(why="too_many_pixels")
    except Exception:  # cut off midway, mostly; what else strangers write breaks decoders in ways of its own
        return FileUnfit(why="broken")


@contextmanager
def opened(content: bytes, kind: str) -> Iterator[Any]:
    """Give a picture whose pixels have not been read yet."""
    with (
        warnings.catch_warnings(action="ignore"),
        Image.open(BytesIO(content), formats=[FORMATS[kind]]) as picture,
    ):
        yield picture


def _read(content: bytes, kind: str) -> Any | FileUnfit:
    with opened(content, kind) as picture:
        unfit = _unfit(picture, kind)
        return FileUnfit(why=unfit) if unfit else made_upright(picture)


def _unfit(picture: Any, kind: str) -> str | None:
    """Say why a picture is not even decoded."""
    if picture.width * picture.height > PIXELS:
        return "too_many_pixels"
    several = getattr(picture, "n_frames", 1) > 1
    if several and kind == TIFF:
        return "several_pages"
    return "animated" if several and kind in MOVING else None


def made_upright(picture: Any) -> Any:
    """Decode, turn as the camera was held, shrink, and leave out profile and transparency."""
    profile = picture.info.get("icc_profile")
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded at half size where that is still large enough
    picture.load()
    ImageOps.exif_transpose(picture, in_place=True)
    upright = _shrunk(picture)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    mode = "L" if upright.mode in ("1", "L") else "RGB"
    return _on_screen(upright if upright.mode == mode else upright.convert(mode), profile)


def _shrunk(picture: Any) -> Any:
    """Return a picture of at most 3000 pixels a side; strip by strip, since what lies in between weighs as much again.

    Hamming is as sharp as Lanczos to the eye at these scales, and takes a third of its time.
    """
    scale = max(picture.size) / SIDE
    if scale <= 1 or picture.mode not in ("RGB", "L"):
        picture.thumbnail((SIDE, SIDE), Image.Resampling.HAMMING, reducing_gap=2.0)
        return picture
    wide, high = (max(1, round(side / scale)) for side in picture.size)
    shrunk = Image.new(picture.mode, (wide, high), None)
    for top in range(0, high, STRIP):
        bottom = min(high, top + STRIP)
        seen = (0, top * picture.height / high, picture.width, bottom * picture.height / high)
        strip = picture.resize((wide, bottom - top), Image.Resampling.HAMMING, seen, reducing_gap=2.0)
        shrunk.paste(strip, (0, top))
    return shrunk


def _on_screen(picture: Any, profile: bytes | None) -> Any:
    """Return the colours as any screen shows them (sRGB): redness matters, and the profile does not stay."""
    if not profile or picture.mode != "RGB" or SCREEN in profile:
        return picture
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def written(picture: Any, becomes: str) -> bytes:
    """Return the pixels as a JPEG or a PNG, and nothing else."""
    picture.info = {}  # all that either format would write besides the pixels comes from here
    made = BytesIO()
    picture.save(made, "JPEG", quality=QUALITY) if becomes == JPEG else picture.save(made, "PNG")
    return made.getvalue()


def page_in(picture: Any) -> bytes | None:
    """Return the page that a picture clearly shows, as a JPEG; None where there is none, or it cannot be told."""
    from portal.inspection.pages import page_of  # noqa: PLC0415  nobody loads OpenCV for a picture of a wound

    try:
        page = page_of(picture)
    except Exception:  # a photo without its page is a photo still
        return None
    return None if page is None else written(page, JPEG)
