"""Messages from the bot to people."""

from typing import Any

from simulator import text
from simulator.chats import Entry
from simulator.methods.addressing import chat_id_of, readable_chat, writable_chat
from simulator.methods.keyboards import inline_keyboard, reply_keyboard
from simulator.refusal import bad_request
from simulator.world import World

Json = dict[str, Any]

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


async def send_message(world: World, params: Json) -> Json:
    """Send text."""
    content = text.message_text(params["text"], params.get("parse_mode"), params.get("entities"))
    return post(world, params, content).body


async def send_chat_action(world: World, params: Json) -> bool:
    """Show "typing…" on the phone for five seconds or until the next message."""
    if params["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat_id = chat_id_of(params)
    writable_chat(world, chat_id)
    world.typing[chat_id] = world.clock.now()
    world.events.publish(chat_id, "typing", {"action": params["action"]})
    return True


def post(world: World, params: Json, content: Json) -> Entry:
    """Put the bot's message into the chat and on the phone."""
    chat_id = chat_id_of(params)
    body: Json = {"message_id": 0, "from": world.bot, "chat": writable_chat(world, chat_id)}
    body |= {"date": int(world.clock.now()), **_reply(world, chat_id, params), **content}
    if params.get("protect_content"):
        body["has_protected_content"] = True
    if markup := inline_keyboard(params.get("reply_markup")):
        body["reply_markup"] = markup
    entry = world.chats.add(body)
    entry.keyboard = reply_keyboard(params.get("reply_markup"))
    world.typing.pop(chat_id, None)
    world.events.publish(chat_id, "message", entry.shown())
    return entry


def _reply(world: World, chat_id: int, params: Json) -> Json:
    """The message this one answers, without what that one answered."""
    wanted = params.get("reply_parameters") or {"message_id": params.get("reply_to_message_id")}
    if not wanted.get("message_id"):
        return {}
    entry = world.chats.find(chat_id, wanted["message_id"])
    if entry is not None:
        return {"reply_to_message": {k: v for k, v in entry.body.items() if k != "reply_to_message"}}
    if wanted.get("allow_sending_without_reply") or params.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


async def pin_chat_message(world: World, params: Json) -> bool:
    """Accepted; the phone does not show pins."""
    readable_chat(world, chat_id_of(params))
    if world.chats.find(chat_id_of(params), params["message_id"]) is None:
        raise bad_request("message to pin not found")
    return True


METHODS = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "pinChatMessage": pin_chat_message,
}
