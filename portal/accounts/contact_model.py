"""Tables of contact details that change: the code sent to a new one, and what it took to undo a change."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Serial, Table

KEPT = text("before IS NOT NULL")


class ContactCode(Table):
    """A code sent to the e-mail address or phone number that an account wants in place of its own."""

    __tablename__ = "contact_codes"
    __table_args__ = (
        Index("ix_contact_codes_chat", "chat_id", "id"),
        Index("ix_contact_codes_account", "account_id", "id"),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))  # email or phone
    contact_key: Mapped[str] = mapped_column(String(64), index=True)  # the keyed hash of the new one
    contact: Mapped[bytes] = mapped_column(LargeBinary)  # sealed
    nonce: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    used_at: Mapped[datetime | None]


class ContactChange(Table):
    """An e-mail address or phone number that was changed, and what puts back what was there before."""

    __tablename__ = "contact_changes"
    __table_args__ = (
        Index("ix_contact_changes_account", "account_id", "id"),
        Index("ix_contact_changes_kept", "until", sqlite_where=KEPT, postgresql_where=KEPT),
    )

    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))  # email or phone
    email_key: Mapped[str] = mapped_column(String(64), index=True)  # that of the account's address until then
    before: Mapped[bytes | None] = mapped_column(LargeBinary)  # e-mail and phone until then, sealed
    token_key: Mapped[str] = mapped_column(String(64), unique=True)
    changed_at: Mapped[datetime] = mapped_column(index=True)
    until: Mapped[datetime]
    undone_at: Mapped[datetime | None]
