"""Real forms that others wrote: each loads, walks and ends in a response."""

import pytest

from portal.questionnaires import check, load, play, walk
from tests.portal.questionnaires.forms import NOW, answered, said, shared, shared_names

YES = {"valueCoding": {"system": "http://snomed.info/sct", "code": "373066001"}}


def errors(result):
    return [(one["linkId"], one["code"]) for one in result["errors"]]


@pytest.mark.parametrize("name", shared_names())
def test_it_loads_walks_and_ends(name):
    q = load(shared(name))
    result = play(q, None, authored=NOW)
    assert set(result["asked"]) <= set(result["enabled"]) <= set(q.by_link)


@pytest.mark.parametrize("name", [name for name in shared_names() if name.startswith("nonconformant")])
def test_what_is_not_strictly_valid_is_walked_with_a_warning(name):
    assert {one.code for one in check(shared(name))} & {"no-status", "bad-extension"}


def test_a_recurring_form_speaks_french_and_knows_the_option_that_stands_alone():
    q = load(shared("cs-recurring-fr.json"))
    worries = q.by_link["QR1.IE2"]
    assert worries.text.said("fr") != worries.text.said("de")
    assert [option.display.said("fr") for option in worries.options if option.exclusive] == ["rien"]


def test_a_test_result_is_asked_after_a_test():
    q = load(shared("cs-recurring-fr.json"))
    result = play(q, answered(said("QR1.IS2", YES)), authored=NOW)
    assert result["asked"][:4] == ["QR1.IS1", "QR1.IS2", "QR1.IS3", "QR1.IS4"]


def test_help_given_is_asked_about_under_the_answer():
    q = load(shared("i4-effort.json"))
    minutes = said("Q1b", {"valueQuantity": {"value": 125}})
    result = play(q, answered(said("Q1", YES | {"item": [minutes]})), authored=NOW)
    assert result["asked"] == ["Q1", "Q1a", "Q1b", "Q2", "Q3", "Q4"]
    assert errors(result)[:2] == [("Q1a", "required"), ("Q1b", "range")]


def test_nested_conditions_with_not_equal():
    q = load(shared("lf-nested-enablewhen.json"))
    yes, a = ({"valueCoding": {"code": code}} for code in ("YES", "A"))
    assert play(q, answered(said("p1", yes)), authored=NOW)["enabled"] == [
        "p1",
        "g1",
        "c1",
        "d1",
        "g2",
        "cc1",
        "dd1",
    ]
    result = play(q, answered(said("p1", yes), said("c1", a)), authored=NOW)
    assert result["asked"] == ["p1", "c1", "cc1", "dd1"]


def test_a_circle_ends_with_what_was_said():
    q = load(shared("lf-enablewhen-loop.json"))
    true = {"valueBoolean": True}
    assert play(q, answered(said("item1", true)), authored=NOW)["enabled"] == ["item1", "item2"]
    assert walk(q, {"item3": [True]}).enabled == ("item3",)


def test_a_group_is_put_as_often_as_it_must():
    q = load(shared("lf-minmax-occurs.json"))
    fruits = [{"valueString": "Apple"}, {"valueString": "Pear"}]
    group = {"linkId": "1", "item": [said("1.1", *fruits), said("1.3", *fruits)]}
    result = play(q, answered(group, group), authored=NOW)
    assert (result["asked"], result["errors"]) == (["1.1", "1.2", "1.3"] * 2, [])
    assert errors(play(q, answered(group, group, group, group), authored=NOW)) == [("1", "cardinality")]
    assert errors(play(q, answered(group), authored=NOW)) == [
        ("1", "cardinality"),
        ("1.1", "required"),
        ("1.3", "required"),
    ]


def test_units_are_kept_to_where_they_are_closed():
    q = load(shared("nonconformant/lf-quantity-units.json"))
    stone = {"valueQuantity": {"value": 3, "unit": "stone"}}
    result = play(q, answered(*(said(f"q{number}", stone) for number in range(1, 9))), authored=NOW)
    assert errors(result) == [("q5", "option"), ("q8", "option")]


@pytest.mark.parametrize("name", ["lf-phq9-weight.json", "nonconformant/lf-phq9.json"])
@pytest.mark.parametrize(("chosen", "total"), [(3, 27), (1, 9), (0, 0)])
def test_a_score_adds_up(name, chosen, total):
    q = load(shared(name))
    codes = [(one.link_id, one.options[chosen].value.code) for one in q.items if one.options]
    result = play(
        q,
        answered(*(said(link_id, {"valueCoding": {"code": code}}) for link_id, code in codes)),
        authored=NOW,
    )
    assert result["errors"] == []
    assert written(result, "/44261-6") == [{"valueDecimal": total}]


def written(result, link_id):
    return next(
        (one["answer"] for one in result["response"].get("item", ()) if one["linkId"] == link_id), None
    )


def test_a_calculation_feeds_another():
    q = load(shared("sf-chained-calculation.json"))
    result = play(q, answered(said("number-input", {"valueInteger": 2})), authored=NOW)
    assert result["asked"] == ["number-input"]
    assert written(result, "calc-result") == [{"valueDecimal": 4}]
    assert written(result, "result-is-4") == [{"valueBoolean": True}]


@pytest.mark.parametrize(
    ("age", "sections"),
    [
        (None, set()),
        (5, {"red-flags-early-identification"}),
        (12, {"substance-use"}),
        (13, {"substance-use", "sexual-health"}),
        (25, {"substance-use"}),
        (50, {"substance-use", "genitourinary-and-sexual-health"}),
    ],
)
def test_sections_come_with_age(age, sections):
    q = load(shared("sf-ewexpr-tabs.json"))
    answers = [said("patient-age", {"valueInteger": age})] if age else []
    enabled = set(play(q, answered(*answers), authored=NOW)["enabled"])
    by_age = {
        "red-flags-early-identification",
        "substance-use",
        "sexual-health",
        "genitourinary-and-sexual-health",
    }
    assert enabled & by_age == sections
    assert ("consent" in enabled) is bool(age)


def test_a_minimum_above_the_maximum_breaks_the_rule():
    q = load(shared("lf-target-constraint.json"))
    both = said("1.1", {"valueInteger": 3}), said("1.2", {"valueInteger": 2})
    assert errors(play(q, answered({"linkId": "1", "item": list(both)}), authored=NOW)) == [
        ("1", "constraint")
    ]


@pytest.mark.parametrize(("again", "wrong"), [("b", [("2", "constraint")]), ("a", [])])
def test_two_passwords_must_agree(again, wrong):
    q = load(shared("nonconformant/af-constraint.json"))
    answers = answered(said("1", {"valueString": "a"}), said("2", {"valueString": again}))
    assert errors(play(q, answers, authored=NOW)) == wrong
