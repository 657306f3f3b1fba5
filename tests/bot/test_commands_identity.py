"""Who a patient is by the command line: corrected once verified, read by who may, each with its line."""

import pytest

from portal import authorisations
from portal.authorisations import Right
from tests.bot.console import Console
from tests.databases import on_sqlite

EMAIL = ("--patient", "camille.martin@example.org")


@pytest.fixture
def known(masante: Console) -> str:
    return masante.patient()


def actions(masante: Console) -> list[str]:
    return [
        f"{one['actor'].partition(':')[0]} {one['action']}"
        for one in masante("journal", "show", "--json", *EMAIL).json
    ]


def test_a_name_is_corrected_once_and_the_one_before_is_kept(masante: Console, known: str) -> None:
    done = masante(
        "patient", "correct", "--json", *EMAIL, "--last-name", "Morin", "--birth-date", "1984-05-04"
    )
    assert (done.code, done.json) == (0, {"id": known, "corrected": True})
    shown = masante("patient", "identity", "--json", *EMAIL).json
    assert (shown["first_name"], shown["last_name"], shown["birth_date"]) == (
        "Camille",
        "Morin",
        "1984-05-04",
    )
    again = masante("patient", "correct", *EMAIL, "--last-name", "Morin")
    assert (again.code, "written so already" in again.err) == (1, True)
    assert actions(masante)[-2:] == ["operator identity_corrected", "operator identity_read"]


@on_sqlite
def test_a_correction_without_anything_to_correct_is_refused(masante: Console, known: str) -> None:
    assert masante("patient", "correct", *EMAIL).code == 1
    assert masante("patient", "correct", "--last-name", "Morin").code == 2


@on_sqlite
def test_a_professional_reads_it_only_if_she_may(masante: Console, known: str) -> None:
    doctor = masante.professional()
    asked = ("patient", "identity", "--json", *EMAIL, "--professional", doctor)
    assert (masante(*asked).code, masante(*asked).json) == (1, {"refused": "no_right"})
    masante.do(authorisations.give, f"professional:{doctor}", f"patient:{known}", (Right.READ,), None)
    assert masante(*asked).json["email"] == "camille.martin@example.org"
    assert actions(masante)[-1] == "professional identity_read"
    assert "contact" not in masante("patient", "identity", *EMAIL).out
