"""What a form computes, worked out elsewhere and applied here, is what it would have been here."""

import json

import pytest

from portal.questionnaires import (
    Coding,
    Verdict,
    decided,
    dumps,
    from_response,
    load,
    loads,
    problems,
    response,
    to_json,
    too_late,
    walk,
)
from tests.portal.questionnaires.forms import NOW, SDC, form, item, options, raw
from tests.portal.questionnaires.lforms.record import HERE, judged
from tests.portal.questionnaires.test_computing import calculated, expression, rule

FORMS = {name: text for name, text in judged().items() if load(text).computed}
CASES = [(name, line) for name in FORMS for line in (HERE / f"{name}.jsonl").read_text().splitlines()]


def toggle(when, *codes):
    parts = [{"url": "option", "valueCoding": {"system": "urn:test", "code": code}} for code in codes]
    said = {"url": "expression", "valueExpression": {"language": "text/fhirpath", "expression": when}}
    return {"url": SDC + "answerOptionsToggleExpression", "extension": [*parts, said]}


def apart(q, answers, now=NOW):
    """As a child process does it: everything crosses as JSON."""
    given = json.loads(json.dumps(to_json(answers)))
    return Verdict(*json.loads(json.dumps(decided(dumps(q.raw), "", given, now.isoformat()))))


@pytest.mark.parametrize(("name", "line"), CASES)
def test_a_verdict_from_elsewhere_changes_nothing(name, line):
    q = load(FORMS[name])
    answers = from_response(q, loads(line)["response"])
    verdict = apart(q, answers)
    here, there = walk(q, answers, NOW), walk(q, answers, NOW, verdict)
    assert (here.steps, here.enabled, here.closing) == (there.steps, there.enabled, there.closing)
    assert problems(q, answers, NOW) == problems(q, answers, NOW, verdict)
    assert response(q, answers, authored=NOW) == response(q, answers, authored=NOW, verdict=verdict)


def test_options_proposals_rules_and_failures_come_back_too():
    q = form(
        item("a", "date", extension=[expression("initialExpression", "today()")]),
        item("b", "choice", answerOption=options("x", "y"), extension=[toggle("1 = 2", "x")]),
        calculated("c", "integer", "'x' + 1"),
        extension=[rule("item.where(linkId='b').exists()")],
    )
    walked = walk(q, {}, NOW, apart(q, {}))
    assert walked.step("a").answers == (NOW.date(),)
    assert [option.value.code for option in walked.step("b").options] == ["y"]
    found = {(one.link_id, one.code) for one in problems(q, {}, NOW, apart(q, {}))}
    assert found == {("", "constraint"), ("c", "expression")}


def test_what_came_too_late_is_named_and_blocks_nobody():
    q = form(
        item("a", required=True),
        calculated("b", "integer", "1"),
        item("c", extension=[expression("enableWhenExpression", "true")], required=True),
        item("d", "choice", answerOption=options("x"), extension=[toggle("true", "x")], required=True),
        extension=[rule("false")],
    )
    late = too_late()
    walked = walk(q, {}, NOW, late)
    assert [(step.path, len(step.options)) for step in walked.steps] == [("a", 0), ("d", 1)]
    found = problems(q, {"a": ["x"], "d": [Coding("urn:test", "x")]}, NOW, late)
    assert {(one.link_id, one.code) for one in found} == {(one, "expression") for one in ("", "b", "c", "d")}
    assert not any(one.blocks for one in found)


def test_an_option_whose_toggle_fails_is_offered():
    q = form(item("a", "choice", answerOption=options("x", "y"), extension=[toggle("'x' + 1", "x", "y")]))
    assert len(walk(q, {}).steps[0].options) == 2


def test_a_question_without_any_option_left_is_not_asked_and_does_not_block():
    q = form(
        item("a", "choice", answerOption=options("x"), extension=[toggle("1 = 2", "x")], required=True),
        item("b", "open-choice", answerOption=options("x"), extension=[toggle("1 = 2", "x")]),
    )
    assert [step.path for step in walk(q, {}).steps] == ["b"]
    assert problems(q, {}) == []


def test_a_form_that_computes_nothing_asks_nobody():
    assert load(raw(item("a"))).computed == 0


@pytest.mark.parametrize(("text", "clocked"), [("today()", True), ("now() > @2026", True), ("1 + 1", False)])
def test_a_form_says_whether_it_looks_at_the_clock(text, clocked):
    assert form(item("a"), calculated("b", "string", text)).clocked is clocked
