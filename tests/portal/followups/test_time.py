"""What time brings: forms open at their hour, are told once, close after their window, and are never asked twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, update

from portal import accounts, authorisations, followups, journal
from portal.authorisations import Access, Operator, Right
from portal.followups import FollowUpUnknown, FormAlreadySent, FormClosed, Response
from portal.followups.model import FollowUpRow, ResponseRow
from portal.mailroom.model import Outgoing
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.portal.accounts.conftest import CHAT, House
from tests.portal.followups import to

FORM = json.dumps({"resourceType": "Questionnaire", "status": "active", "title": "Asthma",
                   "item": [{"linkId": "t", "type": "decimal", "text": "Temperature"}]})  # fmt: skip
ANSWERS: dict[str, Any] = {"resourceType": "QuestionnaireResponse", "status": "completed"}


@pytest.fixture
def house(workroom: Workroom, clock: ManualClock) -> House:
    return House(workroom, clock)


@pytest.fixture
def access(house: House) -> Access:
    """The record of a linked patient; it is Monday, 11:00 in Paris."""
    return access_to(house, house.linked())


def access_to(house: House, account_id: str) -> Access:
    record = authorisations.patient_record(account_id)
    access = house.do(authorisations.require, Operator(), Right.FOLLOW, record)
    assert isinstance(access, Access)
    return access


def start(house: House, access: Access, **plan: Any) -> str:
    plan = {"at": "12:00", "window": "6 h"} | plan
    started = house.do(followups.start, to(access, Right.FOLLOW), FORM, plan, None)
    assert isinstance(started, str), started.facts
    return started


def release(house: House) -> int:
    opened = sum(iter(lambda: house.do(followups.release_due), 0))
    while house.do(followups.remind_due):
        pass
    return opened


def reminders(house: House) -> list[Any]:
    asked = select(Outgoing.__table__).where(Outgoing.what == "form_due")
    return house.do(lambda work: work.execute(asked).all())


def due(house: House, access: Access) -> list[str]:
    return [one.occurrence_id for one in house.do(followups.due, to(access, Right.FILL_IN))]


def test_a_form_opens_at_its_hour_and_the_patient_is_told_once(house: House, access: Access) -> None:
    start(house, access)
    assert (release(house), due(house, access)) == (0, [])
    house.wait(hours=1)
    assert (release(house), release(house)) == (1, 0)
    (reminder,) = reminders(house)
    assert (reminder.queue, reminder.who, len(due(house, access))) == ("bulk", str(CHAT), 1)


def test_a_reminder_says_nothing_about_health_and_expires_with_its_form(house: House, access: Access) -> None:
    start(house, access)
    house.wait(hours=1)
    release(house)
    ((reminder,), (open_form,)) = reminders(house), house.do(followups.due, to(access, Right.FILL_IN))
    assert reminder.expires_at == open_form.closes_at
    (said,) = house.left("form_due")
    assert said.keys() - {"what", "queue", "who"} == {
        "occurrence_id",
        "again",
        "later",
        "until",
        "today",
        "silence",
    }


def test_a_follow_up_started_inside_its_window_opens_at_once(house: House, access: Access) -> None:
    start(house, access, at="08:00")
    assert release(house) == 1
    assert len(due(house, access)) == 1


def test_two_tickers_open_a_form_once(house: House, access: Access) -> None:
    for _ in range(5):
        start(house, access)
    house.wait(hours=1)
    with ThreadPoolExecutor(4) as tickers:
        assert sum(tickers.map(lambda _: release(house), range(4))) == 5
    assert len(reminders(house)) == len(due(house, access)) == 5


def test_what_was_missed_while_all_was_down_is_not_asked_any_more(house: House, access: Access) -> None:
    start(house, access)
    house.wait(days=10, hours=2)
    release(house)
    assert len(due(house, access)) == len(reminders(house)) == 1


def test_after_a_clock_that_jumped_only_the_latest_of_overlapping_forms_is_asked(
    house: House, access: Access
) -> None:
    start(house, access, window="9 days")
    house.wait(days=3, hours=2)
    release(house)
    assert len(due(house, access)) == len(reminders(house)) == 1


def test_a_clock_that_jumps_back_doubles_nothing(house: House, access: Access) -> None:
    start(house, access)
    house.wait(hours=1)
    release(house)
    house.wait(hours=-3)
    release(house)
    house.wait(hours=4)
    assert release(house) == 0
    assert len(due(house, access)) == len(reminders(house)) == 1


def test_a_zone_nobody_knows_holds_up_nobody_else(house: House, access: Access) -> None:
    lost = start(house, access)
    start(house, access)
    moved = update(FollowUpRow).where(FollowUpRow.id == lost).values(zone="Mars/Olympus")
    house.do(lambda work: work.execute(moved))
    house.wait(hours=1)
    release(house)
    assert len(due(house, access)) == 1


def test_a_plan_of_three_times_ends_after_the_third(house: House, access: Access) -> None:
    start(house, access, count=3)
    house.wait(hours=1)
    for _ in range(5):
        release(house)
        house.wait(days=1)
    assert len(reminders(house)) == 3
    assert house.do(followups.next_due, to(access, Right.FILL_IN)) is None


def test_a_form_closes_after_its_window(house: House, access: Access) -> None:
    start(house, access)
    house.wait(hours=1)
    release(house)
    (form,) = due(house, access)
    house.wait(hours=6)
    assert due(house, access) == []
    assert not house.do(followups.still_due, form)
    assert house.do(followups.submit, to(access, Right.FILL_IN), form, ANSWERS) == FormClosed()
    assert (house.do(followups.close_over), house.do(followups.close_over)) == (1, 0)
    assert house.do(followups.submit, to(access, Right.FILL_IN), form, ANSWERS) == FormClosed()


def test_a_form_is_sent_once(house: House, access: Access) -> None:
    start(house, access)
    house.wait(hours=1)
    release(house)
    (form,) = due(house, access)
    with ThreadPoolExecutor(4) as devices:
        results = list(
            devices.map(
                lambda _: house.do(followups.submit, to(access, Right.FILL_IN), form, ANSWERS), range(4)
            )
        )
    assert sum(isinstance(result, Response) for result in results) == 1
    assert sum(result == FormAlreadySent() for result in results) == 3
    assert len(house.do(followups.responses, to(access, Right.READ))) == 1
    assert due(house, access) == []


def test_a_form_of_somebody_else_cannot_be_sent(house: House, access: Access) -> None:
    start(house, access)
    house.wait(hours=1)
    release(house)
    (form,) = due(house, access)
    stranger = to(access_to(house, house.register("marc@example.org")), Right.FILL_IN)
    assert house.do(followups.submit, stranger, form, ANSWERS) == FormClosed()
    assert due(house, access) == [form]


def test_a_stopped_follow_up_asks_nothing_more_and_closes_its_form(house: House, access: Access) -> None:
    one = start(house, access)
    house.wait(hours=1)
    release(house)
    (form,) = due(house, access)
    assert house.do(followups.stop, to(access, Right.FOLLOW), one) is None
    house.wait(days=2)
    assert (release(house), due(house, access)) == (0, [])
    assert not house.do(followups.still_due, form)


def test_only_the_own_follow_up_can_be_stopped(house: House, access: Access) -> None:
    one = start(house, access)
    stranger = access_to(house, house.register("marc@example.org"))
    assert house.do(followups.stop, stranger, one) == FollowUpUnknown()
    assert house.do(followups.stop, to(access, Right.FOLLOW), "nothing") == FollowUpUnknown()
    assert house.do(followups.next_due, to(access, Right.FILL_IN)) is not None


def test_who_cannot_be_reached_is_not_written_to_but_finds_the_form(house: House, access: Access) -> None:
    start(house, access)
    house.do(accounts.stop_notices, CHAT)
    house.wait(hours=1)
    assert release(house) == 1
    assert (reminders(house), len(due(house, access))) == ([], 1)


def test_what_was_sent_is_sealed_and_reading_it_is_journalled(house: House, access: Access) -> None:
    start(house, access)
    house.wait(hours=1)
    release(house)
    house.do(
        followups.submit, to(access, Right.FILL_IN), due(house, access)[0], ANSWERS | {"text": "a secret"}
    )

    def sealed(work: Work) -> bytes:
        return bytes(work.execute(select(ResponseRow.__table__.c.sealed)).scalar_one())

    assert b"secret" not in house.do(sealed)
    house.do(followups.responses, to(access, Right.READ))
    assert house.do(journal.read, access.record)[-1].action == "responses_read"


def test_versions_of_a_form_are_kept_apart(house: House, access: Access) -> None:
    start(house, access)
    changed = FORM.replace("Temperature", "Fever")
    house.do(followups.start, to(access, Right.FOLLOW), changed, {"at": "12:00"}, None)
    house.wait(hours=1)
    release(house)
    forms = [one.questionnaire_id for one in house.do(followups.due, to(access, Right.FILL_IN))]
    asked = {house.do(followups.questionnaire, form).by_link["t"].text.base for form in forms}
    assert asked == {"Temperature", "Fever"}


def test_a_plan_that_breaks_holds_up_nobody_else(house: House, access: Access) -> None:
    broken = start(house, access)
    start(house, access)
    broke = update(FollowUpRow).where(FollowUpRow.id == broken).values(plan="not a plan")
    house.do(lambda work: work.execute(broke))
    house.wait(hours=1)
    release(house)
    assert len(due(house, access)) == 1
    lines = house.do(journal.read, access.record)
    assert [line.subject for line in lines if line.action == "release_failed"] == [broken]
