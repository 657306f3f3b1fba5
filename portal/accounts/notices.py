"""What leaves because of an account: an SMS, an e-mail, or a word in its chat."""

from datetime import datetime, timedelta
from typing import Any

from portal.accounts import addresses, store
from portal.mailroom import outbox
from portal.work import Work

NOBODY = "nobody"  # the lane of what is written for accounts that do not exist, and never leaves


def by_email(
    work: Work, to: store.Row | None, what: str, facts: dict[str, Any], expires_at: datetime | None = None
) -> None:
    """Send an e-mail; to nobody, the same is written and never leaves."""
    who = to.email_key if to else NOBODY
    _put(work, "email", who, what, facts, to.email if to else None, to, expires_at)


def by_sms(
    work: Work, to: store.Row | None, what: str, facts: dict[str, Any], expires_at: datetime | None = None
) -> None:
    """Send an SMS; to nobody, the same is written and never leaves."""
    who = addresses.phone_key(work.keys, to.phone) if to else NOBODY
    _put(work, "sms", who, what, facts, to.phone if to else None, to, expires_at)


def write_to(work: Work, account_id: str, way: str, what: str, facts: dict[str, Any]) -> None:
    """Write to the owner of an account by `way`: email or sms."""
    to = store.by_id(work, account_id)
    if to is not None:
        (by_sms if way == "sms" else by_email)(work, to, what, facts)


def in_chat(
    work: Work, chat_id: int, what: str, facts: dict[str, Any], account_id: str | None = None
) -> None:
    """Say something in a chat; with `account_id`, only if it is still linked to it when it leaves."""
    outbox.put(work, "telegram", str(chat_id), what, facts, account_id=account_id)


def _put(
    work: Work,
    queue: str,
    who: str,
    what: str,
    facts: dict[str, Any],
    address: str | None,
    to: store.Row | None,
    expires_at: datetime | None,
) -> None:
    language = facts.get("language") or (to.language if to else None)
    # Written to nobody: without an address, and too late already.
    expires_at = expires_at if to else work.now - timedelta(seconds=1)
    manner = {"plain": bool(to and to.plain), "zone": to.timezone if to else None}
    sent = {**manner, **facts, "to": address or "", "language": language}
    outbox.put(work, queue, who, what, sent, expires_at=expires_at)
