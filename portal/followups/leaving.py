"""A patient leaves: her follow-ups stop, their care teams are told once; back again, she may take them up.

So do those of a carnet that goes with her; one that another parent holds from then on goes on, and he is reminded.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from portal import journal, professionals
from portal.accounts import addresses
from portal.authorisations import Access, Right, record_named
from portal.followups import alert_store, rhythm, store
from portal.followups.starting import plan_of, zone_of
from portal.followups.store import FollowUp
from portal.followups.telling import names_of
from portal.mailroom import outbox
from portal.work import Work


class Running(NamedTuple):
    """Follow-ups that are not over, and alerts of them that nobody has acknowledged."""

    followups: int
    alerts: int


def running(work: Work, whose: Collection[str]) -> Running:
    """Return how many follow-ups run of an account and of carnets, by their whole names; how many alerts stand."""
    alerts = [alert_store.of_account(work, one, standing=True) for one in whose]
    return Running(sum(len(_going(work, one)) for one in whose), sum(map(len, alerts)))


def stop_all(work: Work, whose: Collection[str], by: str, erase_at: datetime) -> None:
    """Stop every follow-up of these that runs, and tell each care team once, also when the account is erased."""
    for one in whose:
        going = _going(work, one)
        for followup in going:
            store.stop(work, followup.id)
            journal.write(work, record_named(one), by, "followup_stopped", followup.id)
        _tell(work, one, going, "patient_left", erase_at=erase_at.isoformat())


def hand_on(work: Work, carnets: Collection[str]) -> None:
    """Have the follow-ups of these carnets be at the hours of who holds them now; she is reminded of what is open."""
    for record in carnets:
        rhythm.move(work, record, zone_of(work, record))
        for form in store.open_occurrences(work, record):
            store.change_occurrence(work, form.id, remind_at=work.now)
    work.wake("ticker")


def stopped_at(work: Work, whose: str, at: datetime) -> list[FollowUp]:
    """Return the follow-ups of an account, or of a carnet, that were stopped at this instant."""
    return [one for one in store.followups_of(work, whose) if one.stopped_at == at]


def take_up(work: Work, access: Access, at: datetime) -> int:
    """Have the follow-ups that were stopped at an instant go on, and tell their care teams; returns how many."""
    access.must(Right.FILL_IN)
    back = stopped_at(work, access.whose, at)
    for one in back:
        rhythm.begin_again(work, one.id)
        access.journal(work, "followup_taken_up", one.id)
    _tell(work, access.whose, back, "patient_back")
    work.wake("ticker")
    return len(back)


def watching(work: Work, account_id: str) -> set[str]:
    """Return the professionals who follow an account where an alert stands: they must be able to look after it."""
    alarmed = {one.followup_id for one in alert_store.of_account(work, account_id, standing=True)}
    theirs = (one for one in store.followups_of(work, account_id) if one.id in alarmed)
    return {one.professional_id for one in theirs if one.professional_id is not None}


def _going(work: Work, whose: str) -> list[FollowUp]:
    """Return what still asks something of her: a plan that goes on, or a form that is open."""
    filling_in = {one.followup_id for one in store.open_occurrences(work, whose)}
    mine = [one for one in store.followups_of(work, whose) if one.stopped_at is None]
    return [one for one in mine if one.next_at is not None or one.id in filling_in]


def _tell(work: Work, whose: str, which: Sequence[FollowUp], what: str, **more: str) -> None:
    """Write to the care team of these follow-ups, once to each address; initials and references alone (decision 9)."""
    about: dict[str, list[str]] = {}
    for one in which:
        for address in _team(work, one):
            about.setdefault(address, []).append(one.id)
    alerts = len(alert_store.of_account(work, whose, standing=True))
    who = " ".join(f"{name[:1].upper()}." for name in names_of(work, whose) if name)
    for address, ids in about.items():
        facts = {
            **more, "to": address, "account_id": whose, "followups": ids, "alerts": alerts, "at": work.now.isoformat(),
            "who": who,
        }  # fmt: skip
        outbox.put(work, "email", addresses.email_key(work.keys, address), what, facts)


def _team(work: Work, one: FollowUp) -> list[str]:
    """Return whom the plan names; where it names nobody, who follows, else support."""
    plan = plan_of(work.keys, one)
    named = dict.fromkeys((*plan.notify, *(address for rule in plan.alerts for address in rule.notify)))
    hers = professionals.email_of(work, one.professional_id) if one.professional_id else None
    return list(named) or [one for one in (hers or work.policy.support_email,) if one]
