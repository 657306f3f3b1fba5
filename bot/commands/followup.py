"""`masante followup`: start, revise, stop, list, and read what was answered."""

import argparse
import json
from typing import Any

from bot.commands import forms, whose
from bot.commands.files import read_toml
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from bot.commands.reading import responses_table
from bot.commands.refusals import Refusal
from portal import authorisations, followups, professionals
from portal.authorisations import Access, Operator, Right
from portal.errors import Refused
from portal.followups import WEEKDAYS, FollowUp, FollowUpUnknown, Response
from portal.professionals import ProfessionalUnknown
from portal.work import Work

PLAN = ("every", "at", "from", "until", "count", "window")


def start(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Have a form filled in, according to a plan."""
    form = forms.checked(options.questionnaire)
    if refused := forms.refused(form.findings):
        return refused
    plan = plan_of(options)
    with opened() as room:
        started = room.do(_start, options, form, plan)
    if isinstance(started, Refused):
        return started
    return Answer({"id": started, "findings": forms.to_json(form.findings)}, started, _warned(form))


def _warned(form: forms.Checked) -> tuple[str, ...]:
    return tuple(f"warning: {forms.line(one)}" for one in form.findings)


def plan_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the plan of the file, the options put over it."""
    plan = read_toml(options.plan) if options.plan else {}
    given = {key: vars(options)[key] for key in PLAN if vars(options)[key] is not None}
    if "at" in given:
        given["at"] = _split(given["at"])
    if given.get("every") and set(days := _split(given["every"])) <= set(WEEKDAYS):
        given["every"] = days
    return {**plan, **given}


def stop(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Ask nothing more: of the one follow-up under way, of the one named, or of all."""
    with opened() as room:
        stopped = room.do(_stop, options)
    if isinstance(stopped, Refused | Refusal):
        return stopped
    return Answer({"stopped": stopped}, "\n".join(f"{one} stopped" for one in stopped))


def listed(options: argparse.Namespace) -> Answer | Refused:
    """Return the follow-ups of a patient."""
    with opened() as room:
        found = room.do(_listed, options)
    if isinstance(found, Refused):
        return found
    rows = [(f.id, title, f.created_at, f.next_at, f.stopped_at, f.professional_id) for f, title in found]
    columns = ("id", "form", "started", "next", "stopped", "professional")
    return Answer([_facts(f, title) for f, title in found], table(columns, rows))


def responses(options: argparse.Namespace) -> Answer | Refused:
    """Return what was answered: for a program, FHIR resources as they were stored."""
    with opened() as room:
        found = room.do(_responses, options)
    if isinstance(found, Refused):
        return found
    return Answer([one.resource for one in found], "\n\n".join(map(responses_table, found)))


def revise(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Have another version of the form from the next time on; the open one is finished as it began."""
    form = forms.checked(options.questionnaire)
    if refused := forms.refused(form.findings):
        return refused
    with opened() as room:
        revised = room.do(_revise, options, form)
    if isinstance(revised, Refused | Refusal):
        return revised
    value = {"revised": revised, "findings": forms.to_json(form.findings)}
    return Answer(value, f"{revised} revised", _warned(form))


def _start(
    work: Work, options: argparse.Namespace, form: forms.Checked, plan: dict[str, Any]
) -> str | Refused:
    account_id = whose.patient(work, options.patient)
    if isinstance(account_id, Refused):
        return account_id
    if options.professional is not None:
        who = professionals.get(work, options.professional)
        if isinstance(who, ProfessionalUnknown):
            return who
    record = authorisations.patient_record(account_id)
    access = authorisations.require(work, Operator(), Right.FOLLOW, record)
    if isinstance(access, Refused):
        return access
    started = followups.start(work, access, form.text, plan, options.professional, form.value_sets)
    if isinstance(started, str) and options.professional is not None:
        authorisations.give(work, options.professional, record, (Right.READ, Right.FOLLOW), None)
    return started


def _stop(work: Work, options: argparse.Namespace) -> list[str] | Refusal | Refused:
    access = whose.access(work, options, Right.FOLLOW)
    if isinstance(access, Refused):
        return access
    chosen = _standing(work, access, options.followup, several=options.all)
    if isinstance(chosen, list):
        for one in chosen:
            followups.stop(work, access, one)
    return chosen


def _revise(work: Work, options: argparse.Namespace, form: forms.Checked) -> str | Refusal | Refused:
    access = whose.access(work, options, Right.FOLLOW)
    if isinstance(access, Refused):
        return access
    chosen = _standing(work, access, options.followup, several=False)
    if not isinstance(chosen, list):
        return chosen
    return followups.revise(work, access, chosen[0], form.text, form.value_sets) or chosen[0]


def _standing(
    work: Work, access: Access, named: str | None, *, several: bool
) -> list[str] | Refusal | FollowUpUnknown:
    """Return the follow-up that was named, or all that are under way; only one unless `several` are meant."""
    standing = [one.id for one, _title in followups.listed(work, access) if one.stopped_at is None]
    chosen = [one for one in standing if named in (None, one)]
    if len(chosen) > 1 and not several:
        return Refusal("follow_up_ambiguous", {"ids": chosen}, {"ids": ", ".join(chosen)})
    return chosen or FollowUpUnknown()


def _listed(work: Work, options: argparse.Namespace) -> list[tuple[FollowUp, str]] | Refused:
    access = whose.access(work, options, Right.READ)
    return followups.listed(work, access) if isinstance(access, Access) else access


def _responses(work: Work, options: argparse.Namespace) -> list[Response] | Refused:
    access = whose.access(work, options, Right.READ)
    return followups.responses(work, access, options.followup) if isinstance(access, Access) else access


def _facts(one: FollowUp, title: str) -> dict[str, Any]:
    stored = {**one._asdict(), "plan": json.loads(one.plan)}
    del stored["team"]  # sealed: addresses of people
    return {"id": stored.pop("id"), "title": title, **stored}


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]
