"""The tables of documents: what is kept, who has not seen it yet, from whom it is hidden, how one likes to read."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table

EVERYONE = "*"  # hidden from every professional but its author
PARENTS = "parents"  # hidden from the parents of whom a carnet is about, but not from its author
ORDER = ("dated", "deposited_at", "id", "deleted_at")  # with the last one, SQLite need not look at the rows
WAITING, DONE = "waiting", "done"  # the words of its pages: to be recognised, or known


def _partial(name: str, where: str, *columns: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class DocumentRow(Table):
    """A document of a record. Its content is a blob of the vault; title and words are sealed."""

    __tablename__ = "documents"
    __table_args__ = (
        _partial("ix_documents_by_date", "deleted_at IS NULL", "record", *ORDER),
        _partial("ix_documents_by_type", "deleted_at IS NULL", "record", "type", *ORDER),
        _partial("ix_documents_deleted", "deleted_at IS NOT NULL", "record"),
        Index("ix_documents_erasing", "erased_at", postgresql_where=text("erased_at IS NOT NULL")),
        _partial("ix_documents_wordless", "words_state = 'waiting'", "deposited_at"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    record: Mapped[str] = mapped_column(String(40))
    type: Mapped[str] = mapped_column(String(12))
    title: Mapped[bytes] = mapped_column(LargeBinary)
    dated: Mapped[date] = mapped_column(Date)
    emergency: Mapped[bool] = mapped_column(Boolean)
    blob: Mapped[str] = mapped_column(String(32))
    content_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(Integer)  # bytes, in clear
    pages: Mapped[int | None] = mapped_column(SmallInteger)
    author: Mapped[str] = mapped_column(String(40))  # an actor of the journal
    deposited_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # when what was deleted is really gone
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    words_state: Mapped[str | None] = mapped_column(String(8))


class UnreadRow(Table):
    """A document that an account has not opened yet."""

    __tablename__ = "documents_unread"
    __table_args__ = (Index("ix_documents_unread_document", "document_id"),)

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(16), primary_key=True)


class HiddenRow(Table):
    """A document that a professional does not see; `EVERYONE` stands for all of them, `PARENTS` for no professional."""

    __tablename__ = "documents_hidden"

    document_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    professional_id: Mapped[str] = mapped_column(String(16), primary_key=True)


class HabitRow(Table):
    """How an account likes its documents in the chat."""

    __tablename__ = "documents_habits"

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    delete_copies: Mapped[bool | None] = mapped_column(Boolean)  # None: has not been asked yet
    minutes: Mapped[int] = mapped_column(SmallInteger)  # that an opened document stays in the chat


class NewsRow(Table):
    """When an account is told that something is new to it, and when it last was: in the chat, and another way."""

    __tablename__ = "documents_news"
    __table_args__ = (Index("ix_documents_news_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),)

    account_id: Mapped[str] = mapped_column(String(16), primary_key=True)
    due_at: Mapped[datetime | None]  # None: there is nothing to tell
    told_at: Mapped[datetime | None]
    elsewhere_at: Mapped[datetime | None]
