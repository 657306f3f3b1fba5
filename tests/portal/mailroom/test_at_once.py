"""Many producers and workers at once, on both databases: nothing lost, nothing twice, never two for one person."""

import random
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, closing
from itertools import count

import pytest

from portal.database import connect
from portal.keys import Keyring
from portal.mailroom import inbox, outbox
from portal.mailroom.outbox import Round
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.waiting import waiting

PERSONS = ["ana", "bob", "cy"]
EACH = 40


@pytest.fixture
def rooms(database: str, clock: ManualClock, keys: Keyring) -> Iterator[list[Workroom]]:
    """Two replicas; on SQLite, where one process owns the file, the same one twice."""
    with ExitStack() as stack:
        several = 1 if database.startswith("sqlite") else 2
        yield [
            stack.enter_context(closing(Workroom(connect(database), clock, keys))) for _ in range(several)
        ] * 2


class Watch:
    """Notes who is being served, and refuses two at once for one person."""

    def __init__(self) -> None:
        self.served: dict[str, list[object]] = defaultdict(list)
        self._in_progress: set[str] = set()
        self._lock = threading.Lock()

    def begin(self, who: str) -> None:
        with self._lock:
            assert who not in self._in_progress
            self._in_progress.add(who)

    def end(self, who: str, *what: object) -> None:
        with self._lock:
            self._in_progress.discard(who)
            self.served[who] += what


def together(producers: list[Callable[[], None]], consume: Callable[[int], bool]) -> None:
    """Run producers and two consumers at once; the consumers go on until nothing is left to take."""
    over = threading.Event()

    def consumer(number: int) -> None:
        while True:
            last = over.is_set()  # asked before looking: what is produced after the look is still seen
            if not consume(number) and last:
                return

    with ThreadPoolExecutor(8) as pool:
        consumers = [pool.submit(consumer, number) for number in range(2)]
        wait(produced := [pool.submit(produce) for produce in producers])
        over.set()
    for done in (*produced, *consumers):
        done.result()
    while consume(0):
        pass  # what each left to the other at the very end; what was lost stays, and shows


def test_every_update_is_worked_through_once_and_in_order(rooms: list[Workroom]) -> None:
    watch, numbers = Watch(), count()

    def produce(room: Workroom, who: str) -> None:
        for _ in range(EACH):
            room.do(inbox.store, [(who, {"update_id": next(numbers)})])

    def consume(number: int) -> bool:
        taken = rooms[number].do(inbox.claim, 2)
        for one in taken:
            watch.begin(one.held.who)
            watch.end(one.held.who, one.update_id)  # before the commit, after which the next one may begin
            rooms[number].do(inbox.done, one)
        return bool(taken)

    together([lambda n=n, who=who: produce(rooms[n % 2], who) for n, who in enumerate(PERSONS)], consume)  # type: ignore[misc]
    assert rooms[0].do(waiting, "inbox", "aside") == (0, 0)
    assert sorted(n for served in watch.served.values() for n in served) == list(range(EACH * len(PERSONS)))  # type: ignore[type-var]
    assert all(served == sorted(served) for served in watch.served.values())  # type: ignore[type-var]


def test_what_is_stored_by_several_at_once_is_kept_once(rooms: list[Workroom]) -> None:
    updates = [(f"p{n % 7}", {"update_id": n}) for n in range(50)]

    def store(seed: int) -> int:
        shuffled = random.Random(seed).sample(updates, len(updates))
        return sum(rooms[seed % 2].do(inbox.store, shuffled[n : n + 5]) for n in range(0, len(updates), 5))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(store, range(4))) == len(updates)
    assert rooms[0].do(waiting, "inbox") == (len(updates),)


def test_what_comes_while_the_one_before_is_finished_is_not_lost(rooms: list[Workroom]) -> None:
    met = threading.Barrier(2, timeout=60)

    def at_once(function: Callable[[], object]) -> None:
        met.wait()
        function()

    rooms[0].do(inbox.store, [("ana", {"update_id": 0})])
    with ThreadPoolExecutor(2) as pool:
        for n in range(1, 100):
            (taken,) = rooms[0].do(inbox.claim, 1)  # fails when the lane sleeps though something waits in it
            both = (lambda taken=taken: rooms[0].do(inbox.done, taken),
                    lambda n=n: rooms[1].do(inbox.store, [("ana", {"update_id": n})]))  # fmt: skip
            list(pool.map(at_once, both))


def show(work: Work, who: str, version: int) -> None:
    """As conversations do: an edit that waits is replaced, else the next one is queued."""
    facts = {"version": version}
    if not outbox.replace(work, "telegram", who, "menu", facts):
        outbox.put(work, "telegram", who, "show", facts, slot="menu")


def test_the_last_edit_of_a_place_always_leaves_and_the_order_is_kept(rooms: list[Workroom]) -> None:
    watch = Watch()

    def produce(room: Workroom, who: str) -> None:
        for version in range(EACH):
            room.do(show, who, version)

    def deliver(room: Workroom, one: Round) -> None:
        watch.begin(one.held.who)
        left = [outbox.read(room.keys, parcel)["version"] for parcel in one.parcels]
        watch.end(one.held.who, *left)
        for parcel, then in one.in_turn():
            room.do(outbox.settle, one.held, parcel, "sent", then)

    def consume(number: int) -> bool:
        rounds = rooms[number].do(outbox.claim, "telegram", 2)
        for one in rounds:
            deliver(rooms[number], one)
        return bool(rounds)

    together([lambda n=n, who=who: produce(rooms[n % 2], who) for n, who in enumerate(PERSONS)], consume)  # type: ignore[misc]
    assert rooms[0].do(waiting, "telegram") == (0,)
    for left in watch.served.values():
        assert left[-1] == EACH - 1
        assert left == sorted(set(left))  # type: ignore[type-var]


def test_a_key_used_by_several_at_once_makes_one_message(rooms: list[Workroom]) -> None:
    def put(number: int) -> int | None:
        return rooms[number % 2].do(outbox.put, "bulk", "1", "form_due", {}, key=f"due:{number // 4}")

    with ThreadPoolExecutor(8) as pool:
        made = [number for number in pool.map(put, range(80)) if number is not None]
    assert len(made) == 20
