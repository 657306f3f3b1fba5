"""Pictures made at the moment they leave: a code to scan, a trend over time, a sheet of the pages that were sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

import segno

from bot.keeping import contents
from bot.workshop import Workshop
from locales import unpack
from locales.axes import named
from locales.saying import Reader, bare, said_fact, say
from portal import vault
from portal.errors import Refused
from portal.inspection import sheet
from portal.vault import Shelves
from portal.work import Workroom

SCALE = 10  # from 0 to 10: the longest that is a scale
SHOWS = 5  # values that take less than a fifth of the bounds would look flat


class PagesGone(Exception):
    """The pages that a sheet is to show are not in the vault, or cannot be read now."""


@dataclass
class Painter:
    """Makes pictures for whoever reads them; nothing of them is kept."""

    workroom: Workroom
    workshop: Workshop
    shelves: Shelves

    async def __call__(self, kind: str, content: str, reader: Reader) -> bytes:
        """Return a PNG or a JPEG: `qr`, `trend` (see `picture`), or `sheet`, the names of some blobs as JSON.

        Raises `TookTooLong` when drawing does not end in time, `PagesGone`.
        """
        if kind == "sheet":
            return await self._sheet(**json.loads(content))
        return await picture(kind, content, reader, self.workshop)

    async def _sheet(self, record: str, blobs: list[str], more: int) -> bytes:
        """Return the first pages as they will be kept, and how many there are more."""
        standing = await self.workroom.run(vault.standing, record, blobs)
        pages = await contents(self.workroom, self.shelves, standing)
        if isinstance(pages, Refused) or not pages:
            raise PagesGone
        drawn: bytes = await self.workshop.do(partial(sheet, pages, more=more))
        return drawn


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
    values = [float(value) for _at, value, _joined in shown["points"]]
    joined = [leads for _at, _value, leads in shown["points"]]
    low, high = heights(shown["low"], shown["high"], values)
    return {
        "title": bare(say(unpack(shown["title"]), reader)),
        "unit": shown["unit"],
        "low": low,
        "high": high,
        "points": list(zip([at.timestamp() for at in instants], values, joined, strict=True)),
        "days": [[at.timestamp(), name] for at, name in named(instants, reader)],
        "last": said_fact(Decimal(shown["points"][-1][1]), reader),
        "comma": said_fact(Decimal("0.5"), reader)[1],
    }


def heights(low: str | None, high: str | None, values: Sequence[float]) -> tuple[float, float]:
    """Return from where to where the picture goes: over the form's bounds, as long as the values show on it.

    A scale is always whole. Bounds that only keep mistypings out (50 to 800) would make a flat line of any values.
    """
    least, most = min(values), max(values)
    if low is None or high is None:
        return least, most
    bottom, top = min(float(low), least), max(float(high), most)
    if top - bottom <= SCALE or (most - least) * SHOWS >= top - bottom:
        return bottom, top
    margin = (most - least) / 2 or (top - bottom) / 20
    return max(bottom, least - margin), min(top, most + margin)


def _draw(shown: str) -> bytes:
    """Draw in a child process: what draws weighs more than the whole bot, and never enters its process."""
    from bot.drawing import draw  # noqa: PLC0415

    return draw(json.loads(shown))
