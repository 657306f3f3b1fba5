"""The two questionnaires that come with the project."""

from pathlib import Path

import pytest

import portal.questionnaires
from portal.questionnaires import check, load, play, walk
from tests.portal.questionnaires.forms import NOW, answered, said

LIBRARY = Path(portal.questionnaires.__file__).parent / "library"
NAMES = ["after-day-surgery", "child-asthma"]
A_LABEL = 64


@pytest.fixture(params=NAMES)
def q(request):
    return load((LIBRARY / f"{request.param}.json").read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_there_is_nothing_to_say_against_it(name):
    assert check((LIBRARY / f"{name}.json").read_bytes()) == []


def test_every_text_is_in_french_and_in_english(q):
    for item in q.by_link.values():
        for text in (item.text, *(option.display for option in item.options)):
            assert text.said("fr") != text.said("en") or text.said("fr") in {"Toux", "Pollen"}


def test_options_fit_on_buttons(q):
    assert all(
        len(option.display.said("fr")) < A_LABEL for item in q.by_link.values() for option in item.options
    )


def test_a_good_day_is_eight_to_twelve_questions(q):
    assert 7 <= len(walk(q, {}).steps) <= 12


def test_pain_asks_whether_the_medicine_helps():
    q = load((LIBRARY / "after-day-surgery.json").read_bytes())
    little = play(q, answered(said("pain", {"valueInteger": 3})), authored=NOW)
    much = play(q, answered(said("pain", {"valueInteger": 4})), authored=NOW)
    assert "pain-relief" not in little["asked"]
    assert "pain-relief" in much["asked"]


def test_a_fever_is_taken_with_its_unit():
    q = load((LIBRARY / "after-day-surgery.json").read_bytes())
    raw = answered(
        said("temperature-taken", {"valueBoolean": True}), said("temperature", {"valueDecimal": 38.55})
    )
    assert ("temperature", "decimals") in {
        (one["linkId"], one["code"]) for one in play(q, raw, authored=NOW)["errors"]
    }
    assert q.by_link["temperature"].units[0].display == "°C"


def test_a_quiet_week_asks_for_no_triggers():
    q = load((LIBRARY / "child-asthma.json").read_bytes())
    assert "triggers" not in walk(q, {"nights": [0]}).enabled
    assert "triggers" in walk(q, {"nights": [2]}).enabled
