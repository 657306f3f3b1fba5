"""Tables of follow-ups: forms by version, plans, occurrences, and sealed responses."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.database import Table

OPEN, SENT, CLOSED = "open", "sent", "closed"
RULE, SILENCE, UNJUDGED, DANGER = "rule", "silence", "unjudged", "danger"  # why an alert was raised


class QuestionnaireVersion(Table):
    """A FHIR Questionnaire as it was given, kept for ever: responses point at the version they answered."""

    __tablename__ = "questionnaires"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of what it is made of
    url: Mapped[str] = mapped_column(String(300))
    version: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    # Those it names, as a terminology server expanded them.
    value_sets: Mapped[str | None] = mapped_column(Text)


class FollowUpRow(Table):
    """A questionnaire to be filled in by someone, according to a plan; `account_id` says whose it is (`whose`).

    The addresses of the care team are sealed apart from the plan; `hours` are the patient's own, in place of the
    plan's; `silent` counts the forms in a row that closed without an answer; `unreached_at`: she could not be
    reached in the chat, and was told so another way.
    """

    __tablename__ = "followups"
    __table_args__ = (Index("ix_followups_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),)

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(24), index=True)
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    professional_id: Mapped[str | None] = mapped_column(String(16))
    plan: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    released: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    team: Mapped[bytes | None] = mapped_column(LargeBinary)
    hours: Mapped[str | None] = mapped_column(Text)
    silent: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    paused_until: Mapped[datetime | None]
    unreached_at: Mapped[datetime | None]


class OccurrenceRow(Table):
    """One day's form: from `due_at` until `closes_at`, finished on the version it began with.

    `remind_at`: when its patient is told next, if she is to be; `reminded`: how often she was.
    """

    __tablename__ = "occurrences"
    __table_args__ = (
        # By time first: forms that open together are kept together, as their ids are, whoever they are for.
        UniqueConstraint("due_at", "followup_id"),
        Index("ix_occurrences_over", "followup_id", "due_at", sqlite_where=text("state <> 'open'"),
              postgresql_where=text("state <> 'open'")),
        Index("ix_occurrences_open", "account_id", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_occurrences_reminding", "remind_at", postgresql_where=text("remind_at IS NOT NULL")),
        Index("ix_occurrences_closing", "closes_at", sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    followup_id: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str] = mapped_column(String(24))
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8))
    remind_at: Mapped[datetime | None]
    reminded: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")


class ResponseRow(Table):
    """A FHIR QuestionnaireResponse, sealed; one at most for each occurrence."""

    __tablename__ = "responses"
    __table_args__ = (
        Index("ix_responses_history", "account_id", "authored_at", "id"),
        Index("ix_responses_followup", "followup_id", "authored_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    occurrence_id: Mapped[str] = mapped_column(String(16), unique=True)
    followup_id: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str] = mapped_column(String(24))
    questionnaire_id: Mapped[str] = mapped_column(String(64))
    authored_at: Mapped[datetime]
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class AlertRow(Table):
    """Something the care team must look at: told, and told again at `next_at` until someone acknowledges it."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_due", "next_at", postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_alerts_raised", "raised_at"),
        Index("ix_alerts_standing", "raised_at", sqlite_where=text("acknowledged_at IS NULL"),
              postgresql_where=text("acknowledged_at IS NULL")),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    unique_key: Mapped[str] = mapped_column(String(80), unique=True)  # one rule, one form: one alert
    followup_id: Mapped[str] = mapped_column(String(16), index=True)
    account_id: Mapped[str] = mapped_column(String(24), index=True)
    occurrence_id: Mapped[str | None] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(12))
    severity: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)  # the rule, its text, who is told and how
    raised_at: Mapped[datetime]
    told: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    next_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(40))
