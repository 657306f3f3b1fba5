"""The chats and their messages, as the Bot API shows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulator.store import Store

Json = dict[str, Any]


@dataclass
class Entry:
    """One message in a chat: the Bot API's Message and whether the other side has seen it."""

    body: Json
    read: bool = False
    keyboard: Json | None = None  # a reply keyboard, which the Bot API does not repeat in the Message

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.body.get("from", {}).get("is_bot"))

    def shown(self) -> Json:
        """The message as a phone shows it."""
        marks = {
            "from_bot": self.from_bot,
            "read": self.read,
            "edited": "edit_date" in self.body,
            "deleted": False,
        }
        keyboard = {"reply_keyboard": self.keyboard} if self.keyboard else {}
        return {**self.body, **marks, **keyboard}


class Chats:
    """Every message that has not been deleted, by chat and message id."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._messages: defaultdict[int, dict[int, Entry]] = defaultdict(dict)
        self.groups: dict[int, Json] = {int(key): body for key, body in store.load("group")}
        entries = [Entry(**body) for _, body in store.load("message")]
        for entry in sorted(entries, key=lambda e: int(e.body["message_id"])):
            self._messages[entry.body["chat"]["id"]][entry.body["message_id"]] = entry
        given = [entry.body["message_id"] for entry in entries] + [
            last for _, last in store.load("last_message_id")
        ]
        self._last_id = max(given, default=0)

    def next_id(self) -> int:
        """A message id never given before: in private chats a bot counts across all its chats."""
        self._last_id += 1
        return self._last_id

    def add(self, body: Json) -> Entry:
        """Put a message into its chat; a message without an id gets one."""
        body.setdefault("message_id", 0)
        body["message_id"] = body["message_id"] or self.next_id()
        self._last_id = max(self._last_id, body["message_id"])
        entry = Entry(body)
        self._messages[body["chat"]["id"]][body["message_id"]] = entry
        self.keep(entry)
        return entry

    def keep(self, entry: Entry) -> None:
        """Have a changed message written."""
        key = f"{entry.body['chat']['id']}:{entry.body['message_id']}"
        self._store.put(
            "message", key, lambda: {"body": entry.body, "read": entry.read, "keyboard": entry.keyboard}
        )

    def know_group(self, chat: Json) -> None:
        """Remember a chat that is not private, so that the bot can answer there."""
        self.groups[chat["id"]] = chat
        self._store.put("group", chat["id"], lambda: chat)

    def find(self, chat_id: int, message_id: int) -> Entry | None:
        """The message, unless it was never there or was deleted."""
        return self._messages[chat_id].get(message_id)

    def of(self, chat_id: int) -> Iterable[Entry]:
        """The messages of a chat, oldest first."""
        return self._messages[chat_id].values()

    def remove(self, chat_id: int, message_id: int) -> bool:
        """Delete a message for everyone; tells whether it was there."""
        gone = self._messages[chat_id].pop(message_id, None)
        self._store.drop("message", f"{chat_id}:{message_id}")
        self._store.put("last_message_id", "last", lambda: self._last_id)
        return gone is not None

    def mark_read(self, chat_id: int, up_to: int) -> bool:
        """The bot has fetched the person's messages up to this one; tells whether that is news."""
        news = False
        for entry in reversed(self._messages[chat_id].values()):
            if entry.from_bot or entry.body["message_id"] > up_to:
                continue
            if entry.read:
                break  # and so is all that came before
            entry.read = news = True
            self.keep(entry)
        return news
