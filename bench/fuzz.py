"""Ten thousand updates that nobody would send: each is answered, refused or set aside, and the bot goes on."""

import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from rich.console import Console
from rich.table import Table

from portal.database import connect
from portal.keys import new_ring
from portal.migrations import upgrade
from portal.work import Workroom
from tests.bot.office import Office
from tests.bot.test_any_update import ANY, hold
from tests.journeys.town import TownClock

UPDATES, MORE_UPDATES = 10_000, 50_000
PHASES = (Phase.generate, Phase.shrink)


def run(long: bool) -> dict[str, Any]:
    """Send them all; raises with the smallest update that breaks something."""
    count, began = MORE_UPDATES if long else UPDATES, time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/masante.db"
        upgrade(url)
        office = Office(Workroom(connect(url), TownClock(), new_ring()), Path(folder))
        office.open()
        with closing(office):
            _send(office, count)
            told, faults = office.told(), office.faults()
    table = Table("what became of them", "", title=f"{count} strange updates")
    for name, times in told.items():
        table.add_row(name, str(times))
    for fault, times in faults.most_common(20):
        table.add_row(f"set aside: {fault}", str(times))
    Console().print(table)
    return {"updates": count, "seconds": time.perf_counter() - began, **told, "faults": dict(faults)}


def _send(office: Office, count: int) -> None:
    @seed(7)
    @settings(
        max_examples=count,
        phases=PHASES,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(ANY)
    def each(body: bytes) -> None:
        hold(office, body)

    each()
