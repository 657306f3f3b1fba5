"""What a patient sent, as she looks back on it: page by page, form by form, and who read it when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from portal import accounts, journal, professionals
from portal.authorisations import PROFESSIONAL, Access, Right
from portal.errors import Refused, TookTooLong
from portal.followups import store
from portal.followups.answering import CONTEXT, sender_of
from portal.followups.starting import plan_of, questionnaire
from portal.professionals import Professional
from portal.questionnaires import Answered, Questionnaire, answered, loads, reread, sent
from portal.work import Work

READ = ("responses_read",)  # the lines of the journal that tell of somebody who read answers

T = TypeVar("T")


class ResponseUnknown(Refused):
    """No response of this record has this id."""


class Page(NamedTuple, Generic[T]):
    """A part of a long list, and whether it goes on."""

    lines: list[T]
    more: bool


class SentForm(NamedTuple):
    """A form that was sent, as it is listed."""

    id: str
    followup_id: str
    questionnaire_id: str
    authored_at: datetime
    late: bool


class Reading(NamedTuple):
    """Someone read the answers; `reader` is None for whoever runs the machine."""

    at: datetime
    reader: Professional | None


@dataclass(frozen=True)
class Opened:
    """A form that was sent, opened: each question with its answer, and who read it first when."""

    sent: SentForm
    form: Questionnaire
    answers: list[Answered] = field(repr=False)
    readings: list[Reading]
    reading_hours: str
    sender: str | None = None  # the account of the parent who filled it in for a child


def history(work: Work, access: Access, start: int, count: int) -> Page[SentForm]:
    """Return the forms a record sent, the newest first, from the `start`th on."""
    access.must(Right.READ)
    access.journal(work, "history_read")
    return _page([SentForm(*tuple(r)) for r in store.sent_forms(work, access.whose, start, count + 1)], count)


def open_response(work: Work, access: Access, response_id: str) -> Opened | ResponseUnknown:
    """Return one form that was sent. Raises `Unthought` where the form computes: that is done apart."""
    access.must(Right.READ)
    found = store.sent_form(work, response_id)
    if found is None or found.account_id != access.whose:
        return ResponseUnknown()
    one = SentForm(found.id, found.followup_id, found.questionnaire_id, found.authored_at, found.late)
    form = questionnaire(work, one.questionnaire_id)
    zone = ZoneInfo(accounts.timezone_of(work, access.reader_id or access.account_id))
    resource = loads(work.keys.open(CONTEXT, found.sealed))
    answers = _answers(work, one, form, resource, zone)
    access.journal(work, "response_opened", response_id)
    followup = store.get_followup(work, one.followup_id)
    hours = plan_of(work.keys, followup).reading_hours if followup else ""
    return Opened(one, form, answers, _first_readings(work, access, one), hours, sender_of(resource))


def _answers(
    work: Work, one: SentForm, form: Questionnaire, response: dict[str, Any], zone: ZoneInfo
) -> list[Answered]:
    """Return every question that was put; where the form's computing does not end, what was answered alone."""
    local = one.authored_at.astimezone(zone)
    if not form.computed:
        return answered(form, response, local)
    again = partial(reread, *store.source(work, one.questionnaire_id), response, local)
    try:
        found: list[Answered] = work.thought(f"reread:{one.id}", again, apart=True)
    except TookTooLong:
        return sent(form, response)
    return found


def readings(work: Work, access: Access, start: int, count: int) -> Page[Reading]:
    """Return who read the answers of this record and when, the newest first; her own looks are not told."""
    access.must(Right.READ)
    access.journal(work, "readings_seen")
    page = _page(journal.by_others(work, access.record, access.actor, READ, start, count + 1), count)
    return Page(_named(work, [(line.actor, line.at) for line in page.lines]), page.more)


def _first_readings(work: Work, access: Access, one: SentForm) -> list[Reading]:
    """Return who read this form, each with the first time: a reading shows all that was there by then."""
    about = ("", one.followup_id)
    first = journal.first_by_others(work, access.record, access.actor, READ, about, one.authored_at)
    return _named(work, first)


def _named(work: Work, found: Sequence[tuple[str, datetime]]) -> list[Reading]:
    ids = {actor: actor.removeprefix(PROFESSIONAL) for actor, _at in found if actor.startswith(PROFESSIONAL)}
    known = professionals.named(work, list(ids.values()))
    return [Reading(at, known.get(ids.get(actor, ""))) for actor, at in found]


def _page(found: list[T], count: int) -> Page[T]:
    return Page(found[:count], len(found) > count)
