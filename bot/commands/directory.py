"""`masante directory`: import the extractions of the RPPS and of FINESS, search them."""

import argparse
import gc
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from bot.commands.files import FileWrong
from bot.commands.printing import Answer, complain, table, tell
from bot.settings import Settings
from portal import directory
from portal.clock import SystemClock
from portal.directory import Listed
from portal.errors import Refused
from portal.questionnaires import dumps

EVERY = 5.0  # seconds between two words on how far an import got
STANDARD_INPUT = "-"
MOST = 1000  # results of one query


def import_files(options: argparse.Namespace) -> Answer | Refused:
    """Import extractions; whoever searches meanwhile finds what was there."""
    from portal.directory.importing import import_files as bring_in  # noqa: PLC0415  Tantivy, for this alone

    root = Settings.of_this_machine().directory
    began = last = time.monotonic()

    def progress(professionals: int, share: float) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            complain(f"{professionals:,} professionals, {share:.0%} read, {last - began:.0f} s")

    gc.disable()  # nothing goes in circles here, and looking for it takes a tenth of the time
    now, name = SystemClock().now(), secrets.token_hex(4)
    try:
        made = bring_in(root, options.files, now, name, progress, partial=options.partial)
    except OSError as error:
        raise FileWrong(Path(error.filename or root), error.strerror or error) from None
    if isinstance(made, Refused):
        return made
    value = {**vars(made), **made.changes._asdict(), "seconds": round(time.monotonic() - began, 1)}
    del value["changes"]
    change = ", ".join(f"{count:,} {name}" for name, count in made.changes._asdict().items())
    human = f"{made.professionals:,} professionals ({made.rows:,} lines, {made.structures:,} structures): {change}"
    rest = made.bad - len(made.named)
    remarks = [*made.named, *([f"and {rest:,} other lines that cannot be read"] if rest else [])]
    remarks += ["some lines are not UTF-8: they were read as latin-1"] if made.latin else []
    return Answer(value, human, tuple(remarks))


def search(options: argparse.Namespace) -> Answer | Refused | None:
    """Return the professionals who fit; with `-`, one query a line on standard input, one JSON line out each."""
    there = directory.at(Settings.of_this_machine().directory)
    if options.query == STANDARD_INPUT:
        return _each(there, min(options.limit, MOST))
    found = there.search(options.query, min(options.limit, MOST))
    if isinstance(found, Refused):
        return found
    rows = [(one.id, f"{one.title} {one.name}".strip(), one.what, one.place.structure, one.place.postcode, one.place.city)
            for one in found]  # fmt: skip
    human = (
        table(("RPPS", "name", "profession", "structure", "postcode", "town"), rows)
        if found
        else "Nobody was found."
    )
    return Answer([shown(one) for one in found], human)


def _each(there: Any, limit: int) -> Refused | None:
    for line in sys.stdin.buffer:
        found = there.search(line.decode(errors="replace").strip(), limit)
        if isinstance(found, Refused):
            return found
        tell(dumps([shown(one) for one in found]))
    return None


def shown(one: Listed) -> dict[str, Any]:
    """Return a professional as a program reads her."""
    place = one.place
    return {
        "id": one.id, "national_id": one.national_id, "title": one.title, "name": one.name,
        "first_name": one.first_name, "last_name": one.last_name, "profession": one.profession,
        "speciality": one.speciality, "structure": place.structure, "city": place.city, "postcode": place.postcode,
        "places": [{"structure": at.structure, "city": at.city, "postcode": at.postcode, "finess": at.finess}
                   for at in one.places],
        "score": one.score,
    }  # fmt: skip
