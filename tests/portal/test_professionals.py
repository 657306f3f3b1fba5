"""Professionals: registered once by a valid RPPS number, and closed for good."""

from typing import Any

import pytest

from portal import professionals
from portal.accounts.refusals import EmailInvalid
from portal.professionals import Professional, ProfessionalUnknown, RppsInvalid, RppsTaken
from portal.work import Workroom

RPPS, OTHER = "99900000003", "99900000011"  # fictive, with their Luhn keys
HELENE = {"first_name": "Hélène", "last_name": "Morel", "profession": "Médecin", "structure": "",
          "email": "helene.morel@example.org"}  # fmt: skip


def create(room: Workroom, rpps: str = RPPS, **other: str) -> Any:
    return room.do(professionals.create, rpps=rpps, **HELENE | other)


def test_a_professional_is_found_again(workroom: Workroom) -> None:
    new = create(workroom)
    helene = Professional(new, RPPS, "Hélène", "Morel", "Médecin", "", disabled=False)
    assert workroom.do(professionals.get, new) == helene
    assert workroom.do(professionals.listed) == [helene]


@pytest.mark.parametrize(
    "rpps", ["", "9990000000", "99900000004", "999000000²3", "999000000030", "٩٩٩٠٠٠٠٠٠٠٦"]
)
def test_what_is_no_rpps_number_is_refused(workroom: Workroom, rpps: str) -> None:
    assert create(workroom, rpps) == RppsInvalid()


def test_a_number_is_registered_once(workroom: Workroom) -> None:
    first = create(workroom)
    assert create(workroom, last_name="Other") == RppsTaken(id=first)
    assert len(workroom.do(professionals.listed)) == 1


def test_an_address_that_is_none_is_refused(workroom: Workroom) -> None:
    assert isinstance(create(workroom, email="nobody"), EmailInvalid)


def test_a_disabled_professional_is_known_no_more_but_still_listed(workroom: Workroom) -> None:
    new = create(workroom)
    assert workroom.do(professionals.disable, new) is None
    assert workroom.do(professionals.get, new) == ProfessionalUnknown()
    assert [one.disabled for one in workroom.do(professionals.listed)] == [True]
    assert workroom.do(professionals.disable, new) == ProfessionalUnknown()


def test_the_list_is_in_order_of_names_however_long(workroom: Workroom) -> None:
    create(workroom, last_name="Zola" * 60)
    create(workroom, OTHER, last_name="Arnaud")
    assert [one.last_name[:4] for one in workroom.do(professionals.listed)] == ["Arna", "Zola"]


@pytest.mark.parametrize("name", [("Hélène", "Morel"), ("Helene", "MOREL")])
def test_namesakes_are_marked_by_the_end_of_their_numbers(workroom: Workroom, name: tuple[str, str]) -> None:
    one, other = create(workroom), create(workroom, OTHER, first_name=name[0], last_name=name[1])
    third = create(workroom, "10009999995", last_name="Moreau")
    named = workroom.do(professionals.named, [one, other, third])
    assert [named[who].mark for who in (one, other, third)] == ["0003", "0011", ""]
    assert [named[who].digits for who in (one, third)] == ["0003", "9995"]


def test_namesakes_whose_numbers_end_alike_are_marked_by_more_of_them(workroom: Workroom) -> None:
    alike = ["99900050008", "99900130008"]
    ids = [create(workroom, rpps) for rpps in alike]
    assert all(isinstance(one, str) for one in ids), ids
    marks = [one.mark for one in workroom.do(professionals.named, ids).values()]
    assert len(set(marks)) == 2
    assert all(len(mark) > 4 for mark in marks)
