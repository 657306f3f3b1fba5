"""The inbox: an update is kept once, taken in order, alone for its person, and never lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.errors import Fenced
from portal.mailroom import inbox, lanes
from portal.mailroom.inbox import Taken
from portal.mailroom.model import Incoming
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.waiting import waiting

BOTH = [("ana", 1), ("ana", 2), ("bob", 3)]


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": f"my secret {number}"}}


def store(room: Workroom, *whos_and_numbers: tuple[str, int]) -> int:
    return room.do(inbox.store, [(who, update(number)) for who, number in whos_and_numbers])


def claim(room: Workroom, limit: int = 10) -> dict[str, Taken]:
    return {taken.held.who: taken for taken in room.do(inbox.claim, limit)}


def numbers(room: Workroom, limit: int = 10) -> dict[str, int]:
    return {who: taken.update_id for who, taken in claim(room, limit).items()}


def rows(room: Workroom) -> list[Any]:
    return room.do(lambda work: work.execute(select(Incoming.__table__)).all())


def test_an_update_sent_twice_is_kept_once(workroom: Workroom) -> None:
    assert store(workroom, ("ana", 1), ("ana", 1), ("ana", 2)) == 2
    assert store(workroom, ("ana", 2), ("bob", 3)) == 1
    assert workroom.do(waiting, "inbox", "aside") == (3, 0)


def test_an_update_sent_again_after_it_was_done_is_not_done_again(workroom: Workroom) -> None:
    store(workroom, ("ana", 1))
    workroom.do(inbox.done, claim(workroom)["ana"])
    store(workroom, ("ana", 1))
    assert claim(workroom) == {}


def test_nothing_to_store_is_nothing_stored(workroom: Workroom) -> None:
    assert store(workroom) == 0


def test_each_person_has_one_in_progress(workroom: Workroom) -> None:
    store(workroom, *BOTH)
    assert numbers(workroom) == {"ana": 1, "bob": 3}
    assert numbers(workroom) == {}


def test_the_next_one_follows_when_the_first_is_done(workroom: Workroom) -> None:
    store(workroom, *BOTH)
    workroom.do(inbox.done, claim(workroom)["ana"])
    assert numbers(workroom) == {"ana": 2}


def test_what_arrived_out_of_order_is_taken_in_order(workroom: Workroom) -> None:
    store(workroom, ("ana", 7))
    store(workroom, ("ana", 5), ("ana", 6))
    assert numbers(workroom) == {"ana": 5}


def test_whoever_waits_longest_comes_first(workroom: Workroom, clock: ManualClock) -> None:
    for number, who in enumerate(["zoe", "bob", "ana"]):
        store(workroom, (who, number))
        clock.move(timedelta(seconds=1))
    assert numbers(workroom, 2).keys() == {"zoe", "bob"}


def test_an_update_is_opened_by_its_worker_and_wiped_when_done(workroom: Workroom) -> None:
    store(workroom, ("ana", 1))
    taken = claim(workroom)["ana"]
    assert b"secret" not in taken.sealed
    assert inbox.read(workroom.keys, taken) == update(1)
    workroom.do(inbox.done, taken)
    assert rows(workroom)[0].payload is None


def test_one_that_failed_is_taken_again_after_its_delay_before_newer_ones(
    workroom: Workroom, clock: ManualClock
) -> None:
    store(workroom, ("ana", 1))
    workroom.do(inbox.again, claim(workroom)["ana"], timedelta(seconds=2))
    store(workroom, ("ana", 2))
    assert claim(workroom) == {}
    clock.move(timedelta(seconds=2))
    again = claim(workroom)["ana"]
    assert (again.update_id, again.attempts) == (1, 2)


def test_a_failure_of_the_machine_is_not_counted(workroom: Workroom, clock: ManualClock) -> None:
    store(workroom, ("ana", 1))
    for _ in range(inbox.TRIES + 2):
        taken = claim(workroom)["ana"]
        workroom.do(inbox.again, taken, timedelta(seconds=2), counted=False)
        clock.move(timedelta(seconds=2))
    assert taken.attempts == 1


def test_one_set_aside_is_kept_sealed_and_blocks_nobody(workroom: Workroom) -> None:
    store(workroom, *BOTH)
    workroom.do(inbox.set_aside, claim(workroom)["ana"])
    assert workroom.do(waiting, "inbox", "aside") == (2, 1)
    assert rows(workroom)[0].payload is not None
    assert numbers(workroom) == {"ana": 2}


def test_a_worker_that_died_is_replaced_when_its_lease_ends(workroom: Workroom, clock: ManualClock) -> None:
    store(workroom, ("ana", 1))
    claim(workroom)
    clock.move(lanes.LEASE - timedelta(seconds=1))
    assert claim(workroom) == {}
    clock.move(timedelta(seconds=1))
    assert claim(workroom)["ana"].attempts == 2


def test_a_worker_that_froze_cannot_commit_after_it_was_replaced(
    workroom: Workroom, clock: ManualClock
) -> None:
    store(workroom, ("ana", 1))
    frozen = claim(workroom)["ana"]
    clock.move(lanes.LEASE)
    claim(workroom)
    for settle in (inbox.done, inbox.set_aside):
        with pytest.raises(Fenced):
            workroom.do(settle, frozen)
    with pytest.raises(Fenced):
        workroom.do(inbox.again, frozen, timedelta(0))
    assert workroom.do(waiting, "inbox") == (1,)


def test_a_fenced_worker_leaves_nothing_of_its_work_behind(workroom: Workroom, clock: ManualClock) -> None:
    store(workroom, ("ana", 1))
    frozen = claim(workroom)["ana"]
    clock.move(lanes.LEASE)
    claim(workroom)

    def answer(work: Work) -> None:
        inbox.store(work, [("its answer", update(9))])
        inbox.done(work, frozen)

    with pytest.raises(Fenced):
        workroom.do(answer)
    assert [row.update_id for row in rows(workroom)] == [1]


def test_a_worker_that_gave_its_lane_back_holds_it_no_more(workroom: Workroom) -> None:
    store(workroom, *BOTH)
    taken = claim(workroom)["ana"]
    workroom.do(inbox.done, taken)
    with pytest.raises(Fenced):
        workroom.do(inbox.done, taken)


def test_a_long_work_keeps_its_lane_by_holding_it(workroom: Workroom, clock: ManualClock) -> None:
    store(workroom, ("ana", 1))
    taken = claim(workroom)["ana"]
    clock.move(lanes.LEASE - timedelta(seconds=1))
    workroom.do(lanes.hold, taken.held)
    clock.move(timedelta(seconds=2))
    assert claim(workroom) == {}


def test_after_a_crash_a_process_alone_need_not_wait_for_leases(workroom: Workroom) -> None:
    store(workroom, ("ana", 1))
    claim(workroom)
    workroom.do(lanes.free_all)
    assert numbers(workroom) == {"ana": 1}


def test_what_is_done_is_forgotten_once_telegram_cannot_repeat_it(
    workroom: Workroom, clock: ManualClock
) -> None:
    store(workroom, ("ana", 1), ("bob", 2), ("cy", 3))
    taken = claim(workroom)
    workroom.do(inbox.done, taken["ana"])
    workroom.do(inbox.set_aside, taken["bob"])
    clock.move(inbox.KEPT)
    assert workroom.do(inbox.forget) == 0
    clock.move(timedelta(seconds=1))
    assert workroom.do(inbox.forget) == 1
    assert workroom.do(waiting, "inbox", "aside") == (1, 1)


def test_those_concerned_are_woken(workroom: Workroom) -> None:
    woken: list[set[str]] = []
    workroom.on_wake = woken.append
    store(workroom, ("ana", 1), ("ana", 2))
    workroom.do(inbox.done, claim(workroom)["ana"])  # the second one can be taken now
    workroom.do(inbox.done, claim(workroom)["ana"])  # nothing is left
    workroom.close()
    assert woken == [{"inbox"}, {"inbox"}]
