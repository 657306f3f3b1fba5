"""`masante followup alerts` and `ack`: what the care team must look at, and that someone does."""

import argparse
from dataclasses import fields, replace

from bot.commands import whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from bot.commands.refusals import Refusal
from bot.fhir.bundling import Read, bundle
from portal import followups
from portal.authorisations import Access, Right
from portal.errors import Refused
from portal.followups import FollowUpUnknown, Standing
from portal.questionnaires import dumps
from portal.work import Work

ON_DUTY = tuple(one.name for one in fields(Standing))
COLUMNS = (
    "id",
    "followup_id",
    "severity",
    "kind",
    "text",
    "raised_at",
    "told",
    "acknowledged_at",
    "acknowledged_by",
)


def listed(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Return the alerts of a patient; without one, all that stand, for whoever is on duty: nothing clinical."""
    if options.patient is None and options.carnet is None:
        return _on_duty(options)
    with opened() as room:
        found = room.do(_listed, options)
        now = room.clock.now()
    if not isinstance(found, Read):
        return found
    if options.bundle:
        made = bundle(found, now)
        return Answer(made, dumps(made))
    # Where the team has no words for it: why.
    told = [replace(one, text=one.text or one.when) for one in found.alerts]
    rows = [[getattr(one, name) for name in COLUMNS] for one in told]
    human = table([name.removesuffix("_id").removesuffix("_at") for name in COLUMNS], rows)
    return Answer(found.alerts, human if rows else _none(options))


def ack(options: argparse.Namespace) -> Answer | Refused:
    """Take note that someone looks after an alert, or after all that stand."""
    with opened() as room:
        done = room.do(_ack, options)
    if isinstance(done, Refused):
        return done
    return Answer({"acknowledged": done}, "\n".join(f"{one} acknowledged" for one in done))


def _on_duty(options: argparse.Namespace) -> Answer | Refusal | Refused:
    if options.professional or options.all or options.bundle:
        return Refusal("patient_needed")
    with opened() as room:
        every = room.do(followups.standing_alerts)
        if options.followup is not None and room.do(followups.record_of_followup, options.followup) is None:
            return FollowUpUnknown()
    standing = [one for one in every if options.followup in (None, one.followup_id)]
    rows = [[getattr(one, name) for name in ON_DUTY] for one in standing]
    human = table([name.removesuffix("_id").removesuffix("_at") for name in ON_DUTY], rows)
    return Answer(standing, human if rows else _none(options))


def _none(options: argparse.Namespace) -> str:
    return "No alert." if options.all else "No alert stands."


def _listed(work: Work, options: argparse.Namespace) -> Read | Refused:
    access = whose.access(work, options, Right.READ)
    if not isinstance(access, Access):
        return access
    if (unknown := whose.followup(work, access, options.followup)) is not None:
        return unknown
    found = followups.read_alerts(work, access, options.followup, standing=not options.all)
    return Read(access.subject_id, [], {}, found)


def _ack(work: Work, options: argparse.Namespace) -> list[str] | Refused:
    access = whose.access(work, options, Right.FOLLOW)
    if not isinstance(access, Access):
        return access
    if options.all:
        return followups.acknowledge_all(work, access)
    refused = followups.acknowledge(work, access, options.alert)
    return refused or [options.alert]
