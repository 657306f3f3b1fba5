"""An operator's own wordings: whoever asks in one of them is answered, slips or not; nobody else is."""

import pytest

from portal.faq.asking import Desk
from portal.faq.own import Own

OWN = Own("fr", {"contact": ["le secrétariat svp", "Où est Mme Petit ?"], "privacy": ["c'est du béton ?"]})


@pytest.mark.parametrize(
    "typed", ["Le SECRETARIAT, svp !", "le secretraiat svp", "le secrétariat s'il vous plaît"]
)
def test_a_wording_is_heard_however_it_is_typed(typed: str) -> None:
    assert OWN.topics(typed) == ("contact",)


@pytest.mark.parametrize(
    "typed", ["", "svp", "le secrétariat", "pas le secrétariat svp", "où est M. Grand ?", "???"]
)
def test_other_words_are_none_of_them(typed: str) -> None:
    assert OWN.topics(typed) == ()


def test_a_wording_in_any_language_is_answered_and_one_of_two_topics_is_a_choice() -> None:
    desk = Desk({"fr": {"contact": ["zigouigoui"], "privacy": ["bidule"], "reminders": ["Bidule !"]}})
    assert desk.ask("zigouigoui", "en")[:2] == ("answer", "contact")
    assert desk.ask("bidule") == ("choices", None, ("privacy", "reminders"), 1.0)
    assert desk.ask("bidule", danger=bool).kind == "urgent"


def test_an_operators_wording_does_not_change_what_others_mean() -> None:
    own, ours = Desk({"fr": {"contact": ["mot de passe perdu"]}}), Desk({})
    assert own.ask("j'ai perdu mon mot de passe", "fr") == ours.ask("j'ai perdu mon mot de passe", "fr")
