"""What Prometheus is told of what is stored: what waits, how large it is; absent rather than old without a database."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.exporting.making import Maker
from bot.metrics import Metrics
from bot.recognition import Recognition
from bot.survey import Survey
from bot.ticker import Ticker
from bot.workshop import Workshop
from portal import journal, vault
from portal.mailroom import inbox, outbox
from portal.work import Work, Workroom
from tests.clock import ManualClock
from tests.databases import on_sqlite
from tests.hands import UNHURRIED


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def ticking(workroom: Workroom, shelves: vault.Shelves, ticks: asyncio.Event | None = None) -> Ticker:
    reading, exports = Recognition(Workshop(), shelves, workroom, None), Maker(workroom, shelves, Workshop())
    return Ticker(workroom, shelves, reading, exports, Metrics(), ticks)


def still(workroom: Workroom, metrics: Metrics, vault_url: str) -> Survey:
    """A survey for which no time passes: how long this machine takes is no matter of its."""
    return Survey(workroom, metrics, vault_url, lambda: 0.0, UNHURRIED)


def values(metrics: Metrics) -> dict[str, float]:
    """Every sample as `name{labels}`."""
    found = (
        sample
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    )
    return {f"{one.name}{sorted(one.labels.values())}": one.value for one in found}


async def test_what_waits_is_looked_up_when_it_is_asked(
    workroom: Workroom, clock: ManualClock, tmp_path: Path
) -> None:
    workroom.do(outbox.put, "sms", "1", "access_code", {})
    workroom.do(inbox.store, [("1", {"update_id": 1}), ("2", {"update_id": 2})])
    workroom.do(lambda work: inbox.set_aside(work, inbox.claim(work, 1)[0]))
    clock.move(timedelta(minutes=1))
    metrics = Metrics()
    await still(workroom, metrics, f"file://{tmp_path}")()
    found = values(metrics)
    assert (found["masante_inbox_waiting[]"], found["masante_inbox_aside[]"]) == (1, 1)
    assert (found["masante_outbox_waiting['sms']"], found["masante_outbox_waiting['bulk']"]) == (1, 0)
    assert (found["masante_inbox_oldest_seconds[]"], found["masante_outbox_oldest_seconds['sms']"]) == (
        60,
        60,
    )
    assert found["masante_database_up[]"] == 1
    assert found["masante_database_bytes[]"] > 100_000
    assert found["masante_disk_free_bytes['vault']"] > 0


async def test_two_scrapes_at_once_look_once(workroom: Workroom) -> None:
    metrics = Metrics()
    survey = still(workroom, metrics, "s3://bucket")
    await survey()
    workroom.do(outbox.put, "sms", "1", "access_code", {})
    await survey()
    assert values(metrics)["masante_outbox_waiting['sms']"] == 0


async def test_without_the_database_nothing_old_is_told(workroom: Workroom) -> None:
    metrics = Metrics()
    survey = still(workroom, metrics, "s3://bucket")
    await survey()
    workroom.close()
    survey._next = 0.0
    await survey()
    found = values(metrics)
    assert found["masante_database_up[]"] == 0
    assert "masante_outbox_waiting['sms']" not in found
    assert found["masante_inbox_waiting[]"] != found["masante_inbox_waiting[]"]  # not a number


async def test_each_commit_is_timed(workroom: Workroom) -> None:
    metrics = Metrics()
    workroom.on_commit = metrics.commit_seconds.observe
    for _ in range(3):
        await workroom.run(lambda work: None)
    workroom.close()
    assert values(metrics)["masante_commit_seconds_count[]"] == 3


@on_sqlite
async def test_a_reason_that_fewer_than_three_gave_is_no_figure(
    workroom: Workroom, clock: ManualClock, tmp_path: Path
) -> None:
    def stops(work: Work, reason: str, count: int) -> None:
        for n in range(count):
            journal.write(work, f"patient:{reason}{n}", "her", "reminders_stopped_because", why=reason)

    workroom.do(stops, "fini", 2)
    workroom.do(stops, "heure", 3)
    clock.move(timedelta(seconds=1))
    shelves = vault.at(f"file://{tmp_path}")
    ticker = Ticker(
        workroom,
        shelves,
        Recognition(Workshop(), shelves, workroom, None),
        Maker(workroom, shelves, Workshop()),
        Metrics(),
    )
    await ticker._count_stops()
    found = values(ticker.metrics)
    assert found["masante_reminders_stopped['heure']"] == 3
    assert "masante_reminders_stopped['fini']" not in found


@on_sqlite
async def test_a_tasks_last_round_is_told_and_it_waits_while_time_may_bring_nothing(
    workroom: Workroom, tmp_path: Path
) -> None:
    shelves, ticks, ran = vault.at(f"file://{tmp_path}"), asyncio.Event(), asyncio.Event()
    ticker = Ticker(
        workroom,
        shelves,
        Recognition(Workshop(), shelves, workroom, None),
        Maker(workroom, shelves, Workshop()),
        Metrics(),
        ticks,
    )

    async def once() -> int:
        ran.set()
        return 0

    beating = asyncio.create_task(ticker._beat("remind", 0, once))
    for _ in range(5):
        await asyncio.sleep(0)
    assert not ran.is_set()
    ticks.set()
    await ran.wait()
    await asyncio.sleep(0)
    beating.cancel()
    told = values(ticker.metrics)["masante_ticker_last_round_timestamp_seconds['remind']"]
    assert told == workroom.clock.now().timestamp()
