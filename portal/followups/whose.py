"""Whose a form is, a patient's own or a child's: who is reminded of it, who may fill it in, what one says it is about.

In the rows of follow-ups `account_id` is the patient's account, or the whole name of a child's record (`carnet:…`).
"""

from collections.abc import Collection, Mapping

from portal import accounts, authorisations
from portal.authorisations import CARNET, Right
from portal.followups import store
from portal.followups.store import Occurrence
from portal.work import Work


def is_child(whose: str) -> bool:
    """Tell whether a row is a child's."""
    return whose.startswith(CARNET)


def reminded(work: Work, whose: Collection[str]) -> Mapping[str, str]:
    """Return the account that is reminded for each: the patient herself; for a child, who holds the carnet, if any.

    Of two who hold it, because the first has left and may come back, it is the one who is there.
    """
    held = authorisations.who_may(work, Right.HOLD, _children(whose))
    several = {who for holders in held.values() if len(holders) > 1 for who in holders}
    away = accounts.away(work, several) if several else set()
    there = {one: min(holders, key=away.__contains__) for one, holders in held.items()}
    return {one: there.get(one, one) for one in whose if one in there or not is_child(one)}


def filling(work: Work, whose: Collection[str]) -> Mapping[str, list[str]]:
    """Return the accounts that may fill in for each: the patient herself; for a child, every parent who may."""
    parents = authorisations.who_may(work, Right.FILL_IN, _children(whose))
    return {one: parents.get(one, []) if is_child(one) else [one] for one in whose}


def _children(whose: Collection[str]) -> list[str]:
    return sorted({one for one in whose if is_child(one)})


def subject(one: Occurrence) -> str:
    """Return what a conversation about a form is about; a child's begins with the record, and closes with a share."""
    return f"{one.account_id}/{one.id}" if is_child(one.account_id) else one.id


def occurrence_of(subject: str) -> str:
    """Return the id of the form of the day that a conversation is about."""
    return subject.rpartition("/")[2]


def record_of_form(work: Work, occurrence_id: str) -> str | None:
    """Return the name of the record that a form of the day belongs to: who may know more of it is asked there."""
    one = store.get_occurrence(work, occurrence_id)
    return authorisations.record_named(one.account_id) if one else None


def record_of_response(work: Work, response_id: str) -> str | None:
    """Return the name of the record that a response belongs to."""
    whose = store.whose_response(work, response_id)
    return authorisations.record_named(whose) if whose else None


def record_of_followup(work: Work, followup_id: str) -> str | None:
    """Return the name of the record that a follow-up belongs to."""
    one = store.get_followup(work, followup_id)
    return authorisations.record_named(one.account_id) if one else None
