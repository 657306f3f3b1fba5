"""Follow-ups as FHIR CarePlan, and why reminders are stopped."""

from datetime import date, timedelta
from typing import Any

import pytest
from fhirpathpy import evaluate

from portal import authorisations, followups, journal
from portal.authorisations import Operator, Right, patient_record
from portal.questionnaires import loads
from portal.work import Work
from tests.bot.console import Console
from tests.bot.test_commands_followup import EMAIL, form
from tests.databases import on_sqlite

ASKED = form({"linkId": "t", "type": "decimal", "text": "Température ?", "extension": [
    {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueDecimal": 42.50}]}, title="Fièvre")  # fmt: skip
# The invariants of R4 that concern what we write (CarePlan, Timing, Bundle), as the standard gives them.
INVARIANTS = {
    "cpl-3": "CarePlan.activity.all(detail.empty() or reference.empty())",
    "tim-1": "CarePlan.activity.detail.scheduled.repeat.all(duration.empty() or durationUnit.exists())",
    "tim-2": "CarePlan.activity.detail.scheduled.repeat.all(period.empty() or periodUnit.exists())",
    "tim-4": "CarePlan.activity.detail.scheduled.repeat.all(duration.exists() implies duration >= 0)",
    "tim-5": "CarePlan.activity.detail.scheduled.repeat.all(period.exists() implies period >= 0)",
    "tim-10": "CarePlan.activity.detail.scheduled.repeat.all(timeOfDay.empty() or when.empty())",
    "per-1": "CarePlan.period.all(end.empty() or start <= end)",
}


@pytest.fixture
def camille(masante: Console) -> str:
    return masante.patient()


def start(masante: Console, **plan: str) -> str:
    options = [part for name, value in plan.items() for part in (f"--{name}", value)]
    text = masante.file("form.json", ASKED).strip()
    return str(masante("followup", "start", "--json", *EMAIL, "--questionnaire", text, *options).json["id"])


def bundle(masante: Console) -> list[dict[str, Any]]:
    made = loads(masante("followup", "list", *EMAIL, "--bundle").out)
    assert (made["resourceType"], made["type"]) == ("Bundle", "collection")
    assert len({entry["fullUrl"] for entry in made["entry"]}) == len(made["entry"])  # bdl-7
    return [entry["resource"] for entry in made["entry"]]


def access(work: Work, account_id: str, right: Right) -> Any:
    return authorisations.require(work, Operator(), right, patient_record(account_id))


def test_a_follow_up_is_a_care_plan_that_names_a_form_of_the_same_bundle(
    masante: Console, camille: str
) -> None:
    one = start(masante, every="mon,thu", at="08:00,20:00", until="2999-12-31", window="90 min")
    asked, plan = bundle(masante)
    assert (asked["resourceType"], asked["title"]) == ("Questionnaire", "Fièvre")
    assert str(asked["item"][0]["extension"][0]["valueDecimal"]) == "42.5"
    assert (plan["id"], plan["status"], plan["title"]) == (one, "active", "Fièvre")
    assert plan["subject"] == {"reference": f"Patient/{camille}"}
    (activity,) = plan["activity"]
    assert activity["detail"]["instantiatesCanonical"] == plan["instantiatesCanonical"]
    assert plan["instantiatesCanonical"] == [f"{asked['url']}|{asked['version']}"]
    repeat = activity["detail"]["scheduledTiming"]["repeat"]
    assert (repeat["dayOfWeek"], repeat["timeOfDay"]) == (["mon", "thu"], ["08:00:00", "20:00:00"])
    assert (repeat["frequency"], repeat["period"], repeat["periodUnit"]) == (4, 1, "wk")
    assert (repeat["duration"], repeat["durationUnit"]) == (90, "min")
    assert repeat["boundsPeriod"]["_start"]["extension"][0]["valueCode"] == "Europe/Paris"


@on_sqlite
@pytest.mark.parametrize("rule", INVARIANTS)
def test_care_plans_keep_the_invariants_of_the_standard(masante: Console, camille: str, rule: str) -> None:
    start(masante, every="2 days", count="5")
    masante("followup", "stop", *EMAIL, "--all")
    start(masante, every="mon", window="2 days")
    plans = [one for one in bundle(masante) if one["resourceType"] == "CarePlan"]
    assert [evaluate(one, INVARIANTS[rule]) for one in plans] == [[True], [True]]


@on_sqlite
def test_a_care_plan_says_whether_it_stands_is_paused_or_was_stopped(masante: Console, camille: str) -> None:
    one = start(masante)
    hers = masante.do(access, camille, Right.FILL_IN)
    masante.do(followups.pause, hers, one, date.today() + timedelta(days=3))  # noqa: DTZ011
    paused = bundle(masante)[-1]
    assert (paused["status"], paused["activity"][0]["detail"]["status"]) == ("on-hold", "on-hold")
    masante("followup", "stop", *EMAIL)
    stopped = bundle(masante)[-1]
    assert (stopped["status"], stopped["activity"][0]["detail"]["status"]) == ("revoked", "stopped")
    assert stopped["period"]["end"] >= stopped["period"]["start"]


@on_sqlite
def test_another_s_follow_ups_are_no_bundle(masante: Console, camille: str) -> None:
    stranger = masante.professional()
    ended = masante("followup", "list", "--json", *EMAIL, "--professional", stranger, "--bundle")
    assert (ended.code, ended.json["refused"]) == (1, "no_right")


def stop_reminders(work: Work, account_id: str, *why: str) -> None:
    journal.write(work, patient_record(account_id), f"patient:{account_id}", "reminders_stopped")
    for one in why:
        journal.write(work, patient_record(account_id), "her", "reminders_stopped_because", why=one)


def test_stops_are_counted_by_form_and_last_reason_and_name_nobody(masante: Console, camille: str) -> None:
    options = ("--questionnaire", masante.file("form.json", ASKED))
    for n in range(5):
        account_id = masante.patient(f"p{n}@example.org")
        masante("followup", "start", "--patient", f"p{n}@example.org", *options)
        masante.do(stop_reminders, account_id, *(("heure", "souvent") if n < 3 else ()))
    masante.do(stop_reminders, camille, "souvent")  # she fills in no form
    found = masante("followup", "stops", "--json").json["stops"]
    assert [(one["title"], one["reason"], one["patients"]) for one in found] == [
        ("Fièvre", "souvent", 3), ("Fièvre", "unsaid", None)
    ]  # fmt: skip
    said = masante("followup", "stops").out
    assert "too often" in said
    assert "fewer than 3" in said


@on_sqlite
def test_stops_of_another_time_are_not_counted(masante: Console, camille: str) -> None:
    start(masante)
    masante.do(stop_reminders, camille, "souvent")
    assert "Nobody" in masante("followup", "stops", "--until", "2020-01-01").out
    assert masante("followup", "stops", "--json", "--since", "2999-01-01").json["stops"] == []
    assert masante.do(followups.count_stops) == {"souvent": 1}


@on_sqlite
def test_a_period_that_ends_before_it_begins_is_refused(masante: Console) -> None:
    ended = masante("followup", "stops", "--json", "--since", "2026-03-02", "--until", "2026-03-01")
    assert (ended.code, ended.json) == (1, {"refused": "period_empty"})
    assert masante("followup", "stops", "--since", "2026-03-02", "--until", "2026-03-02").code == 0
