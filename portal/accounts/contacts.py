"""Another e-mail address or phone number: a code from the phone first, then one sent to the new address or number.

The old one stays until that code is typed. Whether an address has an account is told to nobody but its owner
(docs/decisions/0020).
"""

import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.accounts import (
    addresses,
    authenticator,
    contact_changes,
    contact_store,
    notices,
    proofs,
    sending,
    store,
)
from portal.accounts.codes import NO_EMAIL_AFTER_RESET
from portal.accounts.contact_store import EMAIL, PHONE, Sent
from portal.accounts.refusals import (
    AccountUnknown,
    CodeExpired,
    CodeLocked,
    CodeMissing,
    CodeUsed,
    CodeWrong,
    ContactsHeld,
    EmailTaken,
    EmailUnchanged,
    PhoneUnchanged,
    ProofMissing,
)
from portal.accounts.sessions import Me
from portal.errors import Refused
from portal.phones import read_phone
from portal.work import Work

PURPOSE = "change_contact"
VALID = {EMAIL: timedelta(minutes=30), PHONE: timedelta(minutes=10)}  # mail may take its time
TRIES = 5


@dataclass(frozen=True)
class ContactProposed:
    """A code is on its way to the new one; `fixed`: it looks like a landline, where an SMS may not arrive."""

    again_at: datetime
    expires_at: datetime
    fixed: bool = False


@dataclass(frozen=True)
class ContactChanged:
    """The new one is in use; until when the old one's owner can undo that."""

    kind: str
    until: datetime


@dataclass(frozen=True)
class _Contact:
    """An address or number that can be proposed."""

    value: str
    key: str
    fixed: bool = False


def propose_contact(
    work: Work, me: Me, chat_id: int, proof_id: str, kind: str, typed: str
) -> ContactProposed | Refused:
    """Send a code to a new e-mail address or phone number (`kind`), for a chat that has just given a full code."""
    owner = store.hold(work, me.account_id)
    if owner is None:
        return AccountUnknown()
    if not proofs.stands(work, chat_id, proof_id, PURPOSE, owner.id):
        return ProofMissing()
    if held := _held(work, owner):
        return held
    new = _email(work, owner, typed) if kind == EMAIL else _phone(work, owner, typed)
    if isinstance(new, Refused):
        return new
    sent = contact_store.sends(work, chat_id, owner.id, new.key)
    if refused := _too_often(work, sent, new.key):
        return refused
    return _send(work, owner, chat_id, kind, new, [at for at, key in sent if key == new.key])


def confirm_contact(work: Work, me: Me, chat_id: int, kind: str, typed: str) -> ContactChanged | Refused:
    """Take the code that was sent to the new one; if it is right, the account has it from now on."""
    owner = store.hold(work, me.account_id)
    if owner is None:
        return AccountUnknown()
    sent = contact_store.last_code(work, chat_id, owner.id, kind)
    if sent is None:
        return CodeMissing()
    if refused := _over(work, chat_id, sent):
        return refused
    right = contact_store.digest(work, sent.nonce, authenticator.digits(typed))
    if not hmac.compare_digest(sent.digest, right):
        contact_store.count_try(work, sent)
        left = TRIES - sent.tries - 1
        return CodeWrong(left=left) if left else _locked(work, chat_id, sent)
    contact_store.use_code(work, sent)
    contact_store.in_turn(work, sent.contact_key)
    if kind == EMAIL and (taken := _belongs_to(work, owner, sent.contact_key)):
        return EmailTaken(account_id=taken.id)  # since the code was sent
    return ContactChanged(kind, contact_changes.make(work, owner, kind, sent.contact))


def _held(work: Work, owner: store.Row) -> ContactsHeld | None:
    """Refuse as long as the password may be one that only a mailbox chose: its owner has been told meanwhile."""
    until = owner.reset_at and owner.reset_at + NO_EMAIL_AFTER_RESET
    return ContactsHeld(until=until) if until and work.now < until else None


def _email(work: Work, owner: store.Row, typed: str) -> _Contact | Refused:
    address = addresses.mailable(typed)
    if isinstance(address, Refused):
        return address
    key = addresses.email_key(work.keys, address)
    return EmailUnchanged() if key == owner.email_key else _Contact(address, key)


def _phone(work: Work, owner: store.Row, typed: str) -> _Contact | Refused:
    phone = read_phone(typed)
    if isinstance(phone, Refused):
        return phone
    if phone.number == owner.phone:
        return PhoneUnchanged()
    return _Contact(phone.number, addresses.phone_key(work.keys, phone.number), phone.fixed)


def _too_often(work: Work, sent: list[tuple[datetime, str]], key: str) -> Refused | None:
    """Return why none can be sent now; an address that was mistyped is corrected at once."""
    all_ = [at for at, _ in sent]
    return sending.exhausted(all_, work.now) or sending.refusal(
        [at for at, to in sent if to == key], work.now
    )


def _send(
    work: Work, owner: store.Row, chat_id: int, kind: str, new: _Contact, sent: list[datetime]
) -> ContactProposed:
    """Send the code; to an address that belongs to another, the same work is done and its owner is told."""
    taken = _belongs_to(work, owner, new.key) if kind == EMAIL else None
    digits, expires_at = work.chance.digits(6), work.now + VALID[kind]
    values = {"chat_id": chat_id, "account_id": owner.id, "kind": kind, "contact": new.value}
    values |= {"contact_key": new.key, "expires_at": expires_at}
    # What nobody can type: a right guess would tell that the address is taken.
    contact_store.keep_code(work, values, work.chance.token() if taken else digits)
    facts = {"code": digits, "minutes": VALID[kind].seconds // 60, "chat_id": chat_id}
    if kind == PHONE:
        notices.by_sms(work, replace(owner, phone=new.value), "contact_code", facts, expires_at)
    elif taken is None:
        notices.by_email(
            work, replace(owner, email=new.value, email_key=new.key), "contact_code", facts, expires_at
        )
    else:
        notices.by_email(
            work, replace(taken, email=new.value, email_key=new.key), "contact_taken", {}, expires_at
        )
    return ContactProposed(sending.again_at([*sent, work.now], work.now), expires_at, new.fixed)


def _belongs_to(work: Work, owner: store.Row, key: str) -> store.Row | None:
    """Return whose address this is; one that another may still take back is as good as somebody's."""
    other = store.by_email(work, key)
    promised = contact_store.promised(work, key, owner.id)
    if other is not None and other.id != owner.id:
        return other
    return replace(owner, language=None) if promised else None


def _over(work: Work, chat_id: int, sent: Sent) -> Refused | None:
    if sent.used_at:
        return CodeUsed()
    if sent.expires_at <= work.now:
        return CodeExpired()
    return _locked(work, chat_id, sent) if sent.tries >= TRIES else None


def _locked(work: Work, chat_id: int, sent: Sent) -> CodeLocked:
    sends = contact_store.sends(work, chat_id, sent.account_id, sent.contact_key)
    return CodeLocked(until=sending.again_at([at for at, to in sends if to == sent.contact_key], work.now))
