"""Files that a conversation awaits: fetched from Telegram, judged in a child process, sealed into the vault."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import TypeAlias

import structlog
from telegram.error import TelegramError

from bot import scanning
from bot.keeping import keep
from bot.scanning import Scanner
from bot.transport import BotApi, TooLarge, asked_to_wait
from bot.workshop import Workshop
from portal.errors import Refused, TookTooLong
from portal.inspection import FileUnfit, Judged, inspect
from portal.vault import MEGABYTE, Fetch, FileNotFetched, FileTooLarge, Kept, Shelves
from portal.work import Workroom

log = structlog.get_logger()

AT_ONCE = 4  # files in memory: each is there twice while it is judged
TRIES = 3
PAUSE = timedelta(seconds=1)  # before the second try; twice as long before the third
DEADLINE = 15.0  # seconds to judge one file: what the largest pictures take on a busy machine
PATIENCE = 45.0  # seconds for all tries together: a person waits for them

Fetched: TypeAlias = Kept | Refused


class Fetcher:
    """Runs the errands of conversations; what may go wrong with a file comes back as a refusal, never raised."""

    def __init__(
        self,
        api: BotApi,
        darkroom: Workshop,
        shelves: Shelves,
        workroom: Workroom,
        scanner: Scanner | None = None,
    ) -> None:
        self._api = api
        self._darkroom = darkroom
        self._shelves = shelves
        self._workroom = workroom
        self._scanner = scanner
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, wanted: Fetch) -> Fetched:
        """Return the blob that came of a file, or why there is none."""
        async with self._places:
            content = await self._fetched(wanted)
            if isinstance(content, Refused):
                return content
            if harmful := await scanning.refusal(self._scanner, content):
                return harmful
            judged = await self._judged(wanted, content)
            if isinstance(judged, Refused):
                return judged
            return await keep(self._workroom, self._shelves, judged)

    async def _fetched(self, wanted: Fetch) -> bytes | Refused:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._insisted(wanted)
        except TimeoutError:
            log.warning("file_not_fetched", error="TimeoutError")
            return FileNotFetched()

    async def _insisted(self, wanted: Fetch) -> bytes | Refused:
        for attempt in range(TRIES):
            try:
                return await self._api.file(wanted.file_id, wanted.most)
            except TooLarge:
                return FileTooLarge(most=wanted.most // MEGABYTE or 1)
            except TelegramError as error:
                if "too big" in error.message.lower():
                    return FileTooLarge(most=wanted.most // MEGABYTE or 1)
                pause = asked_to_wait(error) or PAUSE * 2**attempt
                log.warning("file_not_fetched", error=type(error).__name__, attempt=attempt + 1)
            if attempt + 1 < TRIES:
                await self._workroom.clock.sleep_until(self._workroom.clock.now() + pause)
        return FileNotFetched()

    async def _judged(self, wanted: Fetch, content: bytes) -> Judged | Refused:
        judging = partial(inspect, content, wanted.kinds, wanted.page)
        try:
            judged: Judged | FileUnfit = await self._darkroom.do(judging, DEADLINE)
        except TookTooLong:
            return FileUnfit(why="too_many_pixels")
        if isinstance(judged, Judged) and len(judged.content) > wanted.most:
            return FileTooLarge(most=wanted.most // MEGABYTE or 1)
        return judged
