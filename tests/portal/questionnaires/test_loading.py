"""What is said of a form before anybody walks it."""

import json

import pytest

from portal.questionnaires import Coding, NotWalkable, check, load
from tests.portal.questionnaires.forms import ext, form, item, options, raw, when

VIDEO, PICTURE = ext("mimeType", valueCode="video/mp4"), ext("mimeType", valueCode="image/*")


def codes(*items, **more):
    return [(one.link_id, one.code, one.severity) for one in check(raw(*items, **more))]


def test_files_that_a_chat_can_take_are_nothing_to_say():
    taken = [
        item("a", "attachment", required=True),
        item("b", "attachment", extension=[PICTURE, VIDEO], repeats=True),
    ]
    assert codes(*taken) == []


def test_a_sound_form_has_no_findings():
    assert codes(item("a"), item("b", "choice", answerOption=options("x"))) == []


@pytest.mark.parametrize(
    ("items", "finding"),
    [
        ([item("a"), item("a")], ("a", "duplicate-link-id", "error")),
        ([item("a", "colour")], ("a", "unknown-type", "error")),
        ([{"type": "string"}], ("#1", "missing-link-id", "error")),
        ([item("a", "choice")], ("a", "no-options", "error")),
        ([item("a", "choice", answerValueSet="#gone")], ("a", "value-set", "error")),
        ([item("a", "choice", answerValueSet="http://hl7.org/fhir/ValueSet/x")], ("a", "value-set", "error")),
        ([item("a"), item("b", enableWhen=[when("a", "~")])], ("b", "enable-when", "error")),
        ([item("a", "reference", required=True)], ("a", "unsupported", "error")),
        ([item("a", "reference")], ("a", "unsupported", "warning")),
        ([item("a", "attachment", extension=[VIDEO], required=True)], ("a", "unsupported", "error")),
        ([item("a", "attachment", extension=[VIDEO])], ("a", "unsupported", "warning")),
        ([item("a", extension=[ext("regex", valueString="(?=x)")])], ("a", "pattern", "warning")),
        ([item("a", extension=[ext("minLength", valueString="two")])], ("a", "bad-extension", "warning")),
        ([item("a", extension=[{"url": "https://example.org/odd"}])], ("a", "extension", "warning")),
        ([item("a", enableWhen=[when("a", "!=", answerInteger=1)])], ("a", "circular", "warning")),
        ([{"linkId": "a", "type": "string"}], ("a", "no-text", "warning")),
    ],
)
def test_a_doubt_names_the_item_and_its_weight(items, finding):
    assert finding in codes(*items)


@pytest.mark.parametrize("junk", [b"", b"[]", b"{", b'{"resourceType": "Patient"}', b"[" * 100_000])
def test_what_is_no_questionnaire_is_refused(junk):
    with pytest.raises(NotWalkable) as refused:
        load(junk)
    assert [one.code for one in refused.value.findings] == ["malformed"]


def test_a_form_without_status_or_url_is_walked_with_a_reserve():
    bare = {"resourceType": "Questionnaire", "item": [item("a")]}
    assert [one.code for one in check(bare)] == ["no-status", "no-url"]
    assert load(bare).canonical == ""


def test_errors_come_before_warnings():
    assert [one[2] for one in codes({"linkId": "a", "type": "string"}, item("b", "colour"))] == [
        "error",
        "warning",
    ]


def test_a_remote_value_set_can_be_handed_in_expanded():
    expanded = {
        "resourceType": "ValueSet",
        "url": "http://example.org/vs",
        "expansion": {
            "contains": [{"system": "urn:x", "code": "1", "display": "One", "contains": [{"code": "2"}]}]
        },
    }
    q = load(raw(item("a", "choice", answerValueSet="http://example.org/vs|2")), [expanded])
    assert [option.value for option in q.by_link["a"].options] == [
        Coding("urn:x", "1", "One"),
        Coding("urn:x", "2", "2"),
    ]


def test_a_value_set_may_take_a_whole_code_system_of_the_form_and_leave_some_out():
    contained = [
        {"resourceType": "CodeSystem", "id": "c", "url": "urn:c", "concept": [{"code": "1"}, {"code": "2"}]},
        {"resourceType": "ValueSet", "id": "v", "compose": {
            "include": [{"system": "urn:c"}], "exclude": [{"system": "urn:c", "concept": [{"code": "1"}]}]}},
    ]  # fmt: skip
    q = form(item("a", "choice", answerValueSet="#v"), contained=contained)
    assert [option.value.code for option in q.by_link["a"].options] == ["2"]


def test_a_value_set_of_five_thousand_codes_is_taken():
    concepts = [{"code": f"c{number}"} for number in range(5000)]
    value_set = {
        "resourceType": "ValueSet",
        "id": "v",
        "compose": {"include": [{"system": "u", "concept": concepts}]},
    }
    q = form(item("a", "choice", answerValueSet="#v"), contained=[value_set])
    assert q.by_link["a"].option(Coding("u", "c4999")).display.said("fr") == "c4999"


def test_five_hundred_items_that_wait_for_each_other_are_walked():
    chain = [item("q0", "boolean")]
    chain += [
        item(f"q{n}", "boolean", enableWhen=[when(f"q{n - 1}", "=", answerBoolean=True)])
        for n in range(1, 500)
    ]
    assert len(form(*reversed(chain)).settling) == 500


@pytest.mark.parametrize("odd", ["\0", "\ud800"])
def test_what_no_database_could_hold_is_refused_wherever_it_stands(odd):
    assert ("malformed", "error") in {one[1:] for one in codes(item("q", text=f"Dites {odd}"))}
    assert ("malformed", "error") in {one[1:] for one in codes(item("q", **{odd: 1}))}
    assert codes(item("q", text="Dites \U0001f600")) == codes(item("q"))


def test_a_form_too_large_or_too_deep_is_refused():
    deep = item("end")
    for level in range(30):
        deep = item(f"g{level}", "group", item=[deep])
    assert ("too-large", "error") in {one[1:] for one in codes(deep)}
    assert ("too-large", "error") in {one[1:] for one in codes(*(item(f"q{n}") for n in range(2001)))}


def test_whatever_json_stands_in_a_form_is_reported_not_raised():
    odd = {"resourceType": "Questionnaire", "title": 3, "contained": "x", "item": [
        {"linkId": 5, "type": [], "text": {}, "extension": [{"url": 1}, "x"], "enableWhen": "y",
         "answerOption": [{}],
         "initial": [{"valueInteger": "z"}], "item": {"linkId": "a"}, "maxLength": "w"}, 7]}  # fmt: skip
    assert any(one.severity == "error" for one in check(json.dumps(odd).encode()))
