"""Pictures made at the moment they leave: a code to scan, a trend over time."""

import json
from datetime import datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

import segno

from bot.workshop import Workshop
from locales import unpack
from locales.axes import named
from locales.saying import Reader, said_fact, say


async def picture(kind: str, content: str, reader: Reader, workshop: Workshop) -> bytes:
    """Return a PNG: `qr`, a QR code (ISO/IEC 18004) of an `otpauth://` address, or `trend`, a series as JSON.

    Raises `TookTooLong` when drawing does not end in time.
    """
    match kind:
        case "qr":
            return qr(content)
        case "trend":
            drawn: bytes = await workshop.do(partial(_draw, json.dumps(trend(json.loads(content), reader))))
            return drawn
    raise ValueError(f"no picture of kind {kind}")


def qr(content: str) -> bytes:
    """Return a QR code as a PNG."""
    made = BytesIO()
    segno.make(content, error="m").save(made, kind="png", scale=8, border=4)
    return made.getvalue()


def trend(shown: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """Return what is to be drawn, in the reader's words: instants as seconds, values as floats, names as text."""
    instants = [datetime.fromisoformat(at) for at, _value, _joined in shown["points"]]
    return {
        "title": say(unpack(shown["title"]), reader),
        "unit": shown["unit"],
        "low": _float(shown["low"]),
        "high": _float(shown["high"]),
        "points": [
            [at.timestamp(), float(value), joined]
            for at, (_at, value, joined) in zip(instants, shown["points"], strict=True)
        ],
        "days": [[at.timestamp(), name] for at, name in named(instants, reader)],
        "last": said_fact(Decimal(shown["points"][-1][1]), reader),
        "comma": said_fact(Decimal("0.5"), reader)[1],
    }


def _float(number: str | None) -> float | None:
    return None if number is None else float(number)


def _draw(shown: str) -> bytes:
    """Draw in a child process: what draws weighs more than the whole bot, and never enters its process."""
    from bot.drawing import draw  # noqa: PLC0415

    return draw(json.loads(shown))
