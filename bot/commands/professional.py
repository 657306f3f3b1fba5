"""`masante professional`: register, list, disable."""

import argparse

from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from portal import professionals
from portal.errors import Refused

TOLD = ("id", "rpps", "first_name", "last_name", "profession", "structure", "disabled")
FACTS = ("rpps", "first_name", "last_name", "profession", "structure", "email")


def create(options: argparse.Namespace) -> Answer | Refused:
    """Register a professional."""
    with opened() as room:
        made = room.do(professionals.create, **{name: getattr(options, name) for name in FACTS})
    return made if isinstance(made, Refused) else Answer({"id": made}, made)


def listed(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Return every professional."""
    with opened() as room:
        found = room.do(professionals.listed)
    rows = [
        (one.id, f"{one.first_name} {one.last_name}", one.rpps, one.profession, one.structure,
         "disabled" if one.disabled else "known from the directory" if one.listed else "")
        for one in found
    ]  # fmt: skip
    told = [{name: getattr(one, name) for name in TOLD} for one in found]
    return Answer(told, table(("id", "name", "RPPS", "profession", "structure", "state"), rows))


def disable(options: argparse.Namespace) -> Answer | Refused:
    """Close a professional's access."""
    named = options.professional or options.professional_here
    with opened() as room:
        refused = room.do(professionals.disable, named)
    return refused or Answer({"id": named, "disabled": True}, f"{named} disabled")
