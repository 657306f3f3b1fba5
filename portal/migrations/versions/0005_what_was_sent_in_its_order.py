"""What was sent, in its order: a page of the history costs a page, however long the history."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.drop_index("ix_responses_account_id", table_name="responses")
    op.drop_index("ix_responses_followup_id", table_name="responses")
    op.create_index("ix_responses_history", "responses", ["account_id", "authored_at", "id"], unique=False)
    op.create_index("ix_responses_followup", "responses", ["followup_id", "authored_at", "id"], unique=False)
