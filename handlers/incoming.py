"""Telegram update → plain answer. Pure: no database, no network."""

from collections.abc import Mapping
from typing import Any, TypeGuard

from telegram import Bot, Message, Update

from conversations.events import Event, File, Sent, Tapped, Typed

KINDS = (  # an animation comes as a document too, a venue as a location
    "live_photo", "photo", "animation", "document", "voice", "video", "video_note", "audio", "sticker", "venue",
    "location", "contact", "poll", "checklist", "dice", "game", "story", "gift", "unique_gift", "giveaway",
    "giveaway_winners", "invoice", "successful_payment", "refunded_payment", "paid_media", "users_shared",
    "chat_shared", "passport_data", "web_app_data",
)  # fmt: skip
SILENT = (  # what Telegram tells of the chat itself, or of places that are no private chat
    "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
    "group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed",
    "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "connected_website", "write_access_allowed",
    "proximity_alert_triggered", "boost_added", "chat_background_set", "checklist_tasks_done",
    "checklist_tasks_added", "direct_message_price_changed", "forum_topic_created", "forum_topic_edited",
    "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden",
    "giveaway_created", "giveaway_completed", "managed_bot_created", "paid_message_price_changed",
    "poll_option_added", "poll_option_deleted", "suggested_post_approved", "suggested_post_approval_failed",
    "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded", "suggested_post_info",
    "video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
    "gift_upgrade_sent", "chat_owner_left", "chat_owner_changed", "community_chat_added", "community_chat_removed",
    "community_chat_joined",
)  # fmt: skip
LARGEST = 2**63  # no number of Telegram's is as large, and no column of ours holds one that is
LONGEST = 4096  # characters that are looked at in what nobody knows yet


def read(raw: dict[str, Any], bot: Bot) -> Update:
    """Return an update as the library reads it; a poll may lack what only the newest servers tell of it."""
    try:
        return Update.de_json(raw, bot)
    except TypeError:
        return Update.de_json(_with_options(raw), bot)


def _with_options(raw: Any) -> Any:
    match raw:
        case {"text": _, "voter_count": _}:
            return {"persistent_id": "", **raw}
        case {"question": _, "options": list(options)}:
            told = {"options": [_with_options(option) for option in options]}
            return {"allows_revoting": False, "members_only": False, **raw, **told}
        case dict():
            return {name: _with_options(value) for name, value in raw.items()}
        case list():
            return [_with_options(value) for value in raw]
    return raw


def event_of(update: Update) -> Event | None:
    """Return what the person did; None for what needs no answer: what Telegram tells of the chat itself."""
    if update.callback_query is not None:
        tapped = update.callback_query
        return Tapped(tapped.data or "", tapped.message.message_id if tapped.message else None)
    message = update.message or update.edited_message
    return _sent(message) if message is not None else None


def _sent(message: Message) -> Event | None:
    if message.text is not None:
        return Typed(message.text, message.message_id, message.date, message.edit_date)
    if any(_holds(message, kind) for kind in SILENT):
        return None
    kind = next((kind for kind in KINDS if _holds(message, kind)), "other")
    words = message.caption or (message.poll.question if message.poll else "") or _unknown(message.api_kwargs)
    file = _file(message, kind)
    return Sent(
        kind, message.message_id, message.date, file, message.media_group_id, words, message.edit_date
    )


def _holds(message: Message, kind: str) -> bool:
    return bool(getattr(message, kind, None) or message.api_kwargs.get(kind))


def _unknown(content: object) -> str:
    """Return the words in what is younger than we are: a kind of message that the library does not know."""
    found: list[str] = []
    waiting = [content]
    while waiting and len(found) < 100:
        match waiting.pop():
            case str(words):
                found.append(words)
            case Mapping() as part:
                waiting += part.values()
            case list(parts):
                waiting += parts
    return " ".join(reversed(found))[:LONGEST]


def _file(message: Message, kind: str) -> File | None:
    if kind == "photo":
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return File(largest.file_id, largest.file_unique_id, largest.file_size, media_type="image/jpeg")
    if kind == "document" and (sent := message.document) is not None:
        return File(sent.file_id, sent.file_unique_id, sent.file_size, sent.file_name, sent.mime_type)
    return None


def chat_of(update: Update) -> int:
    """Return the private chat an update belongs to: the person's own id. Raises `ValueError` for what is no id."""
    if update.effective_user is not None:
        return checked(update.effective_user.id)
    return checked(update.effective_chat.id) if update.effective_chat else 0


def checked(number: object) -> int:
    """Return an id that is one: the library believes whatever stands there, and messages leave by it later on."""
    if not is_number(number):
        raise ValueError("no id of a person or chat")
    return number


def is_number(raw: object) -> TypeGuard[int]:
    """Tell whether this is a number as Telegram gives them."""
    return type(raw) is int and abs(raw) < LARGEST


def language_of(update: Update) -> str | None:
    """Return the language Telegram guesses for this person, such as `fr` or `pt-br`."""
    return update.effective_user.language_code if update.effective_user else None
