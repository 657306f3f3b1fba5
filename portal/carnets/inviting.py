"""Inviting: the parent who holds a carnet asks another by e-mail to share it, asks again, or takes it back.

Nobody is given anything here: a share begins when the other has accepted (`accepting`). The rules, and why, are in
docs/decisions/0018.
"""

from datetime import timedelta

from portal import accounts, authorisations, carnets, journal
from portal.accounts import Me, addresses
from portal.accounts.refusals import NeedsFullCode
from portal.authorisations import CARNET, Access, Right
from portal.carnets import Carnet, CarnetUnknown, store, telling
from portal.carnets.ages import age_on
from portal.carnets.model import CANCELLED, SHARE, WAITING
from portal.carnets.refusals import (
    AlreadyInvited,
    AlreadyShared,
    CarnetLocked,
    GrownUp,
    OwnAddress,
    SentJustNow,
    ShareUnknown,
    TooManyInvitations,
    TooManyParents,
)
from portal.carnets.store import Invitation
from portal.errors import Refused
from portal.work import Work

VALID = timedelta(days=30)
MOST = 2  # people a carnet may be shared with, those invited included
APART = timedelta(minutes=5)  # between two e-mails of one invitation
PER_DAY = 10  # invitations of one parent
MOST_SENT = 6  # e-mails of one invitation
DAY = timedelta(days=1)
TRIES = 3  # for the birth date of one child, whoever makes them and whatever is sent again


def standing(work: Work, access: Access) -> list[Invitation]:
    """Return the invitations to a carnet that stand."""
    access.must(Right.HOLD)
    return store.standing(work, access.record.removeprefix(CARNET))


def wrong_address(work: Work, me: Me, typed: str) -> Refused | None:
    """Return what is wrong with an address to share with, as far as its words tell."""
    address = addresses.mailable(typed)
    if isinstance(address, Refused):
        return address
    return OwnAddress() if accounts.find(work, address) == me.account_id else None


def invite(work: Work, me: Me, access: Access, email: str, *, instead_of: str = "") -> Invitation | Refused:
    """Invite someone to share a carnet for thirty days; `instead_of`: an invitation to an address that was wrong."""
    access.must(Right.HOLD)
    carnet = carnets.get(work, access.record.removeprefix(CARNET))
    if isinstance(carnet, CarnetUnknown):
        return carnet
    store.in_turn(work, carnet.id)
    old = store.get(work, instead_of) if instead_of else None
    if refused := _may_invite(work, me, access, carnet, email, old):
        access.journal(work, "share_refused", why=refused.code)
        return refused
    if old is not None:
        _end(work, access, old)
    new = write(work, carnet.id, SHARE, me.account_id, email)
    access.journal(work, "share_invited", new.id)
    return new


def _may_invite(
    work: Work, me: Me, access: Access, carnet: Carnet, email: str, old: Invitation | None
) -> Refused | None:
    if not me.full:
        return NeedsFullCode()
    if age_on(carnet.birth_date, work.now.date()) >= carnets.ADULT:
        return GrownUp()
    if carnet.wrong_dates >= TRIES:
        return CarnetLocked()
    if old is not None and (old.carnet_id != carnet.id or not old.stands(work.now)):
        return ShareUnknown()
    return wrong_address(work, me, email) or _room_for(work, me, access, email, old)


def _room_for(work: Work, me: Me, access: Access, email: str, old: Invitation | None) -> Refused | None:
    """Return why nobody else, or not whoever has this address, can be invited."""
    reading = [one.account_id for one in authorisations.parents(work, access.record) if not one.holds]
    if accounts.find(work, email) in (*reading, authorisations.subject_of(work, access.record) or ""):
        return AlreadyShared()
    standing_now = store.standing(work, access.record.removeprefix(CARNET))
    invited = [one for one in standing_now if old is None or one.id != old.id]
    if any(one.email_key == addresses.email_key(work.keys, email) for one in invited):
        return AlreadyInvited()
    if len(reading) + len(invited) >= MOST:
        return TooManyParents(most=MOST)
    lately = store.invited_by(work, me.account_id, work.now - DAY)
    return TooManyInvitations(until=lately[-PER_DAY] + DAY) if len(lately) >= PER_DAY else None


def write(work: Work, carnet_id: str, kind: str, inviter_id: str, email: str) -> Invitation:
    """Store an invitation and send it."""
    address = addresses.read_email(email)
    if isinstance(address, Refused):
        raise ValueError("this address was not checked")
    new, token, expires_at = work.chance.name(), work.chance.token(), work.now + VALID
    store.write(work, {
        "id": new, "carnet_id": carnet_id, "kind": kind, "inviter_id": inviter_id, "email": address,
        "email_key": addresses.email_key(work.keys, address), "token_key": store.token_key(work, token),
        "state": WAITING, "sent": 1, "sent_at": work.now, "created_at": work.now, "expires_at": expires_at,
        "tidy_at": expires_at,
    })  # fmt: skip
    return _sent(work, new, token)


def _sent(work: Work, invitation_id: str, token: str) -> Invitation:
    found = store.get(work, invitation_id)
    if found is None:
        raise LookupError(invitation_id)
    spoken = accounts.show(work, found.inviter_id)
    telling.send(work, found, token, None if isinstance(spoken, Refused) else spoken.language)
    return found


def resend(work: Work, me: Me, access: Access, invitation_id: str) -> Invitation | Refused:
    """Send an invitation again with a new link: the one before is worth nothing any more. Tries stay counted."""
    one = look_at(work, access, invitation_id)
    if isinstance(one, Refused):
        return one
    if not me.full:
        return NeedsFullCode()
    if one.state != WAITING:
        return ShareUnknown()
    if one.sent >= MOST_SENT:
        return TooManyInvitations(until=one.expires_at)
    if work.now < one.sent_at + APART:
        return SentJustNow(at=one.sent_at + APART)
    token, expires_at = work.chance.token(), work.now + VALID
    store.change(work, one.id, token_key=store.token_key(work, token), sent=one.sent + 1, sent_at=work.now,
                 expires_at=expires_at, tidy_at=expires_at)  # fmt: skip
    access.journal(work, "share_resent", one.id)
    return _sent(work, one.id, token)


def cancel(work: Work, access: Access, invitation_id: str) -> Refused | None:
    """Take an invitation back before it becomes a share."""
    one = look_at(work, access, invitation_id)
    if isinstance(one, Refused):
        return one
    _end(work, access, one)
    return None


def take_back_all(work: Work, record: str, account_id: str, by: str) -> None:
    """Take back every invitation to a carnet that an account has sent and that stands: it leaves."""
    for one in store.standing(work, record.removeprefix(CARNET)):
        if one.inviter_id == account_id:
            _cancelled(work, one)
            journal.write(work, record, by, "share_cancelled", one.id)


def look_at(work: Work, access: Access, invitation_id: str) -> Invitation | ShareUnknown:
    """Return an invitation that stands."""
    access.must(Right.HOLD)
    store.in_turn(work, access.record.removeprefix(CARNET))
    one = store.get(work, invitation_id)
    if one is None or one.record != access.record or not one.stands(work.now):
        access.journal(work, "share_refused", invitation_id[:40], "share_unknown")
        return ShareUnknown()
    return one


def _end(work: Work, access: Access, one: Invitation) -> None:
    _cancelled(work, one)
    access.journal(work, "share_cancelled", one.id)


def _cancelled(work: Work, one: Invitation) -> None:
    store.change(work, one.id, state=CANCELLED, ended_at=work.now, tidy_at=work.now)
    answering = accounts.find(work, one.email)
    if telling.take_back(work, one) and answering:
        telling.tell(work, answering, "carnet_cancelled")
