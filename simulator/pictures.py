"""How large a picture is, read from the first bytes of a PNG, JPEG, GIF or WebP file."""

import struct

JPEG_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, or None when it is no picture Telegram would take for a photo."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack(">II", content[16:24])
        if content.startswith(b"\xff\xd8"):
            return _jpeg(content)
        if content.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
            return _webp(content)
    except struct.error:
        pass
    return None


def mime_of(content: bytes) -> str:
    """What a person's phone says a file is, when it can tell from the bytes."""
    starts = {
        b"\x89PNG": "image/png",
        b"\xff\xd8": "image/jpeg",
        b"GIF8": "image/gif",
        b"%PDF": "application/pdf",
    }
    return next((mime for start, mime in starts.items() if content.startswith(start)), "")


def _jpeg(content: bytes) -> tuple[int, int] | None:
    position = 2
    while position < len(content):
        start, marker, length = struct.unpack(">BBH", content[position : position + 4])
        if start != 0xFF:  # what follows is no JPEG, however long it is
            return None
        if marker in JPEG_FRAMES:
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None


def _webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        width, high, height, highest = struct.unpack("<HBHB", content[24:30])
        return width + (high << 16) + 1, height + (highest << 16) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF
