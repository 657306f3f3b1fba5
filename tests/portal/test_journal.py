"""The journal: one chain per record, in which every change shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from portal import journal
from portal.journal import JournalLine
from portal.work import Work, Workroom
from tests.clock import START, ManualClock

line = JournalLine.__table__.c


def write(room: Workroom, record: str, action: str, **more: str) -> None:
    room.do(journal.write, record, "operator", action, **more)


def numbers(room: Workroom, record: str) -> list[int]:
    return [one.number for one in room.do(journal.read, record)]


def forge(room: Workroom, number: int, **values: Any) -> None:
    room.do(lambda work: work.execute(update(JournalLine).where(line.number == number).values(values)))


def test_lines_are_read_in_order_as_they_were_written(workroom: Workroom, clock: ManualClock) -> None:
    write(workroom, "patient:1", "opened")
    clock.move(timedelta(seconds=1))
    write(workroom, "patient:1", "read", subject="occurrence", why="a reason", strength="full")
    first, second = workroom.do(journal.read, "patient:1")
    assert (first.number, first.at, first.action) == (1, START, "opened")
    assert (second.number, second.subject, second.why, second.strength) == (
        2,
        "occurrence",
        "a reason",
        "full",
    )


def test_each_record_has_its_own_chain(workroom: Workroom) -> None:
    for record in ("patient:1", "patient:2", "patient:1"):
        write(workroom, record, "read")
    assert (numbers(workroom, "patient:1"), numbers(workroom, "patient:2")) == ([1, 2], [1])
    assert workroom.do(journal.broken) == []


@pytest.mark.parametrize(
    "change",
    [{"action": "nothing"}, {"actor": "somebody"}, {"why": "so"}, {"at": START}, {"strength": "x"},
     {"record": "patient:2"}, {"mac": "0" * 64}],
)  # fmt: skip
def test_a_line_that_was_changed_shows(
    workroom: Workroom, clock: ManualClock, change: dict[str, Any]
) -> None:
    clock.move(timedelta(seconds=1))
    for action in ("a", "b", "c"):
        write(workroom, "patient:1", action)
    assert workroom.do(journal.broken) == []
    forge(workroom, 2, **change)
    assert workroom.do(journal.broken) != []


def test_a_line_that_was_taken_out_shows(workroom: Workroom) -> None:
    for action in ("a", "b", "c"):
        write(workroom, "patient:1", action)
    workroom.do(lambda work: work.execute(delete(JournalLine).where(line.number == 2)))
    assert workroom.do(journal.broken) == ["patient:1#3"]


def test_lines_written_at_once_take_turns(workroom: Workroom) -> None:
    def twice(work: Work) -> None:
        journal.write(work, "patient:1", "operator", "first")
        journal.write(work, "patient:1", "operator", "second")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: workroom.do(twice), range(20)))
    assert numbers(workroom, "patient:1") == list(range(1, 41))
    assert workroom.do(journal.broken) == []
