"""What another engine, LForms, said of the same forms and answers (recorded by lforms/record.py)."""

from decimal import Decimal

import pytest

from portal.questionnaires import from_response, load, loads, response, walk
from tests.portal.questionnaires.forms import NOW
from tests.portal.questionnaires.lforms.record import HERE, judged

FORMS = judged()
CASES = [(name, line) for name in FORMS for line in (HERE / f"{name}.jsonl").read_text().splitlines()]


def written(items):
    for one in items:
        yield one["linkId"], one.get("answer")
        yield from written(one.get("item", []))


@pytest.mark.parametrize(("name", "line"), CASES)
def test_the_same_items_are_enabled_and_the_same_values_computed(name, line):
    verdict = loads(line)
    q = load(FORMS[name])
    answers = from_response(q, verdict["response"])
    # LForms makes help texts part of their question, no items of their own.
    apart = {one.link_id for one in q.by_link.values() if one.control == "help"}
    assert sorted(set(walk(q, answers).enabled) - apart) == sorted(verdict["enabled"])
    made = {}
    for link_id, answers_here in written(response(q, answers, authored=NOW).get("item", [])):
        made.setdefault(link_id, []).extend(answers_here or [])  # of every repeat of a group
    computed = {link_id for link_id in made if q.by_link[link_id].expressions.calculated}
    assert {link_id: made[link_id] for link_id in computed} == verdict["values"]


def test_there_is_something_to_compare():
    values = [value for _, line in CASES for value in loads(line)["values"].values()]
    assert len(values) > 20
    assert any(isinstance(answer[0].get("valueDecimal"), Decimal) for answer in values)
