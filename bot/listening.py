"""Listening: Telegram is told where updates go, and they come in, by webhook or by long polling."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import Conflict, TelegramError

from bot.feed import ALLOWED, Feed, Updates
from bot.rivals import Rivals
from bot.transport import BotApi

log = structlog.get_logger()

POLL_SECONDS = 25
HOOK_SECONDS = 60  # between two looks at what Telegram says of our webhook


@dataclass
class Listening:
    """Has updates come in. `give_way` is called when another process had the token before us."""

    api: BotApi
    feed: Feed
    rivals: Rivals
    webhook_url: str | None
    webhook_secret: str | None
    give_way: Callable[[], None]
    away: float = 2.0  # seconds before Telegram is asked again, when it was away

    async def run(self) -> None:
        """Listen for ever."""
        await self.rivals.greet()
        if self.webhook_url is None:
            await self._insist("deleteWebhook")
            await self.feed.poll(self._fetch)
        await self._insist("setWebhook", url=self.webhook_url, secret_token=self.webhook_secret,
                           allowed_updates=list(ALLOWED), max_connections=100)  # fmt: skip
        while True:
            await self.rivals.look()
            await asyncio.sleep(HOOK_SECONDS)

    async def _fetch(self, offset: int) -> Updates:
        """Fetch the next raw updates; a Telegram that is away counts as a quiet one."""
        try:
            return await self.api.updates(offset or None, POLL_SECONDS, ALLOWED)
        except Conflict:
            if await self.rivals.met():
                self.give_way()
        except TelegramError as error:
            log.warning("telegram_away", error=type(error).__name__)
        await asyncio.sleep(self.away)
        return []

    async def _insist(self, method: str, **fields: Any) -> None:
        while True:
            try:
                await self.api.call(method, **fields)
            except TelegramError as error:
                log.warning("telegram_away", method=method, error=type(error).__name__)
                await asyncio.sleep(self.away)
            else:
                return
