"""`masante followup`: start, revise, stop, list, read what was answered, and why reminders were stopped."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands import forms, sheet, whose
from bot.commands.files import read_toml, write_new
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from bot.commands.refusals import Refusal
from bot.fhir.bundling import Read, bundle, plans
from bot.fhir.careplan import Listed
from bot.settings import Settings
from portal import authorisations, followups, professionals, vault
from portal.authorisations import CARNET, Access, Operator, Professional, Right
from portal.errors import PortalError, Refused
from portal.followups import WEEKDAYS, Adherence, FollowUp, FollowUpUnknown, Response
from portal.professionals import ProfessionalUnknown
from portal.questionnaires import Questionnaire, dumps
from portal.vault import Blob
from portal.work import Work

REASONS = {  # as the buttons of the chat have them
    "souvent": "too often", "heure": "not at the right hour", "fini": "no longer concerns me",
    "rien": "rather not say", "unsaid": "gave none",
}  # fmt: skip
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
    warnings = (*_warned(form), *_unheard(options, plan))
    return Answer({"id": started, "findings": forms.to_json(form.findings)}, started, warnings)


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


def _unheard(options: argparse.Namespace, plan: Mapping[str, Any]) -> Iterator[str]:
    """Say when nobody of the care team would hear of an alert."""
    rules = plan.get("alerts", ())
    named = bool(plan.get("notify")) or (rules and all(rule.get("notify") for rule in rules))
    if (rules or plan.get("silence")) and not named and options.professional is None:
        yield "warning: alerts go to MASANTE_SUPPORT_EMAIL: the plan has no `notify`, and no --professional follows"


def stop(options: argparse.Namespace) -> Answer | Refusal | Refused:
    """Ask nothing more: of the one follow-up under way, of the one named, or of all."""
    with opened() as room:
        stopped = room.do(_stop, options)
    if isinstance(stopped, Refused | Refusal):
        return stopped
    return Answer({"stopped": stopped}, "\n".join(f"{one} stopped" for one in stopped))


def listed(options: argparse.Namespace) -> Answer | Refused:
    """Return the follow-ups of a patient, or of a child."""
    with opened() as room:
        found = room.do(_listed, options)
        now = room.clock.now()
    if not isinstance(found, Listed):
        return found
    if options.bundle:
        made = plans(found, now)
        return Answer(made, dumps(made))
    rows = [
        (f.id, title, f.created_at, " ".join(followups.schedule_of(f).hours), f.zone, f.next_at, f.paused_until, f.silent,
         f.stopped_at, f.professional_id, _kept(how), how.alerts or "")
        for f, title, how in found.followups
    ]  # fmt: skip
    columns = (
        "id", "form", "started", "hours", "zone", "next", "paused", "silent", "stopped", "professional", "filled in",
        "alerts",
    )  # fmt: skip
    return Answer([_facts(*one) for one in found.followups], table(columns, rows))


def responses(options: argparse.Namespace) -> Answer | Refused:
    """Return what was answered: for a program, FHIR resources as they were stored; for people, how it changes too."""
    settings = Settings.of_this_machine()
    with opened(settings) as room:
        found = room.do(_responses, options)
        for_machines = options.json or options.csv or options.bundle
        asked = room.do(_forms, found) if isinstance(found, Read) and not for_machines else {}
        now = room.clock.now()
    if not isinstance(found, Read):
        return found
    if options.csv:
        sheet.write(found, options.csv)
        value = {"file": str(options.csv), "rows": len(found.responses)}
        return Answer(value, f"{options.csv} written, responses: {value['rows']}")
    if options.bundle:
        made = bundle(found, now)
        return Answer(made, dumps(made))
    human = _told(found.responses, asked, options.language or settings.language) if asked else ""
    return Answer([one.resource for one in found.responses], human or "Nothing was answered yet.")


def _told(found: Sequence[Response], asked: Mapping[str, Questionnaire], language: str) -> str:
    """Return responses for people, in the words of their forms."""
    # A third of a second, for what is said to people alone.
    from bot.commands.reading import responses_table  # noqa: PLC0415
    from bot.commands.trends import trends_table  # noqa: PLC0415

    said = (responses_table(one, asked.get(one.questionnaire_id), language) for one in found)
    return "\n\n".join(filter(None, (trends_table(found, asked, language), *said)))


def stops(options: argparse.Namespace) -> Answer | Refusal:
    """Say why patients stopped their reminders, by form and reason, over a period; nobody is named."""
    with opened() as room:
        until = _midnight(options.until) + timedelta(days=1) if options.until else room.clock.now()
        since = _midnight(options.since) if options.since else until - followups.MONTH
        if options.since and options.until and since >= until:
            return Refusal("period_empty")
        found = room.do(followups.stops, since, until)
    few = f"fewer than {followups.FEWEST}"
    rows = [
        (one.title, one.questionnaire, REASONS.get(one.reason, one.reason), one.patients or few)
        for one in found
    ]
    human = table(("form", "version", "reason", "patients"), rows) if rows else "Nobody stopped reminders."
    return Answer({"since": since, "until": until, "stops": [one._asdict() for one in found]}, human)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(Settings.of_this_machine().timezone))


def attachment(options: argparse.Namespace) -> Answer | Refused:
    """Write a file of an answer, in clear, to a new file that only this account can read."""
    settings = Settings.of_this_machine()
    with opened(settings) as room:
        found = room.do(_attachment, options)
        if isinstance(found, Refused):
            return found
        access, blob = found
        try:
            content = vault.read(vault.at(settings.vault_url), room.keys, blob)
        except PortalError as error:
            room.do(followups.attachment_broken, access, blob.id, error.code)
            raise
    write_new(options.out, content)
    facts = {"id": blob.id, "content_type": blob.content_type, "size": blob.size, "out": str(options.out)}
    return Answer(facts, f"{options.out}: {blob.content_type}, {blob.size} bytes")


def _attachment(work: Work, options: argparse.Namespace) -> tuple[Access, Blob] | Refused:
    access = whose.access(work, options, Right.READ)
    if isinstance(access, Refused):
        return access
    found = followups.attachment(work, access, options.attachment)
    return found if isinstance(found, Refused) else (access, found)


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
    record = whose.record(work, options)
    if isinstance(record, Refused):
        return record
    if options.professional is not None:
        who = professionals.get(work, options.professional)
        if isinstance(who, ProfessionalUnknown):
            return who
    access = authorisations.require(work, Operator(), Right.FOLLOW, record)
    if isinstance(access, Refused):
        return access
    started = followups.start(work, access, form.text, plan, options.professional, form.value_sets)
    if isinstance(started, str) and options.professional is not None:
        authorisations.give(
            work, Professional(options.professional).actor, record, (Right.READ, Right.FOLLOW), None
        )
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


def _listed(work: Work, options: argparse.Namespace) -> Listed | Refused:
    access = whose.access(work, options, Right.READ)
    if not isinstance(access, Access):
        return access
    how = followups.adherence(work, access)
    found = [(one, title, how[one.id]) for one, title in followups.listed(work, access)]
    asked = {one.questionnaire_id for one, *_ in found} if options.bundle else set()
    return Listed(found, followups.versions(work, asked))


def _responses(work: Work, options: argparse.Namespace) -> Read | Refused:
    access = whose.access(work, options, Right.READ)
    if not isinstance(access, Access):
        return access
    if (unknown := whose.followup(work, access, options.followup)) is not None:
        return unknown
    found = followups.responses(work, access, options.followup)
    forms = followups.versions(work, {one.questionnaire_id for one in found})
    alerts = followups.read_alerts(work, access, options.followup, standing=False) if options.bundle else []
    return Read(access.subject_id, found, forms, alerts)


def _forms(work: Work, read: Read) -> dict[str, Questionnaire]:
    return {number: followups.questionnaire(work, number) for number in read.forms}


def _facts(one: FollowUp, title: str, how: Adherence) -> dict[str, Any]:
    stored = {**one._asdict(), "plan": json.loads(one.plan)}
    del stored["team"]  # sealed: addresses of people
    if one.account_id.startswith(CARNET):
        stored |= {"account_id": None, "carnet_id": one.account_id.removeprefix(CARNET)}
    stored["hours"] = list(followups.schedule_of(one).hours)  # her own, or the plan's
    kept = {"due": how.due, "sent": how.sent, "late": how.late, "rate": how.rate}
    return {"id": stored.pop("id"), "title": title, **stored, "adherence": kept, "alerts": how.alerts}


def _kept(how: Adherence) -> str:
    """Say how many of the forms that are over were filled in."""
    if how.rate is None:
        return ""
    late = f", {how.late} late" if how.late else ""
    return f"{how.sent} of {how.due} ({how.rate:.0%}){late}"


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]
