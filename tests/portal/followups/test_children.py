"""A child's follow-up: whose it is, who is reminded, who may fill in and change it; and when it ends."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal import accounts, authorisations, carnets, followups, journal
from portal.authorisations import PARENT, Access, AccessTooNarrow, Right, carnet_record, patient_record
from portal.carnets.refusals import GrownUp
from portal.followups import FollowUpUnknown, FormAlreadySent, FormClosed, Response
from portal.followups.rhythm import ReminderTooLate
from tests.databases import on_sqlite
from tests.portal.accounts.conftest import CHAT, OTHER_CHAT, House
from tests.portal.carnets.conftest import me
from tests.portal.followups import to
from tests.portal.followups.test_alerts import thinking
from tests.portal.followups.test_reminders import letters, tick
from tests.portal.followups.test_time import ANSWERS, FORM, due, house, reminders, start  # noqa: F401  a fixture

# ruff: noqa: F811
HIGH = {"when": "true", "severity": "high", "text": "Fièvre", "notify": ["equipe@example.org"]}


class Home:
    """Camille, who holds Léo's carnet, and Thomas, who shares it; both have linked their chats."""

    def __init__(self, house: House, born: date = date(2021, 5, 6)) -> None:
        self.house = house
        self.camille = house.linked()
        self.thomas = house.linked(OTHER_CHAT, "thomas@example.org")
        made = house.do(carnets.create, self.camille, "Léo", born)
        assert isinstance(made, str)
        self.record = carnet_record(made)
        house.do(authorisations.give, patient_record(self.thomas), self.record, PARENT, None)

    def ask(self, account_id: str, right: Right) -> Any:
        return self.house.do(authorisations.require, me(account_id), right, self.record)

    def access(self, account_id: str, right: Right = Right.FILL_IN) -> Access:
        found = self.ask(account_id, right)
        assert isinstance(found, Access)
        return found

    @property
    def team(self) -> Access:
        found = self.house.do(authorisations.require, authorisations.Operator(), Right.FOLLOW, self.record)
        assert isinstance(found, Access)
        return found

    def send(self, account_id: str, occurrence_id: str) -> Any:
        access = self.access(account_id)
        return self.house.do(followups.submit, access, occurrence_id, ANSWERS | followups.said_of(access))

    def lines(self) -> list[tuple[str, str]]:
        return [(line.actor, line.action) for line in self.house.do(journal.read, self.record)]


@pytest.fixture
def home(house: House) -> Home:
    return Home(house)


def test_the_holder_is_reminded_in_her_own_chat_and_not_the_other(house: House, home: Home) -> None:
    start(house, home.team)
    assert tick(house, hours=1) == 1
    (reminder,) = reminders(house)
    assert (reminder.who, reminder.account_id) == (str(CHAT), home.camille)
    assert house.do(followups.still_due, due(house, home.team)[0])
    assert house.do(followups.due_now, home.camille) == house.do(followups.due_now, home.thomas) == 1


def test_once_the_other_parent_has_sent_it_the_reminder_no_longer_goes(house: House, home: Home) -> None:
    start(house, home.team, nudge_after="3 h")
    tick(house, hours=1)
    (one,) = due(house, home.team)
    assert isinstance(home.send(home.thomas, one), Response)
    assert not house.do(followups.still_due, one)
    assert tick(house, hours=4) == 1
    assert (patient_record(home.thomas), "form_sent") in home.lines()


def test_of_two_parents_at_once_the_first_counts_and_the_other_is_told_by_whom(
    house: House, home: Home
) -> None:
    start(house, home.team)
    tick(house, hours=1)
    (one,) = due(house, home.team)
    sent = home.send(home.thomas, one)
    late = home.send(home.camille, one)
    assert isinstance(late, FormAlreadySent)
    assert (late.facts["by"], late.facts["response_id"]) == (home.thomas, sent.id)
    assert len(house.do(followups.responses, to(home.team, Right.READ))) == 1
    assert (patient_record(home.camille), "form_sent_second") in home.lines()


def test_who_may_not_fill_in_is_refused_and_a_patient_s_own_access_opens_no_child_s_form(
    house: House, home: Home
) -> None:
    start(house, home.team)
    tick(house, hours=1)
    (one,) = due(house, home.team)
    stranger = house.register("denis@example.org")
    assert isinstance(home.ask(stranger, Right.FILL_IN), authorisations.NoRight)
    own = house.do(authorisations.require, me(home.thomas), Right.FILL_IN, patient_record(home.thomas))
    assert isinstance(own, Access)
    assert isinstance(house.do(followups.submit, own, one, ANSWERS), FormClosed)
    assert house.do(followups.snoozes, own, one) == {}
    house.do(authorisations.withdraw, patient_record(home.thomas), home.record)
    assert isinstance(home.ask(home.thomas, Right.FILL_IN), authorisations.NoRight)


def test_a_child_s_follow_up_is_in_her_record_and_in_no_other(house: House, home: Home) -> None:
    one = start(house, home.team)
    own = replace(home.team, record=patient_record(home.camille))
    assert [f.id for f, _title in house.do(followups.listed, home.team)] == [one]
    assert house.do(followups.listed, own) == []
    assert isinstance(house.do(followups.stop, own, one), FollowUpUnknown)
    assert house.do(followups.record_of_followup, one) == home.record


def test_only_who_is_reminded_changes_her_hours_and_pauses(house: House, home: Home) -> None:
    one = start(house, home.team)
    with pytest.raises(AccessTooNarrow):
        house.do(followups.change_hours, home.access(home.thomas), one, ["18:00"])
    holding = home.access(home.camille, Right.HOLD)
    assert house.do(followups.change_hours, holding, one, ["18:00"]) is None
    assert house.do(followups.pause, holding, one, date(2026, 3, 9)) is None
    (rhythm,) = house.do(followups.rhythms, holding)
    assert rhythm.next_at == datetime(2026, 3, 9, 17, tzinfo=UTC)
    actor = patient_record(home.camille)
    assert {(actor, "hours_changed"), (actor, "paused")} <= set(home.lines())


def test_a_parent_who_moves_takes_the_child_s_hours_along(house: House, home: Home) -> None:
    start(house, home.team)
    own = replace(home.team, record=patient_record(home.camille))
    house.do(followups.set_timezone, own, "Indian/Reunion")
    (going, _title) = house.do(followups.listed, home.team)[0]
    assert going.zone == "Indian/Reunion"


def test_either_parent_puts_a_reminder_off_and_it_goes_to_the_holder(house: House, home: Home) -> None:
    start(house, home.team)
    tick(house, hours=1)
    (one,) = due(house, home.team)
    assert not isinstance(house.do(followups.snooze, home.access(home.thomas), one, "hour"), ReminderTooLate)
    assert tick(house, hours=1, minutes=1) == 2
    assert {reminder.who for reminder in reminders(house)} == {str(CHAT)}


def test_a_holder_nobody_reaches_is_written_to_once(house: House, home: Home) -> None:
    start(house, home.team)
    house.do(accounts.blocked, CHAT)
    tick(house, hours=1)
    tick(house, days=1)
    assert len(letters(house)) == 1


def test_with_nobody_to_hold_the_carnet_nobody_is_reminded_and_nothing_breaks(
    house: House, home: Home
) -> None:
    start(house, home.team)
    house.do(authorisations.withdraw, patient_record(home.camille), home.record)
    house.do(authorisations.withdraw, patient_record(home.thomas), home.record)
    assert tick(house, hours=1) == 0
    assert "reminder_failed" not in {action for _actor, action in home.lines()}
    tick(house, hours=7)
    assert due(house, home.team) == []


def test_a_child_s_follow_up_ends_on_the_day_before_she_is_18(house: House) -> None:
    home = Home(house, born=date(2008, 3, 5))
    start(house, home.team)
    (going, _title) = house.do(followups.listed, home.team)[0]
    assert followups.schedule_of(going).last == "2026-03-04"
    house.wait(days=4)
    refused = house.do(followups.start, home.team, FORM, {"at": "12:00", "window": "6 h"}, None)
    assert isinstance(refused, GrownUp)


def test_what_came_second_alarms_all_the_same(house: House, home: Home) -> None:
    start(house, home.team, alerts=[HIGH | {"when": "item.exists()"}], phone="01 99 00 12 34")
    tick(house, hours=1)
    (one,) = due(house, home.team)
    first, second = home.access(home.thomas), home.access(home.camille)
    assert thinking(house, followups.submit, first, one, ANSWERS | followups.said_of(first)).alarm is None
    answers = ANSWERS | {"item": [{"linkId": "t", "answer": [{"valueDecimal": 40}]}]}
    late = thinking(house, followups.submit, second, one, answers | followups.said_of(second))
    assert late.facts["alarm"].phone == "01 99 00 12 34"
    assert [alert.kind for alert in house.do(followups.read_alerts, to(home.team, Right.READ))] == ["rule"]


@on_sqlite
def test_the_hot_path_of_patients_asks_nothing_about_carnets(house: House, home: Home) -> None:
    own = replace(home.team, record=patient_record(home.camille))
    start(house, own)
    house.wait(hours=1)
    house.do(followups.release_due)
    assert not any("grants" in one for one in house.statements(followups.remind_due))
