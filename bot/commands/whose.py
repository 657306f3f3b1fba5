"""Whose record, and who asks: how the commands name people."""

import argparse

from portal import accounts, authorisations, carnets, emergencies, followups, journal, professionals
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import Access, Operator, Right
from portal.carnets import CarnetUnknown
from portal.errors import Refused
from portal.followups import FollowUpUnknown
from portal.professionals import ProfessionalUnknown
from portal.work import Work


def patient(work: Work, named: str) -> str | AccountUnknown:
    """Return the account that has this e-mail address or this id."""
    if "@" in named:
        return accounts.find(work, named) or AccountUnknown()
    found = accounts.show(work, named)
    return found if isinstance(found, AccountUnknown) else found.account_id


def record(work: Work, options: argparse.Namespace) -> str | AccountUnknown | CarnetUnknown:
    """Return the record of `--patient`, or of `--carnet` where a command takes one."""
    carnet = getattr(options, "carnet", None)
    if carnet is not None:
        found = carnets.get(work, carnet)
        return found if isinstance(found, CarnetUnknown) else found.record
    account_id = patient(work, options.patient)
    return account_id if isinstance(account_id, Refused) else authorisations.patient_record(account_id)


def access(work: Work, options: argparse.Namespace, right: Right) -> Access | Refused:
    """Return access to the record for `--professional`, or for the operator; or why there is none."""
    named = record(work, options)
    if isinstance(named, Refused):
        return named
    if options.professional is None:
        return authorisations.require(work, Operator(), right, named)
    if right is Right.EMERGENCY:
        return emergencies.access(work, options.professional, named)
    if not professionals.named(work, [options.professional]):  # what was typed is in no journal
        journal.write(work, named, "operator", "refused", right, ProfessionalUnknown.code, "cli")
        return ProfessionalUnknown()
    access = authorisations.require(work, authorisations.Professional(options.professional), right, named)
    known = professionals.stands(work, options.professional)
    return access if known else ProfessionalUnknown()


def followup(work: Work, access: Access, named: str | None) -> FollowUpUnknown | None:
    """Say so when the follow-up that was named is none of this record: nothing there and nothing wrong are two things."""
    known = named is None or followups.record_of_followup(work, named) == access.record
    return None if known else FollowUpUnknown()
