"""A trend in words: what its picture shows, said beneath it, and every value in a list."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from conversations.fhir_questions import words
from conversations.messages import Block
from conversations.sent_forms import amount, numbered
from locales import Localized, Words, _, n_, pack, plain
from portal.followups import Point, Series

PICTURE = "trend"
LONGEST = 120  # characters of a question or an option beneath a picture: Telegram takes 1024 in all
SAME = 10  # a change under a tenth of what lies between lowest and highest is none


def label(series: Series) -> Words:
    """Return what the series is about: the words of its question."""
    return numbered(words(series.label), series.turn + 1)


def value(series: Series, point: Point, longest: int | None = None) -> Words:
    """Return a value with its unit, or with the words of the option that has this score."""
    number = amount(point.value, series.unit)
    if not point.words:
        return number
    return plain("{number} · {words}", number=number, words=_cut(words(point.words), longest))


def _cut(said: Localized, longest: int | None) -> Localized:
    if longest is None:
        return said
    cut = {language: f"{text[:longest]}…" for language, text in said.words.items() if len(text) > longest}
    return Localized({**said.words, **cut})


def picture(series: Series) -> tuple[str, str]:
    """Return the picture to be drawn at delivery: its kind, and what it shows as JSON."""
    shown = {
        "title": pack(label(series)),
        "unit": series.unit,
        "low": None if series.low is None else str(series.low),
        "high": None if series.high is None else str(series.high),
        "points": [[one.at.isoformat(), str(one.value), one.joined] for one in series.points],
    }
    return PICTURE, json.dumps(shown, ensure_ascii=False)


def caption(series: Series, zone: str) -> tuple[Block, ...]:
    """Say what the picture shows, on which days of this time zone."""
    dated = _dated(series, zone)
    newest = list(reversed(series.points))
    lowest = min(newest, key=lambda one: one.value)
    highest = max(newest, key=lambda one: one.value)
    lines = (
        _("Last: {value}, on {date}", value=value(series, newest[0], LONGEST), date=dated(newest[0])),
        _("First: {value}, on {date}", value=value(series, newest[-1], LONGEST), date=dated(newest[-1])),
        _("Lowest: {value}, on {date}", value=value(series, lowest, LONGEST), date=dated(lowest)),
        _("Highest: {value}, on {date}", value=value(series, highest, LONGEST), date=dated(highest)),
        direction(series.points),
        n_("{n} answer in all", "{n} answers in all", len(newest)),
    )
    title = numbered(_cut(words(series.label), LONGEST), series.turn + 1)
    return (Block("title", title), *(Block("line", line) for line in lines))


def _dated(series: Series, zone: str) -> Callable[[Point], date]:
    """Return how the points are dated: by their days, and by their hours where two fall on one day."""
    days = {one.at: one.at.astimezone(ZoneInfo(zone)).date() for one in series.points}
    alone = len(set(days.values())) == len(series.points)
    return lambda point: days[point.at] if alone else point.at


def direction(points: Sequence[Point]) -> Words:
    """Say where the values went since the first; whether that is good is not for the bot to say."""
    spread = max(one.value for one in points) - min(one.value for one in points)
    change = points[-1].value - points[0].value
    if abs(change) <= spread / Decimal(SAME):
        return _("Since the first time: about the same")
    return _("Since the first time: up") if change > 0 else _("Since the first time: down")


def listed(series: Series, zone: str) -> list[Words]:
    """Return every value with its date, the newest first."""
    dated = _dated(series, zone)
    return [
        plain("{date} · {value}", date=dated(one), value=value(series, one))
        for one in reversed(series.points)
    ]
