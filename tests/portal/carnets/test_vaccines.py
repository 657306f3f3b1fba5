"""The vaccination calendar: what is compulsory for whom, what is due when, and reminders that name nothing."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from portal.authorisations import Right
from portal.carnets import reminding, vaccines
from portal.carnets.ages import comes_of_age, later, months_on
from portal.carnets.model import CarnetRow
from portal.carnets.vaccines import DONE, DUE, LATE, TO_COME, DoseUnknown, VaccineDateInvalid
from tests.databases import on_sqlite
from tests.portal.carnets.conftest import TODAY, Family


def states(born: date, day: date, **given: date) -> dict[str, str]:
    done = {key.replace("_", "-"): when for key, when in given.items()}
    return {one.dose.key: one.state for one in vaccines.standing(born, done, day)}


@pytest.mark.parametrize(
    ("born", "there", "absent"),
    [
        (date(2024, 8, 1), {"menacwy-1", "menacwy-2"}, {"menc-1", "menc-2"}),
        (
            date(2024, 1, 1),
            {"menc-1", "menacwy-2"},
            {"menc-2", "menacwy-1"},
        ),  # begun with C, finished with A, C, W, Y
        (date(2023, 12, 31), {"menc-1", "menc-2", "menacwy-1"}, {"menacwy-2"}),
        (date(2023, 1, 1), {"menb-1", "menacwy-1"}, {"menacwy-2"}),
        (date(2022, 12, 31), {"menc-1", "menc-2"}, {"menb-1", "menacwy-1", "menacwy-2"}),
        (date(2018, 1, 1), {"hexavalent-3", "mmr-2"}, {"menb-3"}),
    ],
)
def test_the_calendar_depends_on_the_year_of_birth(born: date, there: set[str], absent: set[str]) -> None:
    keys = {one.key for one in vaccines.doses_for(born)}
    assert there <= keys
    assert not absent & keys


def test_nobody_born_before_2018_has_this_calendar() -> None:
    assert vaccines.doses_for(date(2017, 12, 31)) == ()


def test_the_calendar_of_today_is_that_of_the_law() -> None:
    found = [(one.months, one.vaccine) for one in vaccines.doses_for(date(2025, 6, 1))]
    assert found == [
        (2, "hexavalent"), (2, "pneumococcus"), (3, "menb"), (4, "hexavalent"), (4, "pneumococcus"), (5, "menb"),
        (6, "menacwy"), (11, "hexavalent"), (11, "pneumococcus"), (12, "mmr"), (12, "menb"), (12, "menacwy"), (16, "mmr"),
    ]  # fmt: skip


def test_a_dose_is_to_come_then_due_then_late_and_done_is_done() -> None:
    born = date(2025, 1, 31)
    assert states(born, date(2025, 3, 30))["hexavalent-1"] == TO_COME
    assert states(born, date(2025, 3, 31))["hexavalent-1"] == DUE
    assert states(born, date(2025, 4, 30))["hexavalent-1"] == LATE
    assert states(born, date(2026, 4, 30), hexavalent_1=date(2025, 3, 1))["hexavalent-1"] == DONE
    assert states(born, later(born, 18))["mmr-2"] == DUE  # due until the end of the eighteenth month
    assert states(born, later(born, 19))["mmr-2"] == LATE


def test_nobody_is_late_with_what_was_not_compulsory_yet() -> None:
    born = date(2023, 6, 15)
    assert states(born, date(2024, 12, 31))["menacwy-1"] == TO_COME
    assert states(born, date(2025, 1, 1))["menacwy-1"] == DUE
    assert states(born, date(2025, 2, 1))["menacwy-1"] == LATE
    assert vaccines.number("menacwy-1") == vaccines.number(vaccines.numbered(vaccines.number("menacwy-1")))


def test_children_born_from_2018_to_2022_have_the_calendar_of_their_years() -> None:
    found = [(one.months, one.vaccine) for one in vaccines.doses_for(date(2020, 6, 1))]
    assert found == [
        (2, "hexavalent"), (2, "pneumococcus"), (4, "hexavalent"), (4, "pneumococcus"), (5, "menc"),
        (11, "hexavalent"), (11, "pneumococcus"), (12, "mmr"), (12, "menc"), (16, "mmr"),
    ]  # fmt: skip


def test_months_end_where_the_month_ends() -> None:
    assert later(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert months_on(date(2025, 12, 31), date(2026, 2, 27)) == 1
    assert months_on(date(2025, 12, 31), date(2026, 2, 28)) == 2
    assert comes_of_age(date(2008, 2, 29)) == date(2026, 3, 1)


def test_what_was_given_is_noted_corrected_and_taken_back(family: Family) -> None:
    carnet = family.carnet(born=TODAY - timedelta(days=100))
    access = family.access("nadia", carnet, Right.FILL_IN)
    assert family.do(vaccines.note, access, ["hexavalent-1", "pneumococcus-1"], TODAY) is None
    assert family.do(vaccines.note, access, ["hexavalent-1"], TODAY - timedelta(days=1)) is None
    assert family.do(vaccines.noted, carnet)["hexavalent-1"] == TODAY - timedelta(days=1)
    assert family.do(vaccines.erase, access, "hexavalent-1") is None
    assert family.do(vaccines.erase, access, "hexavalent-1") == DoseUnknown()
    assert list(family.do(vaccines.noted, carnet)) == ["pneumococcus-1"]
    assert family.told(carnet).count("vaccine_noted") == 3


def test_a_day_before_birth_or_to_come_and_a_dose_of_others_are_refused(family: Family) -> None:
    born = TODAY - timedelta(days=100)
    access = family.access("nadia", family.carnet(born=born), Right.FILL_IN)
    for day in (born - timedelta(days=1), TODAY + timedelta(days=1)):
        assert family.do(vaccines.note, access, ["hexavalent-1"], day) == VaccineDateInvalid()
    assert family.do(vaccines.note, access, ["menc-1"], TODAY) == DoseUnknown()


@on_sqlite
def test_the_day_of_a_vaccine_is_not_stored_clear(family: Family) -> None:
    carnet = family.carnet(born=TODAY - timedelta(days=100))
    family.do(vaccines.note, family.access("nadia", carnet, Right.FILL_IN), ["hexavalent-1"], TODAY)
    (row,) = family.do(
        lambda work: work.connection.exec_driver_sql("SELECT day FROM carnet_vaccinations").all()
    )
    assert TODAY.isoformat().encode() not in bytes(row.day)


def reminded(family: Family) -> int:
    return family.left().count("carnet_news")  # nobody has a chat here: by e-mail


def test_a_parent_is_reminded_once_for_each_age_that_brings_something(family: Family) -> None:
    born = TODAY - timedelta(days=10)
    carnet = family.carnet(born=born)
    family.wait(days=2)  # her account is settled: she may be written to
    read = family.access("nadia", carnet, Right.READ)
    family.do(reminding.want, read, on=True)
    family.until(later(born, 2) - timedelta(days=1))
    assert reminded(family) == 0
    family.until(later(born, 2))
    family.wait(hours=5)
    assert reminded(family) == 1
    fill_in = family.access("nadia", carnet, Right.FILL_IN)
    family.clock.move(timedelta(days=40))
    family.do(vaccines.note, fill_in, ["menb-1"], family.clock.now().date())
    family.until(later(born, 4) - timedelta(days=1))
    assert reminded(family) == 1  # what was given needs no reminder
    family.until(later(born, 4))
    assert reminded(family) == 2
    family.do(reminding.want, read, on=False)
    family.until(later(born, 12))
    assert reminded(family) == 2


def test_a_carnet_that_does_not_open_keeps_nobody_from_being_reminded_of_another(family: Family) -> None:
    born = TODAY - timedelta(days=10)
    for holder in ("nadia", "camille"):
        carnet = family.carnet(holder, born)
        family.do(reminding.want, family.access(holder, carnet, Right.READ), on=True)
    unreadable = update(CarnetRow).where(CarnetRow.id == carnet).values(birth_date=b"nothing")
    family.do(lambda work: work.execute(unreadable))
    family.wait(days=2)  # their accounts are settled: they may be written to
    family.until(later(born, 2))
    assert reminded(family) == 1


def test_who_no_longer_reads_is_no_longer_reminded(family: Family) -> None:
    from portal.carnets import accepting, sharing

    born = TODAY - timedelta(days=10)
    carnet = family.carnet(born=born)
    one = family.invite(carnet, "thomas")
    family.do(accepting.prove, family.me("thomas"), one.id, born)
    family.do(accepting.accept, family.me("thomas"), one.id)
    family.do(reminding.want, family.access("thomas", carnet, Right.READ), on=True)
    family.do(sharing.stop, family.access("nadia", carnet), family.somebody("thomas"))
    before = reminded(family)
    family.until(later(born, 2))
    assert reminded(family) == before
