"""The plans given as examples can be kept, and their rules mean what they say on the shipped forms."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.seeding import PEOPLE
from portal.followups.plan import Plan
from portal.followups.plan_file import parse
from portal.questionnaires import verdicts
from tests.journeys.people import shipped

PLANS = Path(__file__).parents[3] / "docs" / "plans"
WRITTEN = {path.stem: tomllib.loads(path.read_text()) for path in sorted(PLANS.glob("*.toml"))}
SEEDED = {f"{one.form} of the demo": dict(one.plan) for one in PEOPLE if one.form}
EXAMPLES = WRITTEN | SEEDED


def read(name: str) -> Plan:
    plan = parse(EXAMPLES[name], date(2026, 3, 2))
    assert isinstance(plan, Plan), plan.facts
    return plan


def judged(name: str, **said: Any) -> list[bool | None]:
    """What each rule says, by a form whose answers are these; a text is the code of an option."""
    items = [{"linkId": one, "answer": [_answer(value)]} for one, value in said.items()]
    rules = tuple(rule.when for rule in read(name).alerts)
    source = shipped(name.removesuffix(" of the demo"))
    return verdicts(source, json.dumps({"item": items}), rules, "2026-03-02T09:00:00+01:00")


def _answer(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"valueBoolean": value}
        case int():
            return {"valueInteger": value}
        case float():
            return {"valueDecimal": value}
    form = value.partition("-")[0]
    named = "child-asthma" if form in ("relief", "days") else "after-day-surgery"
    return {"valueCoding": {"system": f"https://masante-bot.example/CodeSystem/{named}", "code": value}}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_rule_can_be_judged_and_none_holds_on_nothing(name: str) -> None:
    assert judged(name) == [False] * len(read(name).alerts)
    assert read(name).alerts


@pytest.mark.parametrize(
    ("name", "said", "held"),
    [("after-day-surgery", {"pain": 2, "temperature-taken": True, "temperature": 38.5}, {0}),
     ("after-day-surgery", {"temperature-taken": True, "temperature": 38.4}, set()),
     ("after-day-surgery", {"dressing": "dressing-soaked", "bleeding": False}, {2}),
     ("after-day-surgery", {"signs": "sign-calf"}, {3}),
     ("after-day-surgery", {"medication": False}, {4}),
     ("after-day-surgery of the demo", {"dressing": "dressing-stained", "bleeding": True}, {1}),
     ("after-day-surgery of the demo", {"signs": "sign-breath"}, {1}),
     ("child-asthma", {"nights": 3}, {1}),
     ("child-asthma", {"days": "days-few", "reliever": True, "puffs": 10}, {0}),
     ("child-asthma of the demo", {"days": "days-few", "reliever": True, "relief": "relief-none"}, {0})],
)  # fmt: skip
def test_a_rule_holds_on_what_it_is_about_and_no_other_does(
    name: str, said: dict[str, Any], held: set[int]
) -> None:
    assert {number for number, one in enumerate(judged(name, **said)) if one} == held
