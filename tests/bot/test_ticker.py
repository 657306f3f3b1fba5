"""What time brings beside the portal's tasks: the journal is anchored, and the log told."""

from datetime import timedelta
from typing import Any

from structlog.testing import capture_logs

from bot.metrics import Metrics
from bot.ticker import Ticker
from portal import journal
from portal.work import Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite


@on_sqlite
async def test_an_anchor_is_told_in_the_log_as_verifying_asks_for_it(
    workroom: Workroom,
) -> None:
    nothing: Any = None
    workroom.clock = clock = ManualClock()
    ticker = Ticker(workroom, nothing, nothing, nothing, Metrics())
    workroom.do(journal.write, "patient:1", "operator", "registered")
    clock.move(timedelta(hours=1))
    with capture_logs() as logs:
        assert [await ticker._anchor(), await ticker._anchor()] == [1, 0]
    (told,) = logs
    assert told["event"] == "journal_anchored"
    found = journal.verify(workroom, (told["number"], told["mac"]))
    assert (found.broken, found.since) == ([], 0)
