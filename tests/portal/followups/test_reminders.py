"""Reminders: at their hour, out of quiet hours, once more to who has not finished, later if asked, never too many."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal import accounts, followups, journal
from portal.authorisations import Access, Right
from portal.followups import Response
from portal.followups.model import OccurrenceRow
from portal.followups.releasing import SPREAD
from tests.portal.accounts.conftest import CHAT, House
from tests.portal.followups import to
from tests.portal.followups.test_time import (  # noqa: F401  two of them are fixtures
    ANSWERS,
    access,
    access_to,
    due,
    house,
    release,
    reminders,
    start,
)

# ruff: noqa: F811


def tick(house: House, **span: float) -> int:
    """Let time pass, with what time brings; how many reminders there are by then."""
    house.wait(**span)
    release(house)
    while house.do(followups.close_over):
        pass
    return len(reminders(house))


def form(house: House, access: Access) -> str:
    return due(house, access)[0]


def send(house: House, access: Access) -> Any:
    return house.do(followups.submit, to(access, Right.FILL_IN), form(house, access), ANSWERS)


def letters(house: House) -> list[tuple[str, str]]:
    return [(one["queue"], one["to"]) for one in house.left("out_of_reach")]


def test_who_has_not_finished_is_told_once_more(house: House, access: Access) -> None:
    start(house, access, nudge_after="3 h")
    assert [tick(house, hours=1), tick(house, hours=2), tick(house, hours=1), tick(house, hours=2)] == [
        1,
        1,
        2,
        2,
    ]
    assert [one["again"] for one in house.left("form_due")] == [False, True]


def test_who_has_sent_her_form_is_told_no_more(house: House, access: Access) -> None:
    start(house, access, nudge_after="3 h")
    tick(house, hours=1)
    one = form(house, access)
    assert isinstance(send(house, access), Response)
    assert not house.do(followups.still_due, one)
    assert tick(house, hours=4) == 1


def test_quiet_hours_move_a_reminder_to_their_end(house: House, access: Access) -> None:
    start(house, access, at="21:45", window="12 h", quiet=["21:30", "07:30"])
    assert tick(house, hours=10, minutes=50) == 0  # 21:50
    assert len(due(house, access)) == 1
    assert [tick(house, hours=9, minutes=35), tick(house, minutes=10)] == [0, 1]  # 07:25, 07:35


def test_a_form_that_closes_within_quiet_hours_is_not_reminded_of(house: House, access: Access) -> None:
    start(house, access, at="21:45", window="4 h", quiet=["21:30", "07:30"])
    assert [tick(house, hours=11), tick(house, hours=9, minutes=35)] == [0, 0]


def test_a_reminder_that_waited_into_quiet_hours_leaves_when_they_end(house: House, access: Access) -> None:
    start(house, access, window="24 h", quiet=["21:30", "07:30"])
    tick(house, hours=1)
    house.wait(hours=10)  # Telegram was away until 22:00
    assert not house.do(followups.still_due, form(house, access))
    assert [tick(house, hours=9), tick(house, minutes=40)] == [1, 2]


def test_later_comes_at_the_instant_chosen_and_never_a_fourth_time(house: House, access: Access) -> None:
    start(house, access, nudge_after="1 h", window="24 h")
    tick(house, hours=1)
    mine, one = to(access, Right.FILL_IN), form(house, access)
    assert set(house.do(followups.snoozes, mine, one)) == {"hour", "tonight", "tomorrow"}
    tonight = house.do(followups.snooze, mine, one, "tonight")
    assert house.do(followups.snooze, mine, one, "tonight") == tonight  # a double tap
    assert [tick(house, hours=7, minutes=50), tick(house, minutes=15)] == [1, 2]  # 19:50, 20:05
    house.do(followups.snooze, mine, one, "tomorrow")
    assert tick(house, hours=13) == 3
    assert house.do(followups.snooze, mine, one, "hour") == followups.ReminderTooLate()


def test_later_offers_nothing_that_is_quiet_or_too_late(house: House, access: Access) -> None:
    start(house, access, window="7 h", quiet=["18:30", "07:30"])
    tick(house, hours=1)
    house.wait(hours=5, minutes=45)  # 17:45: in an hour it is quiet, tonight and tomorrow it is closed
    assert house.do(followups.snoozes, to(access, Right.FILL_IN), form(house, access)) == {}


def test_nobody_puts_off_the_form_of_another(house: House, access: Access) -> None:
    start(house, access)
    tick(house, hours=1)
    stranger = to(access, Right.FILL_IN)
    object.__setattr__(stranger, "record", "patient:another")
    assert house.do(followups.snooze, stranger, form(house, access), "hour") == followups.ReminderTooLate()


@pytest.mark.parametrize("why", ["stopped", "withdrawn", "blocked", "paused", "locked"])
def test_a_reminder_on_its_way_does_not_leave_any_more(house: House, access: Access, why: str) -> None:
    one = start(house, access)
    tick(house, hours=1)
    assert house.do(followups.still_due, form(house, access))
    silenced = {
        "stopped": (accounts.stop_notices, CHAT),
        "withdrawn": (accounts.withdraw, CHAT, access.account_id, "1"),
        "blocked": (accounts.blocked, CHAT),
        "paused": (followups.pause, to(access, Right.FILL_IN), one, date(2026, 3, 9)),
        "locked": (accounts.lock, access.account_id),
    }
    house.do(*silenced[why])
    assert not house.do(followups.still_due, form(house, access))


def test_who_blocked_the_bot_is_written_to_once_until_she_is_back(house: House, access: Access) -> None:
    start(house, access)
    house.do(accounts.blocked, CHAT)
    house.wait(hours=1)
    for _ in range(3):
        assert tick(house, days=1) == 0
    assert letters(house) == [("email", "camille.martin@example.org")]
    house.do(accounts.unblocked, CHAT)
    assert tick(house, days=1) == 1
    house.do(accounts.blocked, CHAT)
    tick(house, days=1)
    assert len(letters(house)) == 2


def test_a_block_noticed_when_sending_is_told_the_other_way_at_once(house: House, access: Access) -> None:
    start(house, access, otherwise="sms")
    tick(house, hours=1)
    house.do(accounts.blocked, CHAT)
    house.do(followups.not_reached, form(house, access))
    assert tick(house, seconds=5) == 1
    assert [queue for queue, _ in letters(house)] == ["sms"]


@pytest.mark.parametrize("state", ["none", "stopped", "locked"])
def test_who_wants_no_word_gets_none(house: House, access: Access, state: str) -> None:
    start(house, access, otherwise="none" if state == "none" else "email")
    if state == "stopped":
        house.do(accounts.stop_notices, CHAT)
    if state == "locked":
        house.do(accounts.lock, access.account_id)
    house.do(accounts.blocked, CHAT)
    assert tick(house, hours=1) == 0
    assert letters(house) == []


def test_who_unlinked_her_chat_is_written_to(house: House, access: Access) -> None:
    start(house, access)
    house.do(accounts.unlink, "patient", chat_id=CHAT)
    tick(house, hours=1)
    assert len(letters(house)) == 1


def test_who_has_just_been_invited_is_not_written_to_but_a_day_later_she_is(house: House) -> None:
    start(house, access_to(house, house.register("marc@example.org")), otherwise="sms")
    house.wait(hours=3)
    tick(house)
    assert letters(house) == []
    tick(house, days=1)
    assert [queue for queue, _ in letters(house)] == ["sms"]


def test_she_is_told_beforehand_that_silence_is_noticed(house: House, access: Access) -> None:
    start(house, access, silence=2)
    tick(house, hours=1)
    send(house, access)
    tick(house, days=1)
    send(house, access)
    assert [one["silence"] for one in house.left("form_due")] == [2, None]  # the first time, not every day


def test_a_crowd_of_one_hour_is_spread_and_always_in_the_same_order(house: House, access: Access) -> None:
    for _ in range(210):
        start(house, access)
    house.wait(hours=1)
    while house.do(followups.release_due):
        pass
    asked = select(OccurrenceRow.__table__.c.remind_at, OccurrenceRow.__table__.c.due_at)
    spread = [r.remind_at - r.due_at for r in house.do(lambda work: work.execute(asked).all())]
    assert all(timedelta(0) <= one < timedelta(seconds=SPREAD) for one in spread)
    assert len(set(spread)) > 50


def test_a_form_sent_late_is_marked_so(house: House, access: Access) -> None:
    start(house, access, late_after="2 h")
    tick(house, hours=2)
    assert not send(house, access).late
    tick(house, days=1, hours=2)
    assert send(house, access).late


def test_without_a_word_about_it_the_nudge_marks_what_is_late(house: House, access: Access) -> None:
    start(house, access, nudge_after="2 h")
    start(house, access)
    tick(house, hours=4)
    assert sorted(send(house, access).late for _ in range(2)) == [False, True]


def test_putting_off_is_journalled(house: House, access: Access) -> None:
    start(house, access)
    tick(house, hours=1)
    at = house.do(followups.snooze, to(access, Right.FILL_IN), form(house, access), "hour")
    assert at == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert house.do(journal.read, access.record)[-1].action == "reminder_put_off"
