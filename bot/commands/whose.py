"""Whose record, and who asks: how the commands name people."""

import argparse

from portal import accounts, authorisations, professionals
from portal.accounts.refusals import AccountUnknown
from portal.authorisations import Access, NoRight, Operator, Right
from portal.professionals import ProfessionalUnknown
from portal.work import Work


def patient(work: Work, named: str) -> str | AccountUnknown:
    """Return the account that has this e-mail address or this id."""
    if "@" in named:
        return accounts.find(work, named) or AccountUnknown()
    found = accounts.show(work, named)
    return found if isinstance(found, AccountUnknown) else found.account_id


def access(
    work: Work, options: argparse.Namespace, right: Right
) -> Access | AccountUnknown | ProfessionalUnknown | NoRight:
    """Return access to the record of `--patient` for `--professional`, or for the operator."""
    account_id = patient(work, options.patient)
    if isinstance(account_id, AccountUnknown):
        return account_id
    record = authorisations.patient_record(account_id)
    if options.professional is None:
        return authorisations.require(work, Operator(), right, record)
    asking = professionals.get(work, options.professional)
    if isinstance(asking, ProfessionalUnknown):
        return asking
    return authorisations.require(work, authorisations.Professional(asking.id), right, record)
