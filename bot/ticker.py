"""The ticker: what time brings, in small steps that never stall anyone."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import structlog

from bot.exporting.making import Maker
from bot.metrics import Metrics
from bot.recognition import Recognition
from portal import accounts, bookmarks, documents, followups, journal, privacy, vault
from portal.carnets import growing, reminding
from portal.errors import PortalError
from portal.faq import gaps
from portal.mailroom import inbox, outbox, slots
from portal.vault import Shelves
from portal.work import Work, Workroom

log = structlog.get_logger()


class Task(NamedTuple):
    """Something done again and again: `once` returns how much it did; while it is not 0 it is done again."""

    name: str
    every: float  # seconds
    once: Callable[[Work], int]
    rests: float = 0.0  # after each step that did something, for so many times as long as that took


# What nobody waits for takes a tenth of the time at most, and less when others wait for the database.
REST = 9.0


def _close_and_remind(work: Work) -> int:
    """Remind of forms once those that are over are closed: that one's time is over is no last word below the next one."""
    return followups.close_over(work) or followups.remind_due(work)


TASKS = (
    Task("release_forms", 5, followups.release_due),
    Task("remind", 5, _close_and_remind),
    Task("tell_alerts", 30, followups.tell_due),
    Task("remind_vaccines", 60, reminding.remind_due),
    Task("grow", 60, growing.grow),
    Task("tidy_invitations", 60, growing.tidy),
    Task("tell_news", 5, documents.tell_due),
    Task("forget_updates", 300, inbox.forget, REST),
    Task("forget_deliveries", 300, outbox.forget, REST),
    Task("forget_slots", 300, slots.forget, REST),
    Task("forget_bookmarks", 300, bookmarks.forget, REST),
    Task("forget_codes", 300, accounts.forget, REST),
    Task("forget_drafts", 300, vault.forget, REST),
    Task("erase_documents", 300, documents.erase_due),
    Task("tend_departures", 60, privacy.tend),
    Task("forget_exports", 300, privacy.forget),
    Task("forget_gaps", 3600, gaps.forget),
)
EXPORT = 2.0  # seconds between two looks for exports that somebody asked for
READ = 10.0  # seconds between two looks for documents that wait to be read
STOPS = 3600.0  # seconds between two counts of those who stopped reminders: it reads thirty days
ANCHOR = 3600.0  # seconds between two anchors of the journal
SWEEP = 1800.0  # seconds between two looks at every file of the vault
# They go through everything that is known of a person or a file: what newer code keeps they would leave out, or delete.
KNOWING_ALL = ("tend_departures", "erase_documents", "forget_drafts", "sweep_vault", "make_exports")
ALWAYS = ("reread_keys", "count_stops", "count_alerts")  # they change nothing
COUNT = 15.0  # seconds between two counts of alerts
KEYS = 5.0  # seconds between two looks at the key ring: a new key soon seals in every process


def _done(work: Work, once: Callable[[Work], int]) -> tuple[int, list[Exception]]:
    return once(work), work.broken


@dataclass
class Ticker:
    """Runs the tasks, each at its own beat."""

    workroom: Workroom
    shelves: Shelves
    reading: Recognition
    exports: Maker
    metrics: Metrics
    ticks: asyncio.Event | None = None  # cleared while time brings nothing
    current: asyncio.Event | None = None  # cleared while the schema is newer than this code
    unanswered: int = 0  # alerts, when they were last counted

    async def run(self) -> None:
        """Tick for ever."""
        async with asyncio.TaskGroup() as group:
            for task in TASKS:
                group.create_task(self._beat(task.name, task.every, partial(self._once, task), task.rests))
            group.create_task(self._beat("sweep_vault", SWEEP, self._sweep))
            if self.reading.folder:
                group.create_task(self._beat("read_documents", READ, self.reading.read_waiting))
            group.create_task(self._beat("make_exports", EXPORT, self.exports.once))
            group.create_task(self._beat("reread_keys", KEYS, self._reread_keys))
            group.create_task(self._beat("anchor_journal", ANCHOR, self._anchor))
            group.create_task(self._beat("count_stops", STOPS, self._count_stops))
            group.create_task(self._beat("count_alerts", COUNT, self._count_alerts))

    async def _beat(
        self, name: str, every: float, once: Callable[[], Awaitable[int]], rests: float = 0.0
    ) -> None:
        while True:
            if self.ticks is not None and name not in ALWAYS:
                await self.ticks.wait()
            if self.current is not None and name in KNOWING_ALL:
                await self.current.wait()
            try:
                began = time.perf_counter()
                while await once():
                    self.metrics.ticker_runs.labels(name, "done").inc()
                    await asyncio.sleep(rests * (time.perf_counter() - began))
                    began = time.perf_counter()
                self.metrics.last_round.labels(name).set(self.workroom.clock.now().timestamp())
            except PortalError as error:
                self.metrics.ticker_runs.labels(name, "failed").inc()
                log.warning("tick_failed", task=name, why=error.code)
            except Exception:
                self.metrics.ticker_runs.labels(name, "failed").inc()
                log.exception("tick_failed", task=name)
            await asyncio.sleep(every)

    async def _once(self, task: Task) -> int:
        """Do it once; what was put off, as it broke, fails for the log and for whoever counts."""
        done, broken = await self.workroom.run(_done, task.once)
        for error in broken:
            self.metrics.ticker_runs.labels(task.name, "failed").inc()
            log.error("tick_failed", task=task.name, exc_info=error)
        return done

    async def _sweep(self) -> int:
        """Sweep the vault, in a thread: it looks at the disk, and asks the database in between."""
        return await asyncio.to_thread(vault.sweep, self.workroom, self.shelves)

    async def _reread_keys(self) -> int:
        await asyncio.to_thread(self.workroom.keys.refresh)
        return 0

    async def _anchor(self) -> int:
        """Anchor the journal, and tell the log: what is kept there cannot be changed from the database."""
        made = await self.workroom.run(journal.anchor)
        if made is not None:
            log.info("journal_anchored", number=made.number, mac=made.mac)
        return made.number if made else 0

    async def _count_stops(self) -> int:
        counted = await self.workroom.run(followups.count_stops)
        self.metrics.stops.clear()  # a reason that nobody gave in the last days is 0 by being absent
        for reason, number in counted.items():
            if number >= followups.FEWEST:  # a smaller one could tell who they are
                self.metrics.stops.labels(reason).set(number)
        return 0

    async def _count_alerts(self) -> int:
        """Count alerts; say in the log when there are more than before that are told no more."""
        counted = await self.workroom.run(followups.count_alerts)
        for state, number in counted.items():
            self.metrics.alerts.labels(state).set(number)
        if counted["unanswered"] > self.unanswered:
            log.warning("alerts_unanswered", count=counted["unanswered"])
        self.unanswered = counted["unanswered"]
        return 0
