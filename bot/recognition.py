"""Documents are read: in a child process, one page at a time, for proposals and so that they are found again."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import structlog

from bot.keeping import contents
from bot.tesseract import languages_folder
from bot.workshop import Workshop
from portal import documents
from portal.documents import LONGEST_WORDS, DocumentFilesGone, Recognise, Recognised, proposed
from portal.errors import Refused, TookTooLong
from portal.inspection import read_page
from portal.vault import Blob, Shelves
from portal.work import Workroom

log = structlog.get_logger()

PATIENCE = 10.0  # seconds that a conversation waits for a page to be read
PAGES = 10  # of a document, that are read


@dataclass
class Recognition:
    """Reads documents, or does nothing when `folder` (of Tesseract's languages) is None."""

    workshop: Workshop
    shelves: Shelves
    workroom: Workroom
    folder: Path | None
    patience: float = PATIENCE
    # The workshop's other hand stays free for photos.
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def here(cls, workshop: Workshop, shelves: Shelves, workroom: Workroom) -> Self:
        """Return what reads on this machine, or does nothing where the operator or the machine does not allow it."""
        return cls(workshop, shelves, workroom, languages_folder() if workroom.policy.recognition else None)

    async def __call__(self, wanted: Recognise) -> Recognised | None:
        """Run `Recognise`: return what the first page proposes; None when off, failed or late. Never raises."""
        try:
            async with asyncio.timeout(self.patience):
                held = await contents(self.workroom, self.shelves, [wanted.blob]) if self.folder else []
                text = await self._page(held[0], 0) if isinstance(held, list) and held else None
        except TimeoutError:
            return None
        if not text:
            return None
        zone = ZoneInfo(self.workroom.policy.timezone)
        return await asyncio.to_thread(proposed, text, self.workroom.clock.now().astimezone(zone).date())

    async def read_waiting(self) -> int:
        """Read the document that has waited longest to be read, and keep its words; returns how many there were."""
        waiting = await self.workroom.run(documents.waiting_for_words, 1) if self.folder else []
        for document_id, blob in waiting:
            words = await self._words(blob)
            if words is None:
                return 0
            await self.workroom.run(documents.set_words, document_id, words)
        return len(waiting)

    async def _words(self, blob: Blob) -> str | None:
        """Return the words of all pages; None when the vault is away, and will be asked again."""
        held = await contents(self.workroom, self.shelves, [blob])
        if isinstance(held, Refused):
            return "" if isinstance(held, DocumentFilesGone) else None
        words, number = "", 0
        while len(words) < LONGEST_WORDS and number < PAGES:
            text = await self._page(held[0], number)
            if text is None:
                break
            words, number = f"{words}\n{text}", number + 1
        return words

    async def _page(self, content: bytes, number: int) -> str | None:
        """Return what stands on a page, nothing when it could not be read; None when there is no such page."""
        try:
            async with self._turn:
                text: str | None = await self.workshop.do(
                    partial(read_page, content, number, str(self.folder)), PATIENCE
                )
        except TookTooLong as late:
            log.warning("page_not_read", why=str(late))
            return ""
        except Exception:  # what strangers made breaks readers in ways of its own
            log.exception("page_not_read")
            return ""
        return text
