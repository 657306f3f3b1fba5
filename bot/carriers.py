"""Carriers of what is shown in Telegram: one row of the outbox becomes a call to its Bot API."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

import structlog

from bot.channels import Receipt
from bot.channels.telegram import Button, TelegramChannel, TelegramMessage
from bot.delivery import PERHAPS, Ready, Sent, digest
from bot.exporting.carrying import ExportCarrier
from bot.files import FileCarrier
from bot.pictures import Painter
from bot.workshop import Workshop
from conversations import notices, stage
from conversations.messages import Message, from_json
from conversations.privacy_notices import IN_PLACE, SOONER
from conversations.stage import PURGE_AFTER
from conversations.unanswered import unanswered
from handlers.outgoing import Rendered, render
from locales.saying import Reader
from portal import accounts, documents, followups
from portal.errors import GiveUp
from portal.mailroom import inbox, outbox, slots
from portal.mailroom.outbox import Parcel
from portal.mailroom.slots import Standing
from portal.vault import Shelves
from portal.work import Work, Workroom

log = structlog.get_logger()

PATIENCE = 10.0  # seconds
Facts = Mapping[str, Any]


class Asked(NamedTuple):
    """What is asked again when a reminder leaves: does it still apply (to which of its facts), and if nobody is there."""

    applies: Callable[[Work, str], bool]
    about: str
    not_reached: Callable[[Work, str], None]


ASKED_AGAIN = {
    "form_due": Asked(followups.still_due, "occurrence_id", followups.not_reached),
    "documents_new": Asked(documents.still_new, "account_id", documents.not_reached),
}


class Shown(NamedTuple):
    """What was put into a chat: the message, and whether it is a new one."""

    message_id: int
    new: bool


class TelegramCarrier:
    """Carries to private chats: messages into their slots, deletions, notices.

    `patience`: seconds that words wait for their picture, others before it included.
    """

    def __init__(
        self,
        channel: TelegramChannel,
        workroom: Workroom,
        workshop: Workshop,
        shelves: Shelves,
        patience: float = PATIENCE,
    ) -> None:
        self.patience = patience
        self._channel = channel
        self._workroom = workroom
        self._painter = Painter(workroom, workshop, shelves)
        self._files = FileCarrier(channel, workroom, shelves, partial(self._show, fresh=True))
        self._exports = ExportCarrier(channel, workroom, shelves, partial(self._show, fresh=True))

    async def __call__(self, ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Do what the row says; returns what to record with its end."""
        chat = int(parcel.who)
        match parcel.what:
            case "show":
                return await self._show(ready, parcel, from_json(facts["message"]), fresh=facts["fresh"])
            case "retire":
                return await self._retire(ready, parcel)
            case "strip":
                await self._channel.deliver(
                    TelegramMessage(chat, "strip", message_ids=(facts["message_id"],))
                )
                return Sent("sent")
            case "delete":
                await self._channel.deliver(
                    TelegramMessage(chat, "delete", message_ids=tuple(facts["message_ids"]))
                )
                return Sent("sent")
            case "leave":
                await self._channel.deliver(TelegramMessage(chat, "leave"))
                return Sent("sent")
            case "wake" | "unanswered":
                return Sent("sent", partial(LATER[parcel.what], parcel=parcel, facts=facts))
            case "document":
                return await self._files(ready, parcel, facts)
            case "export":
                return await self._exports(ready, parcel, facts)
        if parcel.what in ASKED_AGAIN:
            return await self._remind(ready, parcel, facts)
        shown = notices.CHAT[parcel.what](facts)
        return await self._show(ready, parcel, shown, fresh=parcel.what not in IN_PLACE)

    async def reach(self, parcel: Parcel) -> None:
        """Find out that words would arrive in a chat now; raises as sending them would."""
        await self._channel.deliver(TelegramMessage(int(parcel.who), "typing"))

    async def _remind(self, ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Remind if that still makes sense; who turns out to have blocked the bot is told another way."""
        asked = ASKED_AGAIN[parcel.what]
        about = facts[asked.about]
        if not await self._workroom.run(asked.applies, about):
            return Sent("needless")
        try:
            return await self._show(ready, parcel, notices.CHAT[parcel.what](facts), fresh=True)
        except GiveUp as end:
            if end.reason != "unreachable":
                raise
            return Sent(end.reason, lambda work: _not_reached(work, parcel, asked, about))

    async def _show(self, ready: Ready, parcel: Parcel, message: Message, *, fresh: bool) -> Sent:
        reader = Reader(ready.language, ready.zone, ready.spacious)
        rendered = render(message, reader)
        mark = digest(rendered, message.picture)
        standing = ready.standing.get(parcel.slot) if parcel.slot else None
        if standing is not None and not fresh and standing.digest == mark:
            return Sent("unchanged")
        photo = await self._photo(message, reader)
        said = (int(parcel.who), rendered, message)
        leave = partial(ready.leave, parcel)
        try:
            shown = await self._put(*said, photo, None if fresh else standing, leave)
        except GiveUp as end:
            if end.reason != PERHAPS or standing is None:
                raise
            # It may stand below, twice; if not, what stood before becomes it: an edit can be made again and again.
            shown = await self._put(*said, None, standing, leave)
        if parcel.slot is not None:
            ready.standing[parcel.slot] = Standing(shown.message_id, mark)
        return Sent("sent", lambda work: _record(work, parcel, message, shown, mark))

    async def _retire(self, ready: Ready, parcel: Parcel) -> Sent:
        slot = parcel.slot or ""
        standing = ready.standing.pop(slot, None)
        if standing is None:
            return Sent("needless")
        await self._channel.deliver(
            TelegramMessage(int(parcel.who), "delete", message_ids=(standing.message_id,))
        )
        return Sent("sent", lambda work: slots.clear(work, parcel.who, slot))

    async def _photo(self, message: Message, reader: Reader) -> bytes | None:
        """Return the picture of a message; when it cannot be made in time, the words go alone."""
        if message.picture is None:
            return None
        try:
            async with asyncio.timeout(self.patience):
                return await self._painter(*message.picture, reader)
        except Exception as error:  # what it shows is somebody's health: its words do not enter the log
            log.warning("picture_failed", kind=message.picture[0], error=type(error).__name__)
            return None

    async def _put(
        self,
        chat: int,
        rendered: Rendered,
        message: Message,
        photo: bytes | None,
        standing: Standing | None,
        leave: Callable[[], Awaitable[None]],
    ) -> Shown:
        """Edit what stands, as often as it takes; send anew where nothing does, or where it cannot be edited."""
        keyboard = tuple(tuple(Button(label, data, url) for label, data, url in row) for row in rendered.rows)
        if standing is not None and photo is None:
            edit = TelegramMessage(chat, "edit", rendered.html, keyboard, (standing.message_id,))
            try:
                await self._channel.deliver(edit)
                return Shown(standing.message_id, new=False)
            except GiveUp as end:
                if end.reason != "edit_gone":
                    raise
        if standing is not None:
            await self._channel.deliver(TelegramMessage(chat, "delete", message_ids=(standing.message_id,)))
        await leave()
        receipt: Receipt = await self._channel.deliver(
            TelegramMessage(
                chat,
                "photo" if photo else "send",
                rendered.html,
                keyboard,
                content=photo,
                protect=message.protect,
            )
        )
        return Shown(receipt.message_id or 0, new=True)


def _wake(work: Work, parcel: Parcel, facts: Facts) -> None:
    """Have a conversation take a turn by itself: through the inbox, in its order, as what a person does."""
    woken = {"chat": {"id": int(parcel.who)}, "bookmark": facts["bookmark"]}
    inbox.store(work, [(parcel.who, {"update_id": -parcel.id, "woken": woken})])


def _unanswered(work: Work, parcel: Parcel, facts: Facts) -> None:
    unanswered(work, int(parcel.who), facts)


LATER = {"wake": _wake, "unanswered": _unanswered}  # what sends nothing: its hour has come


def _not_reached(work: Work, parcel: Parcel, asked: Asked, about: str) -> None:
    accounts.blocked(work, int(parcel.who))
    asked.not_reached(work, about)


def _record(work: Work, parcel: Parcel, message: Message, shown: Shown, mark: str) -> None:
    """Remember what stands in the slot, and plan its removal before Telegram forbids it."""
    if parcel.slot is not None:
        slots.stand(work, parcel.who, parcel.slot, shown.message_id, mark)
    if shown.new and message.purge:
        facts = {"message_ids": [shown.message_id]}
        stays = SOONER.get(parcel.what, PURGE_AFTER)
        outbox.put(work, "purge", parcel.who, "delete", facts, due_at=work.now + stays)


def sorry(work: Work, who: str, message_id: int | None) -> None:
    """Tell a person that something broke on our side; what she wrote leaves the chat all the same."""
    if message_id is not None:
        stage.clean_unread(work, int(who), message_id)
    outbox.put(work, "telegram", who, "sorry", {})
