"""Accounts as they are stored: read, opened, changed; everything that joins on them starts here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from portal.accounts.model import Account, Chat, Link
from portal.keys import Keyring
from portal.work import Work

account = Account.__table__.c
chat = Chat.__table__.c
link = Link.__table__.c

EMAIL, PHONE, PASSWORD, TOTP = "account.email", "account.phone", "account.password", "account.totp"


@dataclass(frozen=True)
class Row:
    """One account as its own features need it."""

    id: str
    email_key: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    language: str | None
    timezone: str | None
    password: str | None = field(repr=False)
    password_at: datetime | None
    reset_at: datetime | None
    totp: str | None = field(repr=False)
    totp_offered: str | None = field(repr=False)
    totp_step: int | None
    created_at: datetime
    locked_at: datetime | None
    spacious: bool | None
    plain: bool | None
    leaving_at: datetime | None
    counted: bool | None


def add(work: Work, values: dict[str, Any]) -> None:
    """Store a new account; `email` and `phone` are given clear."""
    work.execute(insert(Account), {"created_at": work.now, **values, **sealed(work, values)})


def by_id(work: Work, account_id: str | None) -> Row | None:
    """Return an account; the same query is made when there is none to look for."""
    return _one(work, account.id == (account_id or ""))


def by_email(work: Work, email_key: str) -> Row | None:
    """Return the account that has this address."""
    return _one(work, account.email_key == email_key)


def hold(work: Work, account_id: str | None) -> Row | None:
    """Return an account and keep others from changing it until this work ends."""
    return _one(work, account.id == (account_id or ""), lock=True)


def page(work: Work, after: str, limit: int) -> list[Row]:
    """Return accounts in the order of their ids."""
    found = work.execute(
        select(Account.__table__).where(account.id > after).order_by(account.id).limit(limit)
    )
    return [_opened(work.keys, r) for r in found]


def change(work: Work, account_id: str, **values: Any) -> bool:
    """Change some columns; addresses and secrets are given clear. False when there is no such account."""
    changed = update(Account).where(account.id == account_id).values(values | sealed(work, values))
    return work.execute(changed).rowcount == 1


def sealed(work: Work, values: dict[str, Any]) -> dict[str, bytes]:
    """Return those of `values` that are kept sealed, sealed."""
    contexts = {"email": EMAIL, "phone": PHONE, "password": PASSWORD, "totp": TOTP, "totp_offered": TOTP}
    return {
        name: work.keys.seal_text(context, values[name])
        for name, context in contexts.items()
        if values.get(name) is not None
    }


def live_chat(work: Work, account_id: str) -> int | None:
    """Return the chat this account is linked to."""
    query = select(link.chat_id).where(link.account_id == account_id, link.ended_at.is_(None))
    return work.execute(query).scalar()


def _one(work: Work, where: Any, *, lock: bool = False) -> Row | None:
    query = select(Account.__table__).where(where)
    found = work.execute(query.with_for_update() if lock else query).first()
    return _opened(work.keys, found) if found else None


def _opened(keys: Keyring, found: Any) -> Row:
    values = dict(found._mapping)
    for name, context in (
        ("email", EMAIL),
        ("phone", PHONE),
        ("password", PASSWORD),
        ("totp", TOTP),
        ("totp_offered", TOTP),
    ):
        values[name] = keys.open_text(context, values[name]) if values[name] is not None else None
    return Row(**values)
