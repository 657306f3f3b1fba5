"""Alerts: raised with the answer, told until someone looks after them, never twice, never lost."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from portal import accounts, authorisations, followups, journal, professionals
from portal.authorisations import Access, NoRight, Operator, Right, patient_record
from portal.errors import TookTooLong
from portal.followups import (
    AlertAcknowledged,
    AlertRead,
    AlertUnknown,
    FormAlreadySent,
    PlanInvalid,
    Response,
    alerts,
    store,
)
from portal.followups.model import AlertRow
from portal.followups.starting import plan_of
from portal.followups.telling import MOST
from portal.identity.model import IdentityRow
from portal.mailroom.model import Outgoing
from portal.policy import Policy
from portal.work import Unthought, Work, Workroom
from tests.clock import ManualClock
from tests.portal.accounts.conftest import House
from tests.portal.followups import to

FORM = json.dumps(
    {"resourceType": "Questionnaire", "status": "active", "title": "Asthma", "url": "urn:x", "version": "1",
     "item": [{"linkId": "t", "type": "decimal", "text": "Temperature"},
              {"linkId": "blood", "type": "boolean", "text": "Blood?"}]}
)  # fmt: skip
TEAM = "equipe@example.org"
FEVER = {"when": "item.where(linkId='t').answer.value >= 38.5", "severity": "medium", "text": "Fièvre"}
BLOOD = {
    "when": "item.where(linkId='blood').answer.value = true",
    "severity": "high",
    "text": "Sang",
    "show": True,
}
BROKEN = {"when": "'x' + 1", "severity": "low", "text": "Jamais"}


def said(t: float = 37.0, *, blood: bool = False) -> dict[str, Any]:
    items = [
        {"linkId": "t", "answer": [{"valueDecimal": t}]},
        {"linkId": "blood", "answer": [{"valueBoolean": blood}]},
    ]
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}


@pytest.fixture
def house(workroom: Workroom, clock: ManualClock) -> House:
    workroom.policy = Policy(support_email="aide@example.org")
    return House(workroom, clock)


@pytest.fixture
def access(house: House) -> Access:
    """The record of a linked patient; it is Monday, 11:00 in Paris."""
    found = house.do(authorisations.require, Operator(), Right.READ, patient_record(house.linked()))
    assert isinstance(found, Access)
    return found


def follow(
    house: House, access: Access, *rules: dict[str, Any], professional: str | None = None, **plan: Any
) -> str:
    whole = {"at": "08:00", "notify": TEAM, "phone": "01 99 00 12 34", "alerts": list(rules)} | plan
    started = house.do(followups.start, to(access, Right.FOLLOW), FORM, whole, professional)
    assert isinstance(started, str), started.facts
    house.do(followups.release_due)
    return started


def thinking(house: House, function: Callable[..., Any], *given: Any, **thought: Any) -> Any:
    """Run a work as the reception does: what must be thought about is, and it runs again."""
    thoughts: dict[str, Any] = {}

    def again(work: Work) -> Any:
        work.thoughts = thoughts
        return function(work, *given)

    while True:
        try:
            return house.do(again)
        except Unthought as first:
            thoughts[first.think.key] = thought.get("comes") or first.think.function()


def send(house: House, access: Access, resource: dict[str, Any], **thought: Any) -> Any:
    (form, *_) = house.do(followups.due, to(access, Right.FILL_IN))
    return thinking(
        house, followups.submit, to(access, Right.FILL_IN), form.occurrence_id, resource, **thought
    )


def standing(house: House, access: Access) -> list[AlertRead]:
    return house.do(followups.read_alerts, access)


def letters(house: House) -> list[dict[str, Any]]:
    return house.left("alert")


def tell(house: House) -> int:
    return sum(iter(lambda: house.do(followups.tell_due), 0))


def doctor(house: House) -> str:
    made = house.do(professionals.create, rpps="10009999995", first_name="Hélène", last_name="Morel",
                    profession="Chirurgienne", structure="", email="helene.morel@example.org")  # fmt: skip
    assert isinstance(made, str)
    return made


def test_an_answer_that_meets_a_rule_is_told_at_once_with_it(house: House, access: Access) -> None:
    followup = follow(house, access, FEVER, BLOOD)
    sent = send(house, access, said(38.5))
    (alert,), (letter,) = standing(house, access), letters(house)
    assert (alert.kind, alert.severity, alert.text, alert.told) == ("rule", "medium", "Fièvre", 1)
    assert (letter["to"], letter["queue"], letter["followup_id"]) == (TEAM, "email", followup)
    assert sent.alarm == followups.Alarm("medium", "01 99 00 12 34", told=True)


def test_an_answer_that_meets_no_rule_alarms_nobody(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    assert send(house, access, said(38.4)).alarm is None
    assert (standing(house, access), letters(house)) == ([], [])


def test_a_follow_up_without_rules_thinks_about_nothing(house: House, access: Access) -> None:
    follow(house, access)
    (form,) = house.do(followups.due, to(access, Right.FILL_IN))
    sent = house.do(followups.submit, to(access, Right.FILL_IN), form.occurrence_id, said(41))
    assert isinstance(sent, Response)


def test_by_default_an_e_mail_holds_initials_and_neither_rule_nor_title(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    (letter,) = letters(house)
    whole = json.dumps(letter, ensure_ascii=False)
    assert letter["who"] == "C. M."
    assert not [word for word in ("Fièvre", "39", "Asthma", "Martin", FEVER["when"]) if word in whole]


def test_a_plan_may_ask_for_the_name_and_the_team_s_own_words(house: House, access: Access) -> None:
    follow(house, access, FEVER, detail=True)
    send(house, access, said(39))
    (letter,) = letters(house)
    assert (letter["who"], letter["text"]) == ("Camille Martin", "Fièvre")
    assert FEVER["when"] not in json.dumps(letter)


def test_of_two_rules_the_graver_decides_what_the_patient_hears(house: House, access: Access) -> None:
    follow(house, access, FEVER, BLOOD)
    alarm = send(house, access, said(39, blood=True)).alarm
    assert (alarm.severity, alarm.texts) == ("high", ("Sang",))  # of the two, only one is for her
    assert sorted(one.severity for one in standing(house, access)) == ["high", "medium"]
    assert len(letters(house)) == 2


def test_a_low_alert_is_for_the_team_alone(house: House, access: Access) -> None:
    follow(house, access, {**FEVER, "severity": "low", "show": True})
    assert send(house, access, said(39)).alarm is None
    assert len(letters(house)) == 1


def test_a_rule_that_fails_is_told_as_unjudged_and_the_answer_is_taken(house: House, access: Access) -> None:
    follow(house, access, BROKEN, BLOOD)
    sent = send(house, access, said(blood=True))
    assert sent.alarm.severity == "high"
    kinds = {one.kind: one.severity for one in standing(house, access)}
    assert kinds == {"unjudged": "low", "rule": "high"}
    assert len(house.do(followups.responses, access)) == 1


def test_rules_that_did_not_end_in_time_are_one_alert_as_grave_as_the_gravest(
    house: House, access: Access
) -> None:
    other = {**BLOOD, "notify": "astreinte@example.org"}
    follow(house, access, FEVER, other)
    sent = send(house, access, said(39), comes=TookTooLong("deadline"))
    assert isinstance(sent, Response)
    (alert,) = standing(house, access)
    assert (alert.kind, alert.severity, sent.alarm) == ("unjudged", "high", None)
    assert {letter["to"] for letter in letters(house)} == {TEAM, "astreinte@example.org"}


def test_a_form_sent_twice_at_once_alarms_once(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    (form,) = house.do(followups.due, to(access, Right.FILL_IN))
    with ThreadPoolExecutor(4) as devices:
        once = [devices.submit(thinking, house, followups.submit, to(access, Right.FILL_IN), form.occurrence_id,
                               said(39)) for _ in range(4)]  # fmt: skip
    assert sum(one.result() == FormAlreadySent() for one in once) == 3
    assert len(standing(house, access)) == len(letters(house)) == 1


def test_it_is_told_again_until_someone_looks_after_it(house: House, access: Access) -> None:
    follow(house, access, FEVER, again_after="2 h")
    send(house, access, said(39))
    house.wait(hours=1, minutes=59)
    assert tell(house) == 0
    house.wait(minutes=1)
    assert (tell(house), tell(house)) == (1, 0)
    assert [letter["told"] for letter in letters(house)] == [1, 2]
    (alert,) = standing(house, access)
    assert house.do(followups.acknowledge, to(access, Right.FOLLOW), alert.id) is None
    house.wait(days=3)
    assert (tell(house), len(letters(house)), standing(house, access)) == (0, 2, [])


def test_two_tickers_tell_it_again_once(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    house.wait(hours=5)
    with ThreadPoolExecutor(4) as tickers:
        assert sum(tickers.map(lambda _: tell(house), range(4))) == 1
    assert len(letters(house)) == 2


def test_it_is_not_told_for_ever_but_stands_and_is_counted(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    for _ in range(MOST + 3):
        house.wait(hours=4)
        tell(house)
    assert len(letters(house)) == MOST
    assert letters(house)[-1]["again_after"] == 0
    counted = house.do(followups.count_alerts)
    assert (counted["standing"], counted["unanswered"]) == (1, 1)
    lines = [line.action for line in house.do(journal.read, access.record)]
    assert (lines.count("alert_told"), lines.count("alert_unanswered")) == (MOST, 1)


def test_a_silence_is_told_once(house: House, access: Access) -> None:
    followup = follow(house, access)

    def close(work: Work) -> None:
        found = store.get_followup(work, followup)
        assert found is not None
        for _ in range(2):
            alerts.silent(work, found, plan_of(work.keys, found), "an occurrence")

    house.do(close)
    house.wait(days=2)
    assert (tell(house), len(letters(house))) == (0, 1)
    (alert,) = standing(house, access)
    assert (alert.kind, letters(house)[0]["again_after"]) == ("silence", 0)
    assert house.do(followups.count_alerts)["unanswered"] == 0


def test_without_addresses_the_professional_is_told_else_support(house: House, access: Access) -> None:
    follow(house, access, FEVER, notify=[], professional=doctor(house), count=1)
    send(house, access, said(39))
    follow(house, access, FEVER, notify=[])
    send(house, access, said(39))
    assert [letter["to"] for letter in letters(house)] == ["helene.morel@example.org", "aide@example.org"]


def test_an_address_that_bounces_gives_way_to_the_professional_then_to_support(
    house: House, access: Access
) -> None:
    follow(house, access, FEVER, professional=doctor(house))
    send(house, access, said(39))
    (alert,) = standing(house, access)
    assert house.do(followups.bounced, alert.id, TEAM)
    assert house.do(followups.bounced, alert.id, TEAM)  # a double of the same e-mail
    assert house.do(followups.bounced, alert.id, "helene.morel@example.org")
    assert not house.do(followups.bounced, alert.id, "aide@example.org")
    assert [letter["to"] for letter in letters(house)] == [
        TEAM,
        "helene.morel@example.org",
        "aide@example.org",
    ]
    assert letters(house)[-1]["refused"]
    assert house.do(followups.count_alerts)["unanswered"] == 1


def test_where_nobody_can_be_told_the_patient_is_not_told_otherwise(house: House, access: Access) -> None:
    house.room.policy = Policy()
    follow(house, access, FEVER, notify=[])
    assert send(house, access, said(39)).alarm.told is False
    assert house.do(followups.count_alerts)["unanswered"] == 1


def test_with_e_mail_off_nobody_is_said_to_know_until_it_is_on(house: House, access: Access) -> None:
    on = house.room.policy
    house.room.policy = replace(on, email=False)
    follow(house, access, FEVER)
    assert send(house, access, said(39)).alarm.told is False
    assert (standing(house, access)[0].told, letters(house)) == (0, [])
    house.room.policy = on
    house.wait(hours=4)
    assert (tell(house), len(letters(house))) == (1, 1)


def test_an_alert_is_acknowledged_once_and_by_whom_is_kept(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    (alert,) = standing(house, access)
    assert house.do(followups.acknowledge, to(access, Right.FOLLOW), alert.id) is None
    again = house.do(followups.acknowledge, to(access, Right.FOLLOW), alert.id)
    assert again == AlertAcknowledged(at=house.clock.now())
    (kept,) = house.do(lambda work: followups.read_alerts(work, access, standing=False))
    assert (kept.acknowledged_by, kept.acknowledged_at) == ("operator", house.clock.now())
    assert not house.do(followups.still_standing, alert.id)
    assert "alert_acknowledged" in [line.action for line in house.do(journal.read, access.record)]


def test_an_alert_of_somebody_else_is_unknown(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    (alert,) = standing(house, access)
    stranger = replace(to(access, Right.FOLLOW), record=patient_record(house.register("marc@example.org")))
    assert house.do(followups.acknowledge, stranger, alert.id) == AlertUnknown()
    assert house.do(followups.acknowledge, to(access, Right.FOLLOW), "nothing") == AlertUnknown()
    assert house.do(followups.acknowledge_all, stranger) == AlertUnknown()
    assert len(standing(house, access)) == 1


def test_a_professional_without_right_acknowledges_nothing(house: House, access: Access) -> None:
    hers = authorisations.Professional(doctor(house))
    assert isinstance(house.do(authorisations.require, hers, Right.FOLLOW, access.record), NoRight)


def test_an_alert_of_a_stopped_follow_up_or_a_locked_account_still_stands_and_is_told(
    house: House, access: Access
) -> None:
    followup = follow(house, access, FEVER)
    send(house, access, said(39))
    house.do(followups.stop, to(access, Right.FOLLOW), followup)
    house.do(accounts.lock, access.account_id)
    house.wait(hours=5)
    assert (tell(house), len(letters(house)), len(standing(house, access))) == (1, 2, 1)


def test_of_who_is_erased_nothing_is_said_but_the_alert(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    house.do(lambda work: work.execute(delete(IdentityRow)))
    house.wait(hours=5)
    assert (tell(house), letters(house)[-1]["who"]) == (1, "")


def test_one_alert_that_breaks_keeps_no_other_from_being_told(house: House, access: Access) -> None:
    follow(house, access, FEVER, BLOOD)
    send(house, access, said(39, blood=True))
    broken, other = standing(house, access)
    unreadable = update(AlertRow).where(AlertRow.id == broken.id).values(sealed=b"nothing")
    house.do(lambda work: work.execute(unreadable))
    house.wait(hours=5)
    tell(house)
    told = dict(house.do(lambda work: work.execute(select(AlertRow.id, AlertRow.told)).all()))
    assert (told[broken.id], told[other.id]) == (1, 2)


def test_what_alarmed_is_sealed(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    rows = house.do(
        lambda work: [*work.execute(select(AlertRow.__table__)), *work.execute(select(Outgoing.__table__))]
    )
    clear = repr([[value for value in row if not isinstance(value, bytes)] for row in rows])
    assert not [word for word in ("Fièvre", TEAM, "linkId", "Camille") if word in clear]


def test_who_is_on_duty_sees_what_stands_and_nothing_of_health(house: House, access: Access) -> None:
    follow(house, access, FEVER)
    send(house, access, said(39))
    (one,) = house.do(followups.standing_alerts)
    assert (one.severity, one.kind, one.told) == ("medium", "rule", 1)
    assert "Fièvre" not in repr(one)
    assert not hasattr(one, "text")


def test_adherence_counts_the_forms_that_are_over_and_not_the_one_that_is_open(
    house: House, access: Access
) -> None:
    followup = follow(house, access, window="2 h", at=["10:00", "12:00", "18:00"])
    send(house, access, said())
    for hours in (2, 2, 4):  # at 13:00 one opens, at 15:00 it has closed, at 19:00 the third is open
        house.wait(hours=hours)
        house.do(followups.release_due)
        house.do(followups.close_over)
    how = house.do(followups.adherence, access)[followup]
    assert (how.due, how.sent, how.rate) == (2, 1, 0.5)
    assert followups.Adherence().rate is None


@pytest.mark.parametrize(
    ("rule", "key", "why"),
    [({"when": "item.where(", "text": "x"}, "alerts[0].when", "no_fhirpath"),
     ({**FEVER, "show": "yes"}, "alerts[0].show", "not_understood"),
     ({**FEVER, "notify": "nobody"}, "alerts[0].notify", "no_address"),
     ({**FEVER, "severity": "grave"}, "alerts[0].severity", "not_understood"),
     ({"when": "true"}, "alerts[0]", "not_understood")],
)  # fmt: skip
def test_a_rule_that_cannot_be_kept_is_refused_at_start_and_named(
    house: House, access: Access, rule: dict[str, Any], key: str, why: str
) -> None:
    plan = {"alerts": [rule]}
    assert house.do(followups.start, to(access, Right.FOLLOW), FORM, plan, None) == PlanInvalid(
        key=key, why=why
    )
