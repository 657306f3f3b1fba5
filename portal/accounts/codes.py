"""Access codes: six digits by SMS or e-mail, or of the authenticator app, that prove a chat's owner once.

Bound to the chat and the purpose, 10 minutes, five tries, replaced by the next (NIST SP 800-63B-4, 3.1.3).
An e-mailed code is no second factor (CNIL 2025-019): what it proves is marked `mail`.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.accounts import addresses, chances, chats, code_store, notices, sending, store
from portal.accounts.code_checks import code_waits
from portal.accounts.code_store import APP, EMAIL, SMS
from portal.accounts.refusals import CodeNotYet, CodesExhausted, CodeTooSoon, EmailNotAllowed, TotpMissing
from portal.work import Work

VALID = timedelta(minutes=10)
NO_EMAIL_AFTER_RESET = timedelta(hours=24)  # so that a mailbox alone is never enough

Unsent = CodeTooSoon | CodeNotYet | CodesExhausted | EmailNotAllowed | TotpMissing


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way (by `app`, none is); `hint` says where to look without giving the address."""

    channel: str
    hint: str = field(repr=False)
    again_at: datetime
    expires_at: datetime


def send_code(
    work: Work, chat_id: int, account_id: str | None, purpose: str, channel: str = SMS
) -> CodeSent | Unsent:
    """Send a code, or with `app` just begin to accept the authenticator's.

    Without an account, the same is done and nothing leaves.
    """
    to = store.hold(work, account_id)
    if to is not None and to.locked_at:
        to = None
    sent = code_store.sends(work, chat_id, account_id)
    if refused := _refusal(work, chat_id, to, channel, sent):
        return _not_yet(work, chat_id, purpose, refused)
    digits, expires_at = work.chance.digits(6), work.now + VALID
    code_store.keep(work, chat_id, to.id if to else None, purpose, channel, digits, expires_at)
    if channel != APP:
        facts = {
            "chat_id": chat_id,
            "code": digits,
            "minutes": VALID.seconds // 60,
            **chats.manner(work, chat_id, to),
        }
        (notices.by_sms if channel == SMS else notices.by_email)(work, to, "access_code", facts, expires_at)
        sent = [*sent, work.now]
    return CodeSent(channel, _hint(work, chat_id, to, channel), sending.again_at(sent, work.now), expires_at)


def _not_yet(work: Work, chat_id: int, purpose: str, refused: Unsent) -> Unsent:
    """Tell who must wait whether a code for this is on its way, or only one that was for something else."""
    if isinstance(refused, CodeTooSoon) and not code_waits(work, chat_id, purpose):
        return CodeNotYet(at=refused.facts["at"])
    return refused


def channels(work: Work, account_id: str) -> dict[str, str]:
    """Return the ways by which this account can get a code now, with the hint of each, the best first."""
    to = store.by_id(work, account_id)
    if to is None or to.locked_at:
        return {}
    ways = {APP: ""} if to.totp else {}
    ways[SMS] = addresses.phone_hint(to.phone)
    if _email_refusal(work, to) is None:
        ways[EMAIL] = addresses.email_hint(to.email)
    return ways


def _refusal(
    work: Work, chat_id: int, to: store.Row | None, channel: str, sent: list[datetime]
) -> Unsent | None:
    if channel == APP:
        return None if to and to.totp else TotpMissing()
    if channel == EMAIL and (refused := _email_refusal(work, to)):
        return refused
    spent = chances.spent(work, code_store.who(chat_id, to.id if to else None))
    return CodesExhausted(until=spent.until) if spent.all else sending.refusal(sent, work.now)


def _email_refusal(work: Work, to: store.Row | None) -> EmailNotAllowed | None:
    if to is None:
        return None
    if to.password is None:
        return EmailNotAllowed(reason="first_connection", until=None)
    if to.reset_at and work.now < to.reset_at + NO_EMAIL_AFTER_RESET:
        return EmailNotAllowed(reason="recent_reset", until=to.reset_at + NO_EMAIL_AFTER_RESET)
    return None


def _hint(work: Work, chat_id: int, to: store.Row | None, channel: str) -> str:
    if channel == APP:
        return ""
    # Nobody's hint looks like somebody's, and is always the same in this chat.
    nobody = work.keys.find("hint", str(chat_id))
    if channel == SMS:
        return addresses.phone_hint(to.phone if to else str(int(nobody[:8], 16)))
    return addresses.email_hint(to.email if to else f"{nobody[0]}@{nobody[1]}.fr")
