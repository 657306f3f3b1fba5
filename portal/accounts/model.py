"""Tables of accounts: who they are reached by, what proves them, and the chats they are linked to.

Addresses, secrets and password hashes are sealed; what must be found again is found by a keyed hash.
"""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Serial, Table

LIVE = text("ended_at IS NULL")


def _partial(name: str, where: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


def _owner() -> ForeignKey:
    return ForeignKey("accounts.id", ondelete="CASCADE")


class Account(Table):
    """A patient's account: one e-mail address, one phone, a password once she has chosen one."""

    __tablename__ = "accounts"
    __table_args__ = (_partial("ix_accounts_locked", "locked_at IS NOT NULL", "id"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    email_key: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[bytes] = mapped_column(LargeBinary)
    phone: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str | None] = mapped_column(String(8))
    timezone: Mapped[str | None] = mapped_column(String(40))
    password: Mapped[bytes | None] = mapped_column(LargeBinary)  # the argon2id hash, sealed
    password_at: Mapped[datetime | None]
    reset_at: Mapped[datetime | None]  # the last time a mailbox was enough to change the password
    totp: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_offered: Mapped[bytes | None] = mapped_column(LargeBinary)  # shown, not yet proven
    totp_step: Mapped[int | None] = mapped_column(BigInteger)  # the last one accepted, never again
    created_at: Mapped[datetime]
    locked_at: Mapped[datetime | None]
    spacious: Mapped[bool | None] = mapped_column(Boolean)  # an empty line between any two
    plain: Mapped[bool | None] = mapped_column(Boolean)  # plainer sentences
    leaving_at: Mapped[datetime | None]  # since when its owner has left; who signs in again is back
    counted: Mapped[bool | None] = mapped_column(Boolean)  # questions the FAQ could not answer are; None: yes


class Chat(Table):
    """A private chat the bot has met."""

    __tablename__ = "chats"
    __table_args__ = (
        _partial("ix_chats_silenced", "blocked_at IS NOT NULL OR notices_off_at IS NOT NULL", "chat_id"),
    )

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str | None] = mapped_column(String(8))  # chosen
    language_code: Mapped[str | None] = mapped_column(String(8))  # Telegram's guess
    first_seen: Mapped[datetime]
    blocked_at: Mapped[datetime | None]
    notices_off_at: Mapped[datetime | None]
    plain: Mapped[bool | None] = mapped_column(Boolean)  # easier sentences were chosen


class Consent(Table):
    """One answer to the consent text; the latest one counts, all are kept."""

    __tablename__ = "consents"
    __table_args__ = (_partial("ix_consents_no", "answer <> 'given'", "account_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    account_id: Mapped[str | None] = mapped_column(_owner(), index=True)
    version: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(10))  # given, refused, withdrawn
    at: Mapped[datetime]


class Invitation(Table):
    """A single-use token that a professional had sent to the patient's mailbox."""

    __tablename__ = "invitations"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(_owner(), index=True)
    token_key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Opening(Table):
    """An invitation as one chat has opened it; what that chat proposes binds no other chat."""

    __tablename__ = "openings"

    invitation_id: Mapped[str] = mapped_column(
        ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True
    )
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    opened_at: Mapped[datetime]
    matched_at: Mapped[datetime | None]  # the right e-mail address was typed
    password: Mapped[bytes | None] = mapped_column(LargeBinary)  # proposed; sealed argon2id hash


class Tries(Table):
    """Wrong tries in a row of one chat, address or invitation, and until when it must wait; what a chat was told lately."""

    __tablename__ = "tries"

    who: Mapped[str] = mapped_column(String(100), primary_key=True)
    wrong: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime | None]


class AccessCode(Table):
    """An access code asked for by a chat: only a keyed digest of it is kept."""

    __tablename__ = "access_codes"
    __table_args__ = (Index("ix_access_codes_chat", "chat_id", "id"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str | None] = mapped_column(_owner(), index=True)
    channel: Mapped[str] = mapped_column(String(8))  # sms, email, or app: nothing is sent
    nonce: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    used_at: Mapped[datetime | None]


class WrongCode(Table):
    """A wrong access code: how many chances in a million it had, for the cap of a day."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index("ix_wrong_codes_who", "who", "at"),)

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    who: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(index=True)
    chances: Mapped[int] = mapped_column(SmallInteger)


class ProofRow(Table):
    """What a chat has just proven about an account: a password or a code, for one purpose, once."""

    __tablename__ = "proofs"
    __table_args__ = (Index("ix_proofs_chat", "chat_id", "purpose"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[str] = mapped_column(_owner(), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    strength: Mapped[str] = mapped_column(String(8))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Link(Table):
    """A chat tied to an account, and the history of it; one live link per account and per chat."""

    __tablename__ = "links"
    __table_args__ = (
        _partial("ix_links_live", "ended_at IS NULL", "account_id", "chat_id"),
        Index("uq_links_live_account", "account_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
        Index("uq_links_live_chat", "chat_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(_owner(), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    strength: Mapped[str] = mapped_column(String(8))  # full, mail, or none: a full code is needed
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime]  # the last use while fresh, to the day
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(16))


class Reset(Table):
    """A forgotten password: the digests of the code and of the token that were sent by e-mail."""

    __tablename__ = "resets"
    __table_args__ = (Index("ix_resets_chat", "chat_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    email_key: Mapped[str] = mapped_column(String(64), index=True)
    account_id: Mapped[str | None] = mapped_column(_owner(), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    token_key: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    proven_by: Mapped[int | None] = mapped_column(BigInteger)  # the chat that typed the code
    used_at: Mapped[datetime | None]
