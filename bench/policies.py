"""Policies: which of the wrong ones random families find out too, and after how many of them.

The tests hold each wrong policy to one case (`tests/portal/access/wrong_policies.toml`). Here the property test meets
them all: what it does not find in so many examples is for its case alone.
"""

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from portal.database import connect
from portal.keys import new_ring
from portal.migrations import upgrade
from portal.work import Workroom
from tests.clock import ManualClock
from tests.portal.access.mutating import Wrong, mutated, wrong_policies
from tests.portal.access.test_any_family import EXAMPLES, play

LONG = 60  # examples of each; the usual number otherwise


def run(long: bool) -> dict[str, Any]:
    """Have families meet every wrong policy."""
    examples = LONG if long else EXAMPLES
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'policies.db'}"
        upgrade(address)
        room = Workroom(connect(address), ManualClock(), new_ring())
        try:
            found = [(one, _found(room, one, examples)) for one in wrong_policies()]
        finally:
            room.close()
    missed = [one.means for one, seconds in found if seconds is None]
    print(
        f"{len(found) - len(missed)} of {len(found)} wrong policies found by {examples} examples of families each"
    )
    for means in missed:
        print(f"  not found: {means}")
    return {"examples": examples, "policies": len(found), "found": len(found) - len(missed), "missed": missed}


def _found(room: Workroom, one: Wrong, examples: int) -> float | None:
    """Return after how many seconds a policy was found out; None: it was not."""
    began = time.monotonic()
    with mutated(one):
        try:
            play(room, examples)
        except BaseException as error:  # a failed assertion, or whatever else a wrong policy comes to
            if isinstance(error, KeyboardInterrupt):
                raise
            return time.monotonic() - began
    return None
