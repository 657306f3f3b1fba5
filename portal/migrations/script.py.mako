"""${message[0].upper() + message[1:]}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:${"  # noqa: PLR0915  long because it lays every table at once" if up_revision == "0001" else ""}
    ${"\n".join(line for line in upgrades.splitlines() if "# ###" not in line).strip()}
