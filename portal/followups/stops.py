"""Why reminders are stopped, counted for the care team: by form and reason, over a period, naming nobody."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from portal import journal
from portal.authorisations import PATIENT
from portal.followups import store
from portal.followups.store import followup
from portal.work import Work

FEWEST = 3  # fewer patients than that are not told: their number could tell who they are
UNSAID = "unsaid"  # stopped, and gave no reason
MONTH = timedelta(days=30)


class Stops(NamedTuple):
    """How many patients of a form stopped their reminders for this reason; None: fewer than three."""

    title: str
    questionnaire: str  # url|version
    reason: str
    patients: int | None


def stops(work: Work, since: datetime, until: datetime) -> list[Stops]:
    """Return the stops of a period by form and reason: a patient counts once for each form she then filled in.

    The last reason she gave counts; none is `unsaid`.
    """
    reasons = _reasons(work, since, until)
    if not reasons:
        return []
    counted: Counter[tuple[str, str]] = Counter()
    for whose, (at, reason) in reasons.items():
        counted.update((form, reason) for form in _forms(work, whose, at))
    named = store.titles(work, [form for form, _reason in counted])
    told = [
        Stops(named[form][0], f"{named[form][1]}|{named[form][2]}", reason, n if n >= FEWEST else None)
        for (form, reason), n in counted.items()
    ]
    return sorted(told, key=lambda one: (one.title, one.questionnaire, one.reason))


def count_stops(work: Work) -> dict[str, int]:
    """Return how many patients stopped their reminders in the last thirty days, by reason."""
    return dict(Counter(reason for _at, reason in _reasons(work, work.now - MONTH, work.now).values()))


def _reasons(work: Work, since: datetime, until: datetime) -> dict[str, tuple[datetime, str]]:
    """Return when each patient stopped (for a child, her parent), and the last reason given, by whose it was."""
    return {
        line.record.removeprefix(PATIENT): (line.at, line.why or UNSAID)
        for line in journal.stops(work, since, until)
    }


def _forms(work: Work, whose: str, at: datetime) -> Iterable[str]:
    going = followup.stopped_at.is_(None) | (followup.stopped_at > at)
    mine = select(followup.questionnaire_id).where(
        followup.account_id == whose, followup.created_at <= at, going
    )
    return set(work.execute(mine).scalars())
