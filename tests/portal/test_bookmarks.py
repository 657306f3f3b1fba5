"""Bookmarks: one conversation is active, three wait at most, and none outlives its time."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal import bookmarks
from portal.bookmarks import ACTIVE, CLOSED, FAREWELL, Bookmark, BookmarkRow
from portal.work import Workroom
from tests.clock import START, ManualClock

WEEK = timedelta(days=7)


def mark(name: str, chat: str = "1", **data: Any) -> Bookmark:
    return Bookmark(name, chat, "a_form", 1, 0, ACTIVE, "account", f"about {name}", START + WEEK, data)


def start(room: Workroom, clock: ManualClock, *names: str, chat: str = "1") -> None:
    for name in names:
        room.do(bookmarks.start, mark(name, chat))
        clock.move(timedelta(minutes=1))


def parked(room: Workroom, chat: str = "1") -> list[str]:
    return [one.id for one in room.do(bookmarks.parked, chat)]


def active(room: Workroom, chat: str = "1") -> str | None:
    found = room.do(bookmarks.active, chat)
    return found.id if found else None


def sealed(room: Workroom, name: str) -> bytes:
    row = BookmarkRow.__table__.c
    return bytes(room.do(lambda work: work.execute(select(row.sealed).where(row.id == name)).scalar_one()))


def test_a_conversation_is_found_again_as_it_was_left(workroom: Workroom) -> None:
    workroom.do(bookmarks.start, mark("a", answers={"t": "37,8"}))
    one = workroom.do(bookmarks.active, "1")
    assert one == mark("a", answers={"t": "37,8"})
    one.data["answers"]["u"], one.turn = True, 3
    workroom.do(bookmarks.save, one)
    assert workroom.do(bookmarks.active, "1") == one


def test_what_was_answered_is_sealed(workroom: Workroom) -> None:
    workroom.do(bookmarks.start, mark("a", answers={"t": "a secret"}))
    assert b"secret" not in sealed(workroom, "a")


def test_a_new_conversation_parks_the_one_under_way(workroom: Workroom, clock: ManualClock) -> None:
    start(workroom, clock, "a", "b")
    assert (active(workroom), parked(workroom)) == ("b", ["a"])


def test_beyond_three_parked_the_oldest_is_closed_and_wiped(workroom: Workroom, clock: ManualClock) -> None:
    start(workroom, clock, "a", "b", "c", "d", "e")
    assert parked(workroom) == ["d", "c", "b"]
    closed = workroom.do(bookmarks.get, "1", "a")
    assert (closed.state, closed.data, sealed(workroom, "a")) == (CLOSED, {}, b"")


def test_even_the_oldest_parked_one_can_be_resumed(workroom: Workroom, clock: ManualClock) -> None:
    start(workroom, clock, "a", "b", "c", "d")
    oldest = workroom.do(bookmarks.get, "1", "a")
    workroom.do(bookmarks.resume, oldest)
    assert (active(workroom), parked(workroom)) == ("a", ["d", "c", "b"])


def test_a_conversation_of_another_chat_does_not_exist(workroom: Workroom, clock: ManualClock) -> None:
    start(workroom, clock, "a")
    assert workroom.do(bookmarks.get, "2", "a") is None
    assert active(workroom, "2") is None


def test_a_conversation_is_found_by_its_subject_until_it_is_closed(
    workroom: Workroom, clock: ManualClock
) -> None:
    start(workroom, clock, "a", "b")
    one = workroom.do(bookmarks.about, "1", "a_form", "about a")
    assert one.id == "a"
    workroom.do(bookmarks.close, one)
    assert workroom.do(bookmarks.about, "1", "a_form", "about a") is None


def test_unlinking_ends_what_was_said_on_behalf_of_the_account(
    workroom: Workroom, clock: ManualClock
) -> None:
    start(workroom, clock, "a", "b")
    start(workroom, clock, "c", chat="2")
    workroom.do(bookmarks.close_all, "1", "account")
    assert (active(workroom), parked(workroom), active(workroom, "2")) == (None, [], "c")
    assert sealed(workroom, "a") == b""


def test_what_expired_is_offered_no_more_and_then_deleted(workroom: Workroom, clock: ManualClock) -> None:
    start(workroom, clock, "parked", "active")
    clock.move(WEEK)
    assert parked(workroom) == []
    workroom.do(bookmarks.forget)
    assert active(workroom) == "active"  # so that whoever comes back is told
    clock.move(FAREWELL)
    assert workroom.do(bookmarks.forget) == 1
    assert active(workroom) is None
