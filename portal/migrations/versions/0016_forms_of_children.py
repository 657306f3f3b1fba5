"""A form may be a child's: whose it is holds the whole name of her record."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

TABLES = ("followups", "occurrences", "responses", "alerts")


def upgrade() -> None:
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.alter_column("account_id", existing_type=sa.String(length=16), type_=sa.String(length=24))
