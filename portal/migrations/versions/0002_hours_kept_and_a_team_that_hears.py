"""Reminders that keep their hour, and a care team that hears: their columns, and alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("unique_key", sa.String(length=80), nullable=False),
        sa.Column("followup_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("occurrence_id", sa.String(length=16), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_alerts_unique_key")),
    )
    op.create_index(op.f("ix_alerts_account_id"), "alerts", ["account_id"], unique=False)
    op.create_index(
        "ix_alerts_due", "alerts", ["next_at"], unique=False, postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.create_index(op.f("ix_alerts_followup_id"), "alerts", ["followup_id"], unique=False)
    op.add_column("followups", sa.Column("team", sa.LargeBinary(), nullable=True))
    op.add_column("followups", sa.Column("hours", sa.Text(), nullable=True))
    op.add_column("followups", sa.Column("silent", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("followups", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("followups", sa.Column("unreached_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("occurrences", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("occurrences", sa.Column("reminded", sa.SmallInteger(), server_default="0", nullable=False))
    op.create_index(
        "ix_occurrences_reminding",
        "occurrences",
        ["remind_at"],
        unique=False,
        postgresql_where=sa.text("remind_at IS NOT NULL"),
    )
