"""The maker of exports: takes those that wait, one at a time, outside of any transaction; killed, it is taken again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import structlog

from bot.exporting.archive import PART, Archive
from bot.exporting.building import Builder, finish
from bot.exporting.page import Said
from bot.workshop import Workshop
from portal import accounts, authorisations, privacy, vault
from portal.accounts import Me
from portal.authorisations import Access, Right, patient_record
from portal.errors import Refused, StorageDown
from portal.privacy import Asked, Gathered
from portal.vault import Kept, Shelves, VaultDown
from portal.work import Work, Workroom

log = structlog.get_logger()

PRINTING = 120.0  # seconds: a record of years has hundreds of pages
EVERY = 20  # files between two words on how far it is
AWAY = timedelta(minutes=2)  # until the vault is asked again
ZIP = "application/zip"


class NotWanted(Exception):
    """Nobody waits for this export any more, or another process makes it."""


@dataclass
class Maker:
    """Makes exports; `once` returns how many it has dealt with."""

    workroom: Workroom
    shelves: Shelves
    workshop: Workshop
    part: int = PART
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # one export in memory at a time

    async def once(self) -> int:
        """Make the next export that waits."""
        async with self.turn:
            return await self._once()

    async def _once(self) -> int:
        asked = await self.workroom.run(privacy.claim)
        if asked is None:
            return 0
        try:
            await self._make(asked)
        except NotWanted:
            log.info("export_not_wanted", export=asked.id)
        except VaultDown as error:
            log.error("export_waits", export=asked.id, why=error.code)
            await self.workroom.run(privacy.later, asked, AWAY)
        except StorageDown:
            raise  # it is taken again
        except Exception:  # what it tripped over may not hold up the others; after three tries it is given up
            log.exception("export_failed", export=asked.id, attempt=asked.attempt)
            await self.workroom.run(privacy.later, asked, timedelta(seconds=30))
        return 1

    async def _make(self, asked: Asked) -> None:
        gathered = await self.workroom.run(_gathered, asked)
        if isinstance(gathered, Refused):
            await self.workroom.run(privacy.give_up, asked)
            raise NotWanted
        phrase = self.workroom.chance.phrase()
        archive = Archive(phrase, BytesIO, self.part)
        builder = Builder(self.workroom, self.shelves, gathered, archive, partial(self._tell, asked))
        said = await asyncio.to_thread(builder.build)
        pdf = await self.workshop.do(partial(_printed, said, gathered.language, gathered.at), PRINTING)
        parts = await asyncio.to_thread(self._kept, archive, pdf)
        if not await self.workroom.run(_handed_over, asked, parts, phrase, builder.missing):
            raise NotWanted

    def _tell(self, asked: Asked, done: int, of: int) -> None:
        """Keep hold of it, and say how far it is now and then."""
        if done % EVERY == 0 and not self.workroom.do(privacy.go_on, asked, done, of):
            raise NotWanted

    def _kept(self, archive: Archive, pdf: bytes) -> list[Kept]:
        """Put the parts into the vault, sealed once more; swept, should this process die before they have rows."""
        finish(archive, [pdf])
        kept = []
        for part in archive.close():
            part.seek(0)
            kept.append(vault.keep(self.shelves, self.workroom.keys, self.workroom.chance, part.read(), ZIP))
            part.close()
        return kept


def _printed(said: Sequence[Said], language: str, at: datetime) -> bytes:
    """Make the PDF, in a child process: the bot itself never holds what draws."""
    from bot.exporting.paper import paper  # noqa: PLC0415

    return paper(said, language, at)


def _gathered(work: Work, asked: Asked) -> Gathered | Refused:
    me = _me(work, asked)
    return me if isinstance(me, Refused) else privacy.gather(work, me, asked.account_id)


def _handed_over(work: Work, asked: Asked, parts: list[Kept], phrase: str, missing: int) -> bool:
    me = _me(work, asked)
    if isinstance(me, Refused):
        return False
    access = authorisations.require(work, me, Right.READ, patient_record(asked.account_id))
    return isinstance(access, Access) and privacy.made(work, asked, access, parts, phrase, missing)


def _me(work: Work, asked: Asked) -> Me | Refused:
    """Return who is linked where it was asked for, if it is still she."""
    me = accounts.me(work, asked.chat, work.policy.fresh_for)
    return me if me is not None and me.account_id == asked.account_id else accounts.LinkMissing()
