"""Children grow up: parents are told, shares end at the very instant, and the carnet passes on."""

from datetime import date, timedelta

from sqlalchemy import select, update

from portal.accounts import store as accounts_store
from portal.authorisations import HOLDER, Right
from portal.carnets import accepting, entering, growing, inviting, store
from portal.carnets.accepting import Answered
from portal.carnets.ages import comes_of_age, later, midnight
from portal.carnets.model import CarnetInvitation, CarnetRow
from portal.carnets.refusals import GrownUp, OwnAddress
from tests.portal.carnets.conftest import Family

BORN = date(2008, 9, 15)  # seventeen and a half when these tests begin
ADULT = comes_of_age(BORN)


def shared(family: Family) -> str:
    carnet = family.carnet(born=BORN)
    one = family.invite(carnet, "thomas")
    family.do(accepting.prove, family.me("thomas"), one.id, BORN)
    family.do(accepting.accept, family.me("thomas"), one.id)
    return carnet


def news(family: Family) -> int:
    return family.left().count("carnet_news")  # nobody has a chat here: what is told leaves by e-mail


def test_parents_are_told_six_months_and_one_month_before(family: Family) -> None:
    shared(family)
    before = news(family)
    family.until(later(ADULT, -6) - timedelta(days=1))
    assert news(family) == before
    family.until(later(ADULT, -6))
    family.until(later(ADULT, -2))
    assert news(family) == before + 2
    family.until(later(ADULT, -1))
    family.until(ADULT - timedelta(days=2))
    assert news(family) == before + 4


def test_a_share_ends_at_midnight_of_the_eighteenth_birthday_whether_time_ticks_or_not(
    family: Family,
) -> None:
    carnet = shared(family)
    end = midnight(ADULT, "Europe/Paris")
    family.clock.move(end - family.clock.now() - timedelta(seconds=1))
    assert family.may("nadia", carnet)
    assert family.may("thomas", carnet)
    family.clock.move(timedelta(seconds=1))
    assert not family.may("nadia", carnet, Right.HOLD)
    assert not family.may("thomas", carnet)
    before = news(family)
    family.tick()
    assert news(family) == before + 2
    assert family.told(carnet).count("came_of_age") == 1
    family.wait(days=1)
    assert family.told(carnet).count("came_of_age") == 1


def test_a_carnet_that_does_not_open_keeps_no_other_from_growing(family: Family) -> None:
    broken, other = family.carnet(born=BORN), shared(family)
    unreadable = update(CarnetRow).where(CarnetRow.id == broken).values(birth_date=b"nothing")
    family.do(lambda work: work.execute(unreadable))
    family.until(ADULT)
    assert "came_of_age" in family.told(other)
    assert "came_of_age" not in family.told(broken)


def test_an_invitation_that_does_not_open_keeps_no_other_address_from_being_wiped(family: Family) -> None:
    carnet = family.carnet(born=BORN)
    broken, _other = family.invite(carnet, "thomas"), family.invite(carnet, "ada")
    family.do(store.change, broken.id, email=b"nothing")
    family.wait(days=31)
    kept = select(CarnetInvitation.id).where(CarnetInvitation.email.is_not(None))
    assert list(family.do(lambda work: work.execute(kept).scalars().all())) == [broken.id]
    assert family.told(carnet).count("share_expired") == 1


def test_invitations_of_a_child_who_is_of_age_are_over(family: Family) -> None:
    carnet = family.carnet(born=BORN)
    family.until(ADULT - timedelta(days=2))
    one = family.invite(carnet, "thomas")
    access = family.access("nadia", carnet)
    family.until(ADULT)
    assert family.do(store.get, one.id).state == "expired"
    assert family.do(inviting.invite, family.me("nadia"), access, "claire@example.org") == GrownUp()


def test_the_young_adult_takes_the_carnet_over_and_nobody_else_reads_it(family: Family) -> None:
    carnet = shared(family)
    access = family.access("nadia", carnet)
    assert family.do(growing.set_heir, family.me("nadia"), access, "nadia@example.org") == OwnAddress()
    assert family.do(growing.set_heir, family.me("nadia"), access, "leo@example.org") is None
    family.until(ADULT)
    (one,) = [one for one in family.do(store.of_carnet, carnet) if one.kind == "coming_of_age"]
    leo = family.me("leo")
    assert family.do(accepting.prove, leo, one.id, BORN) is None
    assert family.do(accepting.accept, leo, one.id) == Answered(carnet, sure=True)
    assert all(family.may("leo", carnet, right) for right in HOLDER)
    assert not family.may("nadia", carnet)
    family.wait(days=4000)
    assert family.may("leo", carnet)


def test_a_carnet_whose_heir_nobody_knows_waits_closed(family: Family) -> None:
    carnet = shared(family)
    family.until(ADULT)
    assert [one.kind for one in family.do(store.of_carnet, carnet)] == ["share"]
    assert not family.may("nadia", carnet)


def test_a_young_adult_whose_name_nobody_checked_is_recognised_by_her_former_holder(family: Family) -> None:
    carnet = shared(family)
    family.do(growing.set_heir, family.me("nadia"), family.access("nadia", carnet), "leo@example.org")
    family.until(ADULT)
    (one,) = [one for one in family.do(store.of_carnet, carnet) if one.kind == "coming_of_age"]
    begun = family.do(entering.begin_account, 9001, one.id, "06 39 98 00 43", "Léo", "Petit")
    family.do(accounts_store.change, begun.account_id, password="hash")
    family.known["leo"] = begun.account_id
    family.do(accepting.prove, family.me("leo"), one.id, BORN)
    assert family.do(accepting.accept, family.me("leo"), one.id) == Answered(carnet, sure=False)
    assert not family.may("leo", carnet)
    assert [name for _one, name in family.do(accepting.to_confirm, family.me("nadia"))] == ["Léo Petit"]
    assert family.do(accepting.to_confirm, family.me("thomas")) == []
    family.do(accepting.confirm, family.me("nadia"), one.id, right=True)
    assert family.may("leo", carnet, Right.HOLD)
    assert not family.may("nadia", carnet)
