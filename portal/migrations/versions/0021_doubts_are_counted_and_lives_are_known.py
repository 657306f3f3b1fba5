"""How often a message may have left without our knowing is counted; a lane tells which process holds it."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("doubts", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("lanes", sa.Column("life", sa.Integer(), nullable=True))
