"""The history of the schema: every change of the tables, in order, walked by alembic from inside the package."""

import importlib
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, MetaData, inspect, text

from portal.database import Table, connect

MODELS = (
    "portal.accounts.contact_model",
    "portal.accounts.model",
    "portal.authorisations",
    "portal.blocks",
    "portal.bookmarks",
    "portal.carnets.model",
    "portal.documents.model",
    "portal.emergencies.model",
    "portal.faq.gaps",
    "portal.followups.model",
    "portal.identity.model",
    "portal.journal.model",
    "portal.mailroom.model",
    "portal.memory",
    "portal.particulars.model",
    "portal.privacy.model",
    "portal.professionals",
    "portal.vault.model",
)
VERSIONS = Path(__file__).with_name("versions")
# A migration's file begins with its number.
HEAD = max((file.name[:4] for file in VERSIONS.glob("[0-9]*.py")), default="")


def models() -> MetaData:
    """Return every table the code knows, all features imported."""
    for module in MODELS:
        importlib.import_module(module)
    return Table.metadata


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database, empty or old, to the schema of this code, or `to` an older one; replicas take turns."""
    from alembic import command  # noqa: PLC0415  costs start-up time that a migrated bot need not spend
    from alembic.config import Config  # noqa: PLC0415

    engine = connect(url)
    with engine.connect() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "portal:migrations")
        command.upgrade(config, to)
    engine.dispose()


def at_head(engine: Engine) -> bool:
    """Tell whether a database has the schema of this code."""
    return standing(engine) == "head"


def standing(engine: Engine) -> Literal["head", "behind", "ahead"]:
    """Return how a database's schema stands to this code: the same, older (or none yet), or newer than it knows."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return "behind"
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if found == [HEAD]:
        return "head"
    return "ahead" if max(found, default="") > HEAD else "behind"
