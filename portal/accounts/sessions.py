"""Sessions: who speaks in this chat now, how surely, and how lately that was proven."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select, update

from portal.accounts import proofs
from portal.accounts.model import Account, Chat, Link
from portal.accounts.refusals import LinkMissing, NeedsFullCode, ProofMissing
from portal.accounts.store import account, chat, link
from portal.statement import Prepared
from portal.work import Work

PURPOSE = "refresh"
FRESH = timedelta(days=30)  # without use, then a code is asked again
DAY = timedelta(days=1)

# Asked at every update, so built once.
_ME = Prepared(
    select(
        link.account_id,
        link.id,
        link.strength,
        link.used_at,
        func.coalesce(account.language, chat.language, chat.language_code),
        account.timezone,
    )
    .join_from(Link, Account, account.id == link.account_id)
    .outerjoin(Chat, chat.chat_id == link.chat_id)
    .where(link.chat_id == bindparam("here"), link.ended_at.is_(None), account.locked_at.is_(None))
)


@dataclass(frozen=True)
class Me:
    """The patient who speaks in this chat.

    `fresh`: health data may be shown. `full`: contact details, export, shares and authorisations may change.
    """

    account_id: str
    link_id: str
    strength: str
    fresh: bool
    used_at: datetime
    language: str | None
    timezone: str | None

    @property
    def full(self) -> bool:
        """The last code came by SMS or from the authenticator app, and is fresh."""
        return self.fresh and self.strength == proofs.FULL


def me(work: Work, chat_id: int, fresh_for: timedelta = FRESH) -> Me | None:
    """Return who speaks in this chat; None when it is linked to no account, or the account is locked."""
    found = work.execute(_ME, {"here": chat_id}).first()
    if found is None:
        return None
    account_id, link_id, strength, used_at, language, timezone = found
    fresh = strength != proofs.NONE and work.now - used_at < fresh_for
    return Me(account_id, link_id, strength, fresh, used_at, language, timezone)


def touch(work: Work, me: Me) -> None:
    """Record that the link is in use; written once a day, and only while it is fresh."""
    if me.fresh and work.now - me.used_at >= DAY:
        work.execute(update(Link).where(link.id == me.link_id).values(used_at=work.now))


def refresh(work: Work, chat_id: int, proof_id: str) -> Me | ProofMissing | LinkMissing | NeedsFullCode:
    """Make the link fresh by a new code, as strong as that code; after a reset only a full one does."""
    proof = proofs.take(work, chat_id, proof_id, PURPOSE)
    if proof is None:
        return ProofMissing()
    here = me(work, chat_id)
    if here is None or here.account_id != proof.account_id:
        return LinkMissing()
    if here.strength == proofs.NONE and proof.strength != proofs.FULL:
        return NeedsFullCode()
    renewed = update(Link).where(link.id == here.link_id)
    work.execute(renewed.values(strength=proof.strength, used_at=work.now))
    return me(work, chat_id) or LinkMissing()


def weaken(work: Work, account_id: str) -> None:
    """Show nothing in the live chat of this account until it gives a full-strength code."""
    live = update(Link).where(link.account_id == account_id, link.ended_at.is_(None))
    work.execute(live.values(strength=proofs.NONE))
