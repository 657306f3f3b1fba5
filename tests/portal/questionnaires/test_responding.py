"""Answers as FHIR, and FHIR as answers."""

from datetime import date
from decimal import Decimal

from portal.questionnaires import Coding, Partial, Quantity, dumps, from_response, response
from tests.portal.questionnaires.forms import NOW, answered, ext, form, item, options, prune, said, when


def items(q, answers):
    return response(q, answers, authored=NOW).get("item")


def test_a_response_names_the_version_it_answers():
    made = response(form(item("a")), {}, authored=NOW)
    assert made == {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "https://masante-bot.example/Questionnaire/t|1",
        "status": "completed",
        "authored": "2026-03-01T08:00:00+00:00",
    }


def test_groups_hold_items_and_answers_hold_what_is_asked_under_them():
    q = form(item("g", "group", item=[item("a", "boolean", item=[item("b")])]))
    (group,) = items(q, {"g/a": [True], "g/a/b": ["x"]})
    (question,) = group["item"]
    assert question["answer"][0]["valueBoolean"] is True
    assert question["answer"][0]["item"][0]["answer"] == [{"valueString": "x"}]


def test_what_is_asked_under_an_unanswered_question_is_kept():
    q = form(item("a", "boolean", item=[item("b")]))
    (question,) = items(q, {"a/b": ["x"]})
    assert question["answer"] == [
        {"item": [{"linkId": "b", "text": "What about b?", "answer": [{"valueString": "x"}]}]}
    ]


def test_a_repeating_group_stands_once_for_each_time():
    q = form(item("g", "group", repeats=True, item=[item("a")]))
    made = items(q, {"g[0]/a": ["x"], "g[1]": [True], "g[1]/a": ["y"]})
    assert [one["item"][0]["answer"][0]["valueString"] for one in made] == ["x", "y"]


def test_each_kind_of_value_is_written_as_its_type():
    q = form(item("d", "decimal"), item("t", "dateTime"), item("m", "date"), item("q", "quantity"))
    made = items(
        q, {"d": [37], "t": [date(2026, 3, 1)], "m": [Partial("2026-03")], "q": [Quantity(Decimal("2.50"))]}
    )
    assert [one["answer"][0] for one in made] == [
        {"valueDecimal": Decimal(37)},
        {"valueDateTime": "2026-03-01"},
        {"valueDate": "2026-03"},
        {"valueQuantity": {"value": Decimal("2.50")}},
    ]


def test_decimals_are_written_as_they_were_said():
    made = response(form(item("d", "decimal")), {"d": [Decimal("37.80")]}, authored=NOW)
    assert '"valueDecimal": 37.80' in dumps(made)


def test_answers_of_disabled_items_are_neither_kept_nor_sent():
    q = form(item("a", "boolean"), item("b", enableWhen=[when("a", "=", answerBoolean=True)]))
    answers = {"a": [False], "b": ["x"]}
    assert prune(q, answers) == {"a": [False]}
    assert [one["linkId"] for one in items(q, answers)] == ["a"]


def test_a_read_only_initial_value_is_sent():
    q = form(item("a", readOnly=True, initial=[{"valueString": "x"}]), item("b"))
    assert items(q, {})[0]["answer"] == [{"valueString": "x"}]


def test_a_response_reads_back_as_the_same_answers():
    q = form(
        item("g", "group", repeats=True, item=[item("a", repeats=True, item=[item("b", "integer")])]),
        item("c", "choice", repeats=True, answerOption=options("x", "y"), item=[item("d")]),
    )
    y = Coding("urn:test", "y", "Y")
    answers = {"g[0]/a[0]": ["x"], "g[0]/a[0]/b": [1], "g[0]/a[1]": ["y"], "g[1]": [True], "g[1]/a[0]": ["z"]}
    answers |= {"c": [y], "c[1]/d": ["because"]}
    assert from_response(q, response(q, answers, authored=NOW)) == answers


def test_a_response_without_its_groups_is_read_by_link_id():
    q = form(item("g", "group", item=[item("a")]))
    assert from_response(q, answered(said("a", {"valueString": "x"}))) == {"g/a": ["x"]}


def test_several_items_for_one_repeating_question_are_read_as_its_repeats():
    q = form(item("a", repeats=True))
    raw = answered(said("a", {"valueString": "x"}), said("a", {"valueString": "y"}))
    assert from_response(q, raw) == {"a[0]": ["x"], "a[1]": ["y"]}


def test_repeats_a_group_must_have_are_not_asked_for():
    least = [ext("questionnaire-minOccurs", valueInteger=2)]
    q = form(item("g", "group", repeats=True, item=[item("a")], extension=least))
    group = {"linkId": "g", "item": [said("a", {"valueString": "x"})]}
    assert from_response(q, answered(group, group)) == {"g[0]/a": ["x"], "g[1]/a": ["x"]}
