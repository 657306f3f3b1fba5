"""Exports on their way into the chat: each part a file that is hers to keep, read from the vault as it leaves."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import structlog

from bot.channels.telegram import TelegramChannel, TelegramMessage
from bot.delivery import Ready, Sent, instead
from conversations import privacy_notices
from conversations.messages import Message
from handlers.outgoing import render
from locales.saying import Reader
from portal import privacy, vault
from portal.errors import KeyUnknown, Refused
from portal.mailroom.outbox import Parcel
from portal.vault import BlobDamaged, BlobMissing, Shelves, VaultDown
from portal.work import Workroom

log = structlog.get_logger()

TRIES = 5  # of the vault
PAUSE = 20  # seconds before it is asked again, longer each time; what else is said passes meanwhile
NAME = "masante-export"

Facts: TypeAlias = Mapping[str, Any]
Show: TypeAlias = Callable[[Ready, Parcel, Message], Awaitable[Sent]]


def file_name(number: int, of: int) -> str:
    """Return what a part is called."""
    return f"{NAME}.zip" if of == 1 else f"{NAME}-{number + 1}.zip"


class ExportCarrier:
    """Carries parts of exports; they are not protected: she takes them along. `show` puts words in their place."""

    def __init__(self, channel: TelegramChannel, workroom: Workroom, shelves: Shelves, show: Show) -> None:
        self._channel = channel
        self._workroom = workroom
        self._shelves = shelves
        self._show = show
        self._place = asyncio.Lock()  # one in memory at a time

    async def __call__(self, ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Send a part, if it is still kept; else say why not, and how to have it."""
        account_id, export_id = parcel.account_id or "", facts["export_id"]
        found = await self._workroom.run(privacy.by_id, account_id, export_id)
        if isinstance(found, Refused):
            return Sent("needless")
        if (words := instead(parcel, privacy_notices.part_away(export_id))) is not None:
            return words
        async with self._place:
            try:
                content = await asyncio.to_thread(
                    vault.read, self._shelves, self._workroom.keys, found.parts[facts["number"]]
                )
            except VaultDown:
                return await self._later(ready, parcel, facts)
            except (BlobMissing, BlobDamaged, KeyUnknown) as error:
                log.error("export_unreadable", export=export_id, why=error.code)
                return await self._show(ready, parcel, privacy_notices.failed({}))
            return await self._sent(ready, parcel, content, facts["number"], len(found.parts))

    async def _sent(self, ready: Ready, parcel: Parcel, content: bytes, number: int, of: int) -> Sent:
        words = render(privacy_notices.part(number + 1, of), Reader(ready.language, ready.zone))
        message = TelegramMessage(
            int(parcel.who), "document", words.html, content=content, name=file_name(number, of)
        )
        await ready.leave(parcel)
        await self._channel.deliver(message)
        return Sent("sent")

    async def _later(self, ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Ask the vault again in a while, by another row."""
        tried = facts.get("tried", 0) + 1
        log.warning("export_waits", export=facts["export_id"], tried=tried)
        if tried >= TRIES:
            return await self._show(ready, parcel, privacy_notices.part_away(facts["export_id"]))
        again = {"tried": tried, "wait": PAUSE * tried}
        chat, account_id = int(parcel.who), parcel.account_id or ""
        return Sent("later", lambda work: privacy.put_part(
            work, chat, account_id, facts["export_id"], facts["number"], **again
        ))  # fmt: skip
