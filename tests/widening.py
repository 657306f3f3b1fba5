"""The schema one additive migration ahead of this code: what a rolling upgrade leaves old processes to work on."""

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, update

from portal.migrations import HEAD, VERSION, models

NEXT = f"{int(HEAD) + 1:04}"


def widen(engine: Engine, *, oldest: str = HEAD) -> None:
    """Do to every table what a migration may do to it, and say that code since `oldest` can work there."""
    for table in models().sorted_tables:  # one after the other: people are at work on them
        with engine.begin() as connection:
            op = Operations(MigrationContext.configure(connection))
            op.add_column(table.name, sa.Column("next_note", sa.String(40), nullable=True))
            op.add_column(table.name, sa.Column("next_count", sa.Integer, nullable=False, server_default="0"))
            op.create_index(f"ix_{table.name}_next", table.name, ["next_note"])
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        op.create_table(
            "next_things",
            sa.Column("account_id", sa.String(16), sa.ForeignKey("accounts.id", ondelete="CASCADE")),
        )
        connection.execute(update(VERSION).values(version_num=NEXT, oldest_code=oldest))
