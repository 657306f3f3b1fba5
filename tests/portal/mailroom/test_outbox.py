"""The outbox: what must leave leaves in order for each address, once, and edits that wait merge."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.errors import Fenced
from portal.mailroom import lanes, outbox, slots
from portal.mailroom.model import Outgoing
from portal.mailroom.outbox import Round
from portal.work import Work, Workroom
from tests.clock import START, ManualClock
from tests.waiting import waiting


def put(room: Workroom, who: str, what: str, **more: Any) -> int | None:
    return room.do(outbox.put, "telegram", who, what, {"said": what}, **more)


def rounds(room: Workroom, limit: int = 10, queue: str = "telegram") -> dict[str, Round]:
    return {one.held.who: one for one in room.do(outbox.claim, queue, limit)}


def whats(one: Round) -> list[str]:
    return [parcel.what for parcel in one.parcels]


def settle_all(room: Workroom, one: Round) -> None:
    for parcel, then in one.in_turn():
        room.do(outbox.settle, one.held, parcel, "sent", then)


def rows(room: Workroom) -> list[Any]:
    return room.do(lambda work: work.execute(select(Outgoing.__table__).order_by(Outgoing.id)).all())


def facts(room: Workroom, who: str) -> list[Any]:
    return [outbox.read(room.keys, parcel) for parcel in rounds(room)[who].parcels]


def test_each_address_has_its_own_in_order(workroom: Workroom) -> None:
    for who, what in (("1", "a"), ("2", "b"), ("1", "c"), ("1", "d")):
        put(workroom, who, what)
    assert {who: whats(one) for who, one in rounds(workroom).items()} == {"1": ["a", "c", "d"], "2": ["b"]}


def test_an_address_in_progress_is_left_alone(workroom: Workroom) -> None:
    put(workroom, "1", "a")
    assert whats(rounds(workroom)["1"]) == ["a"]
    put(workroom, "1", "b")
    assert rounds(workroom) == {}


def test_what_came_meanwhile_follows(workroom: Workroom) -> None:
    put(workroom, "1", "a")
    one = rounds(workroom)["1"]
    put(workroom, "1", "b")
    settle_all(workroom, one)
    assert whats(rounds(workroom)["1"]) == ["b"]


def test_many_for_one_address_come_ten_at_a_time(workroom: Workroom) -> None:
    for n in range(outbox.AT_ONCE + 3):
        put(workroom, "1", str(n))
    one = rounds(workroom)["1"]
    settle_all(workroom, one)
    assert whats(one) + whats(rounds(workroom)["1"]) == [str(n) for n in range(outbox.AT_ONCE + 3)]


def test_the_queues_do_not_wait_for_each_other(workroom: Workroom) -> None:
    put(workroom, "1", "answer")
    workroom.do(outbox.put, "bulk", "1", "reminder", {})
    assert whats(rounds(workroom)["1"]) == ["answer"]
    assert whats(rounds(workroom, queue="bulk")["1"]) == ["reminder"]


def test_a_key_is_used_once_even_after_it_left(workroom: Workroom) -> None:
    assert put(workroom, "1", "a", key="due:7") is not None
    assert put(workroom, "1", "a", key="due:7") is None
    settle_all(workroom, rounds(workroom)["1"])
    assert put(workroom, "1", "a", key="due:7") is None
    assert len(rows(workroom)) == 1


def test_what_is_due_later_waits_and_is_not_lost(workroom: Workroom, clock: ManualClock) -> None:
    put(workroom, "1", "later", due_at=clock.now() + timedelta(hours=1))
    put(workroom, "1", "now")
    one = rounds(workroom)["1"]
    assert whats(one) == ["now"]
    settle_all(workroom, one)
    assert rounds(workroom) == {}
    clock.move(timedelta(hours=1))
    assert whats(rounds(workroom)["1"]) == ["later"]


def test_facts_are_sealed_and_wiped_once_gone(workroom: Workroom) -> None:
    put(workroom, "1", "secret")
    assert b"secret" not in rows(workroom)[0].facts
    settle_all(workroom, rounds(workroom)["1"])
    assert (rows(workroom)[0].facts, rows(workroom)[0].outcome) == (None, "sent")


def test_a_failed_address_rests_whatever_else_comes_and_keeps_its_order(
    workroom: Workroom, clock: ManualClock
) -> None:
    put(workroom, "1", "a")
    workroom.do(outbox.again, rounds(workroom)["1"].held, timedelta(seconds=30))
    put(workroom, "1", "b")
    assert rounds(workroom) == {}  # Telegram said when to come back
    clock.move(timedelta(seconds=30))
    one = rounds(workroom)["1"]
    assert (whats(one), one.parcels[0].attempts) == (["a", "b"], 2)


def test_a_courier_that_froze_cannot_settle_after_it_was_replaced(
    workroom: Workroom, clock: ManualClock
) -> None:
    put(workroom, "1", "a")
    frozen = rounds(workroom)["1"]
    clock.move(lanes.LEASE)
    rounds(workroom)
    with pytest.raises(Fenced):
        settle_all(workroom, frozen)
    with pytest.raises(Fenced):
        workroom.do(outbox.again, frozen.held, timedelta(0))


def test_edits_of_one_place_merge_while_they_wait(workroom: Workroom) -> None:
    workroom.do(outbox.put, "telegram", "1", "show", {"message": "old", "fresh": True}, slot="menu")
    assert workroom.do(outbox.replace, "telegram", "1", "menu", {"message": "new", "fresh": False})
    assert facts(workroom, "1") == [{"message": "new", "fresh": True}]


def test_an_edit_comes_too_late_for_what_may_have_left(workroom: Workroom) -> None:
    workroom.do(outbox.put, "telegram", "1", "show", {"message": "old"}, slot="menu")
    rounds(workroom)
    assert not workroom.do(outbox.replace, "telegram", "1", "menu", {"message": "new"})


def test_an_edit_replaces_nothing_elsewhere(workroom: Workroom) -> None:
    for who, slot in (("1", "other"), ("2", "menu"), ("1", None)):
        workroom.do(outbox.put, "telegram", who, "show", {"message": "old"}, slot=slot)
    assert not workroom.do(outbox.replace, "telegram", "1", "menu", {"message": "new"})


def test_a_place_remembers_what_stands_there(workroom: Workroom) -> None:
    assert workroom.do(slots.standing, "1", "menu") is None
    workroom.do(slots.stand, "1", "menu", 41, "x")
    workroom.do(slots.stand, "1", "menu", 42, "y")
    assert workroom.do(slots.standing, "1", "menu") == (42, "y")
    workroom.do(slots.clear, "1", "menu")
    assert workroom.do(slots.standing, "1", "menu") is None


def test_what_left_long_ago_is_forgotten(workroom: Workroom, clock: ManualClock) -> None:
    put(workroom, "1", "a")
    settle_all(workroom, rounds(workroom)["1"])
    put(workroom, "1", "b")
    clock.move(outbox.KEPT + timedelta(seconds=1))
    assert workroom.do(outbox.forget) == 1
    assert [row.what for row in rows(workroom)] == ["b"]


def test_what_may_be_written_once_is_remembered_for_longer(workroom: Workroom, clock: ManualClock) -> None:
    put(workroom, "1", "reminder", key="once")
    settle_all(workroom, rounds(workroom)["1"])
    clock.move(outbox.KEPT + timedelta(seconds=1))
    assert workroom.do(outbox.forget) == 0
    assert put(workroom, "1", "reminder", key="once") is None
    clock.move(outbox.KEYS_KEPT)
    assert workroom.do(outbox.forget) == 1


def test_old_slots_are_forgotten_a_few_at_a_time(workroom: Workroom, clock: ManualClock) -> None:
    for chat in "123":
        workroom.do(slots.stand, chat, "menu", 41, "x")
    clock.move(slots.STOOD + timedelta(seconds=1))
    workroom.do(slots.stand, "4", "menu", 42, "y")
    assert [workroom.do(slots.forget, 2) for _ in range(3)] == [2, 1, 0]
    assert workroom.do(slots.standing, "4", "menu") == (42, "y")


def test_what_waits_is_counted_by_queue(workroom: Workroom) -> None:
    put(workroom, "1", "a")
    assert workroom.do(waiting, *outbox.QUEUES) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize("first", [START - timedelta(days=1), START, START + timedelta(days=1)])
def test_a_lane_called_twice_is_due_at_the_sooner_instant(
    workroom: Workroom, clock: ManualClock, first: datetime
) -> None:
    def call(work: Work, at: datetime) -> None:
        lanes.call(work, "telegram", ["1"], at)

    workroom.do(call, first)
    workroom.do(call, START)
    clock.move(min(first, START) - START)
    assert [held.who for held in workroom.do(lanes.claim, "telegram", 1)] == ["1"]
