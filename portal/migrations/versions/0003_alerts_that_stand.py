"""Alerts that stand are found, and those of a day counted, without walking through all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_alerts_raised", "alerts", ["raised_at"], unique=False)
    op.create_index(
        "ix_alerts_standing",
        "alerts",
        ["raised_at"],
        unique=False,
        sqlite_where=sa.text("acknowledged_at IS NULL"),
        postgresql_where=sa.text("acknowledged_at IS NULL"),
    )
