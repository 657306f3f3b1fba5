"""What the care team must look at, by the command line; and its answers as FHIR and as a spreadsheet."""

import csv
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.commands.sheet import harmless
from bot.commands.trends import sparkline, trends_table
from portal import authorisations, followups
from portal.authorisations import Operator, Right, patient_record
from portal.followups import Response
from portal.questionnaires import loads
from portal.work import Unthought, Work
from tests.bot.console import Console
from tests.bot.test_commands_followup import EMAIL, form
from tests.databases import on_sqlite

RULES = """
every = "day"
at = ["00:00", "23:59"]
window = "24 h"
notify = "equipe@example.org"
[[alerts]]
when = "item.where(linkId='t').answer.value >= 38.5"
text = "Fièvre"
"""
QUESTIONS = (
    {"linkId": "t", "type": "decimal", "text": "Température"},
    {"linkId": "why", "type": "text", "text": "Pourquoi ?"},
)


def answer(masante: Console, account_id: str, **said: Any) -> None:
    """Release the form that is due, and send it filled in."""
    items = [
        {"linkId": name, "text": name, "answer": [{_named(value): value}]} for name, value in said.items()
    ]
    thoughts: dict[str, Any] = {}

    def send(work: Work) -> None:
        work.thoughts = thoughts
        access: Any = authorisations.require(work, Operator(), Right.FILL_IN, patient_record(account_id))
        due = followups.due(work, access)[0]
        followups.submit(
            work, access, due.occurrence_id, {"resourceType": "QuestionnaireResponse", "item": items}
        )

    masante.do(followups.release_due)
    try:
        masante.do(send)
    except Unthought as first:
        thoughts[first.think.key] = first.think.function()
        masante.do(send)


def _named(value: Any) -> str:
    return "valueDecimal" if isinstance(value, Decimal) else "valueString"


def follow(masante: Console, plan: str = RULES, *more: str) -> str:
    where = (
        "--questionnaire",
        masante.file("form.json", form(*QUESTIONS)),
        "--plan",
        masante.file("plan.toml", plan),
    )
    return str(masante("followup", "start", "--json", *EMAIL, *where, *more).json["id"])


@pytest.fixture
def feverish(masante: Console) -> str:
    """Camille, whose answer met a rule; her follow-up."""
    camille = masante.patient()
    followup = follow(masante)
    answer(masante, camille, t=Decimal("38.50"), why="=2+3")
    return followup


def test_an_alert_is_read_acknowledged_and_gone(masante: Console, feverish: str) -> None:
    (alert,) = masante("followup", "alerts", "--json", *EMAIL).json
    assert (alert["followup_id"], alert["severity"], alert["text"]) == (feverish, "high", "Fièvre")
    assert "Fièvre" in masante("followup", "alerts", *EMAIL).out
    done = masante("followup", "ack", "--json", *EMAIL, "--alert", alert["id"])
    assert (done.code, done.json) == (0, {"acknowledged": [alert["id"]]})
    assert masante("followup", "alerts", "--json", *EMAIL).json == []
    assert masante("followup", "alerts", *EMAIL).out == "No alert stands.\n"
    (kept,) = masante("followup", "alerts", "--json", *EMAIL, "--all").json
    assert kept["acknowledged_by"] == "operator"


def test_who_is_on_duty_sees_every_alert_and_nothing_of_health(masante: Console, feverish: str) -> None:
    (alert,) = masante("followup", "alerts", "--json").json
    assert set(alert) == {"id", "followup_id", "severity", "kind", "raised_at", "told", "again_at"}
    people = masante("followup", "alerts").out
    assert alert["id"] in people
    assert "Fièvre" not in people


@on_sqlite
@pytest.mark.parametrize(
    "asked", [("alerts",), ("alerts", "--all"), ("responses",), ("responses", "--bundle")]
)
def test_a_follow_up_that_is_not_hers_is_said_and_not_taken_for_calm(
    masante: Console, feverish: str, asked: tuple[str, ...]
) -> None:
    masante.patient("nadia@example.org")
    for whose, named in ((EMAIL, "mistyped"), (("--patient", "nadia@example.org"), feverish)):
        ended = masante("followup", *asked, "--json", *whose, "--followup", named)
        assert (ended.code, ended.json) == (1, {"refused": "follow_up_unknown"})
    assert masante("followup", *asked, *EMAIL, "--followup", feverish).code == 0
    assert masante("followup", "alerts", "--followup", "mistyped").code == 1
    assert feverish in masante("followup", "alerts", "--followup", feverish).out


@on_sqlite
def test_what_is_acknowledged_already_or_unknown_is_refused(masante: Console, feverish: str) -> None:
    assert masante("followup", "ack", *EMAIL, "--all").code == 0
    (alert,) = masante("followup", "alerts", "--json", *EMAIL, "--all").json
    again = masante("followup", "ack", "--json", *EMAIL, "--alert", alert["id"])
    assert (again.code, again.json["refused"]) == (1, "alert_acknowledged")
    for which in (("--all",), ("--alert", "nothing")):
        assert masante("followup", "ack", "--json", *EMAIL, *which).json == {"refused": "alert_unknown"}
    assert masante("followup", "ack", *EMAIL).code == 2


@on_sqlite
def test_a_professional_needs_the_right_to_read_and_to_acknowledge(masante: Console, feverish: str) -> None:
    hers = ("--professional", masante.professional())
    for asked in (("alerts",), ("ack", "--all")):
        ended = masante("followup", *asked, "--json", *EMAIL, *hers)
        assert (ended.code, ended.json) == (1, {"refused": "no_right"})
    lines = masante("journal", "show", "--json", *EMAIL).json
    assert [line["action"] for line in lines].count("refused") == 2
    follow(masante, RULES, *hers)
    assert masante("followup", "ack", *EMAIL, *hers, "--all").code == 0
    (alert,) = masante("followup", "alerts", "--json", *EMAIL, *hers, "--all").json
    assert alert["acknowledged_by"] == f"professional:{hers[1]}"


@on_sqlite
@pytest.mark.parametrize("more", [("--all",), ("--bundle",), ("--professional", "x")])
def test_without_a_patient_only_what_stands_is_listed(masante: Console, more: tuple[str, ...]) -> None:
    assert masante("followup", "alerts", "--json", *more).json == {"refused": "patient_needed"}


@on_sqlite
def test_a_rule_that_is_no_fhirpath_is_refused_and_named(masante: Console) -> None:
    masante.patient()
    wrong = masante.file("plan.toml", '[[alerts]]\nwhen = "item.where("\ntext = "x"\n')
    where = ("--questionnaire", masante.file("form.json", form(*QUESTIONS)), "--plan", wrong)
    ended = masante("followup", "start", *EMAIL, *where)
    assert (ended.code, ended.err) == (1, "The plan cannot be kept: alerts[0].when is no FHIRPath.\n")


@on_sqlite
def test_a_plan_whose_alerts_reach_nobody_of_the_team_is_remarked(masante: Console) -> None:
    masante.patient()
    unheard = RULES.replace('notify = "equipe@example.org"', "")
    where = (
        "--questionnaire",
        masante.file("form.json", form(*QUESTIONS)),
        "--plan",
        masante.file("p.toml", unheard),
    )
    assert "MASANTE_SUPPORT_EMAIL" in masante("followup", "start", *EMAIL, *where).err


def test_the_list_says_how_many_forms_were_filled_in_and_which_alerts_stand(
    masante: Console, feverish: str
) -> None:
    (listed,) = masante("followup", "list", "--json", *EMAIL).json
    assert listed["adherence"] == {"due": 1, "sent": 1, "late": 0, "rate": 1.0}
    assert listed["alerts"] == 1
    assert "1 of 1 (100%)" in masante("followup", "list", *EMAIL).out


def test_a_bundle_holds_the_forms_the_responses_and_the_alerts(masante: Console, feverish: str) -> None:
    masante("followup", "ack", *EMAIL, "--all")
    bundle = loads(masante("followup", "responses", *EMAIL, "--bundle").out)
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    asked, response, issue = [entry["resource"] for entry in bundle["entry"]]
    assert response["questionnaire"] == f"{asked['url']}|{asked['version']}"
    assert str(response["item"][0]["answer"][0]["valueDecimal"]) == "38.50"
    assert (issue["resourceType"], issue["severity"], issue["detail"]) == ("DetectedIssue", "high", "Fièvre")
    assert issue["implicated"] == [{"reference": bundle["entry"][1]["fullUrl"]}]
    assert issue["mitigation"][0]["action"] == {"text": "acknowledged"}
    assert len({entry["fullUrl"] for entry in bundle["entry"]}) == 3


@on_sqlite
def test_alerts_alone_are_a_bundle_too(masante: Console, feverish: str) -> None:
    (entry,) = masante("followup", "alerts", *EMAIL, "--bundle").json["entry"]
    assert entry["resource"]["resourceType"] == "DetectedIssue"


def test_a_spreadsheet_has_a_column_a_question_and_no_formula(masante: Console, feverish: str) -> None:
    file = masante.folder / "answers.csv"
    assert masante("followup", "responses", *EMAIL, "--csv", str(file)).code == 0
    raw = file.read_bytes()
    assert raw.startswith("\N{BOM}".encode())
    assert raw.count(b"\r\n") == raw.count(b"\n") == 2
    heads, row = csv.reader(raw.decode("utf-8-sig").splitlines())
    assert heads == ["response", "followup", "questionnaire", "authored", "late", "t", "why"]
    assert (row[1], row[2], *row[4:]) == (feverish, "urn:x|1", "false", "38.50", "'=2+3")


@on_sqlite
def test_a_spreadsheet_is_for_its_owner_alone_though_another_stood_there(
    masante: Console, feverish: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("of yesterday")
    sheet.chmod(0o644)
    assert masante("followup", "responses", *EMAIL, "--csv", str(sheet)).code == 0
    assert (sheet.stat().st_mode & 0o777, "yesterday" in sheet.read_text("utf-8-sig")) == (0o600, False)
    assert masante("followup", "responses", *EMAIL, "--csv", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


@on_sqlite
def test_a_spreadsheet_that_cannot_be_written_is_one_line(
    masante: Console, feverish: str, tmp_path: Path
) -> None:
    ended = masante("followup", "responses", *EMAIL, "--csv", str(tmp_path / "nowhere" / "a.csv"))
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_numeric_answers_are_drawn_over_time_each_follow_up_and_unit_apart() -> None:
    def sent(followup: str, value: str, unit: str) -> Response:
        said = {"valueQuantity": {"value": Decimal(value), "unit": unit}}
        item = {"linkId": "t", "text": "Température", "answer": [said]}
        return Response("r", followup, datetime(2026, 3, 2, tzinfo=UTC), False, {"item": [item]})

    lines = trends_table(
        [sent("a", "38", "°C"), sent("b", "36", "°C"), sent("a", "99", "°F"), sent("a", "37.5", "°C")],
        {},
        "en",
    )
    (line,) = [line for line in lines.splitlines() if "Température" in line]
    assert line.split() == ["Température", "▁█", "38", "°C", "37.5", "38", "2"]


@pytest.mark.parametrize(("said", "drawn"), [("1 2 3", "▁▄█"), ("37 37", "▄▄"), ("-1 0.5", "▁█")])
def test_bars_grow_with_what_was_answered(said: str, drawn: str) -> None:
    assert sparkline([Decimal(one) for one in said.split()]) == drawn


@pytest.mark.parametrize("formula", ["=1", "+1", "-1", "@a", "\t=1", " =1", "\r=1", "＝1"])
def test_a_text_that_begins_like_a_formula_is_a_text(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"
    assert harmless("37,5 = fièvre") == "37,5 = fièvre"


@on_sqlite
def test_where_no_e_mail_leaves_the_doctor_says_which_alerts_wait(masante: Console, feverish: str) -> None:
    (told,) = [one for one in masante("doctor", "--json").json["checks"] if one["name"] == "alerts"]
    assert told["state"] == "off"
    assert "1 not acknowledged" in told["what"]


def test_what_kind_of_danger_it_is_stands_in_the_list(masante: Console):
    camille = masante.patient()
    follow(masante)
    masante.do(followups.endangered, camille, ("suicide",))
    assert "danger: suicide" in masante("followup", "alerts", *EMAIL).out
