"""Everything the simulator holds, in one place."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from simulator.calls import Calls
from simulator.chats import Chats
from simulator.clock import Clock
from simulator.events import Events
from simulator.faults import Faults
from simulator.files import Files
from simulator.flood import Flood
from simulator.inboxes import Inboxes
from simulator.people import People
from simulator.polling import Poller
from simulator.profile import Profile
from simulator.store import Store
from simulator.taps import Taps
from simulator.updates import Pending, Updates
from simulator.webhook import Webhook

Json = dict[str, Any]


class World:
    """The people, their chats with the one bot, their SMS and e-mail, and what is on its way."""

    def __init__(self, store: Store, clock: Clock, token: str, username: str, record: bool = True) -> None:
        self.store = store
        clock.offset += next((body for _, body in store.load("clock")), 0.0)
        self.clock = clock
        self.token = token
        self.username = username
        self.events = Events()
        self.faults = Faults()
        self.record = record
        self.latency = 0.0
        self.flood = Flood(clock)
        self.on_wipe: Callable[[], None] = lambda: None
        self._fill()

    def _fill(self) -> None:
        self.calls = Calls(self.record)
        self.people = People(self.store)
        self.chats = Chats(self.store)
        self.updates = Updates(self.store, self.clock)
        self.files = Files(self.store)
        self.webhook = Webhook(self.store)
        self.typing: dict[int, float] = {}
        self.suggested: dict[int, Json] = {}  # by person: the last answer to an inline query
        self.poller = Poller(self.updates, self.clock)
        self.profile = Profile(self.store, self.bot)
        self.taps = Taps(self.store, self.clock)
        self.inboxes = Inboxes(self.store, self.clock, self.people, self.events)

    def wipe(self) -> None:
        """Forget everything and everyone."""
        self.poller.abort("the simulator was wiped")
        self.store.wipe()
        self.faults.clear()
        self._fill()
        self.on_wipe()

    @property
    def bot(self) -> Json:
        """The bot as the Bot API's User."""
        number = int(self.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": self.username, "username": self.username}

    def advance(self, seconds: float) -> float:
        """Move the clock, and remember it: ages must not shrink after a restart."""
        now = self.clock.advance(seconds)
        self.store.put("clock", "offset", lambda: self.clock.offset)
        return now

    def push_raw(self, update: Json) -> int | None:
        """Queue an update as it is given; its messages and chats become known. A `KeyError` where it is of no kind."""
        kind = next((name for name in update if name != "update_id"), "")
        body = update[kind]
        chat = body.get("chat") or body.get("message", {}).get("chat") or {}
        if chat and chat.get("type") != "private":
            self.chats.know_group(chat)
        elif chat:
            person = self.people.get(chat["id"]) or self.people.upsert(chat["id"], body.get("from", chat))
            person.started = True
            self.people.keep(person)
        if kind == "message":
            self.chats.add(body)
        sender = body.get("from", {}).get("id", 0)
        queue = f"tap:{sender}" if kind.endswith("_query") else f"chat:{chat.get('id', sender)}"
        return self.updates.push(kind, body, queue, update.get("update_id"))

    def tell_everyone(self, event: str) -> None:
        """Have every open page look again at what concerns all."""
        for person in self.people:
            shown = {"commands": self.profile.commands_for(person.user_id, person.language_code)}
            self.events.publish(
                person.user_id, event, shown | {"bot": self.profile.shown_to(person.language_code)}
            )

    def fetched(self, pending: Pending) -> None:
        """The bot's server has this update: the person sees the two ticks."""
        if pending.kind in {"message", "edited_message"}:
            chat_id, message_id = pending.body["chat"]["id"], pending.body["message_id"]
            if self.chats.mark_read(chat_id, message_id):
                self.events.publish(chat_id, "read", {"up_to": message_id})


WORLD = web.AppKey("world", World)
