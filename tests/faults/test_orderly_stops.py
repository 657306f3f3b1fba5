"""SIGTERM while patients are busy: the process ends within a supervisor's patience; nothing is lost, nothing said twice."""

from pathlib import Path

import pytest

from bot.app import STOP_SECONDS
from tests.faults.harness import power_cuts
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.long


async def test_a_stop_under_load_ends_in_time_loses_nothing_and_repeats_nothing(
    database: str, tmp_path: Path
):
    verdict = await power_cuts(database, tmp_path, 4, seed=3, orderly=True)
    assert verdict == Verdict(verdict.patients)
    assert verdict.repeated == 0
    assert verdict.codes == {0}
    assert verdict.slowest < STOP_SECONDS
