"""Messages, conversations and invitations that are over are found by an index of those alone."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

OVER = (
    ("ix_outbox_over", "outbox", "done_at", "done_at IS NOT NULL AND COALESCE(unique_key, '') = ''"),
    ("ix_outbox_keyed_over", "outbox", "done_at", "done_at IS NOT NULL AND unique_key IS NOT NULL"),
    ("ix_bookmarks_over", "bookmarks", "expires_at", "state <> 'active'"),
)


def upgrade() -> None:
    for name, table, column, over in OVER:
        where = sa.text(over)
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)
    op.drop_index("ix_outbox_done_at", table_name="outbox")
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])
