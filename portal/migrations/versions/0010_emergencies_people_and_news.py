"""Emergency accesses, people to notify, readers told of what is new, and what FHIR calls the hash of a file."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "documents_news",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("elsewhere_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_documents_news")),
    )
    op.create_index(
        "ix_documents_news_due",
        "documents_news",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.add_column("blobs", sa.Column("sha1", sa.LargeBinary(), nullable=True))
    _emergencies()
    _people()


def _emergencies() -> None:
    op.create_table(
        "emergencies",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("professional_id", sa.String(length=16), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reasons", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergencies")),
    )
    op.create_index(
        "ix_emergencies_professional", "emergencies", ["professional_id", "opened_at"], unique=False
    )
    op.create_index("ix_emergencies_record", "emergencies", ["record", "opened_at"], unique=False)


def _people() -> None:
    op.create_table(
        "people_to_notify",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_to_notify")),
    )
    op.create_index("ix_people_to_notify_account", "people_to_notify", ["account_id", "place"], unique=False)
