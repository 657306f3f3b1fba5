"""Who runs which errand: what a conversation needs from the network, the vault or a child process."""

import asyncio
from typing import Any

from bot.binding import Binder
from bot.fetching import Fetcher
from bot.metrics import Metrics
from bot.reception import Runners
from bot.recognition import Recognition
from bot.scanning import Scanner
from bot.transport import BotApi
from bot.workshop import Workshop
from conversations.watching import Warn, warn
from portal.documents import Bind, Recognise
from portal.errands import Together
from portal.vault import Fetch


def runners(
    api: BotApi, darkroom: Workshop, recognition: Recognition, clamd_url: str | None, metrics: Metrics
) -> Runners:
    """Return the runner of every kind of errand."""
    shelves, room = recognition.shelves, recognition.workroom
    scanner = None
    if clamd_url:
        scanner = Scanner(clamd_url, tell=lambda outcome: metrics.scans.labels(outcome).inc())
    single: Runners = {
        Fetch: Fetcher(api, darkroom, shelves, room, scanner),
        Bind: Binder(darkroom, shelves, room),
        Recognise: recognition,
    }

    async def together(wanted: Together) -> list[Any]:
        return await asyncio.gather(*(single[type(one)](one) for one in wanted.errands))

    async def warning(wanted: Warn) -> bool:
        return await room.run(warn, wanted)

    return {**single, Together: together, Warn: warning}
