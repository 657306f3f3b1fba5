"""A response read back shows every question that was put, and loses nothing that was sent."""

from decimal import Decimal

from portal.questionnaires import answered as reread
from portal.questionnaires import response, sent
from portal.questionnaires.rereading import reread as reread_apart
from tests.portal.questionnaires.forms import NOW, answered, ext, form, item, options, raw, said, when

TWO = [item("a", "boolean"), item("b", "integer", enableWhen=[when("a", "=", answerBoolean=True)]), item("c")]


def told(found):
    return [(one.path, list(one.values)) for one in found]


def test_what_was_passed_over_is_there_what_was_not_asked_is_not():
    q = form(*TWO)
    assert told(reread(q, answered(said("a", {"valueBoolean": False})), NOW)) == [("a", [False]), ("c", [])]


def test_what_was_sent_is_shown_although_it_would_not_be_asked_any_more():
    q = form(*TWO)
    sent_then = answered(said("a", {"valueBoolean": False}), said("b", {"valueInteger": 3}))
    assert told(reread(q, sent_then, NOW)) == [("a", [False]), ("c", []), ("b", [3])]


def test_repeats_come_one_by_one_and_offers_of_more_are_left_out():
    q = form(item("g", "group", repeats=True, item=[item("n", "integer")]), item("w", repeats=True))
    given = {"g[0]/n": [1], "g[1]": [True], "g[1]/n": [2], "w[0]": ["x"], "w[1]": ["y"]}
    found = reread(q, response(q, given, authored=NOW), NOW)
    assert told(found) == [("g[0]/n", [1]), ("g[1]/n", [2]), ("w[0]", ["x"]), ("w[1]", ["y"])]


def test_options_ticked_together_stand_together():
    q = form(item("c", "choice", repeats=True, answerOption=options("x", "y", "z")))
    made = response(
        q, {"c": [q.by_link["c"].options[0].value, q.by_link["c"].options[2].value]}, authored=NOW
    )
    assert [len(one.values) for one in reread(q, made, NOW)] == [2]
    assert [len(one.values) for one in sent(q, made)] == [2]


def test_what_was_sent_can_be_told_without_computing():
    hidden = item("h", "integer", extension=[ext("questionnaire-hidden", valueBoolean=True)])
    q = form(*TWO, hidden)
    made = answered(said("b", {"valueInteger": 3}), said("h", {"valueInteger": 1}))
    assert told(sent(q, made)) == [("b", [3])]


def test_it_is_the_same_from_the_source():
    made = answered(said("a", {"valueBoolean": True}), said("b", {"valueDecimal": Decimal("2.5")}))
    assert reread_apart(raw(*TWO), "", made, NOW) == reread(form(*TWO), made, NOW)
