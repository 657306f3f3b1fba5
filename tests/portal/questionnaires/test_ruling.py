"""Rules a care team sets on what is answered."""

from decimal import Decimal

import pytest

from portal.questionnaires import holds, must_read
from tests.portal.questionnaires.forms import form, item

RULE = "item.where(linkId='temperature').answer.value >= 38.5"


@pytest.mark.parametrize(("said", "held"), [(["38.5"], True), (["38.4"], False), ([], False)])
def test_a_rule_holds_or_not(said, held):
    answers = {"temperature": [Decimal(one) for one in said]}
    assert holds(form(item("temperature", "decimal")), answers, RULE) is held


def test_a_rule_that_cannot_be_read_is_refused_beforehand():
    must_read(RULE)
    with pytest.raises(ValueError, match="column"):
        must_read("item.where(")


def test_a_rule_that_fails_says_so():
    with pytest.raises(ValueError, match="'x'"):
        holds(form(item("a")), {}, "'x' + 1")
