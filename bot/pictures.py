"""Pictures made at the moment they leave."""

from io import BytesIO

import segno


def picture(kind: str, content: str) -> bytes:
    """Return a PNG; `qr` is the only kind so far: a QR code (ISO/IEC 18004) of an `otpauth://` address."""
    if kind != "qr":
        raise ValueError(f"no picture of kind {kind}")
    made = BytesIO()
    segno.make(content, error="m").save(made, kind="png", scale=8, border=4)
    return made.getvalue()
