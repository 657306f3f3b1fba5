"""Documents are listed and counted in the order of their indexes, whatever else is asked of them."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_index("ix_documents_by_date", table_name="documents")
    there, gone = sa.text("deleted_at IS NULL"), sa.text("deleted_at IS NOT NULL")
    for name, columns, where in (
        ("ix_documents_by_date", ["record", "dated", "deposited_at", "id", "deleted_at"], there),
        ("ix_documents_by_type", ["record", "type", "dated", "deposited_at", "id", "deleted_at"], there),
        ("ix_documents_deleted", ["record"], gone),
    ):
        op.create_index(name, "documents", columns, unique=False, sqlite_where=where, postgresql_where=where)
