"""My professionals: whom a patient or a parent authorises, until when; removed, brought back, blocked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, update

from portal import authorisations, blocks, professionals
from portal.authorisations import PROFESSIONAL, Access, Grant, Right, carnet_record, patient_record
from portal.errors import Refused
from portal.professionals import Professional, ProfessionalUnknown
from portal.work import Work

COMES_BACK = timedelta(hours=1)  # in which a removal can be undone
# An emergency is told of elsewhere.
SHOWN = (
    Right.READ,
    Right.FILL_IN,
    Right.FOLLOW,
    Right.DEPOSIT,
    Right.KEEP,
)

grant = Grant.__table__.c


class NothingToBringBack(Refused):
    """Nothing was taken from this professional within the hour."""


class Actor(NamedTuple):
    """A professional with a right on a record, or who is kept away from it.

    `blocked_at`: her rights, if she has any, do not count as long as the block stands.
    """

    professional: Professional
    record: str
    rights: frozenset[str]
    since: datetime
    until: datetime | None
    blocked_at: datetime | None


def records(work: Work, account_id: str) -> list[str]:
    """Return the records whose professionals an account may choose: its own, and the carnets it holds."""
    held = authorisations.carnets_of(work, account_id, Right.HOLD)
    return [patient_record(account_id), *map(carnet_record, held)]


def listed(work: Work, accesses: Sequence[Access]) -> list[Actor]:
    """Return who may do what with these records, by name; those who are kept away come last."""
    for access in accesses:
        access.must(Right.HOLD)
    named = [access.record for access in accesses]
    kept_away = blocks.of(work, named)
    theirs = (grant.record.in_(named)) & grant.who.startswith(PROFESSIONAL) & grant.right.in_(SHOWN)
    given: dict[tuple[str, str], list[tuple[str, datetime, datetime | None]]] = {}
    columns = (grant.record, grant.who, grant.right, grant.granted_at, grant.until)
    for record, who, right, granted_at, until in work.execute(
        select(*columns).where(theirs, *authorisations.standing(work))
    ):
        given.setdefault((record, who.removeprefix(PROFESSIONAL)), []).append((right, granted_at, until))
    both = list(dict.fromkeys([*given, *kept_away]))
    known = professionals.named(work, list({professional for _, professional in both}))
    actors = [_actor(work, known[who], record, given.get((record, who), ()), kept_away.get((record, who)))
              for record, who in both if who in known]  # fmt: skip
    return sorted(actors, key=lambda one: (one.blocked_at is not None, named.index(one.record),
                                           one.professional.last_name, one.professional.first_name))  # fmt: skip


def _actor(
    work: Work,
    who: Professional,
    record: str,
    given: Sequence[tuple[str, datetime, datetime | None]],
    blocked_at: datetime | None,
) -> Actor:
    ends = [until for _, _, until in given]
    until = None if None in ends else max((one for one in ends if one), default=None)
    since = min((at for _, at, _ in given), default=blocked_at)
    return Actor(who, record, frozenset(right for right, _, _ in given), since or work.now, until, blocked_at)


def authorise(
    work: Work, access: Access, professional_id: str, until: datetime | None
) -> ProfessionalUnknown | None:
    """Let a professional read a record, and so add documents to it, until then; a block on her is lifted."""
    access.must(Right.HOLD)
    if not professionals.stands(work, professional_id):
        return ProfessionalUnknown()
    who, record = f"{PROFESSIONAL}{professional_id}", access.record
    unblock(work, access, professional_id)
    reading = (grant.who == who) & (grant.record == record) & (grant.right == Right.READ)
    changed = update(Grant).where(reading, *authorisations.standing(work)).values(until=until)
    if work.execute(changed).rowcount:
        access.journal(work, "granted", f"{Right.READ} to {who}", _until(until))
    else:
        authorisations.give(work, who, record, (Right.READ,), until, access.actor)
    return None


def _until(until: datetime | None) -> str:
    return until.isoformat(timespec="minutes") if until else ""


def remove(work: Work, access: Access, professional_id: str) -> None:
    """Take every right on a record from a professional, at once; within the hour they can come back."""
    access.must(Right.HOLD)
    authorisations.withdraw(work, f"{PROFESSIONAL}{professional_id}", access.record, access.actor)


def bring_back(work: Work, access: Access, professional_id: str) -> NothingToBringBack | None:
    """Give back what was last taken from a professional, as it was; an emergency that was ended stays so."""
    access.must(Right.HOLD)
    hers = (grant.who == f"{PROFESSIONAL}{professional_id}") & (grant.record == access.record)
    theirs = hers & (grant.right != Right.EMERGENCY)
    last = work.execute(select(func.max(grant.withdrawn_at)).where(theirs)).scalar()
    if last is None or work.now - last > COMES_BACK or not professionals.stands(work, professional_id):
        return NothingToBringBack()
    work.execute(update(Grant).where(theirs, grant.withdrawn_at == last).values(withdrawn_at=None))
    access.journal(work, "brought_back", f"{PROFESSIONAL}{professional_id}")
    return None


def block(work: Work, access: Access, professional_id: str) -> ProfessionalUnknown | None:
    """Keep a professional away from a record, in emergencies too; her rights stand, and do not count."""
    access.must(Right.HOLD)
    if not professionals.named(work, [professional_id]):
        return ProfessionalUnknown()
    if blocks.add(work, access.record, professional_id):
        access.journal(work, "blocked", f"{PROFESSIONAL}{professional_id}")
    return None


def unblock(work: Work, access: Access, professional_id: str) -> None:
    """Keep her away no longer: what she was given counts again."""
    access.must(Right.HOLD)
    if blocks.lift(work, access.record, professional_id):
        access.journal(work, "unblocked", f"{PROFESSIONAL}{professional_id}")
