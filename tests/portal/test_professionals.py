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
