"""What waits is counted and aged by bounded looks; who has waited long is found once, in order."""

from datetime import timedelta

from portal.mailroom import backlog, inbox, lanes, outbox
from portal.mailroom.backlog import Waiting
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite

MINUTE = timedelta(minutes=1)


def store(room: Workroom, who: str, number: int) -> None:
    room.do(inbox.store, [(who, {"update_id": number})])


def test_nothing_waits_at_first(workroom: Workroom) -> None:
    found = workroom.do(backlog.waits)
    assert found.queues == dict.fromkeys(("inbox", *outbox.QUEUES), Waiting(0, timedelta(0)))
    assert (found.aside, found.booked) == (0, timedelta(0))


def test_each_queue_tells_how_much_waits_and_for_how_long_the_oldest_has_been_due(
    workroom: Workroom, clock: ManualClock
) -> None:
    store(workroom, "1", 1)
    workroom.do(outbox.put, "sms", "2", "access_code", {})
    workroom.do(outbox.put, "purge", "2", "delete", {}, due_at=clock.now() + 3 * MINUTE)
    clock.move(MINUTE)
    store(workroom, "1", 2)
    found = workroom.do(backlog.waits).queues
    assert (found["inbox"], found["sms"]) == (Waiting(2, MINUTE), Waiting(1, MINUTE))
    assert found["purge"] == Waiting(1, timedelta(0))  # it waits for its hour


def test_what_was_put_off_is_as_old_as_before(workroom: Workroom, clock: ManualClock) -> None:
    workroom.do(outbox.put, "email", "1", "invitation", {})
    (held,) = workroom.do(outbox.claim, "email", 1)
    clock.move(MINUTE)
    workroom.do(outbox.again, held.held, 5 * MINUTE)
    assert workroom.do(backlog.waits).queues["email"].oldest == MINUTE


@on_sqlite
def test_beyond_what_is_looked_at_the_oldest_is_told_by_its_lane(
    workroom: Workroom, clock: ManualClock
) -> None:
    workroom.do(outbox.put, "bulk", "9", "form_due", {})
    clock.move(MINUTE)
    rows = [outbox.Row("bulk", f"1{n:05}", "form_due", {}) for n in range(backlog.MOST)]
    workroom.do(outbox.put_many, rows)
    assert workroom.do(backlog.waits).queues["bulk"] == Waiting(backlog.MOST, MINUTE)


def test_who_has_waited_is_found_a_page_at_a_time(workroom: Workroom, clock: ManualClock) -> None:
    for number, who in enumerate(("ana", "bob", "cy")):
        store(workroom, who, number)
    clock.move(2 * MINUTE)
    store(workroom, "dan", 9)
    first = workroom.do(backlog.kept_waiting, clock.now() - MINUTE, None, 2)
    rest = workroom.do(backlog.kept_waiting, clock.now() - MINUTE, first[-1], 2)
    assert [place.who for place in (*first, *rest)] == ["ana", "bob", "cy"]


def test_what_should_have_left_is_named_without_a_word_of_it(workroom: Workroom, clock: ManualClock) -> None:
    workroom.do(outbox.put, "sms", "1", "access_code", {"code": "123456"})
    clock.move(MINUTE)
    (late,) = workroom.do(backlog.overdue, "sms", clock.now(), 10)
    assert (late.what, late.due_at, late.attempts) == ("access_code", clock.now() - MINUTE, 0)
    assert "123456" not in str(late)
    assert workroom.do(backlog.overdue, "email", clock.now(), 10) == []


def test_what_was_put_off_can_be_tried_now_and_what_is_worked_on_is_left_alone(
    workroom: Workroom, clock: ManualClock
) -> None:
    for who in ("ana", "bob"):
        workroom.do(outbox.put, "email", who, "invitation", {})
    resting, _working = workroom.do(outbox.claim, "email", 2)
    workroom.do(outbox.again, resting.held, 5 * MINUTE)
    assert workroom.do(lanes.resume, "email") == 1
    assert [r.held.who for r in workroom.do(outbox.claim, "email", 2)] == [resting.held.who]
