"""Tables of follow-ups: forms by version, plans, occurrences, and sealed responses."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table

OPEN, SENT, CLOSED = "open", "sent", "closed"


class QuestionnaireVersion(Table):
    """A FHIR Questionnaire as it was given, kept for ever: responses point at the version they answered."""

    __tablename__ = "questionnaires"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the source
    url: Mapped[str] = mapped_column(String(300))
    version: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class FollowUpRow(Table):
    """A questionnaire to be filled in by someone, according to a plan."""

    __tablename__ = "followups"
    __table_args__ = (Index("ix_followups_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(16), index=True)
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    professional_id: Mapped[str | None] = mapped_column(String(16))
    plan: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    released: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


class OccurrenceRow(Table):
    """One day's form: from `due_at` until `closes_at`, finished on the version it began with."""

    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("followup_id", "due_at"),
        Index("ix_occurrences_open", "account_id", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_occurrences_closing", "closes_at", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    followup_id: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str] = mapped_column(String(16))
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))


class ResponseRow(Table):
    """A FHIR QuestionnaireResponse, sealed; one at most for each occurrence."""

    __tablename__ = "responses"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    occurrence_id: Mapped[str] = mapped_column(String(16), unique=True)
    followup_id: Mapped[str] = mapped_column(String(16), index=True)
    account_id: Mapped[str] = mapped_column(String(16), index=True)
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    authored_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
