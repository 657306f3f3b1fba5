"""Rivals: other processes that use our token, noticed and told; who came later gives way."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram.error import TelegramError

from bot.metrics import Metrics
from bot.transport import BotApi
from portal import memory
from portal.errors import PortalError
from portal.work import Workroom

log = structlog.get_logger()

YOUNG = timedelta(minutes=1)  # who meets a rival so early is the one that came later
ENOUGH = 2  # conflicts: one may be the last word of a process that is gone
TOKEN = "MASANTE_TELEGRAM_TOKEN"
MEMORY = "token_shared"  # when it was last noticed: `masante doctor` tells


class Rivals:
    """What Telegram says of others with the same token: a 409 when we poll, another webhook than ours."""

    def __init__(self, api: BotApi, workroom: Workroom, metrics: Metrics, url: str | None) -> None:
        self._api = api
        self._workroom = workroom
        self._metrics = metrics
        self._url = url or ""
        self._began = workroom.clock.now()
        self._met = 0
        self._noted: datetime | None = None
        self._ours = True

    async def met(self) -> bool:
        """Note that Telegram gave our updates to another poller; True when this process must give way."""
        now = self._workroom.clock.now()
        self._metrics.conflicts.inc()
        self._met += 1
        log.error(
            "token_shared", variable=TOKEN, why="another process polls with this token: stop one of the two"
        )
        if self._noted is None or now - self._noted > YOUNG:
            self._noted = now
            with suppress(PortalError):
                await self._workroom.run(memory.remember, MEMORY, now.isoformat())
        return self._met >= ENOUGH and now - self._began < YOUNG

    async def greet(self) -> None:
        """Say at start when updates went elsewhere until now."""
        with suppress(TelegramError):
            before = str((await self._info()).get("url", ""))
            if before not in ("", self._url):
                log.warning(
                    "webhook_replaced", host=urlsplit(before).hostname, variable="MASANTE_WEBHOOK_URL"
                )

    async def look(self) -> None:
        """Ask Telegram whether it reaches us; another address than ours is told when it is first seen."""
        with suppress(TelegramError):
            info = await self._info()
            ours = info.get("url") == self._url
            self._metrics.webhook_ours.set(ours)
            self._metrics.webhook_pending.set(info.get("pending_update_count", 0))
            self._metrics.webhook_error.set(info.get("last_error_date", 0))
            if self._ours and not ours:
                host = urlsplit(str(info.get("url", ""))).hostname or "none"
                log.error("webhook_elsewhere", host=host, variable=TOKEN)
            self._ours = ours

    async def _info(self) -> dict[str, Any]:
        info: dict[str, Any] = await self._api.call("getWebhookInfo")
        return info
