"""Rules a care team sets on what is answered."""

import json
import pickle
from functools import partial
from time import thread_time

import pytest

from portal.questionnaires import must_read, verdicts

RULE = "item.where(linkId='temperature').answer.value >= 38.5"
SOURCE = json.dumps(
    {"resourceType": "Questionnaire", "status": "active",
     "item": [{"linkId": "temperature", "type": "decimal", "text": "T"}]}
)  # fmt: skip
FEVER = '{"item": [{"linkId": "temperature", "answer": [{"valueDecimal": 38.50}]}]}'
NOW = "2026-03-02T09:00:00+01:00"
FOR_EVER = "(1|2|3|4|5|6|7|8|9|10).select(%s)"
NEVER_ENDS = FOR_EVER % (FOR_EVER % (FOR_EVER % (FOR_EVER % (FOR_EVER % (FOR_EVER % "1")))))


@pytest.mark.parametrize(("said", "held"), [("38.5", True), ("38.4", False), ("", False)])
def test_a_rule_holds_or_not(said, held):
    answer = (
        f'"linkId": "temperature", "answer": [{{"valueDecimal": {said}}}]'
        if said
        else '"linkId": "temperature"'
    )
    assert verdicts(SOURCE, f'{{"item": [{{{answer}}}]}}', (RULE,), NOW) == [held]


def test_a_rule_that_cannot_be_read_is_refused_beforehand():
    must_read(RULE)
    with pytest.raises(ValueError, match="column"):
        must_read("item.where(")


def test_rules_are_judged_in_their_order_and_one_that_fails_is_not_taken_for_a_no():
    rules = (RULE, "'x' + 1", "item.where(linkId='temperature').answer.value < 38", "today() = @2026-03-02")
    assert verdicts(SOURCE, FEVER, rules, NOW) == [True, None, False, True]


def test_a_rule_that_never_ends_keeps_no_other_from_being_judged():
    began = thread_time()
    assert verdicts(SOURCE, FEVER, (NEVER_ENDS, RULE), NOW) == [None, True]
    assert thread_time() - began < 3


def test_many_rules_that_never_end_end_together_in_time():
    began = thread_time()
    assert verdicts(SOURCE, FEVER, (NEVER_ENDS,) * 50, NOW) == [None] * 50
    assert thread_time() - began < 4


@pytest.mark.parametrize("source", ["", "{}", '{"resourceType": "Questionnaire", "item": 3}'])
def test_a_form_that_cannot_be_read_judges_nothing_and_raises_nothing(source):
    assert verdicts(source, FEVER, (RULE,), NOW) == [None]


def test_a_rule_on_what_could_not_be_computed_is_not_judged():
    expression = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
    score = {"linkId": "score", "type": "integer", "text": "S", "readOnly": True, "extension": [
        {"url": expression, "valueExpression": {"language": "text/fhirpath", "expression": "'x' + 1"}}]}  # fmt: skip
    source = json.dumps({"resourceType": "Questionnaire", "status": "active", "item": [score]})
    rules = ("item.where(linkId='score').answer.value > 3", "1 > 2")
    assert verdicts(source, "{}", rules, NOW) == [None, False]


def test_what_is_judged_apart_can_be_sent_to_another_process():
    asked = partial(verdicts, SOURCE, FEVER, (RULE,), NOW)
    assert pickle.loads(pickle.dumps(asked))() == [True]
