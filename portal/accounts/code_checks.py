"""Check an access code: the one that was sent, or what the authenticator app shows."""

import hmac

from sqlalchemy import or_, update

from portal.accounts import authenticator, chances, code_store, proofs, sending, store
from portal.accounts.code_store import APP, EMAIL, Sent
from portal.accounts.model import Account
from portal.accounts.refusals import CodeExpired, CodeLocked, CodeMissing, CodeUsed, CodeWrong
from portal.accounts.store import account
from portal.work import Work

TRIES = 5  # for one code; see `chances` for the day

Unproven = CodeWrong | CodeExpired | CodeUsed | CodeLocked | CodeMissing


def check_code(work: Work, chat_id: int, purpose: str, typed: str) -> proofs.Proof | Unproven:
    """Check a typed code against the last one sent to this chat for this purpose, and the authenticator."""
    sent = code_store.last(work, chat_id, purpose)
    if sent is None:
        return CodeMissing()
    if sent.used_at:
        return CodeUsed()
    if sent.expires_at <= work.now:
        return CodeExpired()
    owner = store.hold(work, sent.account_id)  # before the count: other chats may be trying the same account
    spent = chances.spent(work, sent.who)
    if spent.all or sent.tries >= TRIES:
        return _locked(work, sent, spent)
    cost, strength = _compare(work, owner, sent, spent, authenticator.digits(typed))
    if not (strength and owner):
        return _wrong(work, sent, spent, cost)
    code_store.use(work, sent)
    return proofs.give(work, chat_id, owner.id, purpose, strength)


def code_waits(work: Work, chat_id: int, purpose: str) -> bool:
    """Tell whether a code was sent to this chat for this purpose that can still be typed."""
    sent = code_store.last(work, chat_id, purpose)
    return sent is not None and not sent.used_at and sent.expires_at > work.now and sent.tries < TRIES


def _compare(
    work: Work, owner: store.Row | None, sent: Sent, spent: chances.Spent, digits: str
) -> tuple[int, str]:
    """Return how many chances in a million the try had, and the strength of what it proves, if anything."""
    cost, strength = 0, ""
    if sent.channel != APP:
        cost = chances.SENT
        if hmac.compare_digest(sent.digest, code_store.digest(work, sent.nonce, digits)):
            strength = proofs.MAIL if sent.channel == EMAIL else proofs.FULL
    if owner and owner.totp and spent.leaves(sent=cost > 0):
        cost += chances.APP
        if not strength and _app_shows(work, owner, digits):
            strength = proofs.FULL
    return cost, strength


def _wrong(work: Work, sent: Sent, spent: chances.Spent, cost: int) -> CodeWrong | CodeLocked:
    if cost == 0:  # the app alone was asked, and has had its tries of the day
        return CodeLocked(until=spent.until)
    chances.spend(work, sent.who, cost)
    code_store.count(work, sent)
    left = min(TRIES - sent.tries - 1, chances.PER_DAY - spent.chances - cost)
    return CodeWrong(left=left) if left > 0 else _locked(work, sent, chances.spent(work, sent.who))


def _locked(work: Work, sent: Sent, spent: chances.Spent) -> CodeLocked:
    again = sending.again_at(code_store.sends(work, sent.chat_id, sent.account_id), work.now)
    return CodeLocked(until=spent.until if spent.all else again)


def _app_shows(work: Work, owner: store.Row, digits: str) -> bool:
    step = authenticator.step_of(owner.totp or "", digits, work.now)
    if step is None:
        return False
    newer = or_(account.totp_step.is_(None), account.totp_step < step)
    accepted = update(Account).where(account.id == owner.id, newer).values(totp_step=step)
    return work.execute(accepted).rowcount == 1
