"""Opened documents on their way: read from the vault as they leave, put into the chat, taken out of it in time."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeAlias

import structlog

from bot.channels.telegram import Button, TelegramChannel, TelegramMessage
from bot.delivery import Ready, Sent, digest, instead
from conversations import opened_document
from conversations.consenting import VERSION
from conversations.document_words import file_name
from conversations.messages import Message
from handlers.outgoing import render
from locales import Words
from locales.saying import Reader
from portal import accounts, authorisations, documents, vault
from portal.authorisations import Access, NoRight, Right
from portal.documents import Opened
from portal.errors import GiveUp, KeyUnknown, Refused, TryLater
from portal.inspection.kinds import JPEG
from portal.mailroom import outbox, slots
from portal.mailroom.outbox import Parcel
from portal.mailroom.slots import Standing
from portal.vault import BlobDamaged, BlobMissing, BlobUnknown, Shelves, VaultClosed, VaultDown
from portal.work import Work, Workroom

log = structlog.get_logger()

AT_ONCE = 4  # documents in memory, each of them there twice
PLACE = 20.0  # seconds that one waits for its turn
READING = 20.0  # seconds that the vault is waited for
HINT = 1.0
TRIES = 4  # of the vault: then it is said, and nobody waits any more
# Before the vault is asked again, longer each time; others' words pass meanwhile.
PAUSE = timedelta(seconds=3)
LARGEST_PHOTO = 10_000_000  # bytes: Telegram takes no larger one as a photo

Facts: TypeAlias = Mapping[str, Any]
Show: TypeAlias = Callable[[Ready, Parcel, Message], Awaitable[Sent]]


class Allowed(NamedTuple):
    """A document that may still be shown, by which right, and for how many minutes."""

    opened: Opened
    access: Access
    minutes: int


class FileCarrier:
    """Carries opened documents to private chats. A row names the document; nothing of it stands in the outbox.

    It is uploaded each time, never sent again by Telegram's `file_id`: that would count on Telegram keeping
    what we have just taken out of the chat. `show` puts words where the document would have stood.
    """

    def __init__(self, channel: TelegramChannel, workroom: Workroom, shelves: Shelves, show: Show) -> None:
        self._channel = channel
        self._workroom = workroom
        self._shelves = shelves
        self._show = show
        self._places = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Send a document, if it still may be; else say why not."""
        asked = await self._workroom.run(_still_allowed, parcel, facts)
        if asked is None:
            return Sent("needless")
        if isinstance(asked, BlobUnknown):
            return await self._broken(ready, parcel, facts, asked.code)
        if isinstance(asked, Refused):
            return await self._show(ready, parcel, opened_document.refused(facts["document_id"], asked))
        away = opened_document.failed(facts["document_id"], opened_document.AWAY, again=True)
        if (words := instead(parcel, away)) is not None:
            return words
        try:
            async with asyncio.timeout(PLACE):
                await self._places.acquire()
        except TimeoutError:
            raise TryLater(timedelta(seconds=2), "too_many_documents") from None
        try:
            return await self._opened(ready, parcel, facts, asked)
        finally:
            self._places.release()

    async def _opened(self, ready: Ready, parcel: Parcel, facts: Facts, allowed: Allowed) -> Sent:
        try:
            content = await self._content(int(parcel.who), allowed.opened)
        except (BlobMissing, BlobDamaged, KeyUnknown) as error:
            return await self._broken(ready, parcel, facts, error.code)
        except (VaultDown, TimeoutError) as error:
            return await self._away(ready, parcel, facts, error)
        try:
            return await self._sent(ready, parcel, facts, allowed, content)
        except GiveUp as end:
            if end.reason != "refused":
                raise
            return await self._told(ready, parcel, facts, opened_document.NOT_SENT)

    async def _content(self, chat: int, opened: Opened) -> bytes:
        """Read a document from the vault, in a thread, while the chat shows that a file is coming."""
        keys = self._workroom.keys
        async with asyncio.timeout(READING):
            reading = asyncio.to_thread(vault.read, self._shelves, keys, opened.blob)
            content, _ = await asyncio.gather(reading, self._hint(chat))
        return content

    async def _hint(self, chat: int) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(HINT):
                await self._channel.hint(chat)

    async def _sent(
        self, ready: Ready, parcel: Parcel, facts: Facts, allowed: Allowed, content: bytes
    ) -> Sent:
        chat, slot, document = int(parcel.who), parcel.slot or "", allowed.opened.document
        if (before := ready.standing.pop(slot, None)) is not None:
            await self._channel.deliver(TelegramMessage(chat, "delete", message_ids=(before.message_id,)))
        await ready.leave(parcel)
        photo = document.content_type == JPEG and len(content) <= LARGEST_PHOTO and not facts["as_file"]
        try:
            receipt = await self._channel.deliver(_message(ready, chat, allowed, content, photo=photo))
        except GiveUp as end:
            if end.reason != "no_photo":
                raise
            receipt = await self._channel.deliver(_message(ready, chat, allowed, content, photo=False))
        shown = Standing(receipt.message_id or 0, digest(document.id))
        ready.standing[slot] = shown
        return Sent("sent", lambda work: _record(work, parcel, shown, allowed.minutes))

    async def _away(self, ready: Ready, parcel: Parcel, facts: Facts, error: Exception) -> Sent:
        """Ask the vault again in a moment, by another row: what else is said in this chat need not wait."""
        tried = facts.get("tried", 0) + 1
        log.warning("document_waits", why=type(error).__name__, tried=tried)
        if tried >= TRIES or isinstance(error, VaultClosed):
            return await self._told(ready, parcel, facts, opened_document.AWAY, again=True)
        again = {**facts, "tried": tried}
        return Sent("later", lambda work: _put_again(work, parcel, again, work.now + PAUSE * tried))

    async def _broken(self, ready: Ready, parcel: Parcel, facts: Facts, why: str) -> Sent:
        """Say that a document cannot be opened, and leave it to the operator: in the journal and in the log."""
        log.error("document_broken", document=facts["document_id"], why=why)
        sent = await self._told(ready, parcel, facts, opened_document.BROKEN)

        def after(work: Work) -> None:
            _journal(work, parcel, facts, why)
            sent.after(work)

        return Sent("broken", after)

    async def _told(
        self, ready: Ready, parcel: Parcel, facts: Facts, words: Words, *, again: bool = False
    ) -> Sent:
        return await self._show(
            ready, parcel, opened_document.failed(facts["document_id"], words, again=again)
        )


def _message(ready: Ready, chat: int, allowed: Allowed, content: bytes, *, photo: bool) -> TelegramMessage:
    """Return a document as a photo, or as a file where it is none to Telegram."""
    document = allowed.opened.document
    words = opened_document.caption(document.id, allowed.minutes, picture=photo)
    rendered = render(words, Reader(ready.language, ready.zone, ready.spacious))
    keyboard = tuple(tuple(Button(*face) for face in row) for row in rendered.rows)
    return TelegramMessage(chat, "photo" if photo else "document", rendered.html, keyboard, content=content,
                           name=file_name(document), protect=True)  # fmt: skip


def _still_allowed(work: Work, parcel: Parcel, facts: Facts) -> Allowed | Refused | None:
    """Ask everything again, as it leaves: who is linked here, agreement, right, and whether it is still there."""
    access = _access(work, parcel, facts)
    if not isinstance(access, Access):
        return access
    opened = documents.still_there(work, access, facts["document_id"])
    if isinstance(opened, Refused):
        return opened
    return Allowed(opened, access, documents.habits(work, parcel.account_id or "").minutes)


def _access(work: Work, parcel: Parcel, facts: Facts) -> Access | NoRight | None:
    me = accounts.me(work, int(parcel.who), work.policy.fresh_for)
    if me is None or me.account_id != parcel.account_id:
        return None
    if not accounts.has_consented(work, int(parcel.who), VERSION):
        return None
    return authorisations.require(work, me, Right.READ, facts["record"])


def _record(work: Work, parcel: Parcel, shown: Standing, minutes: int) -> None:
    """Remember where it stands, and plan its removal, in one commit."""
    slots.stand(work, parcel.who, parcel.slot or "", shown.message_id, shown.digest)
    gone = {"message_ids": [shown.message_id]}
    outbox.put(work, "purge", parcel.who, "delete", gone, due_at=work.now + timedelta(minutes=minutes))


def _put_again(work: Work, parcel: Parcel, facts: Facts, due_at: datetime) -> None:
    outbox.put(work, "telegram", parcel.who, "document", facts, slot=parcel.slot, account_id=parcel.account_id,
               due_at=due_at, expires_at=parcel.expires_at)  # fmt: skip


def _journal(work: Work, parcel: Parcel, facts: Facts, why: str) -> None:
    access = _access(work, parcel, facts)
    if isinstance(access, Access):
        documents.broken(work, access, facts["document_id"], why)
