"""Carriers: one row of the outbox becomes a call to Telegram, an SMS or an e-mail."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

import structlog

from bot.channels import Receipt
from bot.channels.email import EmailChannel, Letter
from bot.channels.sms import Sms, SmsChannel
from bot.channels.telegram import Button, TelegramChannel, TelegramMessage
from bot.delivery import Ready, Sent, digest
from bot.enclosing import enclosures, forget
from bot.exporting.carrying import ExportCarrier
from bot.files import FileCarrier
from bot.pictures import Painter
from bot.workshop import Workshop
from conversations import letters, notices, stage
from conversations.messages import Message, from_json
from conversations.privacy_notices import IN_PLACE, SOONER
from conversations.stage import DELAYED, PURGE_AFTER
from handlers.outgoing import Rendered, render
from locales.saying import Reader, say
from portal import accounts, documents, followups
from portal.errors import GiveUp, TryLater
from portal.mailroom import inbox, outbox
from portal.mailroom.outbox import Parcel, Standing
from portal.policy import Policy
from portal.vault import Shelves
from portal.work import Work, Workroom

log = structlog.get_logger()

PATIENCE = 10  # seconds that words wait for their picture, others before it included
Facts = Mapping[str, Any]
GSM = {0xA0: " ", 0x202F: " ", 0x2068: "", 0x2069: ""}  # these halve an SMS, or show as boxes on old phones


class Asked(NamedTuple):
    """What is asked again when a reminder leaves: does it still apply (to which of its facts), and if nobody is there."""

    applies: Callable[[Work, str], bool]
    about: str
    not_reached: Callable[[Work, str], None]


ASKED_AGAIN = {
    "form_due": Asked(followups.still_due, "occurrence_id", followups.not_reached),
    "documents_new": Asked(documents.still_new, "account_id", documents.not_reached),
}
TOLD_BY_SMS = ("documents_new", "emergency_opened")  # when an address refuses our e-mail


class Shown(NamedTuple):
    """What was put into a chat: the message, and whether it is a new one."""

    message_id: int
    new: bool


class TelegramCarrier:
    """Carries to private chats: messages into their slots, deletions, notices."""

    def __init__(
        self, channel: TelegramChannel, workroom: Workroom, workshop: Workshop, shelves: Shelves
    ) -> None:
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
            case "wake":
                return Sent("sent", lambda work: _wake(work, parcel, facts["bookmark"]))
            case "document":
                return await self._files(ready, parcel, facts)
            case "export":
                return await self._exports(ready, parcel, facts)
        if parcel.what in ASKED_AGAIN:
            return await self._remind(ready, parcel, facts)
        shown = notices.CHAT[parcel.what](facts)
        return await self._show(ready, parcel, shown, fresh=parcel.what not in IN_PLACE)

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
        shown = await self._put(int(parcel.who), rendered, message, photo, None if fresh else standing)
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
        return Sent("sent", lambda work: outbox.clear(work, parcel.who, slot))

    async def _photo(self, message: Message, reader: Reader) -> bytes | None:
        """Return the picture of a message; when it cannot be made in time, the words go alone."""
        if message.picture is None:
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._painter(*message.picture, reader)
        except Exception as error:  # what it shows is somebody's health: its words do not enter the log
            log.warning("picture_failed", kind=message.picture[0], error=type(error).__name__)
            return None

    async def _put(
        self, chat: int, rendered: Rendered, message: Message, photo: bytes | None, standing: Standing | None
    ) -> Shown:
        """Edit what stands, or send anew where nothing does, or where it cannot be edited any more."""
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


def _wake(work: Work, parcel: Parcel, bookmark_id: str) -> None:
    """Have a conversation take a turn by itself: through the inbox, in its order, as what a person does."""
    woken = {"chat": {"id": int(parcel.who)}, "bookmark": bookmark_id}
    inbox.store(work, [(parcel.who, {"update_id": -parcel.id, "woken": woken})])


def _not_reached(work: Work, parcel: Parcel, asked: Asked, about: str) -> None:
    accounts.blocked(work, int(parcel.who))
    asked.not_reached(work, about)


def _record(work: Work, parcel: Parcel, message: Message, shown: Shown, mark: str) -> None:
    """Remember what stands in the slot, and plan its removal before Telegram forbids it."""
    if parcel.slot is not None:
        outbox.stand(work, parcel.who, parcel.slot, shown.message_id, mark)
    if shown.new and message.purge:
        facts = {"message_ids": [shown.message_id]}
        stays = SOONER.get(parcel.what, PURGE_AFTER)
        outbox.put(work, "purge", parcel.who, "delete", facts, due_at=work.now + stays)


class SmsCarrier:
    """Carries text messages; a code that does not leave is told in the chat that waits for it."""

    def __init__(self, channel: SmsChannel | None, workroom: Workroom) -> None:
        self._channel = channel
        self._workroom = workroom

    async def __call__(self, _ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Send one SMS."""
        policy = self._workroom.policy
        reader = Reader(_language(facts, policy), facts.get("zone") or policy.timezone)
        text = say(notices.SMS[parcel.what](facts), reader)
        try:
            if self._channel is None:
                raise GiveUp("off")
            await self._channel.deliver(Sms(facts["to"], text.translate(GSM)))
        except (TryLater, GiveUp):
            if parcel.attempts == 1:
                await self._workroom.run(_tell_delay, facts)
            raise
        return Sent("sent")


def _tell_delay(work: Work, facts: Facts) -> None:
    chat = facts.get("chat_id")
    if chat is not None:
        until = work.now + timedelta(minutes=10)
        outbox.put(work, "telegram", str(chat), "code_delayed", {}, slot=DELAYED, expires_at=until)


class EmailCarrier:
    """Carries e-mails."""

    def __init__(self, channel: EmailChannel | None, workroom: Workroom, shelves: Shelves) -> None:
        self._channel = channel
        self._workroom = workroom
        self._shelves = shelves

    async def __call__(self, _ready: Ready, parcel: Parcel, facts: Facts) -> Sent:
        """Send one e-mail; the row's number makes its Message-ID, so that a double can be dropped."""
        if parcel.what in TOLD_BY_SMS:
            return await self._or_by_sms(parcel, facts)
        if "enclosed" in facts:
            return await self._to_support(parcel, facts)
        if parcel.what != "alert":
            return await self._send(parcel, facts)
        if not await self._workroom.run(followups.still_standing, facts["alert_id"]):
            return Sent("needless")
        try:
            return await self._send(parcel, facts)
        except GiveUp as end:
            if end.reason == "off":
                raise
            log.warning("alert_bounced", parcel=parcel.id, why=end.reason)
            return Sent(end.reason, lambda work: followups.bounced(work, facts["alert_id"], facts["to"]))

    async def _to_support(self, parcel: Parcel, facts: Facts) -> Sent:
        """Send what somebody wrote to support; should it never reach it, she is told."""
        try:
            return await self._send(parcel, facts)
        except GiveUp as end:
            log.error("support_unreachable", parcel=parcel.id, why=end.reason)
            who, told = str(facts["chat_id"]), {"reference": facts["reference"]}
            return Sent(end.reason, lambda work: outbox.put(work, "telegram", who, "support_failed", told))

    async def _or_by_sms(self, parcel: Parcel, facts: Facts) -> Sent:
        try:
            return await self._send(parcel, facts)
        except GiveUp as end:
            told = {name: fact for name, fact in facts.items() if name not in ("to", "language", "zone")}
            account_id, what = facts["account_id"], parcel.what
            return Sent(end.reason, lambda work: accounts.write_to(work, account_id, "sms", what, told))

    async def _send(self, parcel: Parcel, facts: Facts) -> Sent:
        if self._channel is None:
            raise GiveUp("off")
        policy = self._workroom.policy
        language = _language(facts, policy)
        reader = Reader(language, facts.get("zone") or policy.timezone)
        letter = letters.LETTERS[parcel.what](facts, policy)
        text = "\n\n".join(filter(None, (say(words, reader) for words in letter.paragraphs)))
        enclosed = await enclosures(self._workroom, self._shelves, facts)
        number = f"masante-{parcel.id}-{parcel.created_at:%Y%m%d%H%M%S}"
        subject, reply_to = say(letter.subject, reader), facts.get("reply_to", "")
        await self._channel.deliver(Letter(number, facts["to"], subject, text, language, reply_to, enclosed))
        return Sent("sent", lambda work: forget(work, facts))


def _language(facts: Facts, policy: Policy) -> str:
    return policy.spoken(facts.get("language"))


def sorry(work: Work, who: str, message_id: int | None) -> None:
    """Tell a person that something broke on our side; what she wrote leaves the chat all the same."""
    if message_id is not None:
        stage.clean_unread(work, int(who), message_id)
    outbox.put(work, "telegram", who, "sorry", {})
