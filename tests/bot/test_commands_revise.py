"""A form may change while a follow-up runs: what is open ends on its own version, what comes is new."""

from typing import Any

from portal import authorisations, followups
from portal.authorisations import Operator, Right, patient_record
from portal.work import Work
from tests.bot.console import Console
from tests.bot.test_commands_followup import EMAIL, SURGERY, form
from tests.databases import on_sqlite

NEW = form({"linkId": "t", "type": "decimal", "text": "Température ?"}, version="2")
OLD = form({"linkId": "t", "type": "decimal", "text": "Température ?"})


def fill_in(work: Work, account_id: str) -> str:
    """Send the form that is open; returns the version it answered."""
    access: Any = authorisations.require(work, Operator(), Right.FILL_IN, patient_record(account_id))
    due = followups.due(work, access)[0]
    form = followups.questionnaire(work, due.questionnaire_id)
    sent: Any = followups.submit(work, access, due.occurrence_id, {"questionnaire": form.canonical})
    return str(sent.resource["questionnaire"])


def release_tomorrow(work: Work) -> None:
    """Open the next form, a day later."""
    work.connection.exec_driver_sql("UPDATE followups SET next_at = created_at")
    followups.release_due(work)


def test_the_open_form_ends_on_its_version_and_the_next_is_new(masante: Console) -> None:
    account = masante.patient()
    plan = ("--at", "00:00", "--window", "24 h")
    masante("followup", "start", *EMAIL, "--questionnaire", masante.file("old.json", OLD), *plan)
    masante.do(followups.release_due)
    revised = masante("followup", "revise", "--json", *EMAIL, "--questionnaire", masante.file("n.json", NEW))
    assert revised.code == 0
    assert masante.do(fill_in, account) == "urn:x|1"
    masante.do(release_tomorrow)
    assert masante.do(fill_in, account) == "urn:x|2"
    kept = masante("followup", "responses", "--json", *EMAIL).json
    assert sorted(one["questionnaire"] for one in kept) == ["urn:x|1", "urn:x|2"]
    actions = [line["action"] for line in masante("journal", "show", "--json", *EMAIL).json]
    assert "followup_revised" in actions


@on_sqlite
def test_of_several_follow_ups_the_one_to_revise_is_named(masante: Console) -> None:
    masante.patient()
    new = ("--questionnaire", masante.file("new.json", NEW))
    assert masante("followup", "revise", "--json", *EMAIL, *new).json == {"refused": "follow_up_unknown"}
    ids = [
        masante("followup", "start", "--json", *EMAIL, "--questionnaire", SURGERY).json["id"]
        for _ in range(2)
    ]
    assert set(masante("followup", "revise", "--json", *EMAIL, *new).json["ids"]) == set(ids)
    assert (
        masante("followup", "revise", "--json", *EMAIL, *new, "--followup", ids[1]).json["revised"] == ids[1]
    )
    masante("followup", "stop", *EMAIL, "--followup", ids[0])
    assert masante("followup", "revise", *EMAIL, *new, "--followup", ids[0]).code == 1


@on_sqlite
def test_a_form_that_cannot_be_walked_revises_nothing(masante: Console) -> None:
    masante.patient()
    masante("followup", "start", *EMAIL, "--questionnaire", SURGERY)
    bad = masante.file("bad.json", form({"linkId": "c", "type": "choice", "text": "C"}))
    ended = masante("followup", "revise", "--json", *EMAIL, "--questionnaire", bad)
    assert (ended.code, ended.json["refused"]) == (1, "questionnaire_not_walkable")
