"""Pictures of strangers, made anew: upright, bounded, in the colours of a screen, and without a word about them."""

import warnings
from io import BytesIO
from typing import Any

from pi_heif import register_heif_opener
from PIL import Image, ImageCms, ImageOps

from portal.inspection.kinds import HEIC, JPEG, PNG, WEBP
from portal.inspection.verdict import FileUnfit, Judged

FORMATS = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", HEIC: "HEIF"}
PIXELS = 60_000_000  # what the largest phones make is 50 million
SIDE = 3000  # pixels of the longer side: a page of A4 at 250 dots an inch
QUALITY = 88

register_heif_opener(thumbnails=False)


def remade(content: bytes, kind: str, becomes: str) -> Judged | FileUnfit:
    """Return the first picture of a file as a JPEG or a PNG that holds pixels only."""
    try:
        with (
            warnings.catch_warnings(action="ignore"),
            Image.open(BytesIO(content), formats=[FORMATS[kind]]) as picture,
        ):
            if picture.width * picture.height > PIXELS:
                return FileUnfit(why="too_many_pixels")
            return _written(_upright(picture), becomes)
    except (Image.DecompressionBombError, MemoryError):
        return FileUnfit(why="too_many_pixels")
    except Exception:  # cut off midway, mostly; what else strangers write breaks decoders in ways of its own
        return FileUnfit(why="broken")


def _upright(picture: Any) -> Any:
    """Decode, turn as the camera was held, shrink, and leave out profile and transparency."""
    profile = picture.info.get("icc_profile")
    picture.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded at half size where that is still large enough
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    return _on_screen(upright.convert("L" if upright.mode in ("1", "L") else "RGB"), profile)


def _on_screen(picture: Any, profile: bytes | None) -> Any:
    """Return the colours as any screen shows them (sRGB): redness matters, and the profile does not stay."""
    if not profile or picture.mode != "RGB":
        return picture
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _written(picture: Any, becomes: str) -> Judged:
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)  # a new picture knows nothing of the old one but its pixels
    made = BytesIO()
    if becomes == JPEG:
        bare.save(made, "JPEG", quality=QUALITY)
    else:
        bare.save(made, "PNG")
    return Judged(made.getvalue(), becomes)
