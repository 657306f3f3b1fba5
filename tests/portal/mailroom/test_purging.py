"""Purging: a database that loses as much as it gets grows no more."""

from datetime import timedelta

from portal.database import size
from portal.mailroom import inbox
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite

EACH = 600


def a_day(room: Workroom, clock: ManualClock, number: int) -> int:
    """Store updates, work them through, purge them once they are old; how large the database is then, in bytes."""
    room.do(lambda work: _through(work, number))
    clock.move(inbox.KEPT + timedelta(seconds=1))
    while room.do(inbox.forget):
        pass
    return room.do(lambda work: size(work.connection))


def _through(work: Work, number: int) -> None:
    raw = {"message": {"text": "x" * 300}}
    inbox.store(work, [(str(n % 200), {"update_id": number * EACH + n, **raw}) for n in range(EACH)])
    while taken := inbox.claim(work, 200):
        for one in taken:
            inbox.done(work, one)


@on_sqlite
def test_what_is_purged_makes_room_for_what_comes(workroom: Workroom, clock: ManualClock) -> None:
    first, *later = [a_day(workroom, clock, number) for number in range(4)]
    assert max(later) <= first * 1.05
