"""Professionals known from the directory alone have no e-mail; some are kept away from a record."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("record", sa.String(length=40), nullable=False),
        sa.Column("professional_id", sa.String(length=16), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("record", "professional_id", name=op.f("pk_blocks")),
    )
    with op.batch_alter_table("professionals") as professionals:
        professionals.alter_column("email_sealed", existing_type=sa.LargeBinary(), nullable=True)
