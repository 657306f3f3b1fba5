"""Questions that the FAQ did not answer are counted, in words that name nobody."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "faq_gaps",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_gaps")),
    )
    op.create_index("ix_faq_gaps_by_last_on", "faq_gaps", ["last_on"])
    op.create_index("ix_faq_gaps_by_times", "faq_gaps", ["times"])
