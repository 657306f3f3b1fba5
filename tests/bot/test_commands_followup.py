"""Follow-ups, from a file to the answers."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from portal import authorisations, followups
from portal.authorisations import Operator, Right
from portal.questionnaires import loads
from portal.work import Work
from tests.bot.console import Console
from tests.databases import on_sqlite

LIBRARY = Path(followups.__file__).parents[1] / "questionnaires" / "library"
SURGERY = str(LIBRARY / "after-day-surgery.json")
EMAIL = ("--patient", "camille.martin@example.org")


def form(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "url": "urn:x",
        "version": "1",
        "item": items,
        **more,
    }


def in_english(words: str) -> dict[str, Any]:
    """The element beside a text that holds its translation."""
    said = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": words}]
    return {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/translation", "extension": said}]}


def answer(work: Work, whose: str, said: list[dict[str, Any]] | None = None) -> None:
    """Release the form that is due, and send it filled in."""
    followups.release_due(work)
    access: Any = authorisations.require(work, Operator(), Right.FILL_IN, authorisations.record_named(whose))
    due = followups.due(work, access)[0]
    said = said or [{"linkId": "t", "text": "Température", "answer": [{"valueDecimal": Decimal("37.50")}]}]
    followups.submit(work, access, due.occurrence_id, {"resourceType": "QuestionnaireResponse", "item": said})


@pytest.fixture
def camille(masante: Console) -> str:
    return masante.patient()


def test_a_follow_up_goes_by_its_options(masante: Console, camille: str) -> None:
    options = ("--every", "mon,thu", "--at", "18:00,08:00", "--from", "2026-03-02", "--until", "2999-12-31")
    started = masante("followup", "start", "--json", *EMAIL, "--questionnaire", SURGERY, *options).json
    (listed,) = masante("followup", "list", "--json", *EMAIL).json
    assert (listed["id"], listed["account_id"]) == (started["id"], camille)
    assert listed["title"] == "Le lendemain de votre opération"
    assert (listed["plan"]["weekdays"], listed["plan"]["hours"]) == ([0, 3], ["08:00", "18:00"])
    assert started["id"] in masante("followup", "list", *EMAIL).out


@on_sqlite
def test_whoever_moves_takes_her_hours_along(masante: Console, camille: str) -> None:
    masante("followup", "start", *EMAIL, "--questionnaire", SURGERY, "--at", "18:00")
    assert masante("patient", "timezone", *EMAIL, "--to", "Indian/Reunion").code == 0
    (listed,) = masante("followup", "list", "--json", *EMAIL).json
    assert (listed["zone"], listed["hours"], listed["silent"]) == ("Indian/Reunion", ["18:00"], 0)
    assert "Indian/Reunion" in masante("followup", "list", *EMAIL).out
    assert masante("patient", "timezone", *EMAIL, "--to", "Mars/Olympus").code == 2


@on_sqlite
def test_options_go_before_the_file(masante: Console, camille: str) -> None:
    plan = masante.file("plan.toml", 'every = "2 days"\nat = ["07:00"]\nwindow = "1 h"\nfrom = 2026-03-02\n')
    where = ("--questionnaire", SURGERY, "--plan", plan, "--window", "2 h")
    assert masante("followup", "start", *EMAIL, *where).code == 0
    (listed,) = masante("followup", "list", "--json", *EMAIL).json
    kept = {name: listed["plan"][name] for name in ("step", "hours", "window", "first")}
    assert kept == {"step": 2, "hours": ["07:00"], "window": 120, "first": "2026-03-02"}


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "key"),
    [(("--at", "25:00"), "at"), (("--every", "moon"), "every"), (("--window", "long"), "window"),
     (("--from", "2020-01-01", "--until", "2020-02-01"), "until")],
)  # fmt: skip
def test_a_plan_that_cannot_be_kept_names_its_key(
    masante: Console, camille: str, wrong: Any, key: str
) -> None:
    ended = masante("followup", "start", "--json", *EMAIL, "--questionnaire", SURGERY, *wrong)
    assert (ended.code, ended.json["refused"], ended.json["key"]) == (1, "plan_invalid", key)
    assert f"{key} " in ended.err


@on_sqlite
def test_a_form_that_cannot_be_walked_names_its_items(masante: Console, camille: str) -> None:
    bad = masante.file("bad.json", form({"linkId": "choose", "type": "choice", "text": "Choisissez"}))
    ended = masante("followup", "start", "--json", *EMAIL, "--questionnaire", bad)
    assert (ended.code, ended.json["refused"]) == (1, "questionnaire_not_walkable")
    assert [(one["linkId"], one["code"]) for one in ended.json["findings"]] == [("choose", "no-options")]
    assert "choose: no-options" in ended.err
    assert masante("followup", "list", "--json", *EMAIL).json == []


@on_sqlite
@pytest.mark.parametrize("option", ["--questionnaire", "--plan"])
def test_an_unreadable_file_is_one_line(masante: Console, camille: str, option: str) -> None:
    broken = masante.file("broken", "{[")
    ended = masante("followup", "start", *EMAIL, "--questionnaire", SURGERY, option, broken)
    assert (ended.code, ended.err.count("\n"), broken in ended.err) == (2, 1, True)


def test_a_professional_who_follows_may_read(masante: Console, camille: str) -> None:
    hers = masante.professional()
    asked = ("followup", "responses", "--json", *EMAIL, "--professional", hers)
    assert masante(*asked).json == {"refused": "no_right"}
    assert masante("followup", "start", *EMAIL, "--questionnaire", SURGERY, "--professional", hers).code == 0
    assert masante(*asked).json == []


@on_sqlite
def test_a_plan_refused_gives_no_right(masante: Console, camille: str) -> None:
    hers = masante.professional()
    where = (*EMAIL, "--professional", hers)
    assert masante("followup", "start", *where, "--questionnaire", SURGERY, "--at", "25:00").code == 1
    assert masante("followup", "list", *where).code == 1


@on_sqlite
def test_who_is_unknown_or_disabled_follows_nobody(masante: Console, camille: str) -> None:
    hers = masante.professional()
    masante("professional", "disable", hers)
    for one in (hers, "nobody"):
        ended = masante(
            "followup", "start", "--json", *EMAIL, "--questionnaire", SURGERY, "--professional", one
        )
        assert ended.json == {"refused": "professional_unknown"}
    assert masante("followup", "list", "--patient", "nobody@example.org").code == 1


def test_responses_are_fhir_as_they_were_stored(masante: Console, camille: str) -> None:
    asked = masante.file("form.json", form({"linkId": "t", "type": "decimal", "text": "Température"}))
    masante("followup", "start", *EMAIL, "--questionnaire", asked, "--at", "00:00", "--window", "24 h")
    masante.do(answer, camille)
    (stored,) = loads(masante("followup", "responses", "--json", *EMAIL).out)
    assert (stored["resourceType"], stored["questionnaire"]) == ("QuestionnaireResponse", "urn:x|1")
    assert str(stored["item"][0]["answer"][0]["valueDecimal"]) == "37.50"
    people = masante("followup", "responses", *EMAIL).out
    assert "Température" in people
    assert "37,5" in people


TOLD = form(
    {"linkId": "t", "type": "decimal", "text": "Température", "_text": in_english("Temperature"),
     "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit",
                    "valueCoding": {"system": "http://unitsofmeasure.org", "code": "Cel", "display": "°C"}}]},
    {"linkId": "b", "type": "boolean", "text": "Des frissons ?"},
    {"linkId": "c", "type": "choice", "text": "Où ?",
     "answerOption": [{"valueCoding": {"code": "arm", "display": "Au bras",
                                       "_display": in_english("On the arm")}}]},
    {"linkId": "d", "type": "date", "text": "Depuis quand ?"},
)  # fmt: skip
ANSWERS = [
    {"linkId": "t", "text": "Température", "answer": [{"valueDecimal": Decimal("38.9")}]},
    {"linkId": "b", "text": "Des frissons ?", "answer": [{"valueBoolean": True}]},
    {"linkId": "c", "text": "Où ?", "answer": [{"valueCoding": {"code": "arm", "display": "Au bras"}}]},
    {"linkId": "d", "text": "Depuis quand ?", "answer": [{"valueDate": "2026-03-01"}]},
]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), ("38,9\xa0°C", "Température", "Oui", "Au bras", "1er mars 2026")),
        (("--language", "en"), ("38.9\xa0°C", "Temperature", "Yes", "On the arm", "1 March 2026")),
    ],
)
def test_people_read_answers_in_the_words_and_units_of_the_form(
    masante: Console, camille: str, asked: tuple[str, ...], told: tuple[str, ...]
) -> None:
    form_file = masante.file("form.json", TOLD)
    for _day in range(2):
        masante(
            "followup", "start", *EMAIL, "--questionnaire", form_file, "--at", "00:00", "--window", "24 h"
        )
        masante.do(answer, camille, ANSWERS)
        masante("followup", "stop", *EMAIL)
    people = masante("followup", "responses", *EMAIL, *asked).out
    assert [one for one in told if one not in people] == []


@on_sqlite
def test_words_of_a_patient_do_not_command_the_terminal(masante: Console, camille: str) -> None:
    title = "\u001b]0;pwned\u0007 [bold]Titre[/]"
    asked = masante.file("form.json", form({"linkId": "t", "type": "decimal", "text": "T"}, title=title))
    masante("followup", "start", *EMAIL, "--questionnaire", asked)
    listed = masante("followup", "list", *EMAIL).out
    assert "\u001b" not in listed
    assert "[bold]Titre[/]" in listed


@on_sqlite
def test_the_only_follow_up_need_not_be_named(masante: Console, camille: str) -> None:
    masante("followup", "start", *EMAIL, "--questionnaire", SURGERY)
    assert masante("followup", "stop", *EMAIL).code == 0
    ended = masante("followup", "stop", "--json", *EMAIL)
    assert (ended.code, ended.json) == (1, {"refused": "follow_up_unknown"})


@on_sqlite
def test_of_several_follow_ups_one_is_named_or_all_are_meant(masante: Console, camille: str) -> None:
    ids = [
        masante("followup", "start", "--json", *EMAIL, "--questionnaire", SURGERY).json["id"]
        for _ in range(3)
    ]
    assert set(masante("followup", "stop", "--json", *EMAIL).json["ids"]) == set(ids)
    assert masante("followup", "stop", *EMAIL, "--followup", ids[0]).code == 0
    assert set(masante("followup", "stop", "--json", *EMAIL, "--all").json["stopped"]) == set(ids[1:])


@on_sqlite
def test_a_form_s_warnings_are_told_when_it_starts(masante: Console, camille: str) -> None:
    asked = form({"linkId": "t", "type": "decimal", "text": "T"})
    del asked["url"]
    ended = masante("followup", "start", *EMAIL, "--questionnaire", masante.file("f.json", json.dumps(asked)))
    assert (ended.code, "no-url" in ended.err) == (0, True)


def test_a_child_is_followed_by_her_carnet(masante: Console, camille: str) -> None:
    born = ("--first-name", "Léo", "--birth-date", "2021-05-06")
    leo = masante("carnet", "create", "--json", "--parent", camille, *born).json["id"]
    doctor = masante.professional()
    his = ("--carnet", leo)
    one = ("--questionnaire", SURGERY, "--at", "00:00", "--window", "24 h", "--professional", doctor)
    started = masante("followup", "start", "--json", *his, *one).json["id"]
    (listed,) = masante("followup", "list", "--json", *his, "--professional", doctor).json
    assert (listed["id"], listed["carnet_id"], listed["account_id"]) == (started, leo, None)
    assert masante("followup", "list", "--json", *EMAIL).json == []
    masante.do(answer, f"carnet:{leo}")
    (sent,) = masante("followup", "responses", "--json", *his, "--professional", doctor).json
    assert sent["resourceType"] == "QuestionnaireResponse"
    plan = masante("followup", "list", "--json", "--bundle", *his).json["entry"][-1]["resource"]
    assert plan["subject"] == {"reference": f"Patient/{leo}"}
    assert masante("followup", "alerts", "--json", *his).json == []
    assert masante("followup", "ack", *his, "--all").code == 1
    assert masante("followup", "stop", *his).code == 0
    assert masante("followup", "stop", *his).code == 1
    assert masante("followup", "list", *his, *EMAIL).code == 2
    assert masante("followup", "start", "--carnet", "nothing", *one[:2]).code == 1
