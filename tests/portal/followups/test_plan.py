"""Plans: a form is due at the patient's own hour, whatever the clocks do."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.followups.plan import Plan
from portal.followups.plan_file import WEEKDAYS, PlanInvalid, parse

MONDAY = date(2026, 3, 2)
PARIS = "Europe/Paris"
ZONES = [PARIS, "Indian/Reunion", "America/Guadeloupe", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns",
         "Africa/Casablanca", "Pacific/Chatham"]  # fmt: skip

hours = st.lists(st.times().map(lambda t: t.strftime("%H:%M")), min_size=1, max_size=4)
days = st.dates(date(1995, 1, 1), date(2045, 1, 1))
every = st.one_of(
    st.integers(1, 40).map(lambda n: f"{n} days"),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7),
)


def plan(**raw: Any) -> Plan:
    parsed = parse(raw, MONDAY)
    assert isinstance(parsed, Plan), parsed.facts
    return parsed


def dues(of: Plan, count: int, zone: str = PARIS, start: date = MONDAY) -> list[datetime]:
    """The next instants, in UTC: instants of one zone would be compared by their wall clocks."""
    found: list[datetime] = []
    last = datetime.combine(start, time(0), ZoneInfo(zone)).astimezone(UTC) - timedelta(minutes=1)
    while len(found) < count and (due := of.after(last, zone)):
        found.append(last := due)
    return found


def said(instants: list[datetime]) -> list[str]:
    return [f"{instant.astimezone(ZoneInfo(PARIS)):%a %d %H:%M}" for instant in instants]


def test_every_day_at_one_or_several_hours() -> None:
    assert said(dues(plan(at="08:00"), 2)) == ["Mon 02 08:00", "Tue 03 08:00"]
    assert said(dues(plan(at=["18:00", "08:00"]), 3)) == ["Mon 02 08:00", "Mon 02 18:00", "Tue 03 08:00"]


def test_every_few_days_weeks_and_weekdays() -> None:
    assert said(dues(plan(every="2 days"), 3)) == ["Mon 02 09:00", "Wed 04 09:00", "Fri 06 09:00"]
    assert said(dues(plan(every="week"), 2)) == ["Mon 02 09:00", "Mon 09 09:00"]
    assert said(dues(plan(every=["thu", "mon"]), 3)) == ["Mon 02 09:00", "Thu 05 09:00", "Mon 09 09:00"]


def test_it_begins_and_ends_on_its_days() -> None:
    bounded = plan(**{"from": "2026-03-04", "until": date(2026, 3, 5)})
    assert said(dues(bounded, 9)) == ["Wed 04 09:00", "Thu 05 09:00"]


def test_even_the_longest_step_has_a_next_time() -> None:
    assert len(dues(plan(every="999 weeks"), 2)) == 2


def test_an_hour_the_clocks_skip_falls_one_hour_later_and_nothing_is_lost() -> None:
    spring = plan(at=["02:30", "03:00"])
    assert said(dues(spring, 2, start=date(2026, 3, 29))) == ["Sun 29 03:00", "Sun 29 03:30"]


def test_an_hour_the_clocks_repeat_counts_once() -> None:
    assert said(dues(plan(at="02:30"), 2, start=date(2026, 10, 25))) == ["Sun 25 02:30", "Mon 26 02:30"]


@given(every=every, at=hours, first=days, zone=st.sampled_from(ZONES))
def test_each_due_day_has_each_hour_in_order(every: Any, at: list[str], first: date, zone: str) -> None:
    found = dues(plan(every=every, at=at, **{"from": first}), 12, zone, first)
    assert all(before < after for before, after in pairwise(found))
    for due in found:
        day = due.astimezone(ZoneInfo(zone)).date()
        near = (day, day - timedelta(days=1))  # an hour that was skipped may fall on the next day
        walls = [datetime.combine(d, time.fromisoformat(hour), ZoneInfo(zone)) for d in near for hour in at]
        assert due in {wall.astimezone(UTC) for wall in walls}


@given(at=hours, first=days, zone=st.sampled_from(ZONES))
def test_no_day_is_passed_over(at: list[str], first: date, zone: str) -> None:
    found = dues(plan(at=at, **{"from": first}), 30, zone, first)
    assert all(after - before <= timedelta(hours=49) for before, after in pairwise(found))


@given(every=every, at=hours, first=days, zone=st.sampled_from(ZONES), later=st.integers(0, 10**7))
def test_the_next_due_depends_on_the_instant_alone(
    every: Any, at: list[str], first: date, zone: str, later: int
) -> None:
    one = plan(every=every, at=at, **{"from": first})
    instant = datetime.combine(first, time(0), UTC) + timedelta(seconds=later)
    due = one.after(instant, zone)
    assert due is not None
    assert due > instant
    assert one.after(due - timedelta(microseconds=1), zone) == due
    assert Plan.from_json(one.to_json()) == one


@given(every=every, at=hours, first=days, zone=st.sampled_from(ZONES))
def test_the_hours_of_a_day_are_those_that_come(every: Any, at: list[str], first: date, zone: str) -> None:
    one = plan(every=every, at=at, **{"from": first})
    of_days = sorted({due for n in range(60) for due in one.dues_on(first + timedelta(days=n), zone)})
    assert of_days
    assert dues(one, len(of_days), zone, first) == of_days


@given(quiet=st.tuples(st.times(), st.times()), day=days, seconds=st.integers(0, 86400),
       zone=st.sampled_from(ZONES))  # fmt: skip
def test_quiet_hours_end_outside_themselves_and_soon(
    quiet: tuple[time, time], day: date, seconds: int, zone: str
) -> None:
    begin, end = (hour.strftime("%H:%M") for hour in quiet)
    assume(begin != end)
    one = plan(quiet=[begin, end])
    at = datetime.combine(day, time(0), UTC) + timedelta(seconds=seconds)
    awake = one.hushed(at, zone)
    assert not one.is_quiet(awake.astimezone(ZoneInfo(zone)).strftime("%H:%M"))
    assert one.hushed(awake, zone) == awake
    assert at <= awake <= at + timedelta(hours=50)
    if awake != at:  # not a minute too early: just before, it was still quiet
        before = (awake - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
        assert one.is_quiet(before.strftime("%H:%M"))


@pytest.mark.parametrize(
    ("said", "awake"),
    [("2026-03-28 22:00", "2026-03-29 07:30"), ("2026-10-24 23:00", "2026-10-25 07:30"),
     ("2026-03-29 03:10", "2026-03-29 07:30"), ("2026-03-02 07:30", "2026-03-02 07:30"),
     ("2026-03-02 21:29", "2026-03-02 21:29")],
)  # fmt: skip
def test_quiet_hours_end_at_the_wall_clock_of_the_morning(said: str, awake: str) -> None:
    paris = ZoneInfo(PARIS)
    night = plan(quiet=["21:30", "07:30"])
    found = night.hushed(datetime.fromisoformat(said).replace(tzinfo=paris).astimezone(UTC), PARIS)
    assert found == datetime.fromisoformat(awake).replace(tzinfo=paris)


@given(at=hours, own=hours, first=days, zone=st.sampled_from(ZONES))
def test_her_own_hours_are_kept_as_the_plans_are(
    at: list[str], own: list[str], first: date, zone: str
) -> None:
    one = replace(plan(at=at, **{"from": first}), hours=tuple(sorted(set(own))))
    assert dues(one, 20, zone, first) == dues(plan(at=own, **{"from": first}), 20, zone, first)


def test_apias_lost_day_is_asked_about_once() -> None:
    found = dues(plan(at="09:00", **{"from": "2011-12-28"}), 4, "Pacific/Apia", date(2011, 12, 28))
    days = [due.astimezone(ZoneInfo("Pacific/Apia")).date().day for due in found]
    assert days == [28, 29, 31, 1]


@pytest.mark.parametrize(
    ("key", "value"),
    [("every", "0 days"), ("every", "fortnight"), ("every", []), ("every", ["mon", "sunday"]), ("every", 3),
     ("at", []), ("at", "8h"), ("at", "25:00"), ("at", "08:00+02:00"), ("at", "08:00:30"), ("at", [8]),
     ("from", "soon"), ("from", "2026-02-30"), ("from", datetime(2026, 3, 2, 8, tzinfo=UTC)), ("until", "later"),
     ("count", 0), ("count", -1), ("count", True), ("count", "3"), ("window", "0 h"), ("window", 12), ("window", "")],
)  # fmt: skip
def test_what_is_not_understood_names_its_key(key: str, value: Any) -> None:
    assert parse({key: value}, MONDAY) == PlanInvalid(key=key, why="not_understood")


def test_other_wrong_plans_say_why() -> None:
    assert parse({"evry": "day"}, MONDAY) == PlanInvalid(key="evry", why="unknown")
    ends = parse({"from": "2026-03-05", "until": "2026-03-04"}, MONDAY)
    assert ends == PlanInvalid(key="until", why="before_start")
