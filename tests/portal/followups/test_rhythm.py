"""Her own rhythm: another hour, a pause, another time zone; no form is asked twice and none is lost by it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal import accounts, followups, journal
from portal.authorisations import Access, Right
from portal.followups import FollowUpUnknown, Rhythm
from portal.followups.rhythm import ZoneUnknown
from tests.portal.accounts.conftest import House
from tests.portal.followups import to
from tests.portal.followups.test_reminders import send, tick
from tests.portal.followups.test_time import access, access_to, due, house, start  # noqa: F401  fixtures

# ruff: noqa: F811


def rhythm(house: House, access: Access) -> Rhythm:
    return house.do(followups.rhythms, to(access, Right.FILL_IN))[0]


def change(house: House, access: Access, one: str, *hours: str) -> Any:
    return house.do(followups.change_hours, to(access, Right.FILL_IN), one, hours)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of March and an hour in Paris, in winter."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "waited", "new", "next_at"),
    [
        (["12:00"], 0, ["18:00"], at(2, 18)),  # not yet asked today: today at the new hour
        (["12:00"], 1, ["18:00"], at(3, 18)),  # asked already: tomorrow
        (["12:00"], 1, ["09:00"], at(3, 9)),
        (
            ["08:00", "20:00"],
            1,
            ["09:00", "21:00"],
            at(2, 21),
        ),  # the morning was asked, the evening is to come
        (["08:00", "20:00"], 1, ["12:30", "13:00"], at(2, 13)),
        (["18:00"], 2, ["12:00"], at(2, 12)),  # the new hour has just passed: today's form is not lost
    ],
)
def test_the_next_form_comes_at_the_new_hour(
    house: House, access: Access, hours: list[str], waited: int, new: list[str], next_at: datetime
) -> None:
    one = start(house, access, at=hours, window="6 h")
    tick(house, hours=waited)
    assert change(house, access, one, *new) is None
    assert rhythm(house, access).next_at == next_at
    assert rhythm(house, access).plan.hours == tuple(sorted(new))


def test_changing_the_hour_again_and_again_opens_one_form_a_day(house: House, access: Access) -> None:
    one = start(house, access, window="1 h")
    told = []
    for hour in ("12:00", "13:00", "14:00", "15:00", "13:30"):
        change(house, access, one, hour)
        told.append(tick(house, hours=1, minutes=1))
    assert told[-1] == 1


def test_while_paused_no_form_comes_and_then_they_begin_again(house: House, access: Access) -> None:
    one = start(house, access)
    house.do(followups.pause, to(access, Right.FILL_IN), one, date(2026, 3, 9))
    assert [tick(house, days=1) for _ in range(6)] == [0] * 6
    assert rhythm(house, access).paused_until == at(9, 1).replace(hour=23, day=8)
    assert rhythm(house, access).next_at == at(9, 12)
    assert tick(house, days=1, hours=2) == 1
    assert rhythm(house, access).paused_until is None


def test_a_pause_is_ended_at_once(house: House, access: Access) -> None:
    one = start(house, access)
    house.do(followups.pause, to(access, Right.FILL_IN), one, date(2026, 3, 20))
    tick(house, hours=2)
    assert house.do(followups.end_pause, to(access, Right.FILL_IN), one) is None
    assert tick(house, seconds=5) == 1  # today's form, whose window is open
    actions = [line.action for line in house.do(journal.read, access.record)]
    assert actions[-2:] == ["paused", "pause_ended"]


def test_what_is_open_when_a_pause_begins_can_still_be_sent(house: House, access: Access) -> None:
    one = start(house, access, nudge_after="1 h")
    tick(house, hours=1)
    house.do(followups.pause, to(access, Right.FILL_IN), one, date(2026, 3, 20))
    assert tick(house, hours=2) == 1
    assert isinstance(send(house, access), followups.Response)


def test_whoever_moves_takes_her_hours_along(house: House, access: Access) -> None:
    start(house, access, at="18:00")
    assert house.do(followups.set_timezone, access, "Indian/Reunion") is None
    assert rhythm(house, access).next_at == at(2, 15)
    assert house.do(accounts.timezone_of, access.account_id) == "Indian/Reunion"
    assert house.do(followups.set_timezone, access, "Mars/Olympus") == ZoneUnknown(zone="Mars/Olympus")


def test_whoever_moves_is_not_asked_twice_the_same_day(house: House, access: Access) -> None:
    start(house, access, at="12:00")
    assert tick(house, hours=1) == 1
    house.do(followups.set_timezone, access, "America/Guadeloupe")
    assert rhythm(house, access).next_at == at(3, 17)
    assert tick(house, hours=6) == 1


def test_only_the_own_follow_ups_rhythm_can_be_changed(house: House, access: Access) -> None:
    one = start(house, access)
    stranger = access_to(house, house.register("marc@example.org"))
    assert change(house, stranger, one, "18:00") == FollowUpUnknown()
    house.do(followups.stop, access, one)
    assert change(house, access, one, "18:00") == FollowUpUnknown()
    assert house.do(followups.rhythms, to(access, Right.FILL_IN)) == []
    assert due(house, access) == []
