"""Units of work: all or nothing, together when they can be, and a room that outlives whatever happens in it."""

import asyncio
import select
import socket
import threading
from typing import Any, NoReturn

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from portal.errors import Refused, StorageDown, TookTooLong
from portal.mailroom import lanes
from portal.work import Unthought, Work, Workroom
from tests.databases import heard, on_postgres, on_sqlite


class Broken(Exception):
    """A bug."""


def note(work: Work, who: str) -> str:
    """Something that stays when it commits."""
    lanes.call(work, "notes", [who], work.now)
    return who


def notes(work: Work) -> list[str]:
    return list(work.execute(text("SELECT who FROM lanes ORDER BY who")).scalars())


def note_and_break(work: Work, who: str) -> NoReturn:
    note(work, who)
    raise Broken(who)


class Gate:
    """Holds the room inside a work, so that others have to wait together."""

    def __init__(self, room: Workroom) -> None:
        self.open, self.reached = threading.Event(), threading.Event()
        self.future = room._queue(self._wait)
        self.reached.wait(60)

    def _wait(self, _work: Work) -> None:
        self.reached.set()
        self.open.wait(60)


def test_a_work_commits_and_gives_its_value_back(workroom: Workroom) -> None:
    assert workroom.do(note, "a") == "a"
    assert workroom.do(notes) == ["a"]


def test_a_bug_rolls_back_and_is_handed_to_who_asked(workroom: Workroom) -> None:
    with pytest.raises(Broken):
        workroom.do(note_and_break, "a")
    assert workroom.do(notes) == []


def test_a_refusal_commits_what_was_counted_on_the_way(workroom: Workroom) -> None:
    def refuse(work: Work) -> Refused:
        note(work, "tried")
        return Refused()

    assert workroom.do(refuse) == Refused()
    assert workroom.do(notes) == ["tried"]


def test_whoever_is_concerned_is_woken_after_the_commit_only(workroom: Workroom) -> None:
    woken: list[set[str]] = []
    workroom.on_wake = woken.append
    with pytest.raises(Broken):
        workroom.do(note_and_break, "a")
    workroom.do(note, "b")
    workroom.close()
    assert woken == [{"notes"}]


@on_sqlite
def test_works_that_wait_together_share_one_commit(workroom: Workroom) -> None:
    gate = Gate(workroom)
    futures = [workroom._queue(lambda work, who=who: note(work, who)) for who in "abcdef"]  # type: ignore[misc]
    with heard(workroom.engine, "commit") as commits:
        gate.open.set()
        assert [future.result() for future in futures] == list("abcdef")
    assert len(commits) == 2  # the gate's own, and one for all six


def think_then_note(work: Work, who: str, thoughts: dict[str, Any]) -> str:
    work.thoughts = thoughts
    note(work, f"{who} began")
    return note(work, f"{who} {work.thought('slow', lambda: 42)}")


def test_a_work_that_must_think_first_leaves_nothing_and_is_run_again(workroom: Workroom) -> None:
    with pytest.raises(Unthought) as first:
        workroom.do(think_then_note, "a", {})
    assert workroom.do(notes) == []
    assert workroom.do(think_then_note, "a", {"slow": first.value.think.function()}) == "a 42"


def test_what_took_too_long_is_told_to_the_work_that_asked(workroom: Workroom) -> None:
    with pytest.raises(TookTooLong):
        workroom.do(think_then_note, "a", {"slow": TookTooLong("deadline")})


@on_sqlite
def test_one_that_must_think_among_them_takes_back_only_its_own(workroom: Workroom) -> None:
    gate = Gate(workroom)
    first = workroom._queue(lambda work: note(work, "first"))
    thinking = workroom._queue(lambda work: think_then_note(work, "thinking", {}))
    last = workroom._queue(lambda work: note(work, "last"))
    with heard(workroom.engine, "commit") as commits:
        gate.open.set()
        assert (first.result(), last.result()) == ("first", "last")
        assert isinstance(thinking.exception(), Unthought)
        # The gate's, theirs, and the look.
        assert (workroom.do(notes), len(commits)) == (["first", "last"], 3)


@on_sqlite
def test_one_that_fails_among_them_fails_alone(workroom: Workroom) -> None:
    gate = Gate(workroom)
    first = workroom._queue(lambda work: note(work, "first"))
    broken = workroom._queue(lambda work: note_and_break(work, "broken"))
    last = workroom._queue(lambda work: note(work, "last"))
    gate.open.set()
    assert (first.result(), last.result()) == ("first", "last")
    assert isinstance(broken.exception(), Broken)
    assert workroom.do(notes) == ["first", "last"]


@on_sqlite
async def test_a_work_nobody_waits_for_any_more_is_not_begun(workroom: Workroom) -> None:
    gate = Gate(workroom)
    unwanted = asyncio.ensure_future(workroom.run(note, "unwanted"))
    await asyncio.sleep(0)
    unwanted.cancel()
    await asyncio.wait([unwanted])
    gate.open.set()
    assert await workroom.run(note, "wanted") == "wanted"
    assert await workroom.run(notes) == ["wanted"]


async def test_a_work_that_has_begun_is_finished_though_nobody_waits(workroom: Workroom) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(work: Work) -> None:
        begun.set()
        go_on.wait(60)
        note(work, "finished")

    task = asyncio.ensure_future(workroom.run(slow))
    await asyncio.to_thread(begun.wait, 60)
    task.cancel()
    go_on.set()
    await asyncio.to_thread(workroom.close)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert _left_behind(workroom) == ["finished"]


def _left_behind(room: Workroom) -> list[str]:
    with room.engine.begin() as connection:
        return list(connection.execute(text("SELECT who FROM lanes")).scalars())


def test_closing_finishes_what_is_queued_and_takes_nothing_more(workroom: Workroom) -> None:
    futures = [workroom._queue(lambda work, who=who: note(work, who)) for who in "abc"]  # type: ignore[misc]
    workroom.close()
    assert [future.result(0) for future in futures] == ["a", "b", "c"]
    with pytest.raises(StorageDown):
        workroom.do(note, "late")


@on_sqlite
def test_a_full_disk_keeps_nothing_and_says_try_again(workroom: Workroom) -> None:
    def fill(work: Work) -> None:
        work.execute(text("PRAGMA max_page_count = 1"))
        for n in range(1000):
            note(work, f"{n:0>60}")

    with pytest.raises(StorageDown, match="SQLITE_FULL"):
        workroom.do(fill)
    assert workroom.do(notes) == []


@on_sqlite
def test_a_database_held_by_somebody_else_is_a_storage_that_is_down(workroom: Workroom) -> None:
    def hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 1")

    event.listen(workroom.engine, "connect", hurry)
    workroom.engine.dispose()
    with workroom.engine.begin(), pytest.raises(StorageDown, match="SQLITE_BUSY"):
        workroom.do(note, "a")
    event.remove(workroom.engine, "connect", hurry)
    assert workroom.do(note, "b") == "b"


@on_postgres
def test_a_standby_that_takes_nothing_is_a_storage_that_is_down(workroom: Workroom) -> None:
    def write(work: Work) -> None:
        work.execute(text("SET TRANSACTION READ ONLY"))
        note(work, "a")

    with pytest.raises(StorageDown, match="25006"):
        workroom.do(write)


@on_postgres
def test_who_freezes_in_a_work_keeps_its_rows_for_seconds_only(workroom: Workroom) -> None:
    limit = text("SHOW idle_in_transaction_session_timeout")
    assert workroom.do(lambda work: work.execute(limit).scalar()) == "20s"


@on_postgres
def test_a_work_that_the_server_ended_for_standing_still_is_a_storage_that_is_down(
    workroom: Workroom,
) -> None:
    def stand_still(work: Work) -> None:
        work.execute(text("SET LOCAL idle_in_transaction_session_timeout = 1"))
        with socket.fromfd(work.connection.connection.fileno(), socket.AF_UNIX, socket.SOCK_STREAM) as line:
            select.select([line], [], [], 60)  # until the server says so
        note(work, "a")

    with pytest.raises(StorageDown):
        workroom.do(stand_still)
    assert workroom.do(note, "b") == "b"


def test_wrong_sql_is_a_bug_and_no_storage_that_is_down(workroom: Workroom) -> None:
    with pytest.raises(Exception, match="nowhere") as caught:
        workroom.do(lambda work: work.execute(text("SELECT nothing FROM nowhere")))
    assert not isinstance(caught.value, StorageDown)


@on_sqlite
def test_wrong_sql_on_sqlite_comes_as_the_driver_says_it(workroom: Workroom) -> None:
    with pytest.raises(OperationalError):
        workroom.do(lambda work: work.execute(text("SELECT nothing FROM nowhere")))


@on_postgres
def test_a_server_that_cuts_the_line_is_down_and_then_up_again(workroom: Workroom) -> None:
    def cut(work: Work) -> None:
        work.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageDown):
        workroom.do(cut)
    assert workroom.do(note, "a") == "a"


@on_postgres
def test_of_two_that_block_each_other_both_are_done_in_the_end(workroom: Workroom) -> None:
    workroom.do(note, "a")
    workroom.do(note, "b")
    met = threading.Barrier(2, timeout=60)
    tries: list[str] = []

    def cross(work: Work, first: str, second: str) -> None:
        tries.append(first)
        note(work, first)
        if len(tries) <= 2:
            met.wait()
        note(work, second)

    futures = [workroom._queue(lambda work, p=p: cross(work, *p)) for p in ("ab", "ba")]  # type: ignore[misc]
    assert [future.result(60) for future in futures] == [None, None]
    assert len(tries) > 2  # one of them was tried again


@on_postgres
def test_works_of_one_name_take_turns(workroom: Workroom) -> None:
    inside: list[int] = []
    most: list[int] = []

    def enter(work: Work) -> None:
        work.in_turn("door")
        inside.append(1)
        most.append(len(inside))
        work.execute(text("SELECT pg_sleep(0.01)"))
        inside.pop()

    futures = [workroom._queue(enter) for _ in range(8)]
    assert [future.result() for future in futures] == [None] * 8
    assert set(most) == {1}
