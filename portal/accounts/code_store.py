"""Access codes as they are stored: what was sent to which chat for what, never the digits."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, or_, select, update

from portal.accounts import sending
from portal.accounts.model import AccessCode
from portal.work import Work

SMS, EMAIL, APP = "sms", "email", "app"

row = AccessCode.__table__.c


class Sent(NamedTuple):
    """The last code of a chat for one purpose."""

    id: int
    chat_id: int
    account_id: str | None
    channel: str
    nonce: str
    digest: str
    expires_at: datetime
    tries: int
    used_at: datetime | None

    @property
    def who(self) -> str:
        """Whose chances a wrong try uses up."""
        return who(self.chat_id, self.account_id)


def who(chat_id: int, account_id: str | None) -> str:
    """Return the account, or the chat when there is none."""
    return account_id or f"chat:{chat_id}"


def digest(work: Work, nonce: str, digits: str) -> str:
    """Return what is kept of a code."""
    return work.keys.find("code", f"{nonce}:{digits}")


def keep(
    work: Work,
    chat_id: int,
    account_id: str | None,
    purpose: str,
    channel: str,
    digits: str,
    expires_at: datetime,
) -> None:
    """Store a code; it replaces earlier ones of this chat for this purpose."""
    nonce = work.chance.name()
    whose = {"chat_id": chat_id, "account_id": account_id, "purpose": purpose, "channel": channel}
    secret = {"nonce": nonce, "digest": digest(work, nonce, digits), "tries": 0}
    work.execute(insert(AccessCode), {**whose, **secret, "created_at": work.now, "expires_at": expires_at})


def last(work: Work, chat_id: int, purpose: str) -> Sent | None:
    """Return the code that counts; it stays locked until this work ends."""
    query = select(*(row[name] for name in Sent._fields)).where(
        row.chat_id == chat_id, row.purpose == purpose
    )
    found = work.execute(query.order_by(row.id.desc()).limit(1).with_for_update()).first()
    return Sent(*found) if found else None


def sends(work: Work, chat_id: int, account_id: str | None) -> list[datetime]:
    """Return when codes left for this chat or this account in the last day."""
    theirs = or_(row.chat_id == chat_id, row.account_id == (account_id or ""))
    recent = (row.created_at > work.now - sending.DAY) & (row.channel != APP)
    return list(work.execute(select(row.created_at).where(theirs, recent)).scalars())


def use(work: Work, sent: Sent) -> None:
    """Record that the code has served."""
    work.execute(update(AccessCode).where(row.id == sent.id).values(used_at=work.now))


def count(work: Work, sent: Sent) -> None:
    """Record a wrong try."""
    work.execute(update(AccessCode).where(row.id == sent.id).values(tries=row.tries + 1))


def void(work: Work, account_id: str) -> None:
    """Make every code of this account worthless: its password has changed."""
    live = (row.account_id == account_id) & (row.expires_at > work.now)
    work.execute(update(AccessCode).where(live).values(expires_at=work.now))
