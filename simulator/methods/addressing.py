"""Whom a call is for, and whether Telegram lets it through."""

from typing import Any

from simulator.chats import Entry
from simulator.refusal import bad_request, forbidden
from simulator.world import World

Json = dict[str, Any]


def chat_id_of(params: Json) -> int:
    """The number in chat_id; a channel's @name is nobody here."""
    try:
        return int(params["chat_id"])
    except ValueError:
        raise bad_request("chat not found") from None


def readable_chat(world: World, chat_id: int) -> Json:
    """The Bot API's Chat, if there is one."""
    if group := world.chats.groups.get(chat_id):
        return group
    person = world.people.get(chat_id)
    if person is None:
        raise bad_request("chat not found")
    return person.chat()


def writable_chat(world: World, chat_id: int) -> Json:
    """The Chat, if the bot may write there: it was spoken to first, and was not blocked."""
    chat = readable_chat(world, chat_id)
    person = world.people.get(chat_id)
    if person is None:
        if chat.get("left"):
            raise forbidden(f"bot is not a member of the {chat['type']} chat")
        return chat
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    return chat


def message_at(world: World, params: Json, what: str) -> Entry:
    """The message a call is about; `what` completes "… not found"."""
    entry = world.chats.find(chat_id_of(params), params.get("message_id", 0))
    if entry is None:
        raise bad_request(f"{what} not found")
    return entry
