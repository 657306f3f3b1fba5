"""Emergencies by the command line: opened with a reason, read while they stand, told, listed, ended."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from portal import accounts, documents, emergencies
from portal.authorisations import Operator, Right, patient_record, require
from portal.documents import EVERYONE
from portal.identity import NewPerson
from tests.bot.console import Console, Ended
from tests.bot.test_commands_document import EMAIL, deposit, lines
from tests.databases import on_sqlite

REASON = ("--reason", "Malaise, patiente confuse, sans accompagnant.")


def account_of(work: Any) -> str:
    found = accounts.find(work, EMAIL[1])
    assert found
    return found


def open_it(masante: Console, who: str, *reason: str, whose: Any = EMAIL) -> Ended:
    return masante("emergency", "open", "--json", *whose, "--professional", who, *(reason or REASON))


def read(masante: Console, who: str, document: str, name: str = "out.pdf") -> Ended:
    out = str(masante.folder / name)
    return masante("emergency", "read", "--json", *EMAIL, "--professional", who, document, "--out", out)


def test_it_opens_for_four_hours_what_is_meant_for_it_and_nothing_else(masante: Console, doctor: str) -> None:
    meant = deposit(masante, doctor, None, "--urgent").json["id"]
    other = deposit(masante, doctor).json["id"]
    opened = open_it(masante, doctor)
    assert opened.code == 0
    assert [one["id"] for one in opened.json["documents"]] == [meant]
    assert opened.json["patient"] == {"first_name": "Camille", "last_name": "Martin", "birth_date": None}
    assert opened.json["people_to_notify"] == []
    (line,) = masante("emergency", "list", "--json", "--professional", doctor).json
    assert datetime.fromisoformat(line["until"]) - datetime.fromisoformat(line["opened_at"]) == timedelta(
        hours=4
    )
    assert opened.json["until"] == line["until"]
    assert read(masante, doctor, meant).code == 0
    assert (masante.folder / "out.pdf").read_bytes().startswith(b"%PDF")
    assert read(masante, doctor, other, "no.pdf").json == {"refused": "document_unknown"}
    asked = ("document", "list", "--json", *EMAIL, "--professional", doctor)
    assert masante(*asked).json == {"refused": "no_right"}


@on_sqlite
def test_people_read_whom_it_is_about_and_what_there_is(masante: Console, doctor: str) -> None:
    deposit(masante, doctor, None, "--urgent")
    said = masante("emergency", "open", *EMAIL, "--professional", doctor, *REASON).out
    assert "Camille" in said
    assert "Lettre de sortie" in said
    assert "Nobody to notify" in said


def test_another_of_the_same_name_sees_nothing_of_it(masante: Console, doctor: str) -> None:
    meant = deposit(masante, doctor, None, "--urgent").json["id"]
    namesake = masante.professional("99900000003")
    open_it(masante, doctor)
    refused = read(masante, namesake, meant)
    assert (refused.code, refused.json["refused"]) == (1, "emergency_not_open")
    assert "masante emergency open" in refused.err
    assert masante("emergency", "list", "--json", "--professional", namesake).json == []
    assert lines(masante)[-1] == "professional refused emergency_not_open"


@on_sqlite
@pytest.mark.parametrize("reason", ["", "   ", "urgence", "x" * 501])
def test_a_reason_is_needed_and_its_want_journalled(masante: Console, doctor: str, reason: str) -> None:
    ended = open_it(masante, doctor, "--reason", reason)
    assert (ended.code, ended.json["refused"]) == (1, "reason_invalid")
    assert "10 to 500 characters" in ended.err
    assert lines(masante)[-1] == "professional refused reason_invalid"


@on_sqlite
def test_without_the_option_it_is_wrong_usage(masante: Console, doctor: str) -> None:
    assert masante("emergency", "open", *EMAIL, "--professional", doctor).code == 2
    assert masante("emergency", "open", *EMAIL, *REASON).code == 2
    assert masante("emergency", "open", "--professional", doctor, *REASON).code == 2


@on_sqlite
def test_who_is_unknown_or_disabled_opens_reads_lists_and_ends_nothing(masante: Console, doctor: str) -> None:
    meant = deposit(masante, doctor, None, "--urgent").json["id"]
    opening = open_it(masante, doctor).json["id"]
    masante("professional", "disable", doctor)
    for who in (doctor, "nobody@example.org"):
        for ended in (
            open_it(masante, who),
            read(masante, who, meant),
            masante("emergency", "list", "--json", *EMAIL, "--professional", who),
            masante("emergency", "close", "--json", opening, "--professional", who),
        ):
            assert (ended.code, ended.json) == (1, {"refused": "professional_unknown"})
    assert (
        lines(masante)[-8:]
        == ["professional refused professional_unknown"] * 4 + ["operator refused professional_unknown"] * 4
    )


@on_sqlite
def test_a_hidden_document_stays_hidden(masante: Console, doctor: str) -> None:
    namesake = masante.professional("99900000003")
    meant = deposit(masante, doctor, None, "--urgent").json["id"]

    def hide(work: Any) -> None:
        account_id = account_of(work)
        access: Any = require(work, Operator(), Right.KEEP, patient_record(account_id))
        assert documents.hide(work, access, meant, EVERYONE) is None

    masante.do(hide)
    assert open_it(masante, namesake).json["documents"] == []
    assert read(masante, namesake, meant).json == {"refused": "document_unknown"}


@on_sqlite
def test_it_shows_whom_to_notify(masante: Console, doctor: str) -> None:
    def name(work: Any) -> None:
        access: Any = require(work, Operator(), Right.KEEP, patient_record(account_of(work)))
        new = NewPerson("Marc", "Durand", "partner", "06 39 98 00 77")
        assert isinstance(emergencies.add(work, access, new), str)

    masante.do(name)
    assert open_it(masante, doctor).json["people_to_notify"] == [
        {"first_name": "Marc", "last_name": "Durand", "relation": "partner", "phone": "+33639980077"}
    ]
    assert "professional people_to_notify_read emergency" in lines(masante)


@on_sqlite
def test_for_a_child_the_parents_are_named(masante: Console, doctor: str) -> None:
    parent = masante.patient("nadia.petit@example.org")
    made = masante(
        "carnet", "create", "--json", "--parent", parent, "--first-name", "Léo", "--birth-date", "2024-02-03"
    )
    opened = open_it(masante, doctor, whose=("--carnet", made.json["id"])).json
    assert opened["patient"] == {"first_name": "Léo", "last_name": "", "birth_date": "2024-02-03"}
    assert [one["relation"] for one in opened["people_to_notify"]] == ["parent"]


@on_sqlite
def test_the_operator_lists_all_without_reasons_and_can_end_any(masante: Console, doctor: str) -> None:
    made = open_it(masante, doctor).json["id"]
    (own,) = masante("emergency", "list", "--json", "--professional", doctor).json
    (one,) = masante("emergency", "list", "--json").json
    assert (own["reasons"][0]["words"], one["id"], one["stands"], "reasons" in one) == (
        REASON[1],
        made,
        True,
        False,
    )
    assert REASON[1] not in masante("emergency", "list").out
    assert masante("emergency", "close", made).code == 0
    (over,) = masante("emergency", "list", "--json", *EMAIL).json
    assert (over["stands"], over["closed_at"] is None) == (False, False)
    assert "operator emergency_closed" in lines(masante)


@on_sqlite
def test_somebody_elses_cannot_be_ended(masante: Console, doctor: str) -> None:
    made, namesake = open_it(masante, doctor).json["id"], masante.professional("99900000003")
    ended = masante("emergency", "close", "--json", made, "--professional", namesake)
    assert (ended.code, ended.json) == (1, {"refused": "emergency_unknown"})
    assert masante("emergency", "close", "--json", "nothing").json == {"refused": "emergency_unknown"}
    assert masante("emergency", "list", "--json").json[0]["stands"] is True


@on_sqlite
def test_opened_again_it_is_the_same_and_lasts_longer(masante: Console, doctor: str) -> None:
    first, second = (
        open_it(masante, doctor).json,
        open_it(masante, doctor, "--reason", "Toujours aux urgences.").json,
    )
    assert (second["id"], second["until"] > first["until"]) == (first["id"], True)
    (line,) = masante("emergency", "list", "--json", "--professional", doctor).json
    assert [one["words"] for one in line["reasons"]] == [REASON[1], "Toujours aux urgences."]


@on_sqlite
def test_the_journal_of_an_emergency_holds_and_names_no_reason(masante: Console, doctor: str) -> None:
    deposit(masante, doctor, None, "--urgent")
    open_it(masante, doctor)
    assert masante("journal", "verify").code == 0
    assert "confuse" not in masante("journal", "show", *EMAIL).out
    assert [line for line in lines(masante) if "emergency" in line and "deposited" not in line] == [
        "professional emergency_opened", "portal emergency_told 1",
        "professional documents_listed emergency", "professional people_to_notify_read emergency",
    ]  # fmt: skip
