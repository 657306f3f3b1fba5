"""Authorisations: nobody reaches a record without a right, and every use leaves a line."""

from datetime import timedelta

import pytest

from portal import authorisations, journal, professionals
from portal.accounts import Me
from portal.authorisations import Access, NoRight, Operator, Professional, Right
from portal.work import Workroom
from tests.clock import START, ManualClock

RECORD = authorisations.patient_record("camille")
READ = (Right.READ,)


@pytest.fixture
def doctor(workroom: Workroom) -> Professional:
    made = workroom.do(
        professionals.create, rpps="99900000003", first_name="Hélène", last_name="Morel", profession="Médecin",
        structure="", email="helene.morel@example.org",
    )  # fmt: skip
    assert isinstance(made, str), made
    return Professional(made)


def me(account_id: str) -> Me:
    return Me(account_id, "link", "full", fresh=True, used_at=START, language=None, timezone=None)


def may(room: Workroom, who: authorisations.Who, right: Right = Right.READ) -> bool:
    return isinstance(room.do(authorisations.require, who, right, RECORD), Access)


def told(room: Workroom) -> list[str]:
    return [f"{one.actor} {one.action} {one.subject}".strip() for one in room.do(journal.read, RECORD)]


def test_patients_reach_their_own_record_and_no_other(workroom: Workroom) -> None:
    assert may(workroom, me("camille"))
    assert not may(workroom, me("marc"))


def test_a_professional_reaches_what_was_granted_only(workroom: Workroom, doctor: Professional) -> None:
    assert not may(workroom, doctor)
    workroom.do(authorisations.give, doctor.actor, RECORD, READ, None)
    assert may(workroom, doctor)
    assert not may(workroom, doctor, Right.FOLLOW)


def test_a_grant_ends_at_its_date(workroom: Workroom, doctor: Professional, clock: ManualClock) -> None:
    workroom.do(authorisations.give, doctor.actor, RECORD, READ, clock.now() + timedelta(days=1))
    clock.move(timedelta(days=1) - timedelta(seconds=1))
    assert may(workroom, doctor)
    clock.move(timedelta(seconds=1))
    assert not may(workroom, doctor)


def test_a_grant_that_was_withdrawn_gives_nothing_at_once(workroom: Workroom, doctor: Professional) -> None:
    workroom.do(authorisations.give, doctor.actor, RECORD, READ, None)
    workroom.do(authorisations.withdraw, doctor.actor, RECORD)
    assert not may(workroom, doctor)


def test_a_disabled_professional_reaches_nothing_whatever_was_granted(
    workroom: Workroom, doctor: Professional
) -> None:
    workroom.do(authorisations.give, doctor.actor, RECORD, READ, None)
    workroom.do(professionals.disable, doctor.id)
    assert not may(workroom, doctor)


def test_what_is_granted_already_is_not_granted_twice(workroom: Workroom, doctor: Professional) -> None:
    for _ in range(2):
        workroom.do(authorisations.give, doctor.actor, RECORD, READ, None)
    assert told(workroom) == [f"operator granted read to professional:{doctor.id}"]


def test_a_refused_access_is_journalled(workroom: Workroom, doctor: Professional) -> None:
    assert workroom.do(authorisations.require, doctor, Right.READ, RECORD) == NoRight()
    assert told(workroom) == [f"professional:{doctor.id} refused read"]


def test_an_access_leaves_a_line_when_it_is_used(workroom: Workroom) -> None:
    access = workroom.do(authorisations.require, Operator(), Right.READ, RECORD)
    workroom.do(access.journal, "responses_read", "followup")
    assert told(workroom) == ["operator responses_read followup"]


def test_any_professional_deposits_until_the_patient_sends_her_away(
    workroom: Workroom, doctor: Professional
) -> None:
    assert may(workroom, doctor, Right.DEPOSIT)
    workroom.do(authorisations.give, doctor.actor, RECORD, READ, None)
    assert may(workroom, doctor, Right.DEPOSIT)
    workroom.do(authorisations.withdraw, doctor.actor, RECORD)
    assert not may(workroom, doctor, Right.DEPOSIT)
    workroom.do(authorisations.give, doctor.actor, RECORD, READ, None)
    assert may(workroom, doctor, Right.DEPOSIT)


def test_an_emergency_that_is_over_takes_no_right_to_deposit_away(
    workroom: Workroom, doctor: Professional, clock: ManualClock
) -> None:
    until = clock.now() + timedelta(hours=4)
    workroom.do(authorisations.give, doctor.actor, RECORD, (Right.EMERGENCY,), until)
    clock.move(timedelta(hours=5))
    assert may(workroom, doctor, Right.DEPOSIT)
    assert not may(workroom, doctor, Right.EMERGENCY)


def test_a_disabled_professional_deposits_nothing(workroom: Workroom, doctor: Professional) -> None:
    workroom.do(professionals.disable, doctor.id)
    assert not may(workroom, doctor, Right.DEPOSIT)


def test_nobody_breaks_the_glass_of_her_own_record(workroom: Workroom) -> None:
    assert not may(workroom, me("camille"), Right.EMERGENCY)
