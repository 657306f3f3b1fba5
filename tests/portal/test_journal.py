"""The journal: one chain per record, in which every change shows; why is sealed, and can be forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, update

from portal import journal, resealing
from portal.journal import Broken, JournalLine
from portal.journal.model import AnchorRow
from portal.keys import Keyring, new_ring
from portal.work import Work, Workroom
from tests.clock import START, ManualClock
from tests.databases import on_sqlite

line, anchors = JournalLine.__table__.c, AnchorRow.__table__.c
HERS = "patient:1"


def write(room: Workroom, record: str, action: str, **more: str) -> None:
    room.do(journal.write, record, "operator", action, **more)


def lines(room: Workroom, *actions: str, record: str = HERS) -> None:
    for action in actions:
        write(room, record, action)


def numbers(room: Workroom, record: str) -> list[int]:
    return [one.number for one in room.do(journal.read, record)]


def forge(room: Workroom, which: int, **values: Any) -> None:
    this = (line.record == HERS) & (line.number == which)
    room.do(lambda work: work.execute(update(JournalLine).where(this).values(values)))


def take_out(room: Workroom, *which: int, record: str = HERS) -> None:
    these = (line.record == record) & line.number.in_(which)
    room.do(lambda work: work.execute(delete(JournalLine).where(these)))


def broken(room: Workroom) -> list[tuple[str, str]]:
    return [tuple(one) for one in journal.verify(room).broken]


@pytest.fixture
def anchored(workroom: Workroom, clock: ManualClock) -> Workroom:
    """Two records of three lines, anchored."""
    for record in (HERS, "carnet:2"):
        lines(workroom, "a", "b", "c", record=record)
    clock.move(timedelta(hours=1))
    assert workroom.do(journal.anchor).number == 1
    return workroom


def test_lines_are_read_in_order_as_they_were_written(workroom: Workroom, clock: ManualClock) -> None:
    write(workroom, HERS, "opened")
    clock.move(timedelta(seconds=1))
    write(workroom, HERS, "read", subject="occurrence", why="a reason", strength="full")
    first, second = workroom.do(journal.read, HERS)
    assert (first.number, first.at, first.action, first.why) == (1, START, "opened", "")
    assert (second.number, second.subject, second.why) == (2, "occurrence", "a reason")
    assert second.strength == "full"


def test_each_record_has_its_own_chain(workroom: Workroom) -> None:
    for record in (HERS, "patient:2", HERS):
        write(workroom, record, "read")
    assert (numbers(workroom, HERS), numbers(workroom, "patient:2")) == ([1, 2], [1])
    assert broken(workroom) == []


@pytest.mark.parametrize(
    "change",
    [{"action": "nothing"}, {"actor": "somebody"}, {"why": "so"}, {"at": START}, {"strength": "x"},
     {"subject": "other"}, {"mac": "0" * 64}],
)  # fmt: skip
def test_a_line_that_was_changed_is_named(
    workroom: Workroom, clock: ManualClock, change: dict[str, Any]
) -> None:
    clock.move(timedelta(seconds=1))
    lines(workroom, "a", "b", "c")
    assert broken(workroom) == []
    forge(workroom, 2, **change)
    assert broken(workroom)[0] == (f"{HERS}#2", "changed")


def test_a_line_moved_to_another_record_is_named_there_and_missed_here(workroom: Workroom) -> None:
    lines(workroom, "a", "b", "c")
    forge(workroom, 2, record="patient:2")
    assert broken(workroom) == [(f"{HERS}#2", "missing"), ("patient:2#1", "missing")]


def test_lines_that_were_taken_out_of_the_middle_are_named(workroom: Workroom) -> None:
    lines(workroom, *"abcdef")
    take_out(workroom, 2, 4, 5)
    assert broken(workroom) == [(f"{HERS}#2", "missing"), (f"{HERS}#4-5", "missing")]


def test_lines_that_changed_places_are_named(workroom: Workroom) -> None:
    lines(workroom, *"abcd")
    for number, to in ((2, 0), (3, 2), (0, 3)):
        forge(workroom, number, number=to)
    assert {one for one, _ in broken(workroom)} >= {f"{HERS}#2", f"{HERS}#3"}


def test_a_line_that_was_written_twice_is_named(workroom: Workroom) -> None:
    lines(workroom, "a", "b")

    def again(work: Work) -> None:
        (second,) = work.execute(select(JournalLine.__table__).where(line.number == 2)).mappings()
        work.execute(insert(JournalLine), {**second, "id": 99_000_000, "number": 3})

    workroom.do(again)
    assert broken(workroom) == [(f"{HERS}#3", "changed")]


def test_a_tail_that_was_cut_off_is_named_once_it_was_anchored(anchored: Workroom) -> None:
    assert broken(anchored) == []
    take_out(anchored, 2, 3)
    assert broken(anchored) == [(f"{HERS}#2-3", "cut")]


def test_a_record_of_which_nothing_is_left_is_named(anchored: Workroom) -> None:
    take_out(anchored, 1, 2, 3, record="carnet:2")
    assert broken(anchored) == [("carnet:2#1-3", "cut")]


def test_lines_of_the_last_minutes_are_anchored_once_they_have_settled(
    workroom: Workroom, clock: ManualClock
) -> None:
    lines(workroom, "a")
    assert workroom.do(journal.anchor) is None
    clock.move(timedelta(minutes=5))
    lines(workroom, "b")
    assert workroom.do(journal.anchor).reached[HERS][0] == 1
    assert workroom.do(journal.anchor) is None


def test_an_anchor_looks_at_what_is_new_and_at_so_much_at_once(
    anchored: Workroom, clock: ManualClock
) -> None:
    lines(anchored, "d", "e", "f", record="carnet:2")
    clock.move(timedelta(hours=1))
    made = [anchored.do(journal.anchor, 2) for _ in range(3)]
    assert [one and one.reached["carnet:2"][0] for one in made] == [5, 6, None]
    assert broken(anchored) == []


@pytest.mark.parametrize("change", [{"at": START}, {"upto": 1}, {"heads": b"x"}, {"mac": "0" * 64}])
def test_an_anchor_that_was_changed_is_named(anchored: Workroom, change: dict[str, Any]) -> None:
    anchored.do(lambda work: work.execute(update(AnchorRow).values(change)))
    assert ("anchor#1", "changed") in broken(anchored)


def test_an_anchor_that_was_taken_out_is_named_and_the_last_one_by_what_the_log_told(
    anchored: Workroom, clock: ManualClock
) -> None:
    lines(anchored, "d")
    clock.move(timedelta(hours=1))
    told = anchored.do(journal.anchor)
    known = (told.number, told.mac[:16])
    assert journal.verify(anchored, known).broken == []
    anchored.do(lambda work: work.execute(delete(AnchorRow).where(anchors.number == 1)))
    assert journal.verify(anchored, known).broken == [Broken("anchor#1", "missing")]
    anchored.do(lambda work: work.execute(delete(AnchorRow)))
    assert journal.verify(anchored).broken == []
    assert journal.verify(anchored, known).broken == [Broken("anchor#2", "missing")]
    assert journal.verify(anchored, (2, "f" * 16)).broken == [Broken("anchor#2", "missing")]


def test_verifying_tells_how_many_lines_no_anchor_saw(anchored: Workroom) -> None:
    lines(anchored, "d", "e")
    found = journal.verify(anchored)
    assert (found.anchor.number, found.since) == (1, 2)


def test_why_stands_sealed_and_nothing_of_it_in_clear(workroom: Workroom) -> None:
    write(workroom, HERS, "read", why="Canari")
    stored = workroom.do(lambda work: work.execute(select(JournalLine.__table__)).one())
    assert b"Canari" not in repr(tuple(stored)).encode() + bytes(stored.sealed)


def test_the_same_words_cannot_be_told_by_their_commitments(workroom: Workroom) -> None:
    for _ in range(2):
        write(workroom, HERS, "read", why="on")
    assert len(set(workroom.do(lambda work: work.execute(select(line.why)).scalars().all()))) == 2


def test_why_that_was_exchanged_or_wiped_behind_our_back_is_named(workroom: Workroom) -> None:
    for why in ("one", "two", "three"):
        write(workroom, HERS, "read", why=why)
    sealed = workroom.do(lambda work: work.execute(select(line.sealed).order_by(line.number)).scalars().all())
    forge(workroom, 1, sealed=sealed[1])
    forge(workroom, 2, sealed=b"broken")
    forge(workroom, 3, sealed=None)
    assert broken(workroom) == [(f"{HERS}#1", "changed"), (f"{HERS}#2", "changed"), (f"{HERS}#3", "wiped")]


def test_a_record_that_was_forgotten_tells_no_why_and_its_chain_holds(
    anchored: Workroom, clock: ManualClock
) -> None:
    write(anchored, HERS, "read", why="Canari")
    write(anchored, "carnet:2", "read", why="stays")
    assert anchored.do(journal.forget, HERS) == 1
    assert [one.why for one in anchored.do(journal.read, HERS)] == [""] * 5
    assert anchored.do(journal.read, "carnet:2")[-1].why == "stays"
    write(anchored, HERS, "read", why="later")
    assert anchored.do(journal.read, HERS)[-1].why == "later"
    assert broken(anchored) == []


def test_pages_go_by_number_back_and_forth(workroom: Workroom) -> None:
    lines(workroom, *"abcdefg")
    write(workroom, HERS, "h", subject="x")

    def shown(**view: Any) -> str:
        return "".join(one.action for one in workroom.do(journal.latest, HERS, 3, **view))

    assert (shown(), shown(before=6), shown(before=3), shown(before=1)) == ("hgf", "edc", "ba", "")
    assert (shown(after=2), shown(after=5), shown(after=8)) == ("edc", "hgf", "")
    assert (shown(actions=("a", "h")), shown(actions=()), shown(actor="nobody")) == ("ha", "", "")


def test_everybody_in_it_is_named_once_the_last_one_first(workroom: Workroom) -> None:
    for actor in ("patient:1", "professional:m", "patient:1", "operator"):
        workroom.do(journal.write, HERS, actor, "read")
    assert workroom.do(journal.actors, HERS) == ["operator", "patient:1", "professional:m"]


def test_lines_written_at_once_take_turns(workroom: Workroom) -> None:
    def twice(work: Work) -> None:
        journal.write(work, HERS, "operator", "first")
        journal.write(work, HERS, "operator", "second", why="so")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: workroom.do(twice), range(20)))
    assert numbers(workroom, HERS) == list(range(1, 41))
    assert broken(workroom) == []


Harm = Callable[[Workroom, int], None]
HARMS: dict[str, Harm] = {
    "changed": lambda room, n: forge(room, n, actor="nobody"),
    "taken out": take_out,
    "cut off": lambda room, n: take_out(room, *range(n, 100)),
    "why wiped": lambda room, n: forge(room, n, sealed=None),
    "renumbered": lambda room, n: forge(room, n, number=n + 100),
}


@on_sqlite
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(["", "why"]), min_size=1, max_size=12), st.sampled_from(list(HARMS)), st.data()
)
def test_whatever_is_done_to_an_anchored_line_it_is_named(
    workroom: Workroom, clock: ManualClock, whys: list[str], harm: str, data: st.DataObject
) -> None:
    workroom.do(lambda work: (work.execute(delete(JournalLine)), work.execute(delete(AnchorRow))))
    for why in whys:
        write(workroom, HERS, "read", why=why)
    clock.move(timedelta(hours=1))
    workroom.do(journal.anchor)
    number = data.draw(st.integers(1, len(whys)))
    harmless = harm == "why wiped" and not whys[number - 1]
    HARMS[harm](workroom, number)
    assert bool(broken(workroom)) is not harmless
    assert harmless or any(f"{HERS}#{number}" in name for name, _ in broken(workroom))


@on_sqlite
def test_what_was_sealed_with_a_key_that_is_gone_is_named(workroom: Workroom) -> None:
    write(workroom, HERS, "read", why="so")
    stranger = new_ring().seal_json("journal.why", ["salt", "so"])
    forge(workroom, 1, sealed=stranger)
    assert broken(workroom) == [(f"{HERS}#1", "changed")]
    assert workroom.do(lambda work: work.execute(select(func.count()).select_from(JournalLine)).scalar()) == 1


@on_sqlite
def test_a_new_key_changes_nothing_of_a_chain(anchored: Workroom) -> None:
    write(anchored, HERS, "read", why="so")
    ring = Keyring((new_ring().sealing[0], *anchored.keys.sealing), anchored.keys.finding)
    room = Workroom(anchored.engine, anchored.clock, ring)
    assert resealing.reseal(room).values["journal.sealed"] == 1
    only_new = Workroom(anchored.engine, anchored.clock, Keyring(ring.sealing[:1], ring.finding))
    assert (broken(only_new), only_new.do(journal.read, HERS)[-1].why) == ([], "so")
