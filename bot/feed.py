"""The feed: updates arrive, by webhook or long polling, are stored once, and only then acknowledged."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.metrics import Metrics
from bot.orders import NotNow, Orders
from handlers.incoming import is_number
from portal.errors import PortalError
from portal.mailroom import inbox
from portal.work import Workroom

log = structlog.get_logger()

Updates = list[dict[str, Any]]
# What Telegram is asked for.
ALLOWED = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "inline_query",
)
PATIENCE = (1, 2, 5)  # seconds between two tries while the database is away: people wait


def numbered(raw: object) -> bool:
    """Tell whether this is an update with a number as Telegram gives them; those below 0 are of what we tell ourselves."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return is_number(number) and number > 0


def who_of(raw: dict[str, Any]) -> str:
    """Return the person an update comes from, as the key of her lane; the chat where there is no person."""
    for content in raw.values():
        if isinstance(content, dict):
            person = content.get("from") or content.get("user") or content.get("chat")
            number = person.get("id") if isinstance(person, dict) else None
            if is_number(number):
                return str(number)
    return "0"


class Feed:
    """Takes raw updates in; what it has returned from is on disk."""

    def __init__(
        self,
        workroom: Workroom,
        metrics: Metrics,
        orders: Orders,
        suggest: Callable[[dict[str, Any]], object] = lambda _: None,
        busy: Callable[[str], object] = lambda _: None,
    ) -> None:
        self._workroom = workroom
        self._metrics = metrics
        self._orders = orders
        self._suggest = suggest
        self._busy = busy  # shows a person that we are at it

    async def accept(self, *updates: dict[str, Any]) -> None:
        """Store updates; raises when that failed, so that Telegram sends them again. Suggestions are not stored.

        Raises `NotNow` while nothing is taken in.
        """
        if not self._orders.takes.is_set():
            raise NotNow
        for raw in updates:
            if isinstance(asked := raw.get("inline_query"), dict):
                self._suggest(asked)
        kept = (raw for raw in updates if "inline_query" not in raw)
        whole = [(who_of(raw), raw) for raw in kept if numbered(raw)]
        if whole:
            new = await self._stored(whole)
            self._metrics.updates.labels("stored").inc(new)
            self._metrics.updates.labels("repeated").inc(len(whole) - new)

    async def _stored(self, whole: list[tuple[str, dict[str, Any]]]) -> int:
        try:
            return await self._workroom.run(inbox.store, whole)
        except PortalError:
            for who in {who for who, _ in whole}:
                self._busy(who)  # nothing else can be said: whom we talk to, and how, is where we cannot look
            raise

    async def poll(self, fetch: Callable[[int], Awaitable[Updates]]) -> None:
        """Fetch updates for ever; each batch is stored before the next call confirms it."""
        offset, failures = 0, 0
        while True:
            try:
                await self._orders.takes.wait()
                updates = await fetch(offset)
                await self.accept(*updates)
            except PortalError as error:
                log.warning("feed_waits", why=error.code)
                await asyncio.sleep(PATIENCE[min(failures, len(PATIENCE) - 1)])
                failures += 1
                continue
            failures = 0
            offset = max((raw["update_id"] + 1 for raw in updates if numbered(raw)), default=offset)
