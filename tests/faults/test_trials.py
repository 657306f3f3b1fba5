"""A bad day on each database, one fault after the other: no answer is lost or doubled, nobody is stuck."""

from pathlib import Path

import pytest

from tests.databases import on_postgres, on_sqlite
from tests.faults.harness import trial
from tests.faults.table import NAMED
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.long

WELL_KNOWN = (
    "clock an hour forward", "Telegram: 429", "Telegram: 502", "Telegram: connections closed", "updates twice",
    "updates in another order", "Telegram: answers half sent",
)  # fmt: skip
ALONE = ("clock ten minutes back", "database away", "disk full", "database away as a process starts")
REPLICAS = (
    "database away as a process starts", "database away", "database silent", "database read-only, as a standby is",
    "updates taken, Telegram did not hear so", "one of two frozen past its lease", "clock ten minutes back",
)  # fmt: skip


@on_sqlite
async def test_a_bad_day_of_one_bot(database: str, tmp_path: Path):
    await bad_day(database, tmp_path, (*WELL_KNOWN, *ALONE), replicas=1)


@on_postgres
async def test_a_bad_day_of_two_bots(database: str, tmp_path: Path):
    await bad_day(database, tmp_path, REPLICAS, replicas=2)


async def bad_day(database: str, folder: Path, names: tuple[str, ...], replicas: int) -> None:
    """Have them come; on a bad day nothing may differ from a good one but how many were there."""
    verdict = await trial(database, folder, [NAMED[name] for name in names], 1, 2.0, replicas)
    assert verdict == Verdict(verdict.patients)
