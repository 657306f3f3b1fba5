"""Messages to Telegram chats: sent, edited, deleted, with a keyboard or a picture."""

import contextlib
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

import structlog
from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels import Receipt
from bot.transport import BotApi, Unanswered, asked_to_wait
from portal.errors import GiveUp, TryLater

log = structlog.get_logger(__name__)

SOON = timedelta(seconds=2)
OPERATOR = timedelta(minutes=5)  # a wrong token, a second poller: nothing passes until somebody acts

UNREACHABLE = ("chat not found", "user is deactivated", "user not found", "peer_id_invalid")
EDIT_GONE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)
TOO_OLD = "message can't be deleted"  # after 48 hours
DELETE_GONE = ("message to delete not found", TOO_OLD, "message_id_invalid")
NO_PHOTO = ("photo_", "image_process_failed", "too big for a photo")  # too long, too wide, or not liked
UNCHANGED = "message is not modified"


@dataclass(frozen=True)
class Button:
    """One button of an inline keyboard: `data` comes back when it is tapped, `url` opens."""

    label: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class TelegramMessage:
    """What to do in one private chat.

    `text` (HTML as Telegram knows it) is the caption of a photo or document; `edit` names one message in
    `message_ids`, `strip` takes the buttons off one, `delete` removes up to a hundred, `leave` leaves a group,
    `typing` shows that something comes.
    What is said stays out of the repr, and so out of the logs.
    """

    chat_id: int
    kind: Literal["send", "edit", "strip", "delete", "photo", "document", "leave", "typing"] = "send"
    text: str = field(default="", repr=False)
    keyboard: tuple[tuple[Button, ...], ...] = field(default=(), repr=False)
    message_ids: tuple[int, ...] = ()
    content: bytes | None = field(default=None, repr=False)  # of a photo or document
    name: str = field(default="picture.png", repr=False)  # of its file
    protect: bool = False  # cannot be copied nor forwarded


class TelegramChannel:
    """Delivers to Telegram through the Bot API."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def deliver(self, message: TelegramMessage) -> Receipt:
        """Do it; the receipt of what was sent holds the new message's id, that of `edit` the old one.

        A delete that finds nothing left to delete has passed; after Telegram's 48 hours, what we said is emptied.
        """
        method, fields = _call(message)
        try:
            result = await self._api.call(method, chat_id=message.chat_id, **fields)
        except TelegramError as error:
            receipt = _judge(error, method, message)
            if message.kind == "delete" and TOO_OLD in error.message.lower():
                await self._empty(message)
            return receipt
        return Receipt(result["message_id"] if isinstance(result, dict) else _first(message))

    async def _empty(self, message: TelegramMessage) -> None:
        """Take words and buttons out of what can no longer be deleted: a bot may edit its own messages for ever.

        Of a picture it is the buttons alone; what the person wrote stays, if we were away for so long.
        """
        ways: tuple[tuple[str, dict[str, Any]], ...] = (
            ("editMessageText", {"text": "…"}),
            ("editMessageReplyMarkup", {}),
        )
        for number in message.message_ids:
            for method, fields in ways:
                try:
                    await self._api.call(method, chat_id=message.chat_id, message_id=number, **fields)
                    break
                except BadRequest:
                    continue
                except TelegramError as error:
                    _judge(error, method, message)

    async def hint(self, chat_id: int) -> None:
        """Show that a file is on its way; should that fail, nothing is lost."""
        with contextlib.suppress(TelegramError):
            await self._api.call("sendChatAction", chat_id=chat_id, action="upload_document")


def _call(message: TelegramMessage) -> tuple[str, dict[str, Any]]:
    keyboard = {"inline_keyboard": [[_button(b) for b in row] for row in message.keyboard]}
    markup = keyboard if message.keyboard else None
    protect = message.protect or None
    match message.kind:
        case "send":
            return "sendMessage", {**_text(message), "reply_markup": markup, "protect_content": protect}
        case "edit":
            edited = {"message_id": _first(message), "reply_markup": markup}
            return "editMessageText", {**_text(message), **edited}
        case "photo" | "document":
            file = InputFile(message.content or b"", filename=message.name)
            caption = {"caption": message.text or None, "parse_mode": "HTML"}
            method = "sendPhoto" if message.kind == "photo" else "sendDocument"
            return method, {message.kind: file, **caption, "reply_markup": markup, "protect_content": protect}
        case "strip":
            return "editMessageReplyMarkup", {"message_id": _first(message)}
        case "leave":
            return "leaveChat", {}
        case "typing":
            return "sendChatAction", {"action": "typing"}
        case "delete" if len(message.message_ids) == 1:
            return "deleteMessage", {"message_id": _first(message)}
        case "delete":
            return "deleteMessages", {"message_ids": message.message_ids}


def _text(message: TelegramMessage) -> dict[str, Any]:
    return {"text": message.text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}


def _button(button: Button) -> dict[str, str]:
    return {"text": button.label} | (
        {"url": button.url} if button.url else {"callback_data": button.data or ""}
    )


def _first(message: TelegramMessage) -> int | None:
    return message.message_ids[0] if message.message_ids else None


def _judge(error: TelegramError, method: str, message: TelegramMessage) -> Receipt:
    """Tell what Telegram's refusal means: a success after all, `TryLater` or `GiveUp`."""
    match error:
        case RetryAfter():
            raise TryLater(asked_to_wait(error) or SOON, "telegram_limit") from None
        case Forbidden():
            raise GiveUp("unreachable") from None
        case BadRequest():
            return _bad_request(error.message, method, message)
        case Conflict() | InvalidToken():
            log.error("telegram_refuses_the_bot", method=method, error=type(error).__name__)
            raise TryLater(OPERATOR, "telegram_refuses_the_bot") from None
        case ChatMigrated():
            raise GiveUp("unreachable") from None
        case _:
            log.warning("telegram_unreachable", method=method, error=_cause(error))
            # An answer that tells of a fault of theirs is one: it was not done.
            perhaps = isinstance(error, TimedOut | Unanswered) or type(error) is TelegramError
            raise TryLater(SOON, "telegram_unreachable", perhaps=perhaps) from None


def _bad_request(description: str, method: str, message: TelegramMessage) -> Receipt:
    said = description.lower()
    if UNCHANGED in said:
        return Receipt(_first(message))
    if message.kind == "delete" and _any(DELETE_GONE, said):
        log.info("nothing_deleted", description=description)  # gone already, or past the 48 hours
        return Receipt(_first(message))
    if message.kind == "strip" and _any(EDIT_GONE, said):
        return Receipt(_first(message))
    if message.kind == "edit" and _any(EDIT_GONE, said):
        raise GiveUp("edit_gone") from None
    if message.kind == "photo" and _any(NO_PHOTO, said):
        raise GiveUp("no_photo") from None
    if _any(UNREACHABLE, said):
        raise GiveUp("unreachable") from None
    # Telegram quotes the text it could not read: a quotation is somebody's words.
    log.error("telegram_refused", method=method, description=re.sub(r'"[^"]*"', '"…"', description))
    raise GiveUp("refused") from None


def _any(phrases: tuple[str, ...], said: str) -> bool:
    return any(phrase in said for phrase in phrases)


def _cause(error: TelegramError) -> str:
    """Name the class of the failure; a server's own words could hold the address, and so the token."""
    return error.message if error.message.isidentifier() else type(error).__name__
