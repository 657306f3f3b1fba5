"""What a person does on the phone, and the updates the bot gets for it."""

import re
from typing import Any

from simulator.chats import Entry
from simulator.limits import INLINE_QUERY, START_PAYLOAD, TEXT
from simulator.people import Person
from simulator.text import found, trimmed
from simulator.world import World

Json = dict[str, Any]

START = re.compile(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD}}}")


class Impossible(Exception):
    """A phone cannot do that; the words say why."""


def write(world: World, person: Person, text: str, reply_to: int | None = None) -> list[Json]:
    """Send text; what is too long for one message leaves as several, as Telegram's apps do."""
    text, _ = trimmed(text.encode(errors="replace").decode(), [])
    if not text:
        raise Impossible("an empty message cannot be sent")
    parts = [text[i : i + TEXT] for i in range(0, len(text), TEXT)]
    return [send(world, person, _text(part), reply_to) for part in parts]


def start(world: World, person: Person, payload: str = "") -> list[Json]:
    """Press Start, or follow a t.me link with a payload."""
    if not START.fullmatch(payload):
        raise Impossible("a start payload is up to 64 of A-Z, a-z, 0-9, _ and -")
    if person.blocked:
        unblock(world, person)
    return write(world, person, f"/start {payload}".strip())


def tap(world: World, person: Person, message_id: int, data: str, force: bool = False) -> str:
    """Tap a button of a message; the id of the callback query. Forced, even one that is not there."""
    entry = world.chats.find(person.user_id, message_id)
    if not force and (entry is None or data not in _callback_data(entry)):
        raise Impossible("there is no such button on that message")
    number = world.taps.open(person.user_id)
    # Inaccessible: it was deleted.
    message: Json = {"message_id": message_id, "chat": person.chat(), "date": 0}
    query = {"id": number, "from": person.user(), "message": dict(entry.body) if entry else message}
    query |= {"chat_instance": str(person.user_id), "data": data}
    world.updates.push("callback_query", query, f"tap:{person.user_id}")
    return number


def inline(world: World, person: Person, query: str) -> str:
    """Type the bot's name and some words in any chat; the id of the inline query."""
    number = world.taps.open(person.user_id)
    world.suggested.pop(person.user_id, None)
    asked = {
        "id": number,
        "from": person.user(),
        "query": query[:INLINE_QUERY],
        "offset": "",
        "chat_type": "sender",
    }
    world.updates.push("inline_query", asked, f"inline:{person.user_id}")
    return number


def choose(world: World, person: Person, result_id: str) -> Json:
    """Send one of the suggestions that are shown, here in the bot's own chat."""
    shown = world.suggested.get(person.user_id, {}).get("results", [])
    chosen = next((one for one in shown if one["id"] == result_id), None)
    if chosen is None:
        raise Impossible("there is no such suggestion")
    return send(
        world, person, _text(chosen["input_message_content"]["message_text"]) | {"via_bot": world.bot}
    )


def send(world: World, person: Person, content: Json, reply_to: int | None = None) -> Json:
    """Put a person's message into the chat and queue it for the bot."""
    if person.blocked:
        raise Impossible("the bot is blocked; unblock it first")
    if not person.started:
        person.started = True
        world.people.keep(person)
    replied = world.chats.find(person.user_id, reply_to) if reply_to else None
    reply = {k: v for k, v in replied.body.items() if k != "reply_to_message"} if replied else None
    body: Json = {
        "message_id": 0,
        "from": person.user(),
        "chat": person.chat(),
        "date": int(world.clock.now()),
    }
    entry = world.chats.add(body | content | ({"reply_to_message": reply} if reply else {}))
    world.events.publish(person.user_id, "message", entry.shown())
    world.updates.push("message", dict(entry.body), f"chat:{person.user_id}")
    return entry.body


def edit(world: World, person: Person, message_id: int, text: str) -> Json:
    """Change a message the person sent."""
    entry = world.chats.find(person.user_id, message_id)
    if entry is None or entry.from_bot or "text" not in entry.body:
        raise Impossible("only one's own text messages can be edited")
    text, _ = trimmed(text, [])
    entry.body.pop("entities", None)
    entry.body |= {**_text(text), "edit_date": int(world.clock.now())}
    world.chats.keep(entry)
    world.events.publish(person.user_id, "edit", entry.shown())
    world.updates.push("edited_message", dict(entry.body), f"chat:{person.user_id}")
    return entry.body


def delete(world: World, person: Person, message_id: int) -> None:
    """Delete a message for both sides; bots are not told."""
    if not world.chats.remove(person.user_id, message_id):
        raise Impossible("there is no such message")
    world.events.publish(person.user_id, "delete", {"message_id": message_id})


def clear(world: World, person: Person) -> None:
    """Delete the whole chat."""
    for message_id in [entry.body["message_id"] for entry in world.chats.of(person.user_id)]:
        delete(world, person, message_id)


def block(world: World, person: Person) -> None:
    """Stop the bot."""
    _membership(world, person, blocked=True)


def unblock(world: World, person: Person) -> None:
    """Let the bot write again."""
    _membership(world, person, blocked=False)


def _membership(world: World, person: Person, blocked: bool) -> None:
    if person.blocked == blocked:
        return
    person.blocked = blocked
    world.people.keep(person)
    left: Json = {"user": world.bot, "status": "kicked", "until_date": 0}
    member: Json = {"user": world.bot, "status": "member"}
    change = {"chat": person.chat(), "from": person.user(), "date": int(world.clock.now())}
    change |= {"old_chat_member": member if blocked else left, "new_chat_member": left if blocked else member}
    world.updates.push("my_chat_member", change, f"member:{person.user_id}")


def _text(text: str) -> Json:
    entities = found(text, [])
    return {"text": text, **({"entities": entities} if entities else {})}


def _callback_data(entry: Entry) -> set[str]:
    rows = entry.body.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["callback_data"] for row in rows for button in row if "callback_data" in button}
