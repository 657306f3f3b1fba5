"""A chat may be spoken to in easier sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("chats", sa.Column("plain", sa.Boolean(), nullable=True))
