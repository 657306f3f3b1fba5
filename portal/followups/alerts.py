"""Alerts: what the care team must look at, raised by its own rules and by silence, never by the bot."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from portal import journal
from portal.authorisations import record_named
from portal.errors import TookTooLong
from portal.followups import alert_store, store, telling
from portal.followups.alert_store import Alert
from portal.followups.model import DANGER, OPEN, RULE, SENT, SILENCE, UNJUDGED
from portal.followups.plan import AlertRule, Plan
from portal.followups.starting import plan_of
from portal.followups.store import FollowUp, Occurrence
from portal.followups.telling import Terms
from portal.followups.whose import is_child
from portal.questionnaires import dumps, verdicts
from portal.work import Work

HOUR = timedelta(hours=1)
UNANSWERED = " (perhaps: asked whether it is urgent, she did not answer)"
GRAVE = ("medium", "high")  # what a patient hears of at once; in this order


class Judged(NamedTuple):
    """What the rules of a follow-up say of an answer, in their order; None: they could not be judged at all."""

    followup: FollowUp
    plan: Plan
    verdicts: Sequence[bool | None] | None


@dataclass(frozen=True)
class Alarm:
    """What a patient must hear at once: how grave it is, the team's number, whether it has been told, its words."""

    severity: str  # medium, high
    phone: str
    told: bool
    texts: tuple[str, ...] = ()


def judge(work: Work, one: Occurrence, resource: Mapping[str, Any]) -> Judged | None:
    """Judge the rules on an answer that is being sent; None where there are none.

    Strangers wrote them: they are thought about apart, so this comes before anything is changed.
    """
    followup = store.get_followup(work, one.followup_id)
    # The other parent's counts too.
    heard = one.state == OPEN or (one.state == SENT and is_child(one.account_id))
    plan = plan_of(work.keys, followup) if followup and heard else None
    if followup is None or plan is None or not plan.alerts:
        return None
    said = dumps({"resourceType": "QuestionnaireResponse", "item": resource.get("item", [])})
    key = f"alerts:{one.id}:{hashlib.sha256(said.encode()).hexdigest()}"
    source, value_sets = store.source(work, one.questionnaire_id)
    rules = tuple(rule.when for rule in plan.alerts)
    now = work.now.astimezone(ZoneInfo(followup.zone)).isoformat()
    try:
        found = work.thought(key, partial(verdicts, source, said, rules, now, value_sets), apart=True)
    except TookTooLong:
        found = None
    return Judged(followup, plan, found)


def raise_held(work: Work, one: Occurrence, judged: Judged | None) -> Alarm | None:
    """Raise what holds, and what could not be judged, and tell the team; returns what the patient must hear."""
    if judged is None:
        return None
    followup, plan, found = judged
    if found is None:
        _raise(work, followup, plan, one.id, UNJUDGED, _all_of(plan), f"unjudged:{one.id}")
        return None
    held: list[AlertRule] = []
    told = False
    for number, (rule, verdict) in enumerate(zip(plan.alerts, found, strict=True)):
        if verdict is None:
            _raise(work, followup, plan, one.id, UNJUDGED, rule, f"unjudged:{one.id}:{number}")
        elif verdict:
            told |= _raise(work, followup, plan, one.id, RULE, rule, f"rule:{one.id}:{number}")
            held.append(rule)
    return _alarm(plan, [rule for rule in held if rule.severity in GRAVE], told=told)


def silent(work: Work, followup: FollowUp, plan: Plan, occurrence_id: str) -> None:
    """Tell the care team, once, that so many forms in a row closed without an answer."""
    rule = AlertRule("", "medium", "", plan.notify)
    _raise(work, followup, plan, occurrence_id, SILENCE, rule, f"silence:{occurrence_id}")


def endangered(work: Work, account_id: str, kinds: Sequence[str], *, unanswered: bool = False) -> bool:
    """Tell the care teams of someone's follow-ups, where these say so, that she wrote words of danger, never which.

    Whether one is told: now, or within the hour already. `kinds`: as `portal.danger` names them; sealed with the alert.
    `unanswered`: her words only may be, and she was asked whether it is urgent, in vain; fewer plans ask to hear of it.
    """
    standing = alert_store.of_account(work, account_id, standing=True)
    lately = {
        one.followup_id
        for one in standing
        if one.kind == DANGER and one.raised_at > work.now - HOUR and one.told
    }
    told = False
    for followup in store.followups_of(work, account_id):
        plan = plan_of(work.keys, followup)
        if not under_way(work, followup) or not (
            plan.danger and (plan.notify or plan.alerts or plan.silence)
        ):
            continue
        if unanswered and not plan.danger_unanswered:
            continue
        everyone = dict.fromkeys((*plan.notify, *(one for rule in plan.alerts for one in rule.notify)))
        when = f"danger: {', '.join(kinds)}{UNANSWERED * unanswered}"
        rule = AlertRule(when, "high", "", tuple(everyone))
        key = f"danger:{followup.id}:{work.now.isoformat()}"
        told |= followup.id in lately or _raise(work, followup, plan, None, DANGER, rule, key)
    return told


def under_way(work: Work, followup: FollowUp) -> bool:
    """Tell whether a follow-up still asks something: a form to come, or an open one."""
    if followup.stopped_at is not None:
        return False
    opened = store.open_occurrences(work, followup.account_id)
    return followup.next_at is not None or any(one.followup_id == followup.id for one in opened)


def _alarm(plan: Plan, grave: Sequence[AlertRule], *, told: bool) -> Alarm | None:
    if not grave:
        return None
    severity = max((rule.severity for rule in grave), key=GRAVE.index)
    texts = dict.fromkeys(rule.text for rule in grave if rule.show and rule.text)
    return Alarm(severity, plan.phone, told, tuple(texts))


def _all_of(plan: Plan) -> AlertRule:
    """Return what stands for all rules where none could be judged: as grave as the gravest, told to everyone."""
    gravest = max((rule.severity for rule in plan.alerts), key=("low", *GRAVE).index)
    everyone = dict.fromkeys(one for rule in plan.alerts for one in rule.notify or plan.notify)
    return AlertRule("", gravest, "", tuple(everyone))


def _raise(
    work: Work,
    followup: FollowUp,
    plan: Plan,
    occurrence_id: str | None,
    kind: str,
    rule: AlertRule,
    key: str,
) -> bool:
    """Store an alert and tell it, once; whether there was somebody to tell."""
    terms = Terms(rule.when, rule.text, rule.notify or plan.notify, plan.again_after, plan.detail)
    new = Alert(
        work.chance.name(), followup.id, followup.account_id, occurrence_id, kind, rule.severity,
        terms.sealed(work.keys), work.now, 0, work.now, None, None,
    )  # fmt: skip
    if not alert_store.add(work, new, key):
        return False
    journal.write(work, record_named(followup.account_id), "rules", "alert_raised", new.id)
    return telling.tell(work, new)
