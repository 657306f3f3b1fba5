"""Addresses and numbers can be changed, and the change undone; how someone likes to read is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    _changes()
    _codes()
    op.add_column("accounts", sa.Column("spacious", sa.Boolean(), nullable=True))
    op.add_column("accounts", sa.Column("plain", sa.Boolean(), nullable=True))


def _changes() -> None:
    op.create_table(
        "contact_changes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("email_key", sa.String(length=64), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.Column("token_key", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_contact_changes_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_changes")),
        sa.UniqueConstraint("token_key", name=op.f("uq_contact_changes_token_key")),
    )
    op.create_index("ix_contact_changes_account", "contact_changes", ["account_id", "id"], unique=False)
    op.create_index(op.f("ix_contact_changes_changed_at"), "contact_changes", ["changed_at"], unique=False)
    op.create_index(op.f("ix_contact_changes_email_key"), "contact_changes", ["email_key"], unique=False)
    op.create_index(
        "ix_contact_changes_kept",
        "contact_changes",
        ["until"],
        unique=False,
        sqlite_where=sa.text("before IS NOT NULL"),
        postgresql_where=sa.text("before IS NOT NULL"),
    )


def _codes() -> None:
    op.create_table(
        "contact_codes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("contact_key", sa.String(length=64), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_contact_codes_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_codes")),
    )
    op.create_index("ix_contact_codes_account", "contact_codes", ["account_id", "id"], unique=False)
    op.create_index("ix_contact_codes_chat", "contact_codes", ["chat_id", "id"], unique=False)
    op.create_index(op.f("ix_contact_codes_contact_key"), "contact_codes", ["contact_key"], unique=False)
    op.create_index(op.f("ix_contact_codes_created_at"), "contact_codes", ["created_at"], unique=False)
