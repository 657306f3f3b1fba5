"""Weeks that the demo's Nadia and Léo have lived through: forms sent through the portal's own doors, each in its time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal import authorisations, followups
from portal.authorisations import Access, Operator, Professional, Right
from portal.errands import Errand
from portal.followups import Due
from portal.questionnaires import Quantity, Questionnaire, Value, response
from portal.work import Unthought, Work


class Week(NamedTuple):
    """What was answered in a week; `days`, `activity`: which option, from the best on; `breath` in litres a minute."""

    nights: int
    days: int
    puffs: int
    activity: int
    breath: int


# A cold in the fourth week, one week forgotten, then better and better.
WEEKS: tuple[Week | None, ...] = (
    Week(3, 1, 4, 1, 230), Week(3, 1, 4, 1, 235), Week(2, 1, 2, 1, 240), Week(6, 2, 8, 2, 195), Week(5, 2, 6, 2, 205),
    None, Week(3, 1, 4, 1, 225), Week(2, 1, 2, 1, 240), Week(1, 1, 2, 0, 255), Week(0, 0, 0, 0, 260),
)  # fmt: skip
READ_AFTER = timedelta(hours=15)  # her professional looks at them the next morning


def beginning(work: Work) -> Work:
    """Return the work as it would have been when it all began, so many weeks ago to the day."""
    return _at(work, 0)


def _at(work: Work, week: int) -> Work:
    """Return the same work, in the evening of that week: by her own clock, whatever summer time did since."""
    local = work.now.astimezone(ZoneInfo(work.policy.timezone))
    evening = (local - timedelta(weeks=len(WEEKS) - week)).replace(
        hour=18, minute=40, second=0, microsecond=0
    )
    return replace(work, now=evening.astimezone(UTC))


def live_through(work: Work, record: str, parent: str, doctor: str | None) -> None:
    """Fill in the forms of those weeks, a parent for her child; the professional reads each the morning after."""
    for number, week in enumerate(WEEKS):
        then = _at(work, number)
        followups.close_over(then)
        followups.release_due(then)
        if week is not None:
            _send(then, record, parent, week)
            _read(replace(then, now=then.now + READ_AFTER), record, doctor)
        then.finish()


def _send(then: Work, record: str, parent: str, week: Week) -> None:
    access = authorisations.require(then, Operator(), Right.FILL_IN, record)
    if not isinstance(access, Access):
        return
    hers = replace(access, actor=parent)
    for due in followups.due(then, hers):
        _submit(then, hers, due, _filled_in(then, due, week, then.now) | followups.said_of(hers))


def _submit(then: Work, hers: Access, due: Due, filled_in: dict[str, Any]) -> None:
    """Send one, judging the rules here and now: they are our own, and judged before anything is changed."""
    while True:
        try:
            followups.submit(then, hers, due.occurrence_id, filled_in)
        except Unthought as first:
            if isinstance(first.think.function, Errand):  # nothing has to be fetched for these answers
                raise
            then.thoughts = {**then.thoughts, first.think.key: first.think.function()}
        else:
            return


def _filled_in(then: Work, due: Due, week: Week, authored: datetime) -> dict[str, Any]:
    form = followups.questionnaire(then, due.questionnaire_id)
    return response(form, dict(_answers(form, week)), authored=authored)


def _answers(form: Questionnaire, week: Week) -> Iterator[tuple[str, list[Value]]]:
    def option(link_id: str, number: int) -> list[Value]:
        return [form.by_link[link_id].options[number].value]

    yield "nights", [week.nights]
    yield "days", option("days", week.days)
    yield "symptoms", option("symptoms", 0)
    yield "reliever", [week.puffs > 0]
    yield "puffs", [week.puffs]
    yield "relief", option("relief", 0)
    yield "activity", option("activity", week.activity)
    yield "controller", option("controller", 0)
    yield "peak-flow-measured", [True]
    yield "peak-flow", [Quantity(Decimal(week.breath), "L/min", "http://unitsofmeasure.org", "L/min")]


def _read(then: Work, record: str, doctor: str | None) -> None:
    if doctor is None:
        return
    access = authorisations.require(then, Professional(doctor), Right.READ, record)
    if isinstance(access, Access):
        followups.responses(then, access)
