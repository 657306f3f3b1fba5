"""A form played from its first question to its response."""

from portal.questionnaires import play
from tests.portal.questionnaires.forms import NOW, answered, ext, form, item, options, said, when


def played(q, *items):
    return play(q, answered(*items), authored=NOW)


def errors(result):
    return [(one["linkId"], one["code"]) for one in result["errors"]]


def test_every_question_is_put_once_and_branches_follow_the_answers():
    q = form(item("a", "boolean"), item("b", enableWhen=[when("a", "=", answerBoolean=True)]), item("c"))
    result = played(q, said("a", {"valueBoolean": True}), said("b", {"valueString": "x"}))
    assert result["asked"] == ["a", "b", "c"]
    assert result["enabled"] == ["a", "b", "c"]
    assert [one["linkId"] for one in result["response"]["item"]] == ["a", "b"]


def test_an_answer_to_a_question_never_put_is_not_taken():
    q = form(item("a", "boolean"), item("b", enableWhen=[when("a", "=", answerBoolean=True)]))
    result = played(q, said("a", {"valueBoolean": False}), said("b", {"valueString": "x"}))
    assert (result["asked"], result["errors"]) == (["a"], [])


def test_an_invalid_answer_is_an_error_and_is_not_kept():
    q = form(item("a", "integer", required=True, extension=[ext("maxValue", valueInteger=10)]))
    result = played(q, said("a", {"valueInteger": 11}))
    assert errors(result) == [("a", "range")]
    assert "item" not in result["response"]


def test_a_value_that_cannot_be_read_is_an_error_of_type():
    q = form(item("a", "integer"), item("b", "date"))
    result = played(q, said("a", {"valueString": "three"}), said("b", {"valueDate": "2026-02-31"}))
    assert errors(result) == [("a", "type"), ("b", "type")]


def test_a_missing_answer_is_an_error_only_where_required():
    assert errors(played(form(item("a", required=True), item("b")))) == [("a", "required")]


def test_repeats_are_taken_in_order_and_asked_again_each_time():
    q = form(item("g", "group", repeats=True, item=[item("a", repeats=True)]))
    group = {"linkId": "g", "item": [said("a", {"valueString": "x"}, {"valueString": "y"})]}
    result = played(q, group, group)
    assert result["asked"] == ["a", "a", "a", "a"]
    assert len(result["response"]["item"]) == 2


def test_options_to_tick_are_asked_once():
    q = form(item("a", "choice", repeats=True, answerOption=options("x", "y")))
    result = played(q, said("a", {"valueCoding": {"code": "x"}}, {"valueCoding": {"code": "q"}}))
    assert (result["asked"], errors(result)) == (["a"], [("a", "option")])
    assert result["response"]["item"][0]["answer"] == [
        {"valueCoding": {"system": "urn:test", "code": "x", "display": "X"}}
    ]


def test_more_answers_than_there_may_be_are_an_error():
    q = form(item("a"), item("b", repeats=True, extension=[ext("questionnaire-maxOccurs", valueInteger=1)]))
    twice = [{"valueString": "x"}, {"valueString": "y"}]
    assert errors(played(q, said("a", *twice), said("b", *twice))) == [
        ("a", "cardinality"),
        ("b", "cardinality"),
    ]


def test_a_default_that_the_response_does_not_hold_was_taken_back():
    q = form(item("a", "boolean", initial=[{"valueBoolean": False}]))
    assert "item" not in played(q)["response"]


def test_what_a_chat_cannot_ask_is_said():
    assert errors(played(form(item("a"), item("r", "reference")))) == [("r", "unsupported")]


def test_a_person_can_be_asked_instead():
    q = form(item("a"), item("b"))
    result = play(q, lambda step: ["x"] if step.path == "b" else None, authored=NOW)
    assert [one["linkId"] for one in result["response"]["item"]] == ["b"]
