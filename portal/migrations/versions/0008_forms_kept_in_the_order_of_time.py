"""Forms that open together are kept together, and who may be reminded is found without reading who may not."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    with op.batch_alter_table("occurrences") as occurrences:
        occurrences.drop_constraint("uq_occurrences_followup_id", type_="unique")
        occurrences.create_unique_constraint("uq_occurrences_due_at", ["due_at", "followup_id"])
    _partial("ix_occurrences_over", "occurrences", ["followup_id", "due_at"], "state <> 'open'")
    _partial("ix_accounts_locked", "accounts", ["id"], "locked_at IS NOT NULL")
    _partial(
        "ix_chats_silenced", "chats", ["chat_id"], "blocked_at IS NOT NULL OR notices_off_at IS NOT NULL"
    )
    _partial("ix_consents_no", "consents", ["account_id", "id"], "answer <> 'given'")
    _partial(
        "ix_journal_stops",
        "journal",
        ["at"],
        "action = 'reminders_stopped' OR action = 'reminders_stopped_because'",
    )
    _partial("ix_links_live", "links", ["account_id", "chat_id"], "ended_at IS NULL")


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=False, sqlite_where=condition, postgresql_where=condition)
