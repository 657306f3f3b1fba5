"""Professionals, and the journal."""

from tests.bot.console import Console, write_wrong
from tests.databases import on_sqlite

WHO = ("--first-name", "Hélène", "--last-name", "Morel", "--profession", "Chirurgienne")


def test_a_professional_is_registered_once(masante: Console) -> None:
    known = masante.professional()
    again = masante(
        "professional", "create", "--json", "--rpps", "10009999995", *WHO, "--email", "h@example.org"
    )
    assert (again.code, again.json) == (1, {"refused": "rpps_taken", "id": known})


@on_sqlite
def test_a_mistyped_number_or_address_is_refused(masante: Console) -> None:
    typed = masante(
        "professional", "create", "--json", "--rpps", "10009999994", *WHO, "--email", "h@example.org"
    )
    assert (typed.code, typed.json["refused"]) == (1, "rpps_invalid")
    typed = masante("professional", "create", "--json", "--rpps", "10009999995", *WHO, "--email", "h")
    assert (typed.code, typed.json["refused"]) == (1, "email_invalid")


def test_a_disabled_professional_is_listed_as_such(masante: Console) -> None:
    known = masante.professional()
    assert masante("professional", "disable", known).code == 0
    assert masante("professional", "disable", "--professional", known).code == 1
    (listed,) = masante("professional", "list", "--json").json
    assert (listed["id"], listed["disabled"]) == (known, True)
    assert "disabled" in masante("professional", "list").out


@on_sqlite
def test_a_journal_that_was_changed_does_not_verify(masante: Console) -> None:
    known = masante.patient()
    assert masante("journal", "verify").code == 0
    masante.do(write_wrong)
    ended = masante("journal", "verify", "--json")
    assert (ended.code, ended.json) == (1, {"intact": False, "broken": [f"patient:{known}#1"]})
