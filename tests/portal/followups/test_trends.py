"""Trends: every number of a form over time, and no line where nobody knows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal import followups
from portal.authorisations import Access
from portal.followups import FollowUpUnknown, Series, Trends
from portal.followups.trends import MOST_FORMS, series
from portal.questionnaires import Questionnaire
from portal.work import Unthought, Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.portal.followups.test_history import (  # noqa: F401  a fixture among them
    DAY,
    access,
    follow,
    own_record,
    send,
    temperature,
)
from tests.portal.questionnaires.forms import answered, ext, form, item, said

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
HIDDEN = ext("questionnaire-hidden", valueBoolean=True)


def of(q: Questionnaire, *days: list[dict[str, Any]] | None, missed: tuple[int, ...] = ()) -> list[Series]:
    """Return the trends of a form answered day after day; None: no form was sent that day."""
    sent = [(START + DAY * n, q, answered(*items)) for n, items in enumerate(days) if items is not None]
    return series(sent, [START + DAY * n for n in missed])


def number(link_id: str, value: int) -> dict[str, Any]:
    return said(link_id, {"valueInteger": value})


def pain(*values: int) -> list[list[dict[str, Any]]]:
    return [[number("pain", value)] for value in values]


def drawn(one: Series) -> list[tuple[int, bool]]:
    """Return each point's value, and whether a line leads to it."""
    return [(int(point.value), point.joined) for point in one.points]


PAIN = form(
    item("pain", "integer", extension=[ext("minValue", valueInteger=0), ext("maxValue", valueInteger=10)])
)


def test_a_number_asked_each_day_is_a_series_within_the_forms_bounds() -> None:
    (found,) = of(PAIN, *pain(7, 4, 2))
    assert drawn(found) == [(7, False), (4, True), (2, True)]
    assert (found.label.base, found.low, found.high) == ("What about pain?", 0, 10)
    assert found.points[0].at == START


def test_one_value_alone_is_no_trend() -> None:
    assert of(PAIN, *pain(7)) == []
    assert series([], []) == []


def test_a_form_that_was_missed_leaves_a_gap() -> None:
    (found,) = of(PAIN, *pain(7), None, *pain(4, 2), missed=(1,))
    assert drawn(found) == [(7, False), (4, False), (2, True)]


def test_a_day_on_which_it_was_not_asked_leaves_a_gap() -> None:
    (found,) = of(PAIN, *pain(7), [], *pain(4, 2))
    assert drawn(found) == [(7, False), (4, False), (2, True)]


def test_a_long_pause_leaves_a_gap_a_week_end_does_not() -> None:
    week_end, pause = (of(PAIN, *pain(7, 6, 5), *[None] * gap, *pain(4, 3, 2))[0] for gap in (2, 9))
    assert drawn(week_end)[3] == (4, True)
    assert drawn(pause)[3] == (4, False)


def test_a_quantity_carries_its_own_unit_and_another_unit_is_another_series() -> None:
    q = form(item("w", "quantity"))
    days = [
        [said("w", {"valueQuantity": {"value": Decimal(value), "unit": unit}})]
        for value, unit in ((80, "kg"), (81, "kg"), (176, "lb"), (175, "lb"))
    ]
    assert [(one.unit, len(one.points)) for one in of(q, *days)] == [("kg", 2), ("lb", 2)]


def test_a_decimal_has_the_unit_of_the_form() -> None:
    q = form(
        item(
            "t",
            "decimal",
            extension=[ext("questionnaire-unit", valueCoding={"code": "Cel", "display": "°C"})],
        )
    )
    (found,) = of(q, *[[said("t", {"valueDecimal": Decimal(value)})] for value in ("37.8", "38")])
    assert (found.unit, found.points[0].value) == ("°C", Decimal("37.8"))


def test_a_scored_choice_keeps_the_words_of_its_options() -> None:
    options = [
        {
            "valueCoding": {
                "code": code,
                "display": code.title(),
                "extension": [ext("ordinalValue", valueDecimal=n)],
            }
        }
        for n, code in enumerate(("never", "often", "always"))
    ]
    q = form(item("c", "choice", answerOption=options))
    (found,) = of(q, *[[said("c", {"valueCoding": {"code": code}})] for code in ("always", "never")])
    assert [(int(one.value), one.words.base) for one in found.points] == [(2, "Always"), (0, "Never")]
    assert (found.low, found.high) == (0, 2)


def test_options_without_a_score_and_words_are_no_numbers() -> None:
    q = form(item("c", "choice", answerOption=[{"valueString": "3"}]), item("s"), item("b", "boolean"))
    day = [
        said("c", {"valueString": "3"}),
        said("s", {"valueString": "4"}),
        said("b", {"valueBoolean": True}),
    ]
    assert of(q, day, day) == []


def test_what_the_form_hides_stays_hidden() -> None:
    q = form(
        item("g", "group", extension=[HIDDEN], item=[item("a", "integer")]),
        item("b", "integer", extension=[HIDDEN]),
    )
    day = [{"linkId": "g", "item": [number("a", 1)]}, number("b", 2)]
    assert of(q, day, day) == []


def test_each_repeat_of_a_question_is_a_series_of_its_own() -> None:
    q = form(item("g", "group", repeats=True, item=[item("n", "integer")]))
    day = [{"linkId": "g", "item": [number("n", 1)]}, {"linkId": "g", "item": [number("n", 5)]}]
    assert [(one.turn, int(one.points[0].value)) for one in of(q, day, day)] == [(0, 1), (1, 5)]


def test_the_newest_forms_questions_come_first_in_its_order() -> None:
    old = form(item("gone", "integer"), item("kept", "integer"))
    new = form(item("first", "integer"), item("kept", "integer"))
    days = [(old, ("gone", "kept"))] * 2 + [(new, ("first", "kept"))] * 2
    sent = [(START + DAY * n, q, answered(*(number(k, 1) for k in keys))) for n, (q, keys) in enumerate(days)]
    assert [one.key for one in series(sent, [])] == ["first", "kept", "gone"]


def look(workroom: Workroom, access: Access, followup_id: str) -> Trends | FollowUpUnknown:  # noqa: F811
    """Look at the trends as a turn of the chat does: read, think, read again."""
    with pytest.raises(Unthought) as first:
        workroom.do(followups.trends, access, followup_id)
    think = first.value.think
    value = think.function()

    def again(work: Work) -> Trends | FollowUpUnknown:
        work.thoughts = {think.key: value}
        return followups.trends(work, access, followup_id)

    return workroom.do(again)


def test_trends_are_read_from_what_was_sent(workroom: Workroom, clock: ManualClock, access: Access) -> None:  # noqa: F811
    followup_id = follow(workroom, access)
    for value in ("37.5", "38.4"):
        send(workroom, access, temperature(value))
        clock.move(DAY)
    found = look(workroom, access, followup_id)
    assert [one.value for one in found.series[0].points] == [Decimal("37.5"), Decimal("38.4")]
    assert found.series[0].points[1].joined
    assert not found.cut


def test_a_form_nobody_answered_is_a_gap(workroom: Workroom, clock: ManualClock, access: Access) -> None:  # noqa: F811
    followup_id = follow(workroom, access)
    for value in ("37", None, "38"):
        if value is not None:
            send(workroom, access, temperature(value))
        workroom.do(followups.release_due)
        clock.move(DAY)
        workroom.do(followups.close_over)
    points = look(workroom, access, followup_id).series[0].points
    assert [one.joined for one in points] == [False, False]


@on_sqlite
def test_only_the_newest_forms_are_opened(workroom: Workroom, clock: ManualClock, access: Access) -> None:  # noqa: F811
    followup_id = follow(
        workroom, access, every="day", at=[f"{n // 6:02}:{n % 6}0" for n in range(144)], window="10 min"
    )
    for _ in range(MOST_FORMS + 1):
        send(workroom, access, temperature("37"))
        clock.move(timedelta(minutes=10))
    found = look(workroom, access, followup_id)
    assert (found.cut, len(found.series[0].points)) == (True, MOST_FORMS)


def test_nobody_sees_the_trends_of_another(workroom: Workroom, access: Access) -> None:  # noqa: F811
    followup_id = follow(workroom, access)
    assert workroom.do(followups.trends, workroom.do(own_record, "nadia"), followup_id) == FollowUpUnknown()
