"""Carnets are shared: invitations, vaccinations and their reminders; a child's age brings something."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("carnets", sa.Column("wrong_dates", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("carnets", sa.Column("step_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("carnets", sa.Column("heir", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_carnets_growing",
        "carnets",
        ["step_at"],
        unique=False,
        postgresql_where=sa.text("step_at IS NOT NULL"),
    )
    op.execute("UPDATE carnets SET step_at = created_at")  # time works out when it really is
    _invitations()
    _vaccines()


def _invitations() -> None:
    op.create_table(
        "carnet_invitations",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("carnet_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("inviter_id", sa.String(length=16), nullable=False),
        sa.Column("email_key", sa.String(length=64), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("token_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent", sa.SmallInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_id", sa.String(length=16), nullable=True),
        sa.Column("proven_id", sa.String(length=16), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tidy_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carnet_invitations")),
        sa.UniqueConstraint("token_key", name=op.f("uq_carnet_invitations_token_key")),
    )
    for column in ("begun_id", "carnet_id", "email_key", "inviter_id"):
        op.create_index(op.f(f"ix_carnet_invitations_{column}"), "carnet_invitations", [column], unique=False)
    op.create_index(
        "ix_carnet_invitations_tidying",
        "carnet_invitations",
        ["tidy_at"],
        unique=False,
        postgresql_where=sa.text("tidy_at IS NOT NULL"),
    )


def _vaccines() -> None:
    op.create_table(
        "carnet_vaccinations",
        sa.Column("carnet_id", sa.String(length=16), nullable=False),
        sa.Column("dose", sa.String(length=24), nullable=False),
        sa.Column("day", sa.LargeBinary(), nullable=False),
        sa.Column("noted_by", sa.String(length=40), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("carnet_id", "dose", name=op.f("pk_carnet_vaccinations")),
    )
    op.create_table(
        "carnet_reminders",
        sa.Column("carnet_id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("carnet_id", "account_id", name=op.f("pk_carnet_reminders")),
    )
    op.create_index(
        "ix_carnet_reminders_due",
        "carnet_reminders",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
