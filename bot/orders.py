"""The operator's orders: the mode everything is in, looked at every two seconds, and what this process then does."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.metrics import Metrics
from portal import mode
from portal.errors import PortalError
from portal.mailroom.backlog import Place
from portal.migrations import Standing, standing_of
from portal.mode import Mode, Order
from portal.work import Work, Workroom

log = structlog.get_logger()

GLANCE = 2.0  # seconds between two looks
TELLS = 5.0  # seconds between two rounds of telling people why they wait


class NotNow(PortalError):
    """Updates are not taken in while the installation is drained: Telegram keeps them, and sends them again."""

    code = "drained"


class Orders:
    """What may go on here: `takes` updates in, `works` on them, `ticks` (what time brings). Deliveries always go on.

    `outdated` is called when the schema has become newer than this code can work on.
    """

    def __init__(self, workroom: Workroom, metrics: Metrics, outdated: Callable[[], None]) -> None:
        self._outdated = outdated
        self._workroom = workroom
        self._metrics = metrics
        self.takes, self.works, self.ticks = asyncio.Event(), asyncio.Event(), asyncio.Event()
        # Set while the schema is this code's: on a newer one, what must know every table is left to newer processes.
        self.current = asyncio.Event()
        self.current.set()
        self._told: Place | None = None
        self._follow(Order(Mode.NORMAL, None))

    async def run(self) -> None:
        """Follow the operator's orders for ever; tell whom they make wait."""
        rest = 0.0
        while True:
            order = await self.look()
            rest -= GLANCE
            if order.mode is Mode.READ_ONLY and order.since is not None and rest <= 0:
                rest = TELLS
                await self._tell(order.since)
            await asyncio.sleep(GLANCE)

    async def look(self) -> Order:
        """Learn the mode, and do accordingly; a database that is away changes nothing."""
        try:
            found, schema = await self._workroom.run(_look)
        except PortalError:
            return self.order
        self._heed(schema)
        if found != self.order:
            self._follow(found)
            log.warning("mode", mode=found.mode)
        return found

    def _heed(self, schema: Standing) -> None:
        if schema == "head":
            self.current.set()
        elif self.current.is_set():
            self.current.clear()
            log.warning("schema_newer", works=schema == "newer")
        if schema == "ahead":
            self._outdated()

    def _follow(self, order: Order) -> None:
        self.order, self._told = order, None
        allowed = {
            self.takes: order.mode is not Mode.DRAIN,
            self.works: order.mode is not Mode.READ_ONLY,
            self.ticks: order.mode is Mode.NORMAL,
        }
        for event, goes_on in allowed.items():
            if goes_on:
                event.set()
            else:
                event.clear()
        for one in Mode:
            self._metrics.mode.labels(one).set(one is order.mode)

    async def _tell(self, since: datetime) -> None:
        """Tell some of those who have waited for a minute that what they wrote is kept."""
        try:
            self._told = await self._workroom.run(mode.tell, since, self._told)
        except PortalError as error:
            log.warning("maintenance_not_told", why=error.code)


def _look(work: Work) -> tuple[Order, Standing]:
    return mode.current(work), standing_of(work.connection)
