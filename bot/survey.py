"""The survey: what is looked up when Prometheus asks, in one short unit of work, every few seconds at most."""

import asyncio
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from bot.metrics import Metrics
from portal.database import folder_of, size
from portal.errors import PortalError
from portal.mailroom import backlog
from portal.mailroom.backlog import Backlog
from portal.work import Work, Workroom

log = structlog.get_logger()

PATIENCE = 3.0  # seconds: a scrape must not wait for a database that is away
EVERY = 5.0  # seconds: more scrapes than that are given what was found last


class Survey:
    """Sets the gauges that stand for what is stored; without the database they are absent rather than old.

    `elapsed`: the seconds by which it knows what was a moment ago. `patience`: for how many a scrape waits.
    """

    def __init__(
        self,
        workroom: Workroom,
        metrics: Metrics,
        vault_url: str,
        elapsed: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
    ) -> None:
        self._elapsed, self._patience = elapsed, patience
        self._workroom = workroom
        self._metrics = metrics
        self._places = places(workroom.engine, vault_url)
        self._next = 0.0
        metrics.work_waiting.set_function(workroom.waiting)

    async def __call__(self) -> None:
        """Look, unless that was done a moment ago."""
        if self._elapsed() < self._next:
            return
        self._next = self._elapsed() + EVERY
        self._room_left()
        try:
            async with asyncio.timeout(self._patience):
                found, bytes_ = await self._workroom.run(_look)
        except (PortalError, TimeoutError) as error:
            log.warning("survey_failed", why=type(error).__name__)
            self._forget()
        else:
            self._set(found, bytes_)

    def _room_left(self) -> None:
        for name, place in self._places.items():
            if place.exists():
                self._metrics.disk_free.labels(name).set(shutil.disk_usage(place).free)

    def _forget(self) -> None:
        metrics = self._metrics
        metrics.database_up.set(0)
        for labelled in (metrics.outbox_waiting, metrics.outbox_oldest):
            labelled.clear()
        for single in (metrics.inbox_waiting, metrics.inbox_oldest, metrics.inbox_aside, metrics.bulk_booked):
            single.set(float("nan"))

    def _set(self, found: Backlog, bytes_: int) -> None:
        metrics = self._metrics
        metrics.database_up.set(1)
        metrics.database_bytes.set(bytes_)
        queues = dict(found.queues)
        inbox = queues.pop("inbox")
        metrics.inbox_waiting.set(inbox.rows)
        metrics.inbox_oldest.set(inbox.oldest.total_seconds())
        metrics.inbox_aside.set(found.aside)
        metrics.bulk_booked.set(found.booked.total_seconds())
        for queue, waiting in queues.items():
            metrics.outbox_waiting.labels(queue).set(waiting.rows)
            metrics.outbox_oldest.labels(queue).set(waiting.oldest.total_seconds())


def places(engine: Any, vault_url: str) -> Mapping[str, Path]:
    """Return the folders of this machine that fill up, by what is written there."""
    database = folder_of(engine)
    found = {"database": database} if database else {}
    scheme, _, vault = vault_url.partition("://")
    return found | ({"vault": Path(vault).absolute()} if scheme == "file" else {})


def _look(work: Work) -> tuple[Backlog, int]:
    return backlog.waits(work), size(work.connection)
