"""The authenticator app of an account: offered, proven once, then accepted in place of an SMS."""

from dataclasses import dataclass, field

from portal.accounts import addresses, authenticator, notices, store
from portal.accounts.refusals import AccountUnknown, NeedsFullCode, TotpMissing, TotpWrong
from portal.accounts.sessions import Me
from portal.work import Work

ISSUER = "MaSanté"


@dataclass(frozen=True)
class TotpOffer:
    """A secret to put into the app, by hand or from a QR code of `uri`."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


def begin_totp(work: Work, me: Me) -> TotpOffer | NeedsFullCode | AccountUnknown:
    """Offer a new secret; the one in use stays until this one is proven."""
    if not me.full:
        return NeedsFullCode()
    owner = store.by_id(work, me.account_id)
    if owner is None:
        return AccountUnknown()
    secret = authenticator.new_secret()
    store.change(work, owner.id, totp_offered=secret)
    return TotpOffer(secret, authenticator.uri(secret, ISSUER, addresses.email_hint(owner.email)))


def confirm_totp(work: Work, me: Me, typed: str) -> TotpWrong | NeedsFullCode | TotpMissing | None:
    """Put the offered secret in use, once a code shows that the app has it."""
    if not me.full:
        return NeedsFullCode()
    owner = store.hold(work, me.account_id)
    if owner is None or owner.totp_offered is None:
        return TotpMissing()
    step = authenticator.step_of(owner.totp_offered, authenticator.digits(typed), work.now)
    if step is None:
        return TotpWrong()
    store.change(work, owner.id, totp=owner.totp_offered, totp_offered=None, totp_step=step)
    notices.by_email(work, owner, "totp_added", {"at": work.now.isoformat()})
    return None


def remove_totp(work: Work, me: Me) -> NeedsFullCode | TotpMissing | None:
    """Accept the authenticator app no more."""
    if not me.full:
        return NeedsFullCode()
    owner = store.hold(work, me.account_id)
    if owner is None or owner.totp is None:
        return TotpMissing()
    store.change(work, owner.id, totp=None, totp_offered=None)
    notices.by_email(work, owner, "totp_removed", {"at": work.now.isoformat()})
    return None
