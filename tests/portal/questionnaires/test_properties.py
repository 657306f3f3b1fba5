"""Whatever the form and whatever is answered, what must hold holds."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import portal.questionnaires
from portal.questionnaires import (
    Coding,
    Quantity,
    Uri,
    Verdict,
    check,
    decided,
    dumps,
    from_json,
    from_response,
    load,
    play,
    problems,
    response,
    to_json,
    walk,
)
from tests.portal.questionnaires.forms import NOW, item, options, prune, raw, when
from tests.portal.questionnaires.test_computing import expression

LIBRARY = Path(portal.questionnaires.__file__).parent / "library"
WORDS = [
    "linkId",
    "type",
    "url",
    "extension",
    "valueString",
    "valueCoding",
    "item",
    "code",
    "question",
    "system",
]
KINDS = ["boolean", "integer", "decimal", "string", "choice", "date", "quantity", "group"]
CODES = ["x", "y", "z"]
VALUES = {
    "boolean": st.booleans(),
    "integer": st.integers(-9, 9),
    "decimal": st.decimals(-9, 9, places=2),
    "string": st.text("ab", min_size=1, max_size=3),
    "choice": st.sampled_from(CODES).map(lambda code: Coding("urn:test", code, code.title())),
    "date": st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    "quantity": st.decimals(0, 9, places=1).map(Quantity),
    "dateTime": st.datetimes(timezones=st.just(UTC)),
    "time": st.times(),
    "url": st.just(Uri("https://example.org")),
}


@st.composite
def conditions(draw, size):
    operator = draw(st.sampled_from(["=", "!=", "exists", ">"]))
    answer = {"answerBoolean": draw(st.booleans())} if operator == "exists" else draw(
        st.sampled_from([{"answerBoolean": True}, {"answerInteger": 1}, {"answerCoding": {"code": "x"}}])
    )  # fmt: skip
    return when(f"q{draw(st.integers(0, size - 1))}", operator, **answer)


@st.composite
def forms(draw):
    """Up to eight items, nested, repeating, asking about each other in any direction."""
    size = draw(st.integers(1, 8))
    roots: list[dict] = []
    made: list[dict] = []
    for number in range(size):
        kind = draw(st.sampled_from(KINDS))
        one = item(f"q{number}", kind, repeats=draw(st.booleans()), required=draw(st.booleans()))
        one["enableWhen"] = draw(st.lists(conditions(size), max_size=2))
        one["enableBehavior"] = draw(st.sampled_from(["all", "any"]))
        if kind == "choice":
            one["answerOption"] = options(*CODES)
        above = draw(st.one_of(st.none(), st.sampled_from(made))) if made else None
        (roots if above is None else above.setdefault("item", [])).append(one)
        made.append(one)
    return load(raw(*roots))


@st.composite
def answered_forms(draw):
    """A form and the answers of somebody who filled it in for a while."""
    q = draw(forms())
    answers = {}
    for _ in range(draw(st.integers(0, 12))):
        step = walk(q, answers).next
        if step is None:
            break
        kind = step.item.type
        most = 2 if step.item.many else 1
        values = st.just([True]) if kind == "group" else st.lists(VALUES[kind], max_size=most, unique_by=str)
        answers[step.path] = draw(st.one_of(st.just([]), values))
    for path in draw(st.lists(st.sampled_from(sorted(answers)), max_size=2)) if answers else []:
        step = walk(q, answers).step(path)
        if step and step.item.is_question:
            answers[path] = draw(st.lists(VALUES[step.item.type], min_size=1, max_size=1))
    return q, answers


@settings(max_examples=60, deadline=None)
@given(answered_forms())
def test_only_enabled_questions_are_put_and_each_place_once(case):
    q, answers = case
    walked = walk(q, answers)
    assert {step.item.link_id for step in walked.steps} <= set(walked.enabled)
    assert len({step.path for step in walked.steps}) == len(walked.steps)


@settings(max_examples=60, deadline=None)
@given(answered_forms())
def test_what_is_pruned_walks_and_responds_the_same_without_circles(case):
    q, answers = case
    kept = prune(q, answers)
    if not q.circular:
        assert walk(q, kept).enabled == walk(q, answers).enabled
        assert response(q, kept, authored=NOW) == response(q, answers, authored=NOW)


@settings(max_examples=60, deadline=None)
@given(answered_forms())
def test_a_response_read_back_and_played_again_is_the_same(case):
    q, answers = case
    made = response(q, answers, authored=NOW)
    if not q.circular:
        assert response(q, from_response(q, made), authored=NOW) == made
        assert play(q, made, authored=NOW)["response"] == made


@settings(max_examples=60, deadline=None)
@given(answered_forms())
def test_the_tree_survives_a_bookmark(case):
    _, answers = case
    assert from_json(json.loads(json.dumps(to_json(answers)))) == answers


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(*VALUES.values(), st.just(Decimal("1.10")), st.just(time(1)), st.just(datetime.now(UTC)))
    )
)
def test_every_value_survives_a_bookmark(values):
    assert from_json(json.loads(json.dumps(to_json({"a": values})))) == {"a": values}


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-1, 3), st.text("ab#|", max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(WORDS), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_form_is_reported_never_raised(data):
    broken = json.loads((LIBRARY / "after-day-surgery.json").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = broken
        while isinstance(place, dict | list) and place:
            key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
            if data.draw(st.integers(0, 3)) == 0 or not isinstance(place[key], dict | list):
                place[key] = data.draw(JUNK)
                break
            place = place[key]
    if not any(one.severity == "error" for one in check(broken)):
        play(load(broken), None, authored=NOW)


EXPRESSIONS = [
    "%resource.item.where(linkId='q0').answer.value", "item.answer.value.count()", "%resource.descendants().count()",
    "1 / 0", "'x' + 1", "1 +", "true", "{}", "%v", "today()", "iif(%resource.item.answer.exists(), 1, {})",
    "%resource.item.where(linkId='q1').answer.value + 1",
]  # fmt: skip
HOW = ["calculatedExpression", "initialExpression", "enableWhenExpression"]


@st.composite
def computing_forms(draw):
    """Up to six items that compute from each other whatever comes to mind."""
    made = []
    for number in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["integer", "string", "boolean", "date", "choice"]))
        own = [
            expression(draw(st.sampled_from(HOW)), draw(st.sampled_from(EXPRESSIONS)))
            for _ in range(draw(st.integers(0, 2)))
        ]
        options_of = {"answerOption": options(*CODES)} if kind == "choice" else {}
        made.append(item(f"q{number}", kind, extension=own, required=draw(st.booleans()), **options_of))
    return load(raw(*made))


@settings(max_examples=60, deadline=None)
@given(computing_forms(), st.data())
def test_a_verdict_worked_out_elsewhere_decides_the_same(q, data):
    answers = {}
    for _ in range(data.draw(st.integers(0, 6))):
        verdict = Verdict(
            *json.loads(json.dumps(decided(dumps(q.raw), "", to_json(answers), NOW.isoformat())))
        )
        here, there = walk(q, answers, NOW), walk(q, answers, NOW, verdict)
        assert (here.steps, here.enabled) == (there.steps, there.enabled)
        # Details name addresses of objects.
        found = (problems(q, answers, NOW), problems(q, answers, NOW, verdict))
        assert [(one.link_id, one.code) for one in found[0]] == [(one.link_id, one.code) for one in found[1]]
        assert response(q, answers, authored=NOW) == response(q, answers, authored=NOW, verdict=verdict)
        if (step := here.next) is None:
            break
        answers[step.path] = data.draw(st.lists(VALUES[step.item.type], max_size=1))
