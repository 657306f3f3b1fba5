"""What was asked in vain is counted in words that name nobody, and forgotten in time."""

from datetime import timedelta

from portal.faq import gaps
from portal.work import Workroom
from tests.clock import ManualClock


def test_the_same_question_is_counted_once_more(workroom: Workroom) -> None:
    first = workroom.do(gaps.note, "fr", ["ou", "est", "le", "portail"])
    assert workroom.do(gaps.note, "fr", ["ou", "est", "le", "portail"]) == first
    workroom.do(gaps.note, "en", ["portal"])
    (one, other) = workroom.do(gaps.unanswered)
    assert (one.words, one.times, one.language) == ("ou est le portail", 2, "fr")
    assert other.times == 1


def test_a_question_that_was_answered_is_listed_once_its_answer_was_not_the_one(workroom: Workroom) -> None:
    gap = workroom.do(gaps.note, "fr", ["mot", "passe"], 0)
    assert workroom.do(gaps.unanswered) == []
    workroom.do(gaps.missed, str(gap))
    workroom.do(gaps.missed, "made up")
    assert [one.words for one in workroom.do(gaps.unanswered)] == ["mot passe"]


def test_a_question_without_a_known_word_is_not_kept(workroom: Workroom) -> None:
    assert workroom.do(gaps.note, "fr", []) is None
    assert workroom.do(gaps.unanswered) == []


def test_a_gap_is_forgotten_after_half_a_year(workroom: Workroom, clock: ManualClock) -> None:
    workroom.do(gaps.note, "fr", ["portail"])
    assert workroom.do(gaps.forget) == 0
    clock.move(gaps.KEPT + timedelta(days=1))
    assert workroom.do(gaps.forget) == 1
