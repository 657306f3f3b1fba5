"""A record opened in an emergency: by whom, for how long, what is seen, and who is told."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal import authorisations, documents, emergencies, journal, professionals
from portal.authorisations import Access, NoRight, Operator, Professional, Right
from portal.documents import EVERYONE, DocumentUnknown
from portal.emergencies import (
    LASTS,
    EmergencyNotOpen,
    EmergencyUnknown,
    NotYourPeople,
    Opened,
    ReasonInvalid,
)
from portal.identity import NewPerson
from portal.professionals import ProfessionalUnknown
from tests.portal.emergencies.conftest import REASON, Ward, person, shared_carnet


def test_an_emergency_shows_what_is_meant_for_it_and_whom_to_notify_and_nothing_else(ward: Ward) -> None:
    ward.document("allergies")
    ward.document("intime", emergency=False)
    hidden = ward.document("cachée")
    ward.do(documents.hide, ward.own(Right.KEEP), hidden, EVERYONE)
    person(ward)
    opened = ward.open()
    assert isinstance(opened, Opened)
    assert (opened.subject.first_name, opened.subject.birth_date.year) == ("Camille", 1980)
    assert [one.title for one in opened.documents] == ["allergies"]
    assert [(one.first_name, one.relation, one.phone) for one in opened.people] == [
        ("Marc", "partner", "+33639980077")
    ]
    for right in (Right.READ, Right.FILL_IN, Right.KEEP, Right.FOLLOW):
        assert ward.do(authorisations.require, ward.doctor, right, ward.hers) == NoRight()


def test_it_lasts_four_hours_to_the_second(ward: Ward) -> None:
    ward.document("allergies")
    opened = ward.open()
    assert opened.until - ward.clock.now() == LASTS == timedelta(hours=4)
    ward.later(hours=3, minutes=59, seconds=59)
    assert ward.titles(ward.doctor) == ["allergies"]
    ward.later(seconds=1)
    assert ward.titles(ward.doctor) == []
    assert ward.do(emergencies.access, ward.doctor.id, ward.hers) == EmergencyNotOpen(until=opened.until)
    assert ward.journal()[-1] == f"{ward.doctor.actor} refused emergency emergency_not_open"


def test_what_one_opened_gives_nothing_to_another_of_the_same_name(ward: Ward) -> None:
    ward.document("allergies")
    ward.open(ward.doctor)
    assert ward.titles(ward.doctor) == ["allergies"]
    assert ward.titles(ward.namesake) == []
    assert ward.journal()[-1] == f"{ward.namesake.actor} refused emergency emergency_not_open"


def test_a_grant_alone_opens_nothing_without_an_opening_of_her_own(ward: Ward) -> None:
    ward.document("allergies")
    ward.do(authorisations.give, ward.doctor.actor, ward.hers, (Right.EMERGENCY,), None)
    assert ward.titles(ward.doctor) == []


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("", "missing"),
        (" \n\t ", "missing"),
        ("urgence", "short"),
        ("???????????????", "short"),
        ("x" * 501, "long"),
    ],
)
def test_without_a_reason_nothing_opens_and_the_try_is_journalled(ward: Ward, reason: str, why: str) -> None:
    refused = ward.open(reason=reason)
    assert (type(refused), refused.facts["why"]) == (ReasonInvalid, why)
    assert ward.journal() == [f"{ward.doctor.actor} refused emergency reason_invalid"]
    assert ward.do(emergencies.listed, None, None) == []


def test_who_is_unknown_or_disabled_opens_nothing_and_the_try_is_journalled(ward: Ward) -> None:
    assert ward.open(Professional("nobody@example.org")) == ProfessionalUnknown()
    ward.do(professionals.disable, ward.doctor.id)
    assert ward.open() == ProfessionalUnknown()
    assert ward.journal() == [
        "operator refused emergency professional_unknown",
        f"{ward.doctor.actor} refused emergency professional_unknown",
    ]


def test_disabling_a_professional_ends_what_she_had_opened(ward: Ward) -> None:
    ward.document("allergies")
    ward.open()
    ward.do(professionals.disable, ward.doctor.id)
    assert ward.titles(ward.doctor) == []


def test_opened_again_while_it_stands_it_lasts_longer_and_keeps_both_reasons(ward: Ward) -> None:
    first = ward.open()
    ward.later(hours=3)
    second = ward.open(reason="Toujours en salle de déchocage.")
    assert (second.id, second.until - first.until) == (first.id, timedelta(hours=3))
    (line,) = ward.do(emergencies.listed, ward.doctor.id, ward.hers)
    assert [one.words for one in line.opening.reasons] == [REASON, "Toujours en salle de déchocage."]
    ward.later(hours=2)
    assert isinstance(ward.do(emergencies.access, ward.doctor.id, ward.hers), Access)
    assert f"{ward.doctor.actor} emergency_prolonged {first.id}" in ward.journal()


def test_opened_again_once_it_is_over_it_is_another_one(ward: Ward) -> None:
    first = ward.open()
    ward.later(hours=4)
    assert ward.open().id != first.id


def test_it_opens_though_an_earlier_right_was_taken_back(ward: Ward) -> None:
    ward.document("allergies")
    ward.open()
    ward.do(authorisations.withdraw, ward.doctor.actor, ward.hers)
    assert ward.titles(ward.doctor) == []
    assert isinstance(ward.open(), Opened)
    assert ward.titles(ward.doctor) == ["allergies"]


def test_it_can_be_ended_by_her_who_opened_it_or_by_the_operator_and_nobody_else(ward: Ward) -> None:
    ward.document("allergies")
    opened = ward.open()
    assert ward.do(emergencies.close, ward.namesake, opened.id) == EmergencyUnknown()
    assert ward.titles(ward.doctor) == ["allergies"]
    assert ward.do(emergencies.close, ward.doctor, opened.id) is None
    assert ward.titles(ward.doctor) == []
    again = ward.open()
    assert ward.do(emergencies.close, Operator(), again.id) is None
    assert ward.titles(ward.doctor) == []
    assert ward.do(emergencies.close, Operator(), "nothing") == EmergencyUnknown()


def test_ending_an_emergency_leaves_her_other_rights_alone(ward: Ward) -> None:
    ward.do(authorisations.give, ward.doctor.actor, ward.hers, (Right.READ,), None)
    opened = ward.open()
    ward.do(emergencies.close, ward.doctor, opened.id)
    assert isinstance(ward.do(authorisations.require, ward.doctor, Right.READ, ward.hers), Access)


def test_the_patient_sees_who_when_why_and_what_was_opened(ward: Ward) -> None:
    made, gone = ward.document("allergies"), ward.document("groupe sanguin")
    opened = ward.open()
    access = ward.do(emergencies.access, ward.doctor.id, ward.hers)
    for one in (made, gone):
        ward.do(documents.open_document, access, one)
    ward.do(documents.delete, ward.own(Right.KEEP), gone)
    (line,) = ward.do(emergencies.of_records, [ward.own(Right.READ)]).lines
    seen = ward.do(emergencies.seen, ward.own(Right.READ), line.opening.id)
    assert (line.opening.id, line.professional.rpps, line.stands) == (opened.id, "10009999995", True)
    assert [one.words for one in line.opening.reasons] == [REASON]
    assert ([one.title for one in seen.documents], seen.gone) == (["allergies"], 1)
    assert seen.people_at == ward.clock.now()


def test_another_patient_does_not_see_it(ward: Ward) -> None:
    opened, nadia = ward.open(), ward.account("Nadia", 2)
    hers = ward.own(Right.READ, authorisations.patient_record(nadia), nadia)
    assert ward.do(emergencies.of_records, [hers]).lines == []
    assert ward.do(emergencies.seen, hers, opened.id) == EmergencyUnknown()


def test_what_she_read_with_another_right_is_not_told_as_opened_in_the_emergency(ward: Ward) -> None:
    made = ward.document("allergies")
    ward.do(authorisations.give, ward.doctor.actor, ward.hers, (Right.READ,), None)
    opened = ward.open()
    reading = ward.do(authorisations.require, ward.doctor, Right.READ, ward.hers)
    ward.do(documents.open_document, reading, made)
    assert ward.do(emergencies.seen, ward.own(Right.READ), opened.id).documents == []


def test_a_document_not_meant_for_it_cannot_be_opened_and_the_try_is_journalled(ward: Ward) -> None:
    made = ward.document("intime", emergency=False)
    ward.open()
    access = ward.do(emergencies.access, ward.doctor.id, ward.hers)
    assert ward.do(documents.open_document, access, made) == DocumentUnknown()
    assert ward.journal()[-1] == f"{ward.doctor.actor} document_unknown {made}"


def test_for_a_child_the_parents_are_to_be_notified(ward: Ward) -> None:
    nadia, thomas = ward.account("Nadia", 2), ward.account("Thomas", 3)
    leo = shared_carnet(ward, nadia, thomas)
    opened = ward.open(record=leo)
    assert opened.subject.first_name == "Léo"
    assert [(one.first_name, one.phone) for one in opened.people] == [
        ("Nadia", "+33639980102"), ("Thomas", "+33639980103"),
    ]  # fmt: skip
    keep = ward.own(Right.KEEP, leo, nadia)
    assert (
        ward.do(emergencies.add, keep, NewPerson("Marc", "Durand", "friend", "0639980077")) == NotYourPeople()
    )


@pytest.mark.parametrize(
    "do", [emergencies.seen, emergencies.person, emergencies.remove, emergencies.move_up]
)
def test_what_is_not_there_is_refused(ward: Ward, do: Callable[..., Any]) -> None:
    right = Right.READ if do in (emergencies.seen, emergencies.person) else Right.KEEP
    assert ward.do(do, ward.own(right), "nothing").code in ("emergency_unknown", "person_unknown")


def test_the_reason_stands_sealed_in_the_database_and_in_no_line_of_the_journal(ward: Ward) -> None:
    ward.open(reason="canari dans la mine de charbon")
    rows = ward.do(lambda work: work.connection.exec_driver_sql("SELECT reasons FROM emergencies").all())
    assert b"canari" not in bytes(rows[0][0])
    assert "canari" not in " ".join(ward.journal())


async def test_two_openings_at_the_same_instant_are_one(ward: Ward) -> None:
    both = [ward.room.run(emergencies.open_record, ward.doctor.id, ward.hers, REASON) for _ in range(2)]
    first, second = await asyncio.gather(*both)
    assert first.id == second.id
    assert len(ward.do(emergencies.listed, ward.doctor.id, ward.hers)) == 1
    assert journal.verify(ward.room).broken == []


def test_opened_again_at_the_very_instant_at_which_it_was_ended_it_stands(ward: Ward) -> None:
    ward.document("allergies")
    for _ in range(6):  # whichever of them comes first in the table
        ward.do(emergencies.close, ward.doctor, ward.open().id)
    ward.open()
    assert ward.titles(ward.doctor) == ["allergies"]
