"""`python -m portal.migrations "what changes"`: writes the migration from the head to what the models say now.

It is a draft: read it, make it clean by hand (what alters a table on SQLite needs `op.batch_alter_table`), and
let the house test compare both databases with the models.
(Until the first release, the first stone itself is written anew: delete it, then run the command.)
"""

import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config

from portal.database import Instant, connect
from portal.migrations import VERSIONS, upgrade


def write(what: str) -> None:
    """Write the next migration, and have it formatted."""
    number = sum(1 for _ in VERSIONS.glob("[0-9]*.py")) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder)}/empty.db"
        if number > 1:
            upgrade(url)
        engine = connect(url)
        with engine.connect() as connection:
            config = Config(attributes={"connection": connection})
            config.set_main_option("script_location", "portal:migrations")
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            for option, value in {"hooks": "ruff", "ruff.type": "module", "ruff.module": "ruff",
                                  "ruff.options": "format REVISION_SCRIPT_FILENAME"}.items():  # fmt: skip
                config.set_section_option("post_write_hooks", option, value)
            command.revision(config, what, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


def render(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:
    """Spell our own types in plain SQLAlchemy: a migration must mean the same when the code has moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Instant) else False
