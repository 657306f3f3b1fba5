"""The axis of a picture: which of its instants are named, and how, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from locales.customs import customs
from locales.saying import Reader

SPACES = 3  # between names, so that they fit side by side on a phone
CLOSEST = 0.6  # of such a space: nearer names would touch
YEAR = timedelta(days=300)


def named(instants: Sequence[datetime], reader: Reader) -> list[tuple[datetime, str]]:
    """Return some of these instants (in order), the first and the last among them, with a short name each."""
    first, span = instants[0], instants[-1] - instants[0]
    kept = [instants[-1], first] if span else [first]
    for wanted in (first + span * n / SPACES for n in range(1, SPACES)):
        nearest = min(instants, key=lambda one: abs(one - wanted))
        if min(abs(nearest - one) for one in kept) >= span / SPACES * CLOSEST and span:
            kept.append(nearest)
    return [(one, _name(one, span, reader)) for one in sorted(kept)]


def _name(instant: datetime, span: timedelta, reader: Reader) -> str:
    local = instant.astimezone(ZoneInfo(reader.zone))
    if span < timedelta(days=1):
        return str(format_time(local.time(), "short", locale=customs(reader.language).numbers))
    pattern = "yMMM" if span > YEAR else "MMMd"
    return str(format_skeleton(pattern, local, locale=customs(reader.language).dates))
