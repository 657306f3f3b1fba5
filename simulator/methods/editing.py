"""Changing and deleting what is already in a chat."""

from typing import Any

from simulator import text
from simulator.chats import Entry
from simulator.limits import DELETE_SECONDS, DELETED_AT_ONCE
from simulator.methods.addressing import chat_id_of, message_at, readable_chat, writable_chat
from simulator.methods.keyboards import inline_keyboard
from simulator.refusal import bad_request
from simulator.world import World

Json = dict[str, Any]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
TEXT_FIELDS = ("text", "entities", "link_preview_options")
CAPTION_FIELDS = ("caption", "caption_entities")
MEDIA_FIELDS = (
    "photo",
    "document",
    "has_media_spoiler",
    "show_caption_above_media",
    "text",
    "entities",
    *CAPTION_FIELDS,
)


async def edit_message_text(world: World, params: Json) -> Json:
    """Other text; without reply_markup the keyboard goes."""
    entry = editable(world, params)
    if "text" not in entry.body:
        raise bad_request("there is no text in the message to edit")
    content = text.message_text(params["text"], params.get("parse_mode"), params.get("entities"))
    return change(world, entry, TEXT_FIELDS, content, params)


async def edit_message_caption(world: World, params: Json) -> Json:
    """Another caption under a photo or a document."""
    entry = editable(world, params)
    if "text" in entry.body:
        raise bad_request("there is no caption in the message to edit")
    content = text.caption(params.get("caption"), params.get("parse_mode"), params.get("caption_entities"))
    return change(world, entry, CAPTION_FIELDS, content, params)


async def edit_message_reply_markup(world: World, params: Json) -> Json:
    """Another keyboard, or none."""
    return change(world, editable(world, params), (), {}, params)


async def delete_message(world: World, params: Json) -> bool:
    """Delete one message, the bot's or the person's, under 48 hours old."""
    chat_id = chat_id_of(params)
    readable_chat(world, chat_id)
    _delete(world, chat_id, [message_at(world, params, "message to delete")])
    return True


async def delete_messages(world: World, params: Json) -> bool:
    """Delete up to a hundred messages; those that are gone are skipped."""
    chat_id = chat_id_of(params)
    readable_chat(world, chat_id)
    if not params["message_ids"]:
        raise bad_request("message identifiers are not specified")
    if len(params["message_ids"]) > DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    found = [world.chats.find(chat_id, message_id) for message_id in params["message_ids"]]
    _delete(world, chat_id, [entry for entry in found if entry is not None])
    return True


def _delete(world: World, chat_id: int, entries: list[Entry]) -> None:
    now = world.clock.now()
    if any(entry.body["date"] + DELETE_SECONDS < now for entry in entries):
        raise bad_request("message can't be deleted for everyone")
    for entry in entries:
        world.chats.remove(chat_id, entry.body["message_id"])
        world.events.publish(chat_id, "delete", {"message_id": entry.body["message_id"]})


def editable(world: World, params: Json) -> Entry:
    """The bot's message that is to change."""
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")  # inline messages are none of ours
    writable_chat(world, chat_id_of(params))
    entry = message_at(world, params, "message to edit")
    if not entry.from_bot:
        raise bad_request("message can't be edited")
    return entry


def change(world: World, entry: Entry, fields: tuple[str, ...], content: Json, params: Json) -> Json:
    """Replace these fields and the keyboard, unless nothing would change."""
    body = entry.body
    markup = inline_keyboard(params.get("reply_markup"))
    if all(body.get(f) == content.get(f) for f in fields) and markup == body.get("reply_markup"):
        raise bad_request(NOT_MODIFIED)
    for name in fields:
        body.pop(name, None)
    body.pop("reply_markup", None)
    body |= content
    if fields:
        body["edit_date"] = int(world.clock.now())
    if markup:
        body["reply_markup"] = markup
    world.chats.keep(entry)
    world.events.publish(body["chat"]["id"], "edit", entry.shown())
    return body


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
