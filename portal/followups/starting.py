"""Follow-ups begin and end: a form that was checked, a plan, and the version each answer will point at."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from portal import accounts, carnets
from portal.authorisations import CARNET, Access, Right
from portal.carnets import CarnetUnknown
from portal.carnets.ages import comes_of_age
from portal.carnets.refusals import GrownUp
from portal.errors import Refused
from portal.followups import store
from portal.followups.plan import Plan
from portal.followups.plan_file import PlanInvalid, parse
from portal.followups.store import FollowUp
from portal.followups.whose import is_child, reminded
from portal.keys import Keyring
from portal.questionnaires import Questionnaire, dumps, load_kept, loads
from portal.work import Work

TEAM = "followup.team"
_LOADED: dict[str, Questionnaire] = {}  # versions never change: loaded once for the life of the process
MOST_LOADED = 200


class FollowUpUnknown(Refused):
    """No follow-up of this record has this id."""


def start(
    work: Work,
    access: Access,
    source: str,
    raw_plan: Mapping[str, Any],
    professional_id: str | None,
    value_sets: Sequence[Mapping[str, Any]] = (),
) -> str | Refused:
    """Start a follow-up with a form that has been checked; returns its id. The first form may be due at once.

    A child's ends on the day before she is 18: from then on nobody may fill in for her.

    `value_sets`: those the form names and does not carry, expanded; they are kept with it.
    """
    access.must(Right.FOLLOW)
    zone = zone_of(work, access.whose)
    read = parse(raw_plan, work.now.astimezone(ZoneInfo(zone)).date())
    plan = read if isinstance(read, PlanInvalid) else _until_of_age(work, access, read)
    if isinstance(plan, Refused):
        return plan
    next_at = plan.after(work.now - timedelta(minutes=plan.window), zone)
    if next_at is None:
        return PlanInvalid(key="until", why="past")
    new = work.chance.hourly_name(next_at)
    store.add_followup(work, {
        "id": new, "account_id": access.whose, "questionnaire_id": _keep(work, source, value_sets),
        "professional_id": professional_id, **_kept_apart(work.keys, plan), "zone": zone, "created_at": work.now,
        "released": 0, "silent": 0, "next_at": next_at,
    })  # fmt: skip
    access.journal(work, "followup_started", new)
    work.wake("ticker")
    return new


def zone_of(work: Work, whose: str) -> str:
    """Return the time zone of who is reminded."""
    who = reminded(work, [whose]).get(whose)
    return accounts.timezone_of(work, who) if who else work.policy.timezone


def _until_of_age(work: Work, access: Access, plan: Plan) -> Plan | CarnetUnknown | GrownUp:
    if not is_child(access.whose):
        return plan
    child = carnets.get(work, access.record.removeprefix(CARNET))
    if isinstance(child, CarnetUnknown):
        return child
    last = comes_of_age(child.birth_date) - timedelta(days=1)
    if last < work.now.date():
        return GrownUp()
    return replace(plan, last=min(plan.last or last.isoformat(), last.isoformat()))


def _kept_apart(keys: Keyring, plan: Plan) -> dict[str, Any]:
    """Return the plan as it is stored, the addresses of the care team sealed."""
    team = {"": plan.notify, **{str(n): rule.notify for n, rule in enumerate(plan.alerts)}}
    bare = replace(plan, notify=(), alerts=tuple(rule._replace(notify=()) for rule in plan.alerts))
    sealed = keys.seal_json(TEAM, team) if any(team.values()) else None
    return {"plan": json.dumps(bare.to_json()), "team": sealed}


def schedule_of(followup: FollowUp) -> Plan:
    """Return the plan of a follow-up without the care team's addresses, at the patient's own hours if she chose some."""
    plan = _read(followup.plan)
    return replace(plan, hours=tuple(json.loads(followup.hours))) if followup.hours else plan


@lru_cache(1000)  # many follow-ups share one plan, and each is read several times a day
def _read(stored: str) -> Plan:
    return Plan.from_json(json.loads(stored))


def plan_of(keys: Keyring, followup: FollowUp) -> Plan:
    """Return the whole plan of a follow-up: with the care team's addresses."""
    plan = schedule_of(followup)
    if followup.team is None:
        return plan
    team = keys.open_json(TEAM, followup.team)
    rules = [rule._replace(notify=tuple(team[str(n)])) for n, rule in enumerate(plan.alerts)]
    return replace(plan, notify=tuple(team[""]), alerts=tuple(rules))


def _keep(work: Work, source: str, value_sets: Sequence[Mapping[str, Any]]) -> str:
    raw = json.loads(source)
    expanded = dumps(value_sets) if value_sets else None
    number = hashlib.sha256((source + (expanded or "")).encode()).hexdigest()
    values = {
        "id": number,
        "source": source,
        "value_sets": expanded,
        "created_at": work.now,
        "url": str(raw.get("url") or f"urn:sha256:{number}")[:300],
        "version": str(raw.get("version") or number[:12])[:60],
        "title": str(raw.get("title") or raw.get("name") or "")[:300],
    }
    store.keep_version(work, values)
    return number


def revise(
    work: Work, access: Access, followup_id: str, source: str, value_sets: Sequence[Mapping[str, Any]] = ()
) -> FollowUpUnknown | None:
    """Give a follow-up another form, or a new version: an open form is finished on its own, later ones are new."""
    if (unknown := _theirs(work, access, followup_id)) is not None:
        return unknown
    questionnaire_id = _keep(work, source, value_sets)
    store.revise(work, followup_id, questionnaire_id)
    access.journal(work, "followup_revised", followup_id)
    return None


def _theirs(work: Work, access: Access, followup_id: str) -> FollowUpUnknown | None:
    access.must(Right.FOLLOW)
    found = store.get_followup(work, followup_id)
    return None if found and found.account_id == access.whose else FollowUpUnknown()


def stop(work: Work, access: Access, followup_id: str) -> FollowUpUnknown | None:
    """Stop a follow-up: nothing more is asked, its open form closes."""
    if (unknown := _theirs(work, access, followup_id)) is not None:
        return unknown
    store.stop(work, followup_id)
    access.journal(work, "followup_stopped", followup_id)
    return None


def listed(work: Work, access: Access) -> list[tuple[FollowUp, str]]:
    """Return the follow-ups of a record with the titles of their forms."""
    access.must(Right.READ, Right.FOLLOW)
    found = store.followups_of(work, access.whose)
    titles = store.titles(work, [f.questionnaire_id for f in found])
    access.journal(work, "followups_listed")
    return [(f, titles[f.questionnaire_id][0]) for f in found]


def followed(work: Work, access: Access) -> bool:
    """Tell whether this record has, or had, a follow-up."""
    access.must(Right.READ, Right.FILL_IN)
    return bool(store.followups_of(work, access.whose))


def versions(work: Work, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return these versions of forms as FHIR, each with the url and version that responses name it by."""
    named = store.titles(work, list(ids))
    return {
        one: {**loads(store.source(work, one)[0]), "url": url, "version": version}
        for one, (_title, url, version) in named.items()
    }


def questionnaire(work: Work, questionnaire_id: str) -> Questionnaire:
    """Return a version of a form, ready to be walked."""
    found = _LOADED.get(questionnaire_id)
    if found is None:
        if len(_LOADED) >= MOST_LOADED:
            _LOADED.clear()  # on PostgreSQL others are looking into it meanwhile
        found = _LOADED[questionnaire_id] = load_kept(*store.source(work, questionnaire_id))
    return found


def source(work: Work, questionnaire_id: str) -> tuple[str, str]:
    """Return the JSON of a version of a form, and that of the value sets kept with it (empty when there are none)."""
    return store.source(work, questionnaire_id)
