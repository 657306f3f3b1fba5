"""What time brings to those who have left: care teams let go, a word three days before, and the end, in small steps."""

from portal import accounts, journal
from portal.authorisations import patient_record
from portal.errors import Refused
from portal.parts import apart
from portal.privacy import erasing, leaving, store, telling
from portal.privacy.leaving import LOOK, PATIENTLY
from portal.privacy.refusals import AlreadyLeft, ErasureHeld
from portal.privacy.store import Departure
from portal.work import Work


def tend(work: Work) -> int:
    """Do the next step for somebody who has left; returns 0 when nothing is due."""
    one = store.due(work)
    if one is None:
        return 0
    if not apart(work, lambda: _step(work, one)):
        store.change(work, one.account_id, next_at=work.now + LOOK)
        journal.write(work, patient_record(one.account_id), "ticker", "departure_failed")
    return 1


def erase_now(work: Work, account_id: str, by: str) -> Refused | None:
    """Have an account be erased by the steps that follow (`erase_step`), without thirty days; not what the law keeps."""
    hold = store.held(work, account_id)
    if hold is not None:
        return ErasureHeld(until=hold.until)
    left = leaving.depart(work, account_id, by, work.now)
    if isinstance(left, Refused) and not isinstance(left, AlreadyLeft):
        return left
    store.change(work, account_id, erase_at=work.now, next_at=work.now)
    return None


def erase_step(work: Work, account_id: str) -> bool:
    """Do the next step for this account; True as long as there is one."""
    one = store.get(work, account_id)
    if one is None or one.back_at is not None:
        return False
    _step(work, one)
    return True


def _step(work: Work, one: Departure) -> None:
    if one.erasing:
        erasing.step(work, one)
    elif accounts.leaving_since(work, one.account_id) is None:  # signed in by a way that did not say so
        leaving.come_back(work, one.account_id)
    elif one.erase_at > work.now:
        _wait(work, one)
    elif (hold := store.held(work, one.account_id)) is not None:
        record = patient_record(one.account_id)
        journal.write(work, record, "ticker", "erasure_held", why=hold.until.date().isoformat())
        store.change(work, one.account_id, next_at=hold.until)
    else:
        erasing.begin(work, one)


def _wait(work: Work, one: Departure) -> None:
    """Do what comes before the end, and note when there is something to do next."""
    watched = leaving.relax(work, one)
    warn_at = one.erase_at - PATIENTLY
    if one.warned_at is None and warn_at <= work.now:
        hold = store.held(work, one.account_id)
        facts = {"erase_at": one.erase_at.isoformat(), "held_until": telling.instant(hold and hold.until)}
        telling.by_email(work, one.account_id, "leaving_soon", **facts, bot=work.policy.bot_username)
        telling.in_last_chat(work, one.account_id, "leaving_soon", **facts)
        store.change(work, one.account_id, warned_at=work.now)
    soonest = [at for at in (warn_at, one.erase_at) if at > work.now]
    next_at = min([*soonest, work.now + LOOK]) if watched else soonest[0]
    store.change(work, one.account_id, next_at=next_at)
