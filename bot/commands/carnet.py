"""`masante carnet`: open a child's carnet, list them."""

import argparse
from typing import Any

from bot.commands import whose
from bot.commands.opening import opened
from bot.commands.printing import Answer, table
from portal import authorisations, carnets
from portal.carnets import Carnet
from portal.errors import Refused
from portal.work import Work


def create(options: argparse.Namespace) -> Answer | Refused:
    """Open a child's carnet."""
    with opened() as room:
        made = room.do(_create, options)
    return made if isinstance(made, Refused) else Answer({"id": made}, made)


def listed(options: argparse.Namespace) -> Answer:  # noqa: ARG001
    """Return every carnet, with the accounts that read it."""
    with opened() as room:
        found = room.do(_listed)
    rows = [(one.id, one.first_name, one.birth_date, " ".join(parents)) for one, parents in found]
    return Answer([_facts(*one) for one in found], table(("id", "first name", "born", "parents"), rows))


def _create(work: Work, options: argparse.Namespace) -> str | Refused:
    parent = whose.patient(work, options.parent)
    if isinstance(parent, Refused):
        return parent
    return carnets.create(work, parent, options.first_name, options.birth_date)


def _listed(work: Work) -> list[tuple[Carnet, list[str]]]:
    return [(one, authorisations.readers(work, one.record)) for one in carnets.listed(work)]


def _facts(one: Carnet, parents: list[str]) -> dict[str, Any]:
    return {"id": one.id, "first_name": one.first_name, "birth_date": one.birth_date, "parents": parents,
            "created_at": one.created_at}  # fmt: skip
