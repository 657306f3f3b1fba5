"""Exports: asked for, made outside of any transaction, there for a day, and told; one at a time for each person.

Who makes one holds it by its number of tries, for ten minutes at most without a sign: killed, it is taken again from its
start. The passphrase is drawn by who makes it; it stands nowhere but in the row of the outbox that shows it, once.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, insert, select, update

from portal import accounts, journal, vault
from portal.accounts import Me
from portal.accounts.refusals import NeedsFullCode
from portal.authorisations import Access, Right, patient_record
from portal.mailroom import outbox
from portal.privacy import telling
from portal.privacy.model import FAILED, READY, WAITING, ExportRow
from portal.privacy.refusals import ExportUnderWay, ExportUnknown
from portal.vault import Blob, Kept
from portal.work import Work

BELL = "exports"  # who is woken when one is asked for
SIGN = timedelta(minutes=10)  # without a sign of who makes it, after which another begins again
TRIES = 3
KEPT = timedelta(hours=24)
SHOWN = timedelta(minutes=10)  # that the passphrase stays in the chat
AT_ONCE = 100
SLOT = "export"  # where the chat is told how far it is

row = ExportRow.__table__.c


class Asked(NamedTuple):
    """An export to be made by whoever took it; `attempt` proves that nobody else has taken it over.

    `leaving`: why she wants to leave once she has it, "-" where she did not say; None where she does not want to.
    """

    id: str
    account_id: str
    chat: int
    attempt: int
    leaving: str | None = None


class Ready(NamedTuple):
    """An export that can be fetched: its parts, until when."""

    id: str
    account_id: str
    parts: list[Blob]
    expires_at: datetime


def ask(
    work: Work, chat: int, me: Me, access: Access, leaving: str | None = None
) -> str | NeedsFullCode | ExportUnderWay:
    """Have an export made of all that one's record holds; returns its id. `leaving`: see `Asked`."""
    access.must(Right.HOLD)
    if not me.full:
        return NeedsFullCode()
    work.in_turn(f"export {me.account_id}")
    if under_way(work, me.account_id):
        return ExportUnderWay()
    new = work.chance.name()
    values = {"id": new, "account_id": me.account_id, "chat": str(chat), "state": WAITING, "attempts": 0}
    values |= {"asked_at": work.now, "next_at": work.now, "leaving": leaving}
    work.execute(insert(ExportRow), values)
    access.journal(work, "export_asked", new)
    work.wake(BELL)
    return new


def under_way(work: Work, account_id: str) -> bool:
    """Tell whether an export is being made."""
    return (
        work.execute(select(row.id).where(row.account_id == account_id, row.state == WAITING)).first()
        is not None
    )


def claim(work: Work) -> Asked | None:
    """Take an export that waits to be made; one that failed three times is given up, and that is told."""
    asked = select(row.id, row.account_id, row.chat, row.attempts, row.leaving)
    due = asked.where(row.state == WAITING, row.next_at <= work.now)
    found = work.execute(due.order_by(row.next_at).limit(1).with_for_update(skip_locked=True)).first()
    if found is None:
        return None
    before = Asked(found.id, found.account_id, int(found.chat), found.attempts, found.leaving)
    if before.attempt >= TRIES:
        give_up(work, before)
        return None
    one = before._replace(attempt=before.attempt + 1)
    _change(work, _mine(before), attempts=one.attempt, next_at=work.now + SIGN)
    return one


def go_on(work: Work, one: Asked, done: int, of: int) -> bool:
    """Say how far it is; False when another has taken it over, or nobody waits for it any more."""
    if not _change(work, _mine(one), next_at=work.now + SIGN):
        return False
    if done:
        _say(work, one, "export_progress", done=done, of=of)
    return True


def made(work: Work, one: Asked, access: Access, parts: Sequence[Kept], phrase: str, missing: int) -> bool:
    """Hand over what was made: in the chat, or by a link where that is too much for it. False when nobody waits for it.

    `missing`: how many files could not be read. All of it commits together, the passphrase's only message included.
    """
    token, expires_at = work.chance.token(), work.now + KEPT
    ready = {"state": READY, "expires_at": expires_at, "next_at": expires_at}
    ids = json.dumps([part.id for part in parts])
    if not _change(work, _mine(one), **ready, parts=ids, token_key=_token_key(work, token)):
        return False
    for part in parts:
        vault.draft(work, access.record, part, expires_at)
    access.journal(work, "exported", one.id, f"parts={len(parts)} bytes={sum(part.size for part in parts)}")
    _give(work, one, parts, token, expires_at, missing)
    outbox.put(work, "telegram", str(one.chat), "export_phrase", {"phrase": phrase}, account_id=one.account_id,
               slot="export-phrase", expires_at=expires_at)  # fmt: skip
    tell(work, one.account_id, by_operator=False)
    return True


def _give(
    work: Work, one: Asked, parts: Sequence[Kept], token: str, expires_at: datetime, missing: int
) -> None:
    linked = len(parts) > 1 and bool(work.policy.public_url)
    facts = {
        "parts": len(parts), "missing": missing, "until": expires_at.isoformat(),
        "link": f"{work.policy.public_url}/export/{token}" if linked else "", "leaving": one.leaving,
    }  # fmt: skip
    _say(work, one, "export_ready", **facts)
    for number in range(0 if linked else len(parts)):
        put_part(work, one.chat, one.account_id, one.id, number)


def put_part(work: Work, chat: int, account_id: str, export_id: str, number: int, **more: Any) -> None:
    """Have one part leave for the chat."""
    facts = {"export_id": export_id, "number": number, **more}
    outbox.put(work, "telegram", str(chat), "export", facts, account_id=account_id, expires_at=work.now + KEPT,
               due_at=work.now + timedelta(seconds=more.get("wait", 0)))  # fmt: skip


def tell(work: Work, account_id: str, *, by_operator: bool) -> None:
    """Write to a patient that an export of her record was made; she who did not ask for it is told in the chat too."""
    telling.by_email(work, account_id, "export_made", by_operator=by_operator)
    chat = accounts.spoken_to(work, [account_id]).get(account_id) if by_operator else None
    if chat is not None:
        outbox.put(
            work, "telegram", str(chat), "export_made", {"at": work.now.isoformat()}, account_id=account_id
        )


def note(work: Work, access: Access, parts: int, size: int) -> None:
    """Journal and tell an export that the operator has made into a file of this machine."""
    access.must(Right.READ)
    access.journal(work, "exported", "", f"parts={parts} bytes={size}")
    tell(work, access.account_id, by_operator=True)


def give_up(work: Work, one: Asked) -> None:
    """Give up an export that cannot be made, and say so, unless another has taken it over."""
    if _change(work, _mine(one), state=FAILED, next_at=work.now + KEPT):
        _say(work, one, "export_failed")


def later(work: Work, one: Asked, delay: timedelta) -> None:
    """Have an export made in a while, the vault being away."""
    _change(work, _mine(one), next_at=work.now + delay)


def by_token(work: Work, token: str) -> Ready | ExportUnknown:
    """Return the export whose link holds this token, as long as it is kept."""
    return _ready(work, row.token_key == _token_key(work, token))


def by_id(work: Work, account_id: str, export_id: str) -> Ready | ExportUnknown:
    """Return an export of this account, as long as it is kept."""
    return _ready(work, (row.id == export_id) & (row.account_id == account_id))


def fetched(work: Work, ready: Ready, number: int) -> None:
    """Leave the line of a part that was fetched by its link."""
    record = patient_record(ready.account_id)
    journal.write(work, record, record, "export_fetched", ready.id, str(number + 1), "link")


def forget(work: Work) -> int:
    """Forget exports that are no longer kept; their blobs go by themselves. Returns how many, one batch."""
    over = select(row.id).where(row.next_at <= work.now, row.state != WAITING).limit(AT_ONCE)
    return work.execute(delete(ExportRow).where(row.id.in_(over.scalar_subquery()))).rowcount


def _ready(work: Work, this: ColumnElement[bool]) -> Ready | ExportUnknown:
    asked = select(row.id, row.account_id, row.parts, row.expires_at)
    found = work.execute(asked.where(this, row.state == READY, row.expires_at > work.now)).first()
    if found is None:
        return ExportUnknown()
    ids = json.loads(found.parts)
    parts = vault.standing(work, patient_record(found.account_id), ids)
    if len(parts) != len(ids):
        return ExportUnknown()
    return Ready(found.id, found.account_id, parts, found.expires_at)


def _say(work: Work, one: Asked, what: str, **facts: Any) -> None:
    outbox.put(work, "telegram", str(one.chat), what, facts, slot=SLOT, account_id=one.account_id,
               expires_at=work.now + KEPT)  # fmt: skip


def _mine(one: Asked) -> ColumnElement[bool]:
    return (row.id == one.id) & (row.state == WAITING) & (row.attempts == one.attempt)


def _change(work: Work, this: ColumnElement[bool], **values: Any) -> bool:
    return work.execute(update(ExportRow).where(this).values(values)).rowcount == 1


def _token_key(work: Work, token: str) -> str:
    return work.keys.find("export", token)
