"""Trends: each number of a follow-up's form over time, read from what was sent; nothing is computed anew."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from portal.authorisations import Access, Right
from portal.followups import store
from portal.followups.answering import CONTEXT
from portal.followups.starting import FollowUpUnknown, questionnaire
from portal.keys import Keyring
from portal.questionnaires import Item, Localized, Quantity, Questionnaire, Value, loads, read_answers
from portal.work import Work

MOST_FORMS = 400  # a year of every day, and some: more points than that are no picture on a phone
LONG_PAUSE = 4  # times the usual interval: a line across it would tell of days nobody knows of


class Point(NamedTuple):
    """A value at an instant; `words`: the option chosen, for a score; `joined`: nothing is missing before it."""

    at: datetime
    value: Decimal
    words: Localized | None = None
    joined: bool = False


class Series(NamedTuple):
    """One number over time, the oldest first; `low` and `high` are the form's own bounds, where it has both.

    `turn` counts the repeats of a question from 0. `key` names the series for as long as the form asks for it.
    """

    key: str
    label: Localized
    turn: int
    unit: str
    low: Decimal | None
    high: Decimal | None
    points: tuple[Point, ...]


class Sent(NamedTuple):
    """A response, sealed, and the version of the form that it answers."""

    at: datetime
    form: Questionnaire
    sealed: bytes


class Trends(NamedTuple):
    """The series of a follow-up; `cut`: only the newest `MOST_FORMS` forms were looked at."""

    series: list[Series]
    cut: bool


def trends(work: Work, access: Access, followup_id: str) -> Trends | FollowUpUnknown:
    """Return what can be followed over time. Raises `Unthought`: opening all the answers takes a while."""
    access.must(Right.READ)
    followup = store.get_followup(work, followup_id)
    if followup is None or followup.account_id != access.whose:
        return FollowUpUnknown()
    rows = store.responses_of(work, access.whose, followup_id, MOST_FORMS + 1)
    sent = [
        Sent(r.authored_at, questionnaire(work, r.questionnaire_id), r.sealed)
        for r in reversed(rows[:MOST_FORMS])
    ]
    missed = store.missed(work, followup_id, sent[0].at) if sent else []
    key = f"trends:{followup_id}:{rows[0].id if rows else ''}:{len(rows)}:{len(missed)}"
    found: list[Series] = work.thought(key, partial(_opened, work.keys, sent, missed))
    access.journal(work, "trend_read", followup_id)
    return Trends(found, len(rows) > MOST_FORMS)


def _opened(keys: Keyring, sent: Sequence[Sent], missed: Sequence[datetime]) -> list[Series]:
    return series([(one.at, one.form, loads(keys.open(CONTEXT, one.sealed))) for one in sent], missed)


def series(
    responses: Sequence[tuple[datetime, Questionnaire, Mapping[str, Any]]], missed: Sequence[datetime]
) -> list[Series]:
    """Return what has two values or more, in the order of the newest form. Pure; oldest response first.

    `missed`: the instants, in order, of forms that nobody answered.
    """
    found: dict[str, list[tuple[int, Point]]] = {}
    latest: dict[str, tuple[int, Item, Quantity | None]] = {}
    for number, (at, form, response) in enumerate(responses):
        for key, item, value, point in _points(at, form, response):
            found.setdefault(key, []).append((number, point))
            latest[key] = (number if form is not responses[-1][1] else len(responses), item, value)
    kept = [key for key, points in found.items() if len(points) > 1]
    kept.sort(key=lambda key: (-latest[key][0], latest[key][1].order, _turn(key)))
    return [_series(key, *latest[key][1:], _joined(found[key], missed)) for key in kept]


def _points(
    at: datetime, form: Questionnaire, response: Mapping[str, Any]
) -> Iterator[tuple[str, Item, Quantity | None, Point]]:
    """Yield what of a response is a number; what a form hides stays hidden."""
    hidden = {link for link, item in form.by_link.items() if item.hidden}
    told: set[str] = set()
    for one in read_answers(form, response):
        if one.group or one.value is None or hidden & set(one.item.lineage):
            continue
        amount = _amount(one.item, one.value)
        quantity = one.value if isinstance(one.value, Quantity) else None
        key = f"{one.path} {quantity.unit or quantity.code or ''}" if quantity else one.path
        if amount is not None and key not in told:
            told.add(key)
            yield key, one.item, quantity, Point(at, amount[0], amount[1])


def _amount(item: Item, value: Value) -> tuple[Decimal, Localized | None] | None:
    """Return the number an answer is, or the score of the option it is; None for what is neither."""
    if isinstance(value, Quantity):
        return value.value, None
    option = None if item.many else item.option(value)
    if option is not None and option.ordinal is not None:
        return option.ordinal, option.display
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value), None
    return None


def _series(key: str, item: Item, quantity: Quantity | None, points: tuple[Point, ...]) -> Series:
    unit = quantity or next(iter(item.units), None)
    low, high = _bounds(item)
    return Series(
        key, item.text or Localized(item.link_id), _turn(key), _unit(unit) if unit else "", low, high, points
    )


def _unit(unit: Any) -> str:
    written = unit.unit if isinstance(unit, Quantity) else unit.display
    return str(written or unit.code or "")


def _bounds(item: Item) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and the greatest value the form allows, where it knows both."""
    scores = [option.ordinal for option in item.options if option.ordinal is not None]
    if scores:
        return min(scores), max(scores)
    bounds = [one.value if isinstance(one, Quantity) else one for one in (item.minimum, item.maximum)]
    low, high = (Decimal(one) if isinstance(one, int | Decimal) else None for one in bounds)
    return (low, high) if low is not None and high is not None and low < high else (None, None)


def _turn(key: str) -> int:
    """Return which repeat a path is of, counted from 0."""
    inner = key.rpartition("[")[2].partition("]")[0]
    return int(inner) if "[" in key and inner.isdecimal() else 0


def _joined(found: Sequence[tuple[int, Point]], missed: Sequence[datetime]) -> tuple[Point, ...]:
    """Tell where a line may go: never over a form that was missed, or that did not ask, nor over a long pause."""
    spans = [(after.at - before.at).total_seconds() for (_n, before), (_m, after) in pairwise(found)]
    usual = timedelta(seconds=median(spans))
    points = [found[0][1]]
    for (n, before), (m, after) in pairwise(found):
        whole = m == n + 1 and bisect_right(missed, before.at) == bisect_left(missed, after.at)
        points.append(after._replace(joined=whole and after.at - before.at <= usual * LONG_PAUSE))
    return tuple(points)
