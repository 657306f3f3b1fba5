"""Documents, their readers' habits, and carnets; a right may be given to a parent too."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:  # long because it lays every table of the documents at once
    op.create_table(
        "carnets",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("first_name", sa.LargeBinary(), nullable=False),
        sa.Column("birth_date", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carnets")),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("emergency", sa.Boolean(), nullable=False),
        sa.Column("blob", sa.String(length=32), nullable=False),
        sa.Column("content_type", sa.String(length=60), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.SmallInteger(), nullable=True),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("deposited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("words_state", sa.String(length=8), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(
        "ix_documents_by_date", "documents", ["record", "dated", "deposited_at", "id"], unique=False
    )
    op.create_index(
        "ix_documents_erasing",
        "documents",
        ["erased_at"],
        unique=False,
        postgresql_where=sa.text("erased_at IS NOT NULL"),
    )
    op.create_index(
        "ix_documents_wordless",
        "documents",
        ["deposited_at"],
        unique=False,
        sqlite_where=sa.text("words_state = 'waiting'"),
        postgresql_where=sa.text("words_state = 'waiting'"),
    )
    op.create_table(
        "documents_habits",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("delete_copies", sa.Boolean(), nullable=True),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_documents_habits")),
    )
    op.create_table(
        "documents_hidden",
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.Column("professional_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "professional_id", name=op.f("pk_documents_hidden")),
    )
    op.create_table(
        "documents_unread",
        sa.Column("account_id", sa.String(length=16), nullable=False),
        sa.Column("document_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "document_id", name=op.f("pk_documents_unread")),
    )
    op.create_index("ix_documents_unread_document", "documents_unread", ["document_id"], unique=False)
    _grants_to_anyone()


def _grants_to_anyone() -> None:
    """Parents are given rights as professionals are: who has them is said as the journal says it."""
    op.drop_index("ix_grants_who", table_name="grants")
    with op.batch_alter_table("grants") as grants:
        grants.alter_column(
            "professional_id",
            new_column_name="who",
            type_=sa.String(length=40),
            existing_type=sa.String(length=16),
        )
    op.execute("UPDATE grants SET who = 'professional:' || who")
    op.create_index("ix_grants_who", "grants", ["who", "record"], unique=False)
    op.create_index("ix_grants_record", "grants", ["record"], unique=False)
