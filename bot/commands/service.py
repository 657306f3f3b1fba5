"""What keeps the service going: `masante run`, `migrate`, `demo`."""

import argparse

from bot.commands.opening import check_ring, check_schema, check_vault, reached
from bot.commands.printing import Answer
from bot.settings import Settings
from portal.migrations import upgrade


def run(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Run the bot until it is told to stop."""
    settings = check_schema(Settings.of_this_machine(to_run=True), to_run=True)
    settings = check_vault(check_ring(settings))
    from bot import app  # noqa: PLC0415  the whole bot, which the other commands of this file do without

    app.run(settings)
    return Answer({"stopped": True}, "")


def migrate(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Bring the database's schema to this version."""
    url = Settings.of_this_machine().database_url
    with reached(url):
        upgrade(url)
    return Answer({"migrated": True}, "The schema is up to date.")


def demo(options: argparse.Namespace) -> Answer:
    """Run everything on one machine, with a chat page, until it is told to stop."""
    from bot.demo import main  # noqa: PLC0415  it starts processes of its own, and needs its own libraries

    code = main(options.port, options.data, options.fresh)
    return Answer({"stopped": True}, "", code=code)
