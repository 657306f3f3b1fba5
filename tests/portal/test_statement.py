"""Statements run by the driver itself say, write and refuse what SQLAlchemy would."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, ProgrammingError

from portal.mailroom.model import Lane
from portal.statement import Bulk, Prepared
from portal.work import Work, Workroom
from tests.databases import on_postgres

lane = Lane.__table__.c
PUT = Prepared(insert(Lane))
GET = Prepared(
    select(lane.who, lane.next_at).where(lane.queue == bindparam("of")).order_by(lane.who).limit(10)
)
MOVE = Prepared(
    update(Lane).where(lane.who == bindparam("whom")).values(fence=lane.fence + 1).returning(lane.fence)
)
NEW = Bulk(
    Lane,
    ("queue", "who", "next_at", "fence"),
    lambda new: new.on_conflict_do_nothing(index_elements=["queue", "who"]).returning(lane.who),
)
NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


def row(who: str, at: datetime | None = NOON) -> dict[str, object]:
    return {"queue": "q", "who": who, "next_at": at, "fence": 7}


def test_an_instant_comes_back_as_it_went_in_and_as_sqlalchemy_reads_it(workroom: Workroom) -> None:
    def put_and_get(work: Work) -> tuple[object, object]:
        work.execute(PUT, row("a", NOON.astimezone(timezone(timedelta(hours=5)))))
        return work.execute(GET, {"of": "q"}).first(), work.execute(GET.statement, {"of": "q"}).first()

    ours, theirs = workroom.do(put_and_get)
    assert ours == theirs == ("a", NOON)
    assert (ours.who, ours.next_at.tzinfo) == ("a", UTC)  # type: ignore[attr-defined]


def test_several_rows_go_in_at_once(workroom: Workroom) -> None:
    workroom.do(lambda work: work.execute(PUT, [row("a"), row("b", None)]))
    assert workroom.do(lambda work: work.execute(GET, {"of": "q"}).all()) == [("a", NOON), ("b", None)]


def test_a_change_tells_what_it_changed(workroom: Workroom) -> None:
    workroom.do(lambda work: work.execute(PUT, row("a")))
    assert workroom.do(lambda work: work.execute(MOVE, {"whom": "a"}).scalar()) == 8
    assert workroom.do(lambda work: work.execute(MOVE, {"whom": "nobody"}).first()) is None
    gone = Prepared(delete(Lane).where(lane.who == bindparam("whom")))
    assert workroom.do(lambda work: work.execute(gone, {"whom": "a"}).rowcount) == 1


def test_what_the_database_refuses_is_raised_as_sqlalchemy_does_and_shows_no_value(
    workroom: Workroom,
) -> None:
    def twice(work: Work) -> None:
        work.execute(PUT, row("someone"))
        work.execute(PUT, row("someone"))

    with pytest.raises(IntegrityError) as refused:
        workroom.do(twice)
    assert "someone" not in str(refused.value.params or "")
    nowhere = Prepared(select(bindparam("x")).select_from(Lane).where(lane.who.op("no such")(bindparam("x"))))
    with pytest.raises((OperationalError, ProgrammingError)):
        workroom.do(lambda work: work.execute(nowhere, {"x": "1"}))


def test_an_instant_without_its_zone_is_refused(workroom: Workroom) -> None:
    with pytest.raises(ValueError, match="zone"):
        workroom.do(lambda work: work.execute(PUT, row("a", NOON.replace(tzinfo=None))))


def test_a_statement_with_a_list_that_grows_is_left_to_sqlalchemy(workroom: Workroom) -> None:
    several = Prepared(select(lane.who).where(lane.who.in_(bindparam("whos", expanding=True))))
    with pytest.raises(TypeError):
        workroom.do(lambda work: work.execute(several, {"whos": ["a"]}))


def test_a_value_that_was_forgotten_is_a_bug_and_not_nothing(workroom: Workroom) -> None:
    with pytest.raises(TypeError, match="whom"):
        workroom.do(lambda work: work.execute(MOVE, {"who": "a"}))


def test_many_rows_tell_which_of_them_were_new(workroom: Workroom) -> None:
    workroom.do(lambda work: work.execute(NEW, row("b")))
    new = workroom.do(lambda work: work.execute(NEW, [row("a"), row("b"), row("c", None)]))
    assert sorted(r.who for r in new) == ["a", "c"]
    assert workroom.do(lambda work: work.execute(GET, {"of": "q"}).all()) == [
        ("a", NOON), ("b", NOON), ("c", None)
    ]  # fmt: skip


@on_postgres
def test_of_many_rows_one_that_is_too_long_is_refused_not_cut_off(workroom: Workroom) -> None:
    with pytest.raises(DataError):
        workroom.do(lambda work: work.execute(NEW, [row("a"), row("b" * 81)]))
