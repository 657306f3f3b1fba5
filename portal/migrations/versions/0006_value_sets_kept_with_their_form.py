"""Value sets that a terminology server expanded, kept with the version of the form that names them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("questionnaires", sa.Column("value_sets", sa.Text(), nullable=True))
