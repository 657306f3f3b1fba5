"""Every query of the follow-ups, named."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, literal_column, select, update

from portal.database import insert_for
from portal.followups.model import (
    CLOSED,
    OPEN,
    SENT,
    FollowUpRow,
    OccurrenceRow,
    QuestionnaireVersion,
    ResponseRow,
)
from portal.statement import Prepared
from portal.work import Work

version = QuestionnaireVersion.__table__.c
followup = FollowUpRow.__table__.c
occurrence = OccurrenceRow.__table__.c
response = ResponseRow.__table__.c


class FollowUp(NamedTuple):
    """A follow-up as it is listed."""

    id: str
    account_id: str
    questionnaire_id: str
    professional_id: str | None
    plan: str
    team: bytes | None
    hours: str | None
    zone: str
    created_at: datetime
    released: int
    silent: int
    next_at: datetime | None
    paused_until: datetime | None
    unreached_at: datetime | None
    stopped_at: datetime | None

    def pause_at(self, at: datetime) -> datetime | None:
        """Return when the pause ends that an instant falls into; None when it falls into none."""
        return self.paused_until if self.paused_until is not None and self.paused_until > at else None


class Occurrence(NamedTuple):
    """One day's form."""

    id: str
    followup_id: str
    account_id: str
    questionnaire_id: str
    due_at: datetime
    closes_at: datetime
    state: str
    remind_at: datetime | None
    reminded: int


FOLLOWUP = tuple(followup[name] for name in FollowUp._fields)
OCCURRENCE = tuple(occurrence[name] for name in Occurrence._fields)

# Spelled as the partial indexes spell it, so that they serve.
STILL_OPEN, OVER = (
    occurrence.state == literal_column("'open'"),
    occurrence.state != literal_column("'open'"),
)

# Asked whenever a form is opened or sent, so built once.
_FOLLOWUP = Prepared(select(*FOLLOWUP).where(followup.id == bindparam("this")))
_HELD = Prepared(select(*FOLLOWUP).where(followup.id == bindparam("this")).with_for_update())
_OCCURRENCE = Prepared(select(*OCCURRENCE).where(occurrence.id == bindparam("this")))
_OPEN = Prepared(
    select(*OCCURRENCE)
    .where(occurrence.account_id == bindparam("of"), occurrence.state == OPEN)
    .where(occurrence.closes_at > bindparam("now"))
    .order_by(occurrence.closes_at)
)
_SEND = Prepared(
    update(OccurrenceRow).where(
        occurrence.id == bindparam("this"), occurrence.state == literal_column("'open'")
    )
)
_HEARD = Prepared(update(FollowUpRow).where(followup.id == bindparam("this"), followup.silent > 0))
_RESPONSE = Prepared(insert(ResponseRow))


def keep_version(work: Work, values: dict[str, Any]) -> None:
    """Store a version of a form, once."""
    once = insert_for(work.dialect)(QuestionnaireVersion).on_conflict_do_nothing(index_elements=["id"])
    work.execute(once, values)


def source(work: Work, questionnaire_id: str) -> tuple[str, str]:
    """Return the JSON of a version of a form, and that of the value sets kept with it."""
    both = select(version.source, version.value_sets).where(version.id == questionnaire_id)
    form, value_sets = work.execute(both).one()
    return str(form), str(value_sets or "")


def titles(work: Work, ids: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """Return title, url and version of these forms."""
    columns = (version.id, version.title, version.url, version.version)
    return {r[0]: (r[1], r[2], r[3]) for r in work.execute(select(*columns).where(version.id.in_(ids)))}


def add_followup(work: Work, values: dict[str, Any]) -> None:
    """Store a new follow-up."""
    work.execute(insert(FollowUpRow), values)


def get_followup(work: Work, followup_id: str) -> FollowUp | None:
    """Return a follow-up."""
    found = work.execute(_FOLLOWUP, {"this": followup_id}).first()
    return FollowUp(*tuple(found)) if found else None


def followups_of(work: Work, account_id: str) -> list[FollowUp]:
    """Return the follow-ups of an account, oldest first."""
    mine = select(*FOLLOWUP).where(followup.account_id == account_id).order_by(followup.created_at)
    return [FollowUp(*tuple(r)) for r in work.execute(mine)]


def hold_followup(work: Work, followup_id: str) -> FollowUp | None:
    """Return a follow-up and keep others from changing it until this work ends."""
    found = work.execute(_HELD, {"this": followup_id}).first()
    return FollowUp(*tuple(found)) if found else None


def change_followup(work: Work, followup_id: str, **values: Any) -> None:
    """Change some columns of a follow-up."""
    work.execute(update(FollowUpRow).where(followup.id == followup_id).values(values))


def change_occurrence(work: Work, occurrence_id: str, **values: Any) -> None:
    """Change some columns of an occurrence."""
    work.execute(update(OccurrenceRow).where(occurrence.id == occurrence_id).values(values))


def opened_between(work: Work, one: FollowUp, since: datetime, until: datetime) -> int:
    """Return how many forms a follow-up has opened that were due from `since` on and before `until`."""
    theirs = (occurrence.followup_id == one.id) & (occurrence.due_at >= since) & (occurrence.due_at < until)
    counted = select(func.count()).select_from(OccurrenceRow)
    still = counted.where(STILL_OPEN, occurrence.account_id == one.account_id, theirs)
    return int(work.execute(still).scalar_one() + work.execute(counted.where(OVER, theirs)).scalar_one())


def revise(work: Work, followup_id: str, questionnaire_id: str) -> None:
    """Have the forms to come be of another version."""
    this = update(FollowUpRow).where(followup.id == followup_id)
    work.execute(this.values(questionnaire_id=questionnaire_id))


def stop(work: Work, followup_id: str) -> None:
    """End a follow-up and close its open forms."""
    standing = (followup.id == followup_id) & followup.stopped_at.is_(None)
    work.execute(update(FollowUpRow).where(standing).values(stopped_at=work.now, next_at=None))
    whose = select(followup.account_id).where(followup.id == followup_id).scalar_subquery()
    theirs = STILL_OPEN & (occurrence.account_id == whose) & (occurrence.followup_id == followup_id)
    work.execute(update(OccurrenceRow).where(theirs).values(state=CLOSED, remind_at=None))


def get_occurrence(work: Work, occurrence_id: str) -> Occurrence | None:
    """Return an occurrence."""
    found = work.execute(_OCCURRENCE, {"this": occurrence_id}).first()
    return Occurrence(*tuple(found)) if found else None


def open_occurrences(work: Work, account_id: str) -> list[Occurrence]:
    """Return the forms an account can fill in now, the most urgent first."""
    found = work.execute(_OPEN, {"of": account_id, "now": work.now})
    return [Occurrence(*tuple(r)) for r in found]


def next_due(work: Work, account_id: str) -> datetime | None:
    """Return when the next form of an account is due."""
    mine = (followup.account_id == account_id) & followup.next_at.is_not(None)
    return work.execute(select(followup.next_at).where(mine).order_by(followup.next_at).limit(1)).scalar()


def mark_sent(work: Work, occurrence_id: str) -> bool:
    """Mark an open form as sent; False when it was not open any more."""
    return work.execute(_SEND, {"this": occurrence_id, "state": SENT, "remind_at": None}).rowcount == 1


def heard(work: Work, followup_id: str) -> None:
    """Count the forms left without an answer from nought again."""
    work.execute(_HEARD, {"this": followup_id, "silent": 0})


def add_response(work: Work, values: dict[str, Any]) -> None:
    """Store a response."""
    work.execute(_RESPONSE, values)


def responses_of(
    work: Work, account_id: str, followup_id: str | None = None, limit: int | None = None, start: int = 0
) -> list[Any]:
    """Return `(id, followup_id, questionnaire_id, authored_at, late, sealed, occurrence_id)`, the newest first."""
    columns = (
        response.id, response.followup_id, response.questionnaire_id, response.authored_at, response.late,
        response.sealed, response.occurrence_id,
    )  # fmt: skip
    newest = (response.authored_at.desc(), response.id.desc())
    mine = select(*columns).where(response.account_id == account_id).order_by(*newest)
    if followup_id is not None:
        mine = mine.where(response.followup_id == followup_id)
    return list(work.execute(mine.offset(start).limit(limit) if start else mine.limit(limit)))


def forms_answered(work: Work, account_id: str) -> list[str]:
    """Return the versions of forms that an account has answered."""
    hers = select(response.questionnaire_id).where(response.account_id == account_id).distinct()
    return list(work.execute(hers).scalars())


def sent_forms(work: Work, account_id: str, start: int, count: int) -> list[Any]:
    """Return `(id, followup_id, questionnaire_id, authored_at, late)`, the newest first, from the `start`th on."""
    columns = (
        response.id, response.followup_id, response.questionnaire_id, response.authored_at, response.late,
    )  # fmt: skip
    mine = select(*columns).where(response.account_id == account_id)
    newest = mine.order_by(response.authored_at.desc(), response.id.desc())
    return list(work.execute(newest.offset(start).limit(count)))


def whose_response(work: Work, response_id: str) -> str | None:
    """Return whose a response is."""
    return work.execute(select(response.account_id).where(response.id == response_id)).scalar()


def response_to(work: Work, occurrence_id: str) -> Any | None:
    """Return the response to a form of the day, if it was sent."""
    return work.execute(select(ResponseRow.__table__).where(response.occurrence_id == occurrence_id)).first()


def sent_form(work: Work, response_id: str) -> Any | None:
    """Return a whole response."""
    return work.execute(select(ResponseRow.__table__).where(response.id == response_id)).first()


def missed(work: Work, followup_id: str, since: datetime) -> list[datetime]:
    """Return when forms were due that closed without an answer, in their order."""
    theirs = (occurrence.followup_id == followup_id) & (occurrence.due_at > since)
    unanswered = select(occurrence.due_at).where(OVER, theirs, occurrence.state == CLOSED)
    return list(work.execute(unanswered.order_by(occurrence.due_at)).scalars())
