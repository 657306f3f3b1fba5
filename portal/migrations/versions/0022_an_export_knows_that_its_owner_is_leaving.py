"""An export knows that whoever asked for it is about to leave, and why: she is offered to go on with it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("exports", sa.Column("leaving", sa.String(16), nullable=True))
