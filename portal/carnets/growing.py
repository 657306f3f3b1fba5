"""Children grow up: parents are told beforehand, shares end at 18, and whose carnet it is may take it over.

Also what time brings to invitations: they expire, their address is wiped, and accounts that were begun are forgotten.
"""

from datetime import datetime, timedelta
from functools import partial

from portal import accounts, authorisations, carnets, journal
from portal.accounts import Me
from portal.authorisations import CARNET, Access, Right
from portal.carnets import Carnet, CarnetUnknown, growing_up, inviting, sharing, store, telling
from portal.carnets.ages import comes_of_age, next_step, steps
from portal.carnets.model import COMING_OF_AGE, EXPIRED, UNSURE, WAITING
from portal.carnets.store import Invitation
from portal.errors import Refused
from portal.parts import apart
from portal.work import Work

AT_ONCE = 100


def set_heir(work: Work, me: Me, access: Access, email: str | None) -> Refused | None:
    """Keep (or forget) the address at which the child will be invited to take the carnet over."""
    access.must(Right.HOLD)
    wrong = inviting.wrong_address(work, me, email) if email else None
    if wrong is None:
        store.keep_heir(work, access.record.removeprefix(CARNET), email)
        access.journal(work, "heir_kept" if email else "heir_forgotten")
    return wrong


def grow(work: Work) -> int:
    """Do what the age of children brings now; returns for how many, at most one batch. One that breaks stays due."""
    due = store.growing(work, AT_ONCE)
    return sum(apart(work, partial(_grow, work, carnet_id, since)) for carnet_id, since in due)


def _grow(work: Work, carnet_id: str, since: datetime) -> None:
    store.in_turn(work, carnet_id)
    carnet = carnets.get(work, carnet_id)
    if isinstance(carnet, CarnetUnknown) or not store.still_growing(work, carnet_id, since):
        return
    zone = work.policy.timezone
    *notices, adult = steps(carnet.birth_date, zone)
    if adult <= work.now:
        _end_shares(work, carnet)
    elif any(since <= at <= work.now for at in notices):
        _tell_beforehand(work, carnet)
    store.step(work, carnet_id, next_step(carnet.birth_date, zone, work.now))


def _tell_beforehand(work: Work, carnet: Carnet) -> None:
    until = comes_of_age(carnet.birth_date).isoformat()
    known = carnet.heir is not None or authorisations.subject_of(work, carnet.record) is not None
    for one in authorisations.parents(work, carnet.record):
        asked = carnet.id if one.holds and not known else ""
        telling.tell(work, one.account_id, "carnet_growing", until=until, carnet_id=asked)


def _end_shares(work: Work, carnet: Carnet) -> None:
    last = steps(carnet.birth_date, work.policy.timezone)[-1] - timedelta(seconds=1)
    parents = authorisations.parents(work, carnet.record, last)
    for one in parents:
        sharing.end(work, one.account_id, carnet.record, "ticker")
    for invitation in store.standing(work, carnet.id):
        _expire(work, invitation)
    journal.write(work, carnet.record, "ticker", "came_of_age")
    holder = next((one.account_id for one in parents if one.holds), None)
    hers = growing_up.holds_from_now_on(work, carnet.record)
    if holder is not None and carnet.heir is not None and hers is None:
        new = inviting.write(work, carnet.id, COMING_OF_AGE, holder, carnet.heir)
        journal.write(work, carnet.record, "ticker", "share_invited", new.id)
        store.keep_heir(work, carnet.id, None)
    for one in parents:
        alone = one.account_id == holder and carnet.heir is None and hers is None
        telling.tell(work, one.account_id, "carnet_grown", alone=alone)


def tidy(work: Work) -> int:
    """End invitations whose time is over, wipe the addresses of those that are; returns how many, one batch.

    One that breaks stays due.
    """
    due = store.tidying(work, AT_ONCE)
    return sum(
        apart(work, partial(_tidy, work, invitation_id, carnet_id)) for invitation_id, carnet_id in due
    )


def _tidy(work: Work, invitation_id: str, carnet_id: str) -> None:
    store.in_turn(work, carnet_id)
    one = store.still_to_tidy(work, invitation_id)
    if one is None:
        return
    if one.state in (WAITING, UNSURE):
        telling.take_back(work, one)
        _expire(work, one)
        telling.tell(work, one.inviter_id, "carnet_expired")
    if one.begun_id is not None:
        accounts.discard(work, one.begun_id)
    store.change(work, one.id, email=None, tidy_at=None)


def _expire(work: Work, one: Invitation) -> None:
    store.change(work, one.id, state=EXPIRED, ended_at=work.now, tidy_at=work.now)
    journal.write(work, one.record, "ticker", "share_expired", one.id)
