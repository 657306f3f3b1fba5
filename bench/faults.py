"""Faults: the real processes, with one thing after the other going wrong while patients fill in; what was lost."""

import asyncio
import tempfile
import traceback
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from portal.migrations import upgrade
from tests.databases import NoPostgres, postgres, postgres_database
from tests.faults.crowd import Stuck
from tests.faults.failing import failing_bucket
from tests.faults.harness import power_cuts, trial
from tests.faults.table import FAULTS, Fault
from tests.faults.verdict import Verdict

OUTAGE, LONG_OUTAGE = 5.0, 60.0  # seconds
KILLS, MORE_KILLS = 50, 1000
TOLD = ("patients", "unthanked", "lost", "doubled", "altered", "stuck", "unsaid", "unread", "thrice", "disordered",
        "broken", "perhaps", "repeated", "refused", "restarts", "back")  # fmt: skip
GIVEN_UP = "stuck for good"


def run(long: bool) -> dict[str, Any]:
    """Have each fault come alone, on each database where it can; then kill again and again."""
    found: dict[str, Any] = {}
    outage = LONG_OUTAGE if long else OUTAGE
    with ExitStack() as stack:
        for kind, server in _servers(stack):
            for fault in FAULTS:
                if kind in fault.on:
                    _tell(found, f"{fault.name} · {kind}", _one(fault, kind, server, outage))
        kills = MORE_KILLS if long else KILLS
        with _database("sqlite", "") as (database, folder):
            cuts = power_cuts(database, folder, kills, seed=20)
            _tell(found, f"{kills} times kill -9 · sqlite", _judged(cuts))
    table = Table("what went wrong", *TOLD, title=f"What is away is away for {outage:.0f} s")
    for name, told in found.items():
        table.add_row(name, *(str(told[one]) for one in TOLD) if "stuck for good" not in told else [GIVEN_UP])
    Console(width=200).print(table)
    return {"outage": outage, "faults": found}


def _servers(stack: ExitStack) -> Iterator[tuple[str, str]]:
    yield "sqlite", ""
    try:
        yield "postgresql", stack.enter_context(postgres())
    except NoPostgres as why:
        print(why)


def _one(fault: Fault, kind: str, server: str, outage: float) -> Verdict | str:
    with _database(kind, server) as (database, folder), ExitStack() as stack:
        bucket = stack.enter_context(failing_bucket()) if fault.photos else None
        verdict = _judged(trial(database, folder, [fault], 1, outage, fault.replicas, bucket))
    if isinstance(verdict, Verdict):
        verdict.unsaid -= fault.lost
    return verdict


def _judged(tried: Coroutine[Any, Any, Verdict]) -> Verdict | str:
    """Return what became of it, or who stood still; the bots' last words are on the screen."""
    try:
        return asyncio.run(tried)
    except Stuck as stuck:
        traceback.print_exception(stuck)
        return str(stuck)


@contextmanager
def _database(kind: str, server: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        database = f"sqlite:///{folder}/portal.db"
        if kind == "postgresql":
            database = stack.enter_context(postgres_database(server, "faults"))
        upgrade(database)
        yield database, Path(folder)


def _tell(found: dict[str, Any], name: str, verdict: Verdict | str) -> None:
    found[name] = {GIVEN_UP: verdict} if isinstance(verdict, str) else verdict.figures()
    print(name, {key: value for key, value in found[name].items() if value}, flush=True)
