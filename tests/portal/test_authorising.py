"""My professionals: given, shown, taken back, brought back, blocked; and nothing by who may not."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import authorisations, authorising, blocks, carnets, emergencies, journal, professionals
from portal.accounts import Me
from portal.authorisations import Access, Professional, Right, patient_record
from portal.authorising import Actor, NothingToBringBack
from portal.directory import Listed, Place
from portal.professionals import ProfessionalUnknown, RppsTaken
from portal.work import Work, Workroom
from tests.clock import START, ManualClock
from tests.databases import on_sqlite

CAMILLE = patient_record("camille")
CLAIRE = Listed(
    "99900000003",
    "899900000003",
    "Docteur",
    "Claire",
    "MARTIN",
    "Médecin",
    "Cardiologie",
    (Place("", "Lyon", "69003"),),
)
REGISTERED = {"rpps": CLAIRE.id, "first_name": "Claire", "last_name": "Martin", "profession": "Cardiologue",
              "structure": "Clinique", "email": "claire.martin@example.org"}  # fmt: skip


def me(account_id: str = "camille") -> Me:
    return Me(account_id, "link", "full", fresh=True, used_at=START, language=None, timezone=None)


def hold(work: Work, record: str = CAMILLE, who: str = "camille") -> Access:
    access = authorisations.require(work, me(who), Right.HOLD, record)
    assert isinstance(access, Access)
    return access


def as_camille(room: Workroom, function: Any, *given: Any) -> Any:
    return room.do(lambda work: function(work, hold(work), *given))


@pytest.fixture
def claire(workroom: Workroom) -> Professional:
    made = workroom.do(professionals.from_directory, CLAIRE)
    assert isinstance(made, str)
    return Professional(made)


def may(room: Workroom, who: Professional, right: Right = Right.READ, record: str = CAMILLE) -> bool:
    return isinstance(room.do(authorisations.require, who, right, record), Access)


def listed(room: Workroom) -> list[Actor]:
    return room.do(lambda work: authorising.listed(work, [hold(work)]))


def test_whom_the_directory_knows_is_registered_once_and_completed_later(
    workroom: Workroom, claire: Professional
) -> None:
    assert workroom.do(professionals.from_directory, CLAIRE) == claire.id
    known = workroom.do(professionals.get, claire.id)
    assert (known.listed, known.profession, workroom.do(professionals.email_of, claire.id)) == (
        True,
        "Cardiologie",
        None,
    )
    assert workroom.do(lambda work: professionals.create(work, **REGISTERED)) == claire.id
    assert workroom.do(professionals.email_of, claire.id) == "claire.martin@example.org"
    assert workroom.do(professionals.get, claire.id).listed is False
    assert workroom.do(lambda work: professionals.create(work, **REGISTERED)) == RppsTaken(id=claire.id)
    workroom.do(professionals.from_directory, CLAIRE)
    assert workroom.do(professionals.get, claire.id).structure == "Clinique"


def test_a_disabled_professional_is_authorised_by_nobody(workroom: Workroom, claire: Professional) -> None:
    workroom.do(professionals.disable, claire.id)
    assert workroom.do(professionals.from_directory, CLAIRE) == ProfessionalUnknown()
    assert as_camille(workroom, authorising.authorise, claire.id, None) == ProfessionalUnknown()


def test_who_is_authorised_reads_and_deposits_until_the_day(
    workroom: Workroom, claire: Professional, clock: ManualClock
) -> None:
    until = clock.now() + timedelta(days=30)
    assert as_camille(workroom, authorising.authorise, claire.id, until) is None
    assert [may(workroom, claire, right) for right in (Right.READ, Right.DEPOSIT, Right.FOLLOW)] == [
        True,
        True,
        False,
    ]
    (actor,) = listed(workroom)
    assert (actor.professional.id, actor.since, actor.until) == (claire.id, clock.now(), until)
    clock.move(timedelta(days=31))
    assert [may(workroom, claire, right) for right in (Right.READ, Right.DEPOSIT)] == [False, False]
    assert listed(workroom) == []


def test_authorised_again_she_is_authorised_until_the_new_day(
    workroom: Workroom, claire: Professional
) -> None:
    as_camille(workroom, authorising.authorise, claire.id, START + timedelta(days=1))
    as_camille(workroom, authorising.authorise, claire.id, None)
    (actor,) = listed(workroom)
    assert actor.until is None


def test_what_was_taken_back_comes_back_within_the_hour_and_as_it_was(
    workroom: Workroom, claire: Professional, clock: ManualClock
) -> None:
    workroom.do(authorisations.give, claire.actor, CAMILLE, (Right.READ, Right.FOLLOW), None)
    before = listed(workroom)
    as_camille(workroom, authorising.remove, claire.id)
    assert (listed(workroom), may(workroom, claire), may(workroom, claire, Right.DEPOSIT)) == (
        [],
        False,
        False,
    )
    clock.move(timedelta(minutes=59))
    assert as_camille(workroom, authorising.bring_back, claire.id) is None
    assert listed(workroom) == before
    as_camille(workroom, authorising.remove, claire.id)
    clock.move(timedelta(minutes=61))
    assert as_camille(workroom, authorising.bring_back, claire.id) == NothingToBringBack()
    assert not may(workroom, claire)


def test_what_ended_long_ago_does_not_come_back_with_the_rest(
    workroom: Workroom, claire: Professional, clock: ManualClock
) -> None:
    workroom.do(authorisations.give, claire.actor, CAMILLE, (Right.FOLLOW,), None)
    as_camille(workroom, authorising.remove, claire.id)
    clock.move(timedelta(days=1))
    as_camille(workroom, authorising.authorise, claire.id, None)
    as_camille(workroom, authorising.remove, claire.id)
    as_camille(workroom, authorising.bring_back, claire.id)
    assert (may(workroom, claire), may(workroom, claire, Right.FOLLOW)) == (True, False)


def test_who_is_blocked_reaches_nothing_whatever_was_granted(
    workroom: Workroom, claire: Professional
) -> None:
    workroom.do(authorisations.give, claire.actor, CAMILLE, (Right.READ, Right.FOLLOW, Right.EMERGENCY), None)
    assert as_camille(workroom, authorising.block, claire.id) is None
    rights = (Right.READ, Right.FOLLOW, Right.DEPOSIT, Right.EMERGENCY)
    assert [may(workroom, claire, right) for right in rights] == [False] * 4
    assert may(workroom, claire, Right.DEPOSIT, patient_record("marc"))
    (actor,) = listed(workroom)
    assert actor.blocked_at is not None
    as_camille(workroom, authorising.unblock, claire.id)
    assert [may(workroom, claire, right) for right in rights] == [True] * 4


@on_sqlite
def test_an_emergency_is_not_opened_to_who_is_blocked(workroom: Workroom, claire: Professional) -> None:
    as_camille(workroom, authorising.block, claire.id)
    refused = workroom.do(emergencies.open_record, claire.id, CAMILLE, "Malaise, inconsciente aux urgences")
    assert refused == authorisations.NoRight()
    assert workroom.do(emergencies.listed, claire.id, CAMILLE) == []
    assert [one.action for one in workroom.do(journal.read, CAMILLE)] == ["blocked", "refused"]


def test_who_never_had_a_right_can_be_blocked_and_authorising_lifts_it(
    workroom: Workroom, claire: Professional
) -> None:
    as_camille(workroom, authorising.block, claire.id)
    assert not may(workroom, claire, Right.DEPOSIT)
    assert [one.rights for one in listed(workroom)] == [frozenset()]
    as_camille(workroom, authorising.authorise, claire.id, None)
    assert may(workroom, claire, Right.DEPOSIT)
    assert [one.blocked_at for one in listed(workroom)] == [None]


def test_every_change_leaves_a_line_and_changes_nothing_twice(
    workroom: Workroom, claire: Professional
) -> None:
    for function in (authorising.block, authorising.block, authorising.unblock, authorising.unblock):
        as_camille(workroom, function, claire.id)
    as_camille(workroom, authorising.authorise, claire.id, None)
    as_camille(workroom, authorising.remove, claire.id)
    as_camille(workroom, authorising.bring_back, claire.id)
    lines = [f"{one.action} {one.subject}" for one in workroom.do(journal.read, CAMILLE)]
    assert lines == [
        f"blocked {claire.actor}", f"unblocked {claire.actor}", f"granted read to {claire.actor}",
        f"withdrawn {claire.actor}", f"brought_back {claire.actor}",
    ]  # fmt: skip


@on_sqlite
def test_a_parent_who_does_not_hold_the_carnet_chooses_nobody_for_it(
    workroom: Workroom, claire: Professional
) -> None:
    leo = workroom.do(carnets.create, "camille", "Léo", START.date())
    record = authorisations.carnet_record(leo)
    workroom.do(authorisations.give, patient_record("marc"), record, authorisations.PARENT, None)
    assert workroom.do(authorising.records, "camille") == [CAMILLE, record]
    assert workroom.do(authorising.records, "marc") == [patient_record("marc")]
    assert not isinstance(workroom.do(authorisations.require, me("marc"), Right.HOLD, record), Access)
    workroom.do(lambda work: authorising.authorise(work, hold(work, record), claire.id, None))
    assert (may(workroom, claire, record=record), may(workroom, claire)) == (True, False)


DOINGS = st.lists(st.sampled_from(["authorise", "for a day", "remove", "bring back", "block", "unblock",
                                    "a day", "disable"]), max_size=8)  # fmt: skip


@on_sqlite
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(DOINGS)
def test_she_reads_exactly_when_a_grant_stands_and_no_block(
    workroom: Workroom, clock: ManualClock, doings: list[str]
) -> None:
    """A model of the rules beside the portal: whatever is done in whatever order, they agree."""
    number = f"{workroom.do(lambda work: work.chance.name())[:8]:0<11}"
    claire = Professional(str(workroom.do(professionals.from_directory, CLAIRE._replace(id=number))))
    until, taken, blocked, disabled = None, None, False, False
    standing = False
    for one in doings:
        alive = standing and (until is None or clock.now() < until)
        match one:
            case "authorise" | "for a day" if not disabled:
                until = clock.now() + timedelta(days=1) if one == "for a day" else None
                as_camille(workroom, authorising.authorise, claire.id, until)
                standing, blocked = True, False
            case "remove":
                as_camille(workroom, authorising.remove, claire.id)
                taken = (clock.now(), until) if standing else taken
                standing = False
            case "bring back":
                undone = as_camille(workroom, authorising.bring_back, claire.id) is None
                if undone and taken is not None and not alive:
                    standing, until, taken = True, taken[1], None
            case "block" | "unblock":
                as_camille(workroom, authorising.block if one == "block" else authorising.unblock, claire.id)
                blocked = one == "block"
            case "a day":
                clock.move(timedelta(days=1))
            case "disable":
                workroom.do(professionals.disable, claire.id)
                disabled = True
        alive = standing and (until is None or clock.now() < until)
        assert may(workroom, claire) == (alive and not blocked and not disabled), doings
        assert workroom.do(blocks.stands, CAMILLE, claire.id) == blocked
