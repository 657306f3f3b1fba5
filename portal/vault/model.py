"""The table of blobs: what stands on the shelves, and the key that opens it."""

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table


class BlobRow(Table):
    """A sealed blob of a record. `kept_until`: a draft, forgotten then; None once something that stays claimed it."""

    __tablename__ = "blobs"
    __table_args__ = (
        Index("ix_blobs_drafts", "kept_until", postgresql_where=text("kept_until IS NOT NULL")),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    record: Mapped[str] = mapped_column(String(40), index=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)  # its key, sealed with the key ring, bound to its id
    content_type: Mapped[str] = mapped_column(String(60))
    size: Mapped[int] = mapped_column(Integer)  # bytes, in clear
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of what stands on the shelf
    created_at: Mapped[datetime]
    kept_until: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    # Of the clear content, sealed: a fingerprint tells of it.
    sha1: Mapped[bytes | None] = mapped_column(LargeBinary)
