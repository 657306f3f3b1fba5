"""Leaving: what becomes of everything is told first; then nothing goes on, and for thirty days she can come back.

The order of things: follow-ups stop (hers, and those of carnets that go with her), other carnets are handed on,
professionals read no more, the chat is unlinked, and she is written to. Signing in (`accounts.link`) is coming back:
what was suspended stands again.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from portal import accounts, authorisations, documents, followups, identity, journal, suspending
from portal.accounts import Me, proofs
from portal.accounts.refusals import AccountUnknown, LinkMissing, NeedsFullCode, ProofMissing
from portal.authorisations import (
    PROFESSIONAL,
    Access,
    NoRight,
    Right,
    carnet_record,
    patient_record,
    record_named,
)
from portal.carnets import holding
from portal.errors import Refused
from portal.followups import FollowUpUnknown
from portal.privacy import exporting, store, telling
from portal.privacy.refusals import AlreadyLeft, ExportUnderWay
from portal.privacy.store import Departure
from portal.work import Work

PURPOSE = "leave"  # of the code that proves who leaves
BACK = timedelta(days=30)  # for which she can come back
PATIENTLY = timedelta(days=3)  # before the end, when she is told once more
LOOK = timedelta(hours=1)  # between two looks at alerts that a care team has not acknowledged


class CarnetFate(NamedTuple):
    """What becomes of a child's carnet: `heir` is the first name of who holds it from then on; "": it goes too."""

    first_name: str
    held: bool
    heir: str


class Prospect(NamedTuple):
    """What leaving would bring, and when."""

    erase_at: datetime
    held_until: datetime | None  # the law keeps the record until then
    followups: int
    alerts: int
    documents: int
    professionals: int
    carnets: list[CarnetFate]


class Left(NamedTuple):
    """She has left: when she is erased."""

    erase_at: datetime
    held_until: datetime | None


class Back(NamedTuple):
    """She is back; so many of her follow-ups were stopped, and can be taken up."""

    followups: int


def prospect(work: Work, access: Access) -> Prospect:
    """Return what leaving would bring; nothing of it is done."""
    access.must(Right.HOLD)
    account_id = access.account_id
    hold = store.held(work, account_id)
    running = followups.running(work, [account_id, *_going_along(work, account_id)])
    fates = [
        CarnetFate(one.carnet.first_name, one.held, _first_name(work, one.heir))
        for one in holding.fates(work, account_id)
    ]
    return Prospect(
        work.now + BACK, hold and hold.until, running.followups, running.alerts,
        sum(documents.types_kept(work, [access]).values()),
        len(authorisations.professionals_of(work, access.record)), fates,
    )  # fmt: skip


def _going_along(work: Work, account_id: str) -> list[str]:
    """Return the carnets that go with an account: those that it holds and nobody who is there reads."""
    return [one.carnet.record for one in holding.fates(work, account_id) if one.held and not one.heir]


def _first_name(work: Work, account_id: str) -> str:
    return identity.first_name(work, account_id) if account_id else ""


def leave(work: Work, chat: int, me: Me, proof_id: str, reason: str | None) -> Left | Refused:
    """Close one's own account, with a code from one's phone just given; it is erased thirty days later."""
    proof = proofs.take(work, chat, proof_id, PURPOSE)
    if proof is None or proof.account_id != me.account_id:
        return ProofMissing()
    if proof.strength != proofs.FULL:
        return NeedsFullCode()
    access = authorisations.require(work, me, Right.HOLD, patient_record(me.account_id))
    if isinstance(access, NoRight):
        return access
    if exporting.under_way(work, me.account_id):
        return ExportUnderWay()
    left = depart(work, me.account_id, access.actor, work.now + BACK, reason)
    if isinstance(left, Left):
        facts = {"erase_at": left.erase_at.isoformat(), "held_until": telling.instant(left.held_until)}
        telling.by_email(work, me.account_id, "left", **facts, bot=work.policy.bot_username)
    return left


def depart(
    work: Work, account_id: str, by: str, erase_at: datetime, reason: str | None = None
) -> Left | Refused:
    """Have an account left: whatever goes on for it ends now, and at that instant it is erased."""
    shown = accounts.show(work, account_id)
    if isinstance(shown, Refused):
        return AccountUnknown()
    before = store.get(work, account_id)
    if before is not None and before.back_at is None:
        return AlreadyLeft(erase_at=before.erase_at)
    record, hold = patient_record(account_id), store.held(work, account_id)
    journal.write(work, record, by, "left", why=reason or "")
    along = _going_along(work, account_id)
    followups.stop_all(work, [account_id, *along], by, erase_at)
    holding.hand_on(work, account_id, by)
    _suspend(work, account_id, work.now, by)
    accounts.leave(work, account_id)
    followups.hand_on(work, [one for one in _held(work, account_id) if one not in along])
    new = Departure(account_id, by, reason, work.now, erase_at, None, None, False, "{}", work.now)
    store.write(work, new)
    return Left(erase_at, hold and hold.until)


def come_back(work: Work, account_id: str) -> Back | LinkMissing:
    """Have everything be as before for who has signed in again; her follow-ups stay stopped until she takes them up."""
    one = store.get(work, account_id)
    if one is None or one.erasing or one.back_at is not None:
        return LinkMissing()
    record = her = patient_record(account_id)
    suspending.restore(work, record, one.left_at, her)
    holding.take_again(work, account_id, one.left_at, her)
    followups.hand_on(work, _held(work, account_id))
    store.change(work, account_id, back_at=work.now, next_at=None)
    journal.write(work, record, her, "came_back")
    telling.by_email(work, account_id, "back")
    stopped = [followups.stopped_at(work, *each) for each in _stopped(work, one)]
    return Back(sum(map(len, stopped)))


def take_up(work: Work, me: Me) -> int | FollowUpUnknown:
    """Have the follow-ups go on that were stopped when she left, those of her children too; returns how many."""
    one = store.get(work, me.account_id)
    if one is None or one.back_at is None:
        return FollowUpUnknown()
    taken = 0
    for whose, at in _stopped(work, one):
        access = authorisations.require(work, me, Right.FILL_IN, record_named(whose))
        taken += followups.take_up(work, access, at) if isinstance(access, Access) else 0
    return taken or FollowUpUnknown()


def _stopped(work: Work, one: Departure) -> list[tuple[str, datetime]]:
    """Return whose follow-ups may have been stopped when: hers as she left; a child's, as the last parent did."""
    carnets = map(carnet_record, authorisations.carnets_of(work, one.account_id, Right.FILL_IN))
    parents = {record: authorisations.parents(work, record) for record in carnets}
    left = store.left_at(work, {each.account_id for found in parents.values() for each in found})
    of_children = {(record, left[each.account_id]) for record, found in parents.items() for each in found
                   if each.account_id in left}  # fmt: skip
    return [(one.account_id, one.left_at), *sorted(of_children)]


def _held(work: Work, account_id: str) -> list[str]:
    return [carnet_record(one) for one in authorisations.carnets_of(work, account_id, Right.HOLD)]


def relax(work: Work, one: Departure) -> bool:
    """Take the right to read from care teams whose alerts somebody looks after by now; tells whether one still stands."""
    _suspend(work, one.account_id, one.left_at, "ticker")
    return bool(followups.watching(work, one.account_id))


def _suspend(work: Work, account_id: str, at: datetime, by: str) -> None:
    needed = [f"{PROFESSIONAL}{one}" for one in followups.watching(work, account_id)]
    suspending.suspend(work, patient_record(account_id), at, by, needed)
