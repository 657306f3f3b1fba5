"""Sharing: who reads a carnet, and how a share ends: at once, by the holder or by whom it was shared with."""

from datetime import datetime
from typing import NamedTuple

from portal import authorisations, identity
from portal.authorisations import CARNET, Access, Right, patient_record
from portal.carnets import reminding, store, telling
from portal.carnets.refusals import HolderOnly, HolderStays, ShareUnknown
from portal.errors import Refused
from portal.work import Work


class Partner(NamedTuple):
    """Someone who reads a carnet, as the others know her."""

    account_id: str
    first_name: str
    last_name: str
    holds: bool
    since: datetime


def partners(work: Work, access: Access) -> list[Partner]:
    """Return who reads a carnet, its holder first."""
    access.must(Right.READ, Right.HOLD)
    found = []
    for one in authorisations.parents(work, access.record):
        who = identity.read(work, one.account_id) or identity.Identity("", "")
        found.append(Partner(one.account_id, who.first_name, who.last_name, one.holds, one.since))
    return sorted(found, key=lambda one: not one.holds)


def stop(work: Work, access: Access, account_id: str) -> Refused | None:
    """End a share at once: the holder's with somebody, or one's own with the holder."""
    access.must(Right.READ, Right.HOLD)
    store.in_turn(work, access.record.removeprefix(CARNET))
    sharing = {one.account_id: one for one in authorisations.parents(work, access.record)}
    refused = _may_stop(access, sharing.get(account_id))
    if refused is not None:
        access.journal(work, "share_refused", account_id[:40], refused.code)
        return refused
    end(work, account_id, access.record, access.actor)
    access.journal(work, "share_stopped", account_id)
    by_herself = access.reader_id == account_id
    for one in sharing.values():
        told = one.account_id == account_id or one.holds
        if told and one.account_id != access.reader_id:
            telling.tell(work, one.account_id, "carnet_left" if by_herself else "carnet_stopped",
                         who=telling.name(work, access.reader_id or ""))  # fmt: skip
    return None


def _may_stop(access: Access, whose: authorisations.Parent | None) -> Refused | None:
    if whose is None:
        return ShareUnknown()
    if whose.holds:
        return HolderStays()
    own = whose.account_id == access.reader_id
    return None if own or access.right is Right.HOLD else HolderOnly()


def end(work: Work, account_id: str, record: str, by: str) -> None:
    """Take every right of an account on a carnet, and close what it has open about it."""
    authorisations.withdraw(work, patient_record(account_id), record, by)
    reminding.forget(work, record.removeprefix(CARNET), account_id)
    telling.close(work, account_id, record)
