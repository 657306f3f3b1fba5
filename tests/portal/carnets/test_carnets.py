"""Carnets: a child's record, held by the parent it was opened for, and by nobody else."""

from datetime import date, timedelta

from portal import authorisations, carnets
from portal.authorisations import Access, NoRight, Right
from portal.carnets import Carnet, CarnetUnknown, NoChild
from portal.work import Workroom
from tests.clock import START
from tests.portal.documents.conftest import me

BORN = START.date() - timedelta(days=3 * 366)


def test_a_carnet_is_read_by_the_parent_who_holds_it_alone(workroom: Workroom) -> None:
    made = workroom.do(carnets.create, "nadia", " Léo ", BORN)
    (leo,) = workroom.do(carnets.of, "nadia")
    assert (leo.id, leo.first_name, leo.birth_date) == (made, "Léo", BORN)
    assert workroom.do(carnets.of, "camille") == []
    assert workroom.do(authorisations.readers, leo.record) == ["nadia"]
    for right in (Right.READ, Right.DEPOSIT, Right.KEEP, Right.HOLD):
        assert isinstance(workroom.do(authorisations.require, me("nadia"), right, leo.record), Access)
        assert workroom.do(authorisations.require, me("camille"), right, leo.record) == NoRight()


def test_a_carnet_is_for_a_child_who_is_born(workroom: Workroom) -> None:
    assert workroom.do(carnets.create, "nadia", "Léo", START.date() + timedelta(days=1)) == NoChild()
    assert workroom.do(carnets.create, "nadia", "Léo", date(START.year - 18, 1, 1)) == NoChild()
    assert workroom.do(carnets.listed) == []


def test_an_unknown_carnet_is_told(workroom: Workroom) -> None:
    made = workroom.do(carnets.create, "nadia", "Léo", BORN)
    assert isinstance(workroom.do(carnets.get, made), Carnet)
    assert workroom.do(carnets.get, "nothing") == CarnetUnknown()


def test_who_was_born_on_a_leap_day_grows_older_on_the_first_of_march() -> None:
    assert carnets.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert carnets.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
