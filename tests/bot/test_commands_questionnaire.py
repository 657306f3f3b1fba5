"""Forms are checked and played without any database."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.commands import apart
from portal import questionnaires
from portal.questionnaires import loads
from tests.bot.console import Console
from tests.databases import on_sqlite
from tests.journeys.forms import ENDLESS, at_most, scored

pytestmark = on_sqlite

LIBRARY = Path(questionnaires.__file__).parent / "library"
FORM = {
    "resourceType": "Questionnaire", "status": "active", "url": "urn:x", "version": "1",
    "item": [
        {"linkId": "note", "type": "display", "text": "Bonjour"},
        {"linkId": "pain", "type": "boolean", "text": "Avez-vous mal ?", "required": True},
        {"linkId": "how", "type": "integer", "text": "Combien ?",
         "enableWhen": [{"question": "pain", "operator": "=", "answerBoolean": True}]},
        {"linkId": "t", "type": "decimal", "text": "Température"},
        {"linkId": "c", "type": "choice", "repeats": True, "text": "Signes",
         "answerOption": [{"valueString": "toux"}, {"valueString": "fièvre"}]},
    ],
}  # fmt: skip


def response(**answers: Any) -> dict[str, Any]:
    items = [{"linkId": link_id, "answer": [value]} for link_id, value in answers.items()]
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}


def type_in(typed: str, *arguments: str) -> Any:
    """Run a command that reads what is typed, as a process of its own; its standard output and error."""
    command, root = [sys.executable, "-m", "bot", *arguments], Path(questionnaires.__file__).parents[2]
    run = subprocess.run(command, check=False, input=typed, capture_output=True, text=True, cwd=root)
    return run.returncode, run.stdout, run.stderr


@pytest.mark.parametrize("name", ["after-day-surgery", "child-asthma"])
def test_our_own_forms_have_nothing_wrong(masante: Console, name: str) -> None:
    assert masante("questionnaire", "check", str(LIBRARY / f"{name}.json")).code == 0


def test_findings_have_linkid_code_and_severity(masante: Console) -> None:
    bad = masante.file("bad.json", {**FORM, "item": [{"linkId": "c", "type": "choice", "text": "C"}]})
    ended = masante("questionnaire", "check", "--json", bad)
    found = [(one["linkId"], one["code"], one["severity"]) for one in ended.json["findings"]]
    assert (ended.code, found) == (1, [("c", "no-options", "error")])
    assert "no-options" in masante("questionnaire", "check", bad).out


def test_warnings_alone_are_no_refusal(masante: Console) -> None:
    ended = masante("questionnaire", "check", masante.file("form.json", {**FORM, "status": "?"}))
    assert (ended.code, "no-status" in ended.out) == (0, True)


@pytest.mark.parametrize("content", ["", "{", "[1, NaN]", "[" * 100_000, "\u0000"])
@pytest.mark.parametrize("verb", ["check", "play"])
def test_what_is_no_json_is_one_line(masante: Console, verb: str, content: str) -> None:
    ended = masante("questionnaire", verb, masante.file("form.json", content))
    assert (ended.code, ended.err.count("\n"), "form.json" in ended.err) == (2, 1, True)


def test_a_file_that_is_not_there_is_one_line(masante: Console) -> None:
    ended = masante("questionnaire", "check", "nowhere.json")
    assert (ended.code, ended.err) == (2, "nowhere.json: No such file or directory\n")


def test_json_that_is_no_questionnaire_is_refused(masante: Console) -> None:
    assert (
        masante("questionnaire", "check", masante.file("patient.json", {"resourceType": "Patient"})).code == 1
    )


def test_playing_a_response_says_what_was_asked_enabled_and_answered(masante: Console) -> None:
    given = response(pain={"valueBoolean": True}, how={"valueInteger": 3}, t={"valueDecimal": 37.5})
    form, answers = masante.file("form.json", FORM), masante.file("answers.json", given)
    played = masante("questionnaire", "play", form, "--answers", answers).json
    assert played["asked"] == ["pain", "how", "t", "c"]
    assert played["enabled"] == ["note", "pain", "how", "t", "c"]
    assert played["errors"] == []
    assert played["response"]["questionnaire"] == "urn:x|1"


def test_what_is_missing_or_wrong_is_named(masante: Console) -> None:
    form, answers = (
        masante.file("form.json", FORM),
        masante.file("a.json", response(t={"valueString": "chaud"})),
    )
    ended = masante("questionnaire", "play", form, "--json", "--answers", answers)
    assert ended.code == 0
    assert [(one["linkId"], one["code"]) for one in ended.json["errors"]] == [
        ("pain", "required"),
        ("t", "type"),
    ]
    assert all(isinstance(one["message"], str) for one in ended.json["errors"])


def test_decimals_keep_their_digits(masante: Console) -> None:
    written = '{"resourceType": "QuestionnaireResponse", "item": [{"linkId": "t", "answer": [{"valueDecimal": 37.50}]}]}'
    form, answers = masante.file("form.json", FORM), masante.file("a.json", written)
    assert "37.50" in masante("questionnaire", "play", form, "--answers", answers).out


def test_a_form_that_cannot_be_walked_is_not_played(masante: Console) -> None:
    bad = masante.file("bad.json", {**FORM, "item": [{"linkId": "c", "type": "choice", "text": "C"}]})
    ended = masante("questionnaire", "play", "--json", bad)
    assert (ended.code, ended.json["refused"]) == (1, "questionnaire_not_walkable")


@pytest.mark.parametrize("answers", ["[]", '{"resourceType": "Patient"}', "{"])
def test_answers_that_are_no_response_are_one_line(masante: Console, answers: str) -> None:
    form = masante.file("form.json", FORM)
    ended = masante("questionnaire", "play", form, "--answers", masante.file("answers.json", answers))
    assert (ended.code, ended.err.count("\n")) == (2, 1)


def test_answers_are_typed_as_in_the_chat(masante: Console) -> None:
    form = masante.file("form.json", FORM)
    code, out, err = type_in("peut-être\noui\n\n37,8\n2, 1\n", "questionnaire", "play", form)
    played = loads(out)
    answers = {item["linkId"]: item["answer"] for item in played["response"]["item"]}
    assert (code, played["asked"]) == (0, ["pain", "how", "t", "c"])
    assert answers["pain"] == [{"valueBoolean": True}]
    assert str(answers["t"][0]["valueDecimal"]) == "37.8"
    assert [one["valueString"] for one in answers["c"]] == ["fièvre", "toux"]
    assert "Bonjour" in err
    assert "how" not in answers


UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"
UNITS = [{"url": UNIT, "valueCoding": {"code": code, "display": code}} for code in ("kg", "lb")]
EVERY_KIND = {
    **FORM,
    "item": [
        *FORM["item"],  # type: ignore[misc]
        {"linkId": "w", "type": "quantity", "text": "Poids", "extension": UNITS},
        {"linkId": "h", "type": "quantity", "text": "Taille"},
        {"linkId": "p", "type": "attachment", "text": "Photo", "repeats": True},
        *({"linkId": kind, "type": kind, "text": kind} for kind in ("integer", "date", "dateTime", "time", "text", "url")),
        {"linkId": "g", "type": "group", "text": "Encore", "repeats": True, "item": [
            {"linkId": "o", "type": "open-choice", "text": "Lequel", "answerOption": [{"valueString": "un"}]}]},
    ],
}  # fmt: skip


def test_every_kind_of_question_can_be_put_in_the_terminal(masante: Console) -> None:
    form = masante.file("form.json", EVERY_KIND)
    ended = masante.typed("", "questionnaire", "play", form)
    assert ended.code == 0
    kinds = ["integer", "date", "dateTime", "time", "text", "url"]
    assert loads(ended.out)["asked"] == ["pain", "t", "c", "w", "h", "p", *kinds, "o"]


def test_a_unit_is_typed_with_its_number_or_after_it(masante: Console) -> None:
    form = masante.file("form.json", {**EVERY_KIND, "item": EVERY_KIND["item"][5:7]})
    for typed in ("72,5 kg\n", "72,5\nkg\n"):
        ended = masante.typed(typed, "questionnaire", "play", form)
        (weight,) = loads(ended.out)["response"]["item"][0]["answer"]
        assert (str(weight["valueQuantity"]["value"]), weight["valueQuantity"]["unit"]) == ("72.5", "kg")


def test_the_end_of_the_input_leaves_the_rest_unanswered(masante: Console) -> None:
    ended = masante.typed("non\n", "questionnaire", "play", masante.file("form.json", FORM))
    assert (ended.code, loads(ended.out)["asked"]) == (0, ["pain", "t", "c"])


def test_a_form_whose_expression_never_ends_is_played_to_the_end_and_it_is_named(masante: Console) -> None:
    form = masante.file("form.json", scored(ENDLESS))
    answers = masante.file("a.json", response(a={"valueInteger": 8}, b={"valueInteger": 4}))
    played = masante("questionnaire", "play", form, "--answers", answers).json
    assert played["asked"] == ["a", "b", "end"]
    assert {(one["linkId"], one["code"]) for one in played["errors"]} >= {
        ("sum", "expression"),
        ("why", "expression"),
    }


def test_what_a_workshop_complains_of_is_no_part_of_the_answer(
    masante: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    with apart.deciding("{}", [], datetime.now(UTC)):
        structlog.get_logger().error("workshop_broken")
    written = capsys.readouterr()
    assert (written.out, "workshop_broken" in written.err) == ("", True)


def test_a_form_that_computes_is_played_as_in_the_chat(masante: Console) -> None:
    form = masante.file("form.json", scored())
    answers = masante.file("a.json", response(a={"valueInteger": 8}, b={"valueInteger": 4}))
    played = masante("questionnaire", "play", form, "--answers", answers).json
    assert played["asked"] == ["a", "b", "why", "end"]
    assert played["response"]["item"][2]["answer"] == [{"valueInteger": 12}]


def test_an_expression_that_cannot_be_read_is_named(masante: Console) -> None:
    ended = masante("questionnaire", "check", "--json", masante.file("form.json", scored("1 +")))
    assert ("sum", "expression") in [(one["linkId"], one["code"]) for one in ended.json["findings"]]


def test_what_is_asked_in_arabic_holds_no_mark_that_a_terminal_cannot_show(masante: Console) -> None:
    item = {"linkId": "n", "type": "integer", "text": "كم؟", "extension": [at_most("Integer", 5)]}
    form = masante.file("form.json", {**FORM, "item": [item]})
    ended = masante.typed("9\n3\n", "questionnaire", "play", "--language", "ar", form)
    assert "5" in ended.err
    assert "\N{REPLACEMENT CHARACTER}" not in ended.err
