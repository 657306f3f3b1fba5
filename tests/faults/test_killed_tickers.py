"""Tickers killed at random moments, on one database: nothing that is due is lost, nothing is done twice."""

from collections.abc import Iterable

import pytest

from portal.work import Workroom
from tests.clock import ManualClock
from tests.faults.tickers import ALARMED, EACH, PEOPLE, killed_tickers

pytestmark = pytest.mark.long

COUNT = PEOPLE * EACH


def test_killed_tickers_lose_nothing_and_double_nothing(
    workroom: Workroom, database: str, clock: ManualClock
) -> None:
    left = killed_tickers(workroom, database, clock, kills=4, seed=1)
    forms = {key.split(":")[1] for key in left.told}
    assert left.kills >= 3  # amid their work: now and then one was just done
    assert (len(left.opened), len(forms), left.closed) == (COUNT, COUNT, COUNT)
    assert sorted(left.told) == sorted(f"due:{one}:{n}" for one in forms for n in (1, 2))
    assert all_are(1, left.opened.values(), left.told.values(), left.silent.values(), left.alarmed.values())
    assert all_are(2, left.claimed.values())
    assert (len(left.claimed), len(left.silent), len(left.alarmed)) == (COUNT, COUNT, PEOPLE * ALARMED)


def all_are(number: int, *counts: Iterable[int]) -> bool:
    return all(set(each) == {number} for each in counts)
