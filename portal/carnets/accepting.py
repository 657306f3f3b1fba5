"""Accepting: the other parent answers an invitation, and is given the carnet only once it is sure who she is.

She is who reads the invited mailbox, she knows when the child was born (three tries for each child, in all), and her
name is one that a professional has written down, or that the inviting parent has confirmed (docs/decisions/0018).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from portal import accounts, authorisations, carnets, journal
from portal.accounts import Me, addresses
from portal.accounts.refusals import NeedsFullCode
from portal.authorisations import HOLDER, PARENT, Access, Right, patient_record
from portal.carnets import Carnet, store, telling
from portal.carnets.ages import comes_of_age, midnight
from portal.carnets.inviting import TRIES
from portal.carnets.model import (
    ACCEPTED,
    CANCELLED,
    DECLINED,
    DISOWNED,
    EXPIRED,
    SHARE,
    UNSURE,
    WAITING,
)
from portal.carnets.refusals import (
    BirthDateMissing,
    BirthDateWrong,
    CarnetLocked,
    NotInvited,
    ShareCancelled,
    ShareDeclined,
    ShareExpired,
    ShareUnconfirmed,
    ShareUnknown,
    ShareUsed,
)
from portal.carnets.store import Invitation
from portal.errors import Refused
from portal.work import Work

TO_CONFIRM = timedelta(days=30)  # in which the inviting parent says who it is

OVER: dict[str, Refused] = {
    ACCEPTED: ShareUsed(),
    DECLINED: ShareDeclined(),
    CANCELLED: ShareCancelled(),
    EXPIRED: ShareExpired(),
    DISOWNED: ShareUnknown(),
    UNSURE: ShareUnconfirmed(),
}


class Asked(NamedTuple):
    """What an invitation shows to whom it is for: who invites, and the child's first name; nothing else."""

    invitation: Invitation
    inviter: str
    child: str


class Answered(NamedTuple):
    """The invitation was accepted; `sure`: the carnet is hers, else the inviting parent says first who she is."""

    carnet_id: str
    sure: bool


def by_link(work: Work, token: str) -> Invitation | Refused:
    """Return the invitation of a link; following it uses nothing up."""
    one = store.by_token(work, token)
    return ShareUnknown() if one is None else _open(work, one) or one


def answerable(work: Work, invitation_id: str) -> Invitation | Refused:
    """Return an invitation that can still be answered."""
    one = store.get(work, invitation_id)
    return ShareUnknown() if one is None else _open(work, one) or one


def addressed_to(work: Work, me: Me) -> list[Asked]:
    """Return the invitations that wait for an answer of this person, and those whose answer is to be confirmed."""
    keys = _addresses(work, me)
    found = [one for key in keys for one in store.for_address(work, key) if _is_for(one, keys)]
    hers = (one for one in found if one.state == WAITING or one.proven_id == me.account_id)
    return [_asked(work, one) for one in hers]


def _addresses(work: Work, me: Me) -> dict[str, datetime | None]:
    """Return the addresses of this person, each with when she gave it up for another."""
    account = accounts.show(work, me.account_id)
    if isinstance(account, Refused):
        return {}
    return accounts.given_up(work, me.account_id) | {addresses.email_key(work.keys, account.email): None}


def _is_for(one: Invitation, keys: Mapping[str, datetime | None]) -> bool:
    """Tell whether an invitation was sent to an address while it was hers."""
    given_up = keys.get(one.email_key) if one.email_key in keys else one.sent_at
    return given_up is None or one.sent_at < given_up


def to_confirm(work: Work, me: Me) -> list[tuple[Invitation, str]]:
    """Return the invitations whose answer this person has to confirm, each with the name that was given."""
    return [(one, who(work, one)) for one in store.to_confirm(work, me.account_id)]


def inviter(work: Work, invitation_id: str) -> str:
    """Return the name of who sent an invitation: all that a link shows to who is not signed in."""
    one = answerable(work, invitation_id)
    return "" if isinstance(one, Refused) else telling.name(work, one.inviter_id)


def who(work: Work, one: Invitation) -> str:
    """Return the name, as she gave it, of who accepted and is to be confirmed."""
    return telling.name(work, one.proven_id or "")


def asked(work: Work, me: Me, invitation_id: str) -> Asked | Refused:
    """Return what this person is asked."""
    one = _hers(work, me, invitation_id)
    return one if isinstance(one, Refused) else _asked(work, one)


def _asked(work: Work, one: Invitation) -> Asked:
    return Asked(one, telling.name(work, one.inviter_id), _carnet(work, one).first_name)


def prove(work: Work, me: Me, invitation_id: str, born: date) -> Refused | None:
    """Take the child's birth date as this person knows it; wrong ones count for the carnet, whoever gives them."""
    one = _hers(work, me, invitation_id)
    if isinstance(one, Refused):
        return one
    carnet = _carnet(work, one)
    if carnet.wrong_dates >= TRIES:
        return _refuse(work, me, one, CarnetLocked())
    if born == carnet.birth_date:
        store.change(work, one.id, proven_id=me.account_id)
        _note(work, me, one, "share_proven")
        return None
    left = TRIES - store.count_wrong_date(work, carnet.id)
    _note(work, me, one, "birth_date_wrong")
    if left > 0:
        return BirthDateWrong(left=left)
    telling.tell(work, one.inviter_id, "carnet_locked")
    return _refuse(work, me, one, CarnetLocked())


def accept(work: Work, me: Me, invitation_id: str) -> Answered | Refused:
    """Accept: the carnet is shared at once, or as soon as the inviting parent has confirmed who this is."""
    one = _hers(work, me, invitation_id)
    if isinstance(one, Refused):
        return one
    if not me.full:
        return NeedsFullCode()
    carnet = _carnet(work, one)
    if carnet.wrong_dates >= TRIES:
        return _refuse(work, me, one, CarnetLocked())
    if one.proven_id != me.account_id:
        return _refuse(work, me, one, BirthDateMissing())
    telling.take_offer_back(work, one)
    if store.enrolled(work, me.account_id):
        until = work.now + TO_CONFIRM
        store.change(work, one.id, state=UNSURE, expires_at=until, tidy_at=until)
        _note(work, me, one, "share_unconfirmed")
        telling.tell(
            work,
            one.inviter_id,
            "carnet_asked",
            id=one.id,
            kind=one.kind,
            who=who(work, one),
            email=addresses.email_hint(one.email),
        )
        return Answered(carnet.id, sure=False)
    _give(work, one, carnet, patient_record(me.account_id))
    _note(work, me, one, "share_accepted")
    telling.tell(work, one.inviter_id, "carnet_accepted", who=who(work, one), carnet_id=carnet.id)
    return Answered(carnet.id, sure=True)


def decline(work: Work, me: Me, invitation_id: str) -> Refused | None:
    """Decline: nothing is shared, and the inviting parent is told."""
    one = _hers(work, me, invitation_id)
    if isinstance(one, Refused):
        return one
    store.change(work, one.id, state=DECLINED, ended_at=work.now, tidy_at=work.now)
    _note(work, me, one, "share_declined")
    telling.take_offer_back(work, one)
    telling.tell(work, one.inviter_id, "carnet_declined", who=telling.name(work, me.account_id))
    return None


def confirm(work: Work, me: Me, invitation_id: str, *, right: bool) -> Invitation | Refused:
    """Take what the inviting parent says of who accepted: the other parent, or a stranger, who gets nothing."""
    one = store.get(work, invitation_id)
    if one is None or one.inviter_id != me.account_id:
        return ShareUnknown()
    store.in_turn(work, one.carnet_id)
    one = store.get(work, invitation_id) or one
    if refused := _may_confirm(work, me, one, right=right):
        return refused
    proven = one.proven_id or ""
    if right:
        _give(work, one, _carnet(work, one), patient_record(proven))
    else:
        store.change(work, one.id, state=DISOWNED, ended_at=work.now, tidy_at=work.now)
    _note(work, me, one, "share_confirmed" if right else "share_disowned")
    telling.tell(work, proven, "carnet_confirmed" if right else "carnet_disowned")
    return one


def _may_confirm(work: Work, me: Me, one: Invitation, *, right: bool) -> Refused | None:
    if right and not me.full:
        return NeedsFullCode()
    if one.kind == SHARE:
        holding = authorisations.require(work, me, Right.HOLD, one.record)
        if not isinstance(holding, Access):
            return holding
    if one.state != UNSURE or one.expires_at <= work.now:
        over = ShareExpired() if one.state == UNSURE else OVER.get(one.state, ShareUnknown())
        return _refuse(work, me, one, over)
    return None


def _give(work: Work, one: Invitation, carnet: Carnet, to: str) -> None:
    until = midnight(comes_of_age(carnet.birth_date), work.policy.timezone)
    rights, until_ = (PARENT, until) if one.kind == SHARE else ((*HOLDER, Right.OWN), None)
    authorisations.give(work, to, one.record, rights, until_, to)
    store.change(work, one.id, state=ACCEPTED, ended_at=work.now, tidy_at=work.now)
    store.forget_wrong_dates(work, carnet.id)


def _hers(work: Work, me: Me, invitation_id: str) -> Invitation | Refused:
    """Return an invitation that this person may answer now, and keep others from changing it meanwhile."""
    one = store.get(work, invitation_id)
    if one is None:
        return ShareUnknown()
    store.in_turn(work, one.carnet_id)
    one = store.get(work, invitation_id) or one
    if not _is_for(one, _addresses(work, me)):
        return _refuse(work, me, one, NotInvited())
    over = _open(work, one)
    return one if over is None else _refuse(work, me, one, over)


def _open(work: Work, one: Invitation) -> Refused | None:
    """Return why an invitation cannot be answered any more."""
    if one.state != WAITING:
        return OVER.get(one.state, ShareUnknown())
    if one.expires_at <= work.now:
        return ShareExpired()
    inviting = [parent.account_id for parent in authorisations.parents(work, one.record) if parent.holds]
    return ShareUnknown() if one.kind == SHARE and one.inviter_id not in inviting else None


def _carnet(work: Work, one: Invitation) -> Carnet:
    carnet = carnets.get(work, one.carnet_id)
    if isinstance(carnet, Refused):
        raise LookupError(one.carnet_id)
    return carnet


def _refuse(work: Work, me: Me, one: Invitation, why: Refused) -> Refused:
    journal.write(
        work, one.record, patient_record(me.account_id), "share_refused", one.id, why.code, me.strength
    )
    return why


def _note(work: Work, me: Me, one: Invitation, action: str) -> None:
    journal.write(work, one.record, patient_record(me.account_id), action, one.id, "", me.strength)
