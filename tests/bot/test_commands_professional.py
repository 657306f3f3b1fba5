"""Professionals, and the journal."""

from dataclasses import replace
from datetime import timedelta

from portal import journal
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
    assert (ended.code, ended.json["intact"], ended.json["broken"]) == (1, False, [f"patient:{known}#1"])
    assert f"patient:{known}#1 is not what was written" in masante("journal", "verify").out


@on_sqlite
def test_a_tail_that_was_cut_off_after_an_anchor_is_named(masante: Console) -> None:
    known = masante.patient()
    masante("patient", "lock", known)
    assert "Nothing is anchored yet" in masante("journal", "verify").err
    made = masante.do(lambda work: journal.anchor(replace(work, now=work.now + timedelta(hours=1))))
    told = f"{made.number}:{made.mac}"
    assert masante("journal", "verify", "--anchor", told).code == 0
    masante.do(lambda work: work.connection.exec_driver_sql("DELETE FROM journal WHERE number > 1"))
    ended = masante("journal", "verify", "--anchor", told)
    assert (ended.code, ended.out) == (1, f"patient:{known}#2 was cut off the end\n")
    assert masante("journal", "verify", "--anchor", "1:abc").code == 2


@on_sqlite
def test_who_reads_the_journal_is_in_it(masante: Console) -> None:
    known = masante.patient()
    for _ in range(2):
        lines = masante("journal", "show", "--json", "--patient", known).json
    assert [(one["actor"], one["action"]) for one in lines][-1] == ("operator", "journal_read")
