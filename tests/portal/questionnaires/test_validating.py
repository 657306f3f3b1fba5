"""What an answer may be, and what a response must have."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from portal.questionnaires import Attachment, Coding, Partial, Quantity, Uri, fit, problems, validate
from tests.portal.questionnaires.forms import ext, form, item, options, when

KG = {"system": "http://unitsofmeasure.org", "code": "kg", "display": "kilogram"}


def code(value, kind="string", **more):
    found = validate(form(item("a", kind, **more)).by_link["a"], value)
    return found and found.code


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", True),
        ("integer", -3),
        ("decimal", Decimal("37.8")),
        ("decimal", 37),
        ("date", date(2026, 3, 1)),
        ("date", Partial("2026-03")),
        ("dateTime", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("dateTime", Partial("2026")),
        ("time", time(8, 30)),
        ("string", "yes"),
        ("text", "line\nline"),
        ("url", Uri("https://example.org")),
        ("quantity", Quantity(Decimal(3))),
        ("attachment", Attachment("image/jpeg", "vault:1")),
    ],
)
def test_each_type_takes_its_own_values(kind, value):
    assert code(value, kind) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("boolean", 1),
        ("integer", True),
        ("integer", Decimal("1.5")),
        ("decimal", Decimal("NaN")),
        ("date", datetime(2026, 3, 1, tzinfo=UTC)),
        ("dateTime", datetime(2026, 3, 1)),  # noqa: DTZ001 - no zone: the point
        ("string", 3),
        ("url", "https://example.org"),
        ("quantity", Decimal(3)),
    ],
)
def test_each_type_refuses_other_values(kind, value):
    assert code(value, kind) == "type"


@pytest.mark.parametrize(("value", "wrong"), [(0, None), (10, None), (-1, "range"), (11, "range")])
def test_a_number_stays_between_its_bounds(value, wrong):
    bounds = [ext("minValue", valueInteger=0), ext("maxValue", valueInteger=10)]
    assert code(value, "integer", extension=bounds) == wrong


def test_a_date_stays_between_its_bounds_as_far_as_it_is_known():
    bounds = [ext("maxValue", valueDate="2026-03-15")]
    assert code(date(2026, 3, 16), "date", extension=bounds) == "range"
    assert code(Partial("2026-03"), "date", extension=bounds) is None
    assert code(Partial("2027"), "date", extension=bounds) == "range"


def test_a_fhir_integer_has_32_bits():
    assert code(2**31, "integer") == "range"


@pytest.mark.parametrize(
    ("value", "wrong"), [("ab", None), ("a", "length"), ("abcd", "length"), ("   ", "length")]
)
def test_a_text_has_a_length(value, wrong):
    assert code(value, maxLength=3, extension=[ext("minLength", valueInteger=2)]) == wrong


@pytest.mark.parametrize(("value", "wrong"), [("75011", None), ("7501", "pattern"), ("75011x", "pattern")])
def test_a_text_matches_its_whole_pattern(value, wrong):
    assert code(value, extension=[ext("regex", valueString="[0-9]{5}")]) == wrong


@pytest.mark.parametrize(
    ("value", "wrong"), [("37.8", None), ("37.80", None), ("37.85", "decimals"), ("1E+2", None)]
)
def test_a_decimal_has_so_many_places(value, wrong):
    assert code(Decimal(value), "decimal", extension=[ext("maxDecimalPlaces", valueInteger=1)]) == wrong


def test_a_choice_takes_its_options_only_and_an_open_choice_also_words():
    assert code(Coding("urn:test", "x"), "choice", answerOption=options("x")) is None
    assert code(Coding("urn:test", "z"), "choice", answerOption=options("x")) == "option"
    assert code("other", "choice", answerOption=options("x")) == "type"
    assert code("other", "open-choice", answerOption=options("x")) is None


def test_a_string_may_have_options_too():
    fruits = [{"valueString": "Apple"}, {"valueString": "Pear"}]
    assert code("Apple", answerOption=fruits) is None
    assert code("Plum", answerOption=fruits) == "option"


def test_a_quantity_keeps_to_its_units_when_they_are_closed():
    closed = [ext("questionnaire-unitOption", valueCoding=KG)]
    assert code(Quantity(Decimal(3), code="kg"), "quantity", extension=closed) is None
    assert code(Quantity(Decimal(3), unit="stone"), "quantity", extension=closed) == "option"


@pytest.mark.parametrize(
    ("most", "fits", "over"), [(5, 5_000_000, 5_000_001), (Decimal("0.5"), 500_000, 500_001)]
)
def test_a_size_that_can_only_be_megabytes_is(most, fits, over):
    limits = [ext("maxSize", valueDecimal=most)]
    assert code(Attachment("image/png", size=fits), "attachment", extension=limits) is None
    assert code(Attachment("image/png", size=over), "attachment", extension=limits) == "length"


def test_a_file_keeps_to_its_kinds_and_size():
    limits = [ext("mimeType", valueCode="image/*"), ext("maxSize", valueDecimal=100_000)]
    assert code(Attachment("image/png", size=100_000), "attachment", extension=limits) is None
    assert code(Attachment("text/html"), "attachment", extension=limits) == "type"
    assert code(Attachment("image/png", size=100_001), "attachment", extension=limits) == "length"


def test_an_answer_is_made_wholly_its_questions():
    q = form(
        item("a", "choice", answerOption=options("x")),
        item("b", "quantity", extension=[ext("questionnaire-unit", valueCoding=KG)]),
    )
    assert fit(q.by_link["a"], Coding(None, "x")) == Coding("urn:test", "x", "X")
    assert fit(q.by_link["b"], Quantity(Decimal(3))) == Quantity(Decimal(3), "kilogram", KG["system"], "kg")


def found(q, answers):
    return [(one.link_id, one.code) for one in problems(q, answers)]


def test_a_required_question_must_be_answered_where_it_is_enabled():
    q = form(
        item("a", "boolean", required=True),
        item("b", required=True, enableWhen=[when("a", "=", answerBoolean=True)]),
    )
    assert found(q, {}) == [("a", "required")]
    assert found(q, {"a": [True]}) == [("b", "required")]
    assert found(q, {"a": [False]}) == []


def test_a_hidden_or_read_only_required_question_never_blocks():
    hidden = [ext("questionnaire-hidden", valueBoolean=True)]
    q = form(item("a", required=True, extension=hidden), item("b", required=True, readOnly=True), item("c"))
    assert found(q, {}) == []


def test_a_required_group_needs_an_answer_inside():
    q = form(item("g", "group", required=True, item=[item("a")]))
    assert found(q, {}) == [("g", "required")]
    assert found(q, {"g/a": ["x"]}) == []


def test_a_required_group_is_named_with_the_questions_missing_in_it():
    q = form(item("g", "group", required=True, item=[item("a", required=True)]))
    assert found(q, {}) == [("g", "required"), ("a", "required")]


def test_there_may_be_too_few_or_too_many_answers():
    limits = [ext("questionnaire-minOccurs", valueInteger=2), ext("questionnaire-maxOccurs", valueInteger=2)]
    q = form(item("a", "choice", repeats=True, answerOption=options("x", "y", "z"), extension=limits))
    x, y, z = (option.value for option in q.by_link["a"].options)
    assert found(q, {"a": [x]}) == [("a", "cardinality")]
    assert found(q, {"a": [x, y]}) == []
    assert found(q, {"a": [x, y, z]}) == [("a", "cardinality")]


def test_a_repeating_group_may_be_filled_in_too_seldom():
    least = [ext("questionnaire-minOccurs", valueInteger=2)]
    q = form(item("g", "group", repeats=True, item=[item("a")], extension=least))
    assert found(q, {"g[0]/a": ["x"]}) == [("g", "cardinality")]


def test_an_option_that_stands_alone_is_not_chosen_with_others():
    alone = options("none", "x")
    alone[0]["extension"] = [ext("questionnaire-optionExclusive", valueBoolean=True)]
    q = form(item("a", "choice", repeats=True, answerOption=alone))
    both = [option.value for option in q.by_link["a"].options]
    assert found(q, {"a": both}) == [("a", "option")]


def test_answers_of_disabled_items_are_not_judged():
    q = form(item("a", "boolean"), item("b", "integer", enableWhen=[when("a", "=", answerBoolean=True)]))
    assert found(q, {"a": [False], "b": ["nonsense"]}) == []
