"""Telegram update → plain answer. Pure: no database, no network."""

from telegram import Message, Update

from conversations.events import Event, File, Sent, Tapped, Typed

KINDS = (  # an animation comes as a document too, a venue as a location
    "photo", "animation", "document", "voice", "video", "video_note", "audio", "sticker", "venue", "location",
    "contact", "poll", "dice", "story",
)  # fmt: skip


def event_of(update: Update) -> Event | None:
    """Return what the person did; None for what needs no answer (an edit, a service message)."""
    if update.callback_query is not None:
        tapped = update.callback_query
        return Tapped(tapped.data or "", tapped.message.message_id if tapped.message else None)
    if update.message is None:
        return None
    return _sent(update.message)


def _sent(message: Message) -> Event | None:
    if message.text is not None:
        return Typed(message.text, message.message_id, message.date)
    kind = next((kind for kind in KINDS if getattr(message, kind)), None)
    if kind is None:
        return None
    return Sent(kind, message.message_id, message.date, _file(message, kind), message.media_group_id)


def _file(message: Message, kind: str) -> File | None:
    if kind == "photo":
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return File(largest.file_id, largest.file_unique_id, largest.file_size, media_type="image/jpeg")
    if kind == "document" and (sent := message.document) is not None:
        return File(sent.file_id, sent.file_unique_id, sent.file_size, sent.file_name, sent.mime_type)
    return None


def chat_of(update: Update) -> int:
    """Return the private chat an update belongs to: the person's own id."""
    if update.effective_user is not None:
        return update.effective_user.id
    return update.effective_chat.id if update.effective_chat else 0


def language_of(update: Update) -> str | None:
    """Return the language Telegram guesses for this person, such as `fr` or `pt-br`."""
    return update.effective_user.language_code if update.effective_user else None
