"""Alembic's entry: all pending migrations in one transaction, on the connection that `upgrade` opened."""

from alembic import context
from sqlalchemy import Connection

from portal.migrations import models, stamp, writing

TURN = 4_735_820_194  # any number: whoever migrates this PostgreSQL database holds the lock of this name
PATIENCE = 2000  # milliseconds for a table that is at work: whoever comes meanwhile waits behind us


def run(connection: Connection) -> None:
    """Migrate."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Before BEGIN, or it has no effect: altering a table rebuilds it, and must not cascade to its children.
        connection.connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=models(),
        transactional_ddl=True,
        render_item=writing.render,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {PATIENCE}")
        context.run_migrations()
        _stamp(connection)
        if sqlite and (orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise LookupError(f"rows would lose what they point at: {orphans[:5]}")


def _stamp(connection: Connection) -> None:
    """Say with the new schema which code can still work on it."""
    reached = max(context.get_context().get_current_heads(), default="")
    if not reached:  # a revision is being written, on an empty database
        return
    steps = context.script.walk_revisions("base", reached)
    stamp(connection, (step.revision for step in steps if getattr(step.module, "BREAKS", "")))


run(context.config.attributes["connection"])
