"""Kill -9 at random moments: nothing is lost, nothing is doubled, nobody is stuck."""

from pathlib import Path

import pytest

from tests.databases import on_sqlite
from tests.faults.harness import power_cuts
from tests.faults.verdict import Verdict

pytestmark = pytest.mark.long


@on_sqlite
@pytest.mark.parametrize("seed", [1, 2])
async def test_ten_power_cuts_lose_no_answer_and_double_none(database: str, tmp_path: Path, seed: int):
    verdict = await power_cuts(database, tmp_path, 10, seed)
    assert verdict == Verdict(verdict.patients)
    assert verdict.most_repeated <= 1
