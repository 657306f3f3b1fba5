"""What forms compute: variables, values, conditions, options and rules, by FHIRPath."""

from datetime import date
from decimal import Decimal

import pytest

from portal.questionnaires import Coding, Quantity, check, play, problems, response, walk
from tests.portal.questionnaires.forms import HL7, NOW, SDC, ext, form, item, options, raw


def expression(kind, text, **more):
    base = HL7 if kind == "variable" else SDC
    return {"url": base + kind, "valueExpression": {"language": "text/fhirpath", "expression": text, **more}}


def calculated(link_id, kind, text, *variables, **more):
    own = [expression("variable", one, name=name) for name, one in variables]
    return item(link_id, kind, extension=[*own, expression("calculatedExpression", text)], **more)


def values(q, answers):
    made = response(q, answers, authored=NOW).get("item", [])
    return {one["linkId"]: one["answer"][0] for one in made}


def rule(text, severity="error", **more):
    parts = [
        {"url": "key", "valueId": "k"},
        {"url": "severity", "valueCode": severity},
        {"url": "expression", "valueExpression": {"language": "text/fhirpath", "expression": text}},
        {"url": "human", "valueString": "That does not add up."},
    ]
    return {
        "url": HL7 + "targetConstraint",
        "extension": [*parts, *({"url": k, "valueString": v} for k, v in more.items())],
    }


def test_a_value_is_calculated_and_never_asked():
    q = form(
        item("a", "integer"), calculated("b", "decimal", "%resource.item.where(linkId='a').answer.value / 4")
    )
    assert [step.path for step in walk(q, {}).steps] == ["a"]
    assert values(q, {"a": [3]})["b"] == {"valueDecimal": Decimal("0.75")}


@pytest.mark.parametrize("order", [1, -1])
def test_values_feed_each_other_in_any_order(order):
    def of(name):
        return f"%resource.item.where(linkId='{name}').answer.value"

    items = [
        item("a", "integer"),
        calculated("b", "integer", of("a") + " + 1"),
        calculated("c", "integer", of("b") + " * 2"),
    ]
    assert values(form(*items[::order]), {"a": [3]})["c"] == {"valueInteger": 8}


def test_a_circle_of_values_ends_and_is_named():
    q = form(item("a"), calculated("b", "integer", "iif(%resource.item.where(linkId='c').answer.empty(), 1, "
        "%resource.item.where(linkId='c').answer.value + 1)"),
        calculated("c", "integer", "%resource.item.where(linkId='b').answer.value + 1"))  # fmt: skip
    assert {one.code for one in problems(q, {})} == {"expression"}


def test_numbers_stay_exact():
    q = form(item("x"), calculated("a", "decimal", "0.1 + 0.2"), calculated("b", "decimal", "1 / 3 + 0.5"))
    made = values(q, {})
    assert made["a"] == {"valueDecimal": Decimal("0.3")}
    assert made["b"] == {"valueDecimal": Decimal("0.83333333")}


def test_variables_see_those_before_them_and_those_around():
    inner = calculated("b", "integer", "%double + %one", ("double", "%one * 2"))
    group = item(
        "g", "group", item=[item("a"), inner], extension=[expression("variable", "%base + 1", name="one")]
    )
    q = form(group, extension=[expression("variable", "4", name="base")])
    assert response(q, {}, authored=NOW)["item"][0]["item"][0]["answer"] == [{"valueInteger": 15}]


def test_a_variable_in_a_repeating_group_is_that_of_its_repeat():
    inner = calculated("b", "integer", "%n * 10")
    variable = expression("variable", "item.where(linkId='a').answer.value", name="n")
    q = form(item("g", "group", repeats=True, item=[item("a", "integer"), inner], extension=[variable]))
    made = response(q, {"g[0]/a": [1], "g[1]": [True], "g[1]/a": [2]}, authored=NOW)["item"]
    assert [group["item"][1]["answer"][0]["valueInteger"] for group in made] == [10, 20]


def test_an_expression_that_starts_from_items_not_its_own_means_the_response():
    both = item("a", "integer"), calculated("b", "integer", "item.where(linkId='a').answer.value + 1")
    assert values(form(*both), {"a": [1]})["b"] == {"valueInteger": 2}
    assert [one.code for one in check(raw(*both))] == ["expression-context"]


def scored(link_id, *weights):
    made = options("no", "yes")
    for option, weight in zip(made, weights, strict=True):
        option["extension"] = [ext("ordinalValue", valueDecimal=weight)]
    return item(link_id, "choice", answerOption=made)


@pytest.mark.parametrize("path", ["answer", "answer.value"])
def test_the_same_code_weighs_what_its_own_question_says(path):
    q = form(
        scored("a", 0, 1),
        scored("b", 1, 0),
        calculated("s", "integer", f"%resource.item.{path}.weight().sum()"),
    )
    yes = Coding("urn:test", "yes")
    assert values(q, {"a": [yes], "b": [yes]})["s"] == {"valueInteger": 1}


def test_a_score_nobody_answered_for_is_no_score():
    q = form(scored("a", 0, 1), calculated("s", "integer", "%resource.item.answer.ordinal().sum()"))
    assert values(q, {}) == {}


def test_a_condition_may_be_an_expression_and_empty_is_false():
    b = item(
        "b",
        extension=[expression("enableWhenExpression", "%resource.item.where(linkId='a').answer.value > 3")],
    )
    q = form(item("a", "integer"), b)
    assert walk(q, {}).enabled == ("a",)
    assert walk(q, {"a": [4]}).enabled == ("a", "b")


def test_a_condition_may_look_at_a_calculated_value():
    q = form(
        item("a", "integer"),
        calculated("b", "integer", "%resource.item.where(linkId='a').answer.value * 2"),
        item("c", enableWhen=[{"question": "b", "operator": ">", "answerInteger": 5}]),
    )
    assert "c" not in walk(q, {"a": [2]}).enabled
    assert "c" in walk(q, {"a": [3]}).enabled


def test_a_computed_initial_value_is_proposed_until_the_question_is_put():
    q = form(item("a", "date", extension=[expression("initialExpression", "@2026-03-01")]))
    assert walk(q, {}).steps[0].answers == (date(2026, 3, 1),)
    assert walk(q, {"a": []}).steps[0].answers == ()


def test_options_come_and_go():
    toggle = {"url": SDC + "answerOptionsToggleExpression", "extension": [
        {"url": "option", "valueCoding": {"system": "urn:test", "code": "x"}},
        {"url": "expression", "valueExpression": {"language": "text/fhirpath", "expression":
            "%resource.item.where(linkId='a').answer.value = true"}}]}  # fmt: skip
    q = form(item("a", "boolean"), item("b", "choice", answerOption=options("x", "y"), extension=[toggle]))
    assert [option.value.code for option in walk(q, {}).step("b").options] == ["y"]
    assert [option.value.code for option in walk(q, {"a": [True]}).step("b").options] == ["x", "y"]
    assert [one.code for one in problems(q, {"b": [Coding("urn:test", "x")]})] == ["option"]


def test_a_broken_rule_is_said_in_the_forms_own_words_where_it_can_be_mended():
    low, high = (f"item.where(linkId='{one}').answer.value" for one in ("low", "high"))
    inside = [item("low", "integer"), item("high", "integer")]
    q = form(
        item(
            "g",
            "group",
            item=inside,
            extension=[rule(f"{low} <= {high}", location="item.where(linkId='high')")],
        )
    )
    (found,) = problems(q, {"g/low": [3], "g/high": [2]})
    assert (found.link_id, found.code, found.path) == ("g", "constraint", "g/high")
    assert found.human.said("en") == "That does not add up."
    assert problems(q, {"g/low": [3]}) == []


def test_a_rule_that_only_warns_does_not_block():
    q = form(item("a", "integer", extension=[rule("answer.value > 3", "warning")]))
    (found,) = problems(q, {"a": [1]})
    assert not found.blocks
    assert play(q, lambda step: [1], authored=NOW)["errors"] == []


def test_a_rule_may_stand_on_the_whole_form():
    q = form(item("a", "integer"), extension=[rule("item.where(linkId='a').answer.value > 3")])
    assert [(one.link_id, one.code) for one in problems(q, {"a": [1]})] == [("", "constraint")]


def test_an_expression_that_fails_is_named_and_does_not_block():
    q = form(item("a"), calculated("b", "integer", "'x' + 1"))
    (found,) = problems(q, {})
    assert (found.link_id, found.code, found.blocks) == ("b", "expression", False)


@pytest.mark.parametrize(
    "text", ["1 +", "(1", "1 2", "%nobody", "item.where(linkId='a'", "a:b", "(" * 999, "1" * 20_000]
)
def test_an_expression_that_cannot_be_read_is_named_beforehand(text):
    assert ("b", "expression") in {
        (one.link_id, one.code) for one in check(raw(item("a"), calculated("b", "integer", text)))
    }


def test_a_result_of_another_type_is_named():
    q = form(item("a"), calculated("b", "integer", "'many'"))
    assert [(one.link_id, one.code) for one in problems(q, {})] == [("b", "expression")]


@pytest.mark.parametrize(
    ("kind", "text", "written"),
    [
        ("integer", "4.0", {"valueInteger": 4}),
        ("string", "1.50", {"valueString": "1.50"}),
        ("boolean", "1 = 1", {"valueBoolean": True}),
        ("date", "@2026-03", {"valueDate": "2026-03"}),
        ("dateTime", "@2026-03-01", {"valueDateTime": "2026-03-01"}),
        ("time", "@T08:30:00", {"valueTime": "08:30:00"}),
        ("quantity", "4 'kg'", {"valueQuantity": {"value": 4, "code": "kg"}}),
        ("url", "'https://example.org'", {"valueUri": "https://example.org"}),
    ],
)
def test_a_result_is_written_as_its_items_type(kind, text, written):
    assert values(form(item("a"), calculated("b", kind, text)), {})["b"] == written


def test_a_number_takes_the_unit_of_its_question():
    unit = ext(
        "questionnaire-unit",
        valueCoding={"system": "http://unitsofmeasure.org", "code": "min", "display": "min"},
    )
    q = form(item("a"), item("b", "quantity", extension=[expression("calculatedExpression", "90"), unit]))
    assert q.by_link["b"].expressions.calculated
    assert walk(q, {}).tree.by_link["b"][0].answers == [
        Quantity(Decimal(90), "min", "http://unitsofmeasure.org", "min")
    ]


def test_a_form_is_left_as_it_was():
    original = raw(
        scored("a", 0, 1), calculated("s", "integer", "-%resource.item.answer.weight().sum()", ("v", "-1"))
    )
    q = form(*original["item"])
    before = str(q.raw)
    assert values(q, {"a": [Coding("urn:test", "yes")]})["s"] == {"valueInteger": -1}
    assert str(q.raw) == before


def test_a_condition_sees_what_a_value_has_just_enabled():
    q = form(
        item("a", "integer"),
        calculated("b", "integer", "%resource.item.where(linkId='a').answer.value + 1"),
        item("c", "boolean", enableWhen=[{"question": "b", "operator": ">", "answerInteger": 0}]),
        item(
            "d", extension=[expression("enableWhenExpression", "%resource.item.where(linkId='c').exists()")]
        ),
    )
    assert walk(q, {"a": [1], "c": [True]}).enabled == ("a", "b", "c", "d")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("%resource.item.where(linkId='a').answer.value", 1),
        ("%resource.item.where('a' = linkId).answer.value", 1),
        ("%resource.item.where(linkId='a' or linkId='c').answer.value.sum()", 4),
        ("%resource.item.where(linkId!='a').where(linkId='c').answer.value", 3),
        ("%resource.item.where(linkId & 'x' = 'cx').answer.value", 3),
        ("%resource.item.where(linkId = 'c' & '').answer.value", 3),
        ("%resource.repeat(item).where(linkId='c').answer.value", 3),
        ("%questionnaire.item.where(linkId='c').linkId.length()", 1),
        ("%resource.item.where(linkId='it\\'s').answer.value", 5),
    ],
)
def test_items_are_found_by_their_link_id(text, found):
    q = form(
        item("a", "integer"), calculated("b", "integer", text), item("c", "integer"), item("it's", "integer")
    )
    assert values(q, {"a": [1], "c": [3], "it's": [5]})["b"] == {"valueInteger": found}


@pytest.mark.parametrize(
    "text",
    [
        "(1).repeat($this + 1).count()",
        "(1|2|3|4|5|6|7|8|9).select(" * 8 + "1" + ".combine(1|2|3|4|5|6|7|8|9))" * 8,
        "(1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20).aggregate($total & $total, 'a').length()",
        "(1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17|18|19|20).aggregate($total * $total, 3)",
        "2.power(100000000)",
        "'x'.matches('(?=x)')",
    ],
)
def test_an_expression_that_would_not_end_is_stopped_and_named(text):
    q = form(item("a"), calculated("b", "integer", text))
    assert [(one.link_id, one.code) for one in problems(q, {})] == [("b", "expression")]


def test_a_pattern_that_would_explode_does_not():
    text = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')"
    assert values(form(item("a"), calculated("b", "boolean", text)), {})["b"] == {"valueBoolean": False}


def test_tracing_prints_nothing(capsys):
    assert values(form(item("a"), calculated("b", "string", "'secret'.trace('t')")), {})["b"]
    assert capsys.readouterr().out == ""


def test_today_is_the_day_that_is_handed_in():
    q = form(item("a"), calculated("b", "date", "today()"), calculated("c", "dateTime", "now()"))
    assert values(q, {})["b"] == {"valueDate": "2026-03-01"}
    assert values(q, {})["c"] == {"valueDateTime": "2026-03-01T08:00:00+00:00"}
    assert [one.code for one in problems(q, {}, NOW)] == []
    assert [one.code for one in problems(q, {})] == ["expression", "expression"]
