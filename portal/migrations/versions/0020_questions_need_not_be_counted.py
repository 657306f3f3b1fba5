"""Someone may refuse that her questions to the FAQ are counted, though never with who asked."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("counted", sa.Boolean(), nullable=True))
