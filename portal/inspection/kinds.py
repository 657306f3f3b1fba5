"""What a file is, by its first bytes: never by its name, nor by what who sends it says."""

JPEG, PNG, WEBP, HEIC, TIFF = "image/jpeg", "image/png", "image/webp", "image/heic", "image/tiff"
PDF = "application/pdf"
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


STARTS = {
    b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"II*\0": TIFF, b"MM\0*": TIFF, b"%PDF-": PDF,
}  # fmt: skip
BLANK = b"\xef\xbb\xbf\r\n\t "  # what some programs write before a PDF, and every reader passes over


def kind_of(content: bytes) -> str | None:
    """Return the media type of a file that can be taken; None for any other, and for what hides behind another."""
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return HEIC
    head = content[:64].lstrip(BLANK)
    return next(
        (kind for start, kind in STARTS.items() if (head if kind == PDF else content).startswith(start)), None
    )


def allows(kinds: tuple[str, ...], kind: str) -> bool:
    """Tell whether these media types (none: all that can be taken) admit this one; `image/*` is a family."""
    family = kind.partition("/")[0]
    return not kinds or kind in kinds or f"{family}/*" in kinds


def picture_kind(kinds: tuple[str, ...]) -> str | None:
    """Return what a picture becomes where these media types are allowed; None where no picture is."""
    return next((kind for kind in (JPEG, PNG) if allows(kinds, kind)), None)
