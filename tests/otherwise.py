"""What is surely another than what was drawn: what a test puts in its place by hand may be what was there already."""


def wrong(code: str) -> str:
    """Return as many digits that are not this code."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"


def turned(content: bytes, at: int = -1, bit: int = 0) -> bytes:
    """Return the same but for one bit of the byte at a place: a letter written there may be the one that stood there."""
    changed = bytearray(content)
    changed[at] ^= 1 << bit
    return bytes(changed)
