"""A carnet is never without whom it belongs to: when its holder leaves, another parent who reads it holds it too.

For as long as she may come back both hold it, so that nobody can send the other away; once she is erased, the other
holds it alone. A carnet that nobody else reads goes with her account.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, update

from portal import accounts, authorisations, carnets, journal, suspending
from portal.authorisations import CARNET, PATIENT, Grant, Right, carnet_record, patient_record
from portal.carnets import Carnet, store, telling
from portal.carnets.inviting import take_back_all
from portal.work import Work

grant = Grant.__table__.c


class Fate(NamedTuple):
    """What becomes of a carnet when an account that reads it is gone; `heir`: who holds it then, "" when nobody does."""

    carnet: Carnet
    held: bool
    heir: str


def fates(work: Work, account_id: str) -> list[Fate]:
    """Return what becomes of each carnet that an account reads."""
    return [_fate(work, account_id, one) for one in carnets.of(work, account_id)]


def alone(work: Work, account_id: str) -> list[str]:
    """Return the ids of the carnets that this account reads and no other, not even one that has left: they go with it."""
    read = carnets.of(work, account_id)
    return [one.id for one in read if len(authorisations.parents(work, one.record)) == 1]


def hand_on(work: Work, account_id: str, by: str) -> None:
    """Have another parent hold each carnet that an account holds, and tell her; take back what the account asked."""
    for one in fates(work, account_id):
        store.in_turn(work, one.carnet.id)
        if one.held:
            take_back_all(work, one.carnet.record, account_id, by)
        if one.held and one.heir:
            until = suspending.until(work, patient_record(account_id), one.carnet.record, Right.HOLD)
            authorisations.give(work, patient_record(one.heir), one.carnet.record, (Right.HOLD,), until, by)
            telling.tell(work, one.heir, "carnet_held", carnet_id=one.carnet.id)


def take_again(work: Work, account_id: str, at: datetime, by: str) -> None:
    """Undo what `hand_on` did at an instant: whoever got the hold then has it no more."""
    hers = authorisations.carnets_of(work, account_id, Right.HOLD)
    given = (grant.record.in_([carnet_record(one) for one in hers])) & (grant.right == Right.HOLD)
    others = given & (grant.granted_at == at) & (grant.who != patient_record(account_id))
    for one in work.execute(select(grant.id, grant.who, grant.record).where(others)).all() if hers else ():
        work.execute(update(Grant).where(grant.id == one.id).values(withdrawn_at=work.now))
        journal.write(work, one.record, by, "withdrawn", f"{Right.HOLD} from {one.who}")
        telling.tell(work, one.who.removeprefix(PATIENT), "carnet_held_again",
                     carnet_id=one.record.removeprefix(CARNET))  # fmt: skip


def _fate(work: Work, account_id: str, carnet: Carnet) -> Fate:
    parents = authorisations.parents(work, carnet.record)
    held = any(one.holds for one in parents if one.account_id == account_id)
    others = sorted((one for one in parents if one.account_id != account_id), key=lambda one: not one.holds)
    there = (one for one in others if accounts.leaving_since(work, one.account_id) is None)
    return Fate(carnet, held, next((one.account_id for one in there), ""))
