"""enableWhen, exactly as R4 says."""

import pytest

from portal.questionnaires import check, walk
from tests.portal.questionnaires.forms import form, item, options, raw, when


def enabled(condition, answers, kind="integer", **more):
    q = form(item("a", kind, **more), item("b", enableWhen=[{"question": "a", **condition}]))
    return "b" in walk(q, answers).enabled


@pytest.mark.parametrize(
    ("operator", "given", "holds"),
    [
        ("=", [3], True),
        ("=", [4], False),
        ("=", [], False),
        ("!=", [3], False),
        ("!=", [4], True),
        ("!=", [], True),
        ("<", [2], True),
        ("<", [], False),
        ("<=", [3], True),
        (">", [3], False),
        (">=", [3], True),
    ],
)
def test_an_operator_holds_as_r4_says(operator, given, holds):
    assert enabled({"operator": operator, "answerInteger": 3}, {"a": given}) is holds


@pytest.mark.parametrize(
    ("expected", "given", "holds"), [(True, [1], True), (True, [], False), (False, [], True)]
)
def test_exists_asks_whether_there_is_an_answer(expected, given, holds):
    assert enabled({"operator": "exists", "answerBoolean": expected}, {"a": given}) is holds


def test_one_answer_of_several_is_enough_for_less_than():
    q = form(item("a", "integer", repeats=True), item("b", enableWhen=[when("a", "<", answerInteger=3)]))
    assert "b" in walk(q, {"a[0]": [9], "a[1]": [1]}).enabled


def test_not_equal_needs_every_answer_to_differ():
    q = form(item("a", "integer", repeats=True), item("b", enableWhen=[when("a", "!=", answerInteger=1)]))
    assert "b" not in walk(q, {"a[0]": [9], "a[1]": [1]}).enabled


@pytest.mark.parametrize(("behaviour", "holds"), [("all", False), ("any", True)])
def test_enable_behavior_joins_conditions(behaviour, holds):
    conditions = [when("a", "=", answerInteger=1), when("a", "=", answerInteger=2)]
    q = form(item("a", "integer"), item("b", enableWhen=conditions, enableBehavior=behaviour))
    assert ("b" in walk(q, {"a": [1]}).enabled) is holds


def test_a_disabled_group_disables_what_is_in_it():
    inner = item("in", enableWhen=[when("a", "!=", answerBoolean=True)])
    q = form(
        item("a", "boolean"),
        item("g", "group", item=[inner], enableWhen=[when("a", "=", answerBoolean=True)]),
    )
    assert walk(q, {}).enabled == ("a",)


def test_answers_of_disabled_items_do_not_count():
    q = form(
        item("a", "boolean"),
        item("b", "boolean", enableWhen=[when("a", "=", answerBoolean=True)]),
        item("c", enableWhen=[when("b", "=", answerBoolean=True)]),
    )
    assert "c" in walk(q, {"a": [True], "b": [True]}).enabled
    assert walk(q, {"a": [False], "b": [True]}).enabled == ("a",)


def test_a_condition_may_look_ahead():
    q = form(item("b", enableWhen=[when("a", "=", answerBoolean=True)]), item("a", "boolean"))
    assert walk(q, {"a": [True]}).enabled == ("b", "a")


def test_in_a_repeating_group_a_condition_looks_at_its_own_repeat():
    inner = [item("a", "boolean"), item("b", enableWhen=[when("a", "=", answerBoolean=True)])]
    q = form(item("g", "group", repeats=True, item=inner))
    steps = walk(q, {"g[0]/a": [True], "g[1]": [True], "g[1]/a": [False]}).steps
    assert [step.path for step in steps] == ["g[0]/a", "g[0]/b", "g[1]/a", "g[2]"]


def test_what_is_asked_under_one_answer_looks_at_that_answer():
    child = item("why", enableWhen=[when("a", "=", answerCoding={"system": "urn:test", "code": "other"})])
    q = form(item("a", "choice", repeats=True, answerOption=options("pain", "other"), item=[child]))
    coding = q.by_link["a"].options
    steps = walk(q, {"a": [coding[0].value, coding[1].value]}).steps
    assert [step.path for step in steps] == ["a", "a[1]/why"]


def test_a_question_that_is_not_in_the_form_is_never_answered():
    lonely = item("a", enableWhen=[when("ghost", "!=", answerBoolean=True)])
    assert walk(form(lonely), {}).enabled == ("a",)
    assert [one.code for one in check(raw(lonely))] == ["unknown-question"]


def test_items_that_disable_each_other_come_to_rest():
    q = form(
        item("a", "boolean", enableWhen=[when("b", "!=", answerBoolean=True)]),
        item("b", "boolean", enableWhen=[when("a", "!=", answerBoolean=True)]),
    )
    assert walk(q, {"a": [True]}).enabled == ("a",)
    assert walk(q, {"b": [True]}).enabled == ("b",)


def test_an_item_that_contradicts_itself_stays_enabled():
    q = form(item("a", "boolean", enableWhen=[when("a", "!=", answerBoolean=True)]))
    assert walk(q, {"a": [True]}).enabled == ("a",)
    assert q.circular == {"a"}
