"""What people do, waiting for the bot: one ordered list, and in it the queues whose order a webhook keeps."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from simulator.clock import Clock
from simulator.limits import MESSAGE_SECONDS, TAP_SECONDS
from simulator.store import Store

Json = dict[str, Any]

FIRST_UPDATE_ID = 100_000_001
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass
class Pending:
    """An update the bot has not confirmed; `queue` is the chat for messages, the user for taps."""

    update_id: int
    kind: str
    body: Json
    queue: str
    expires_at: float

    @property
    def chat_id(self) -> int | None:
        """The chat it happened in."""
        chat = self.body.get("chat") or self.body.get("message", {}).get("chat") or {}
        return chat.get("id")

    def update(self) -> Json:
        """The Bot API's Update."""
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """Updates in order of their ids until they are confirmed or too old."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        kept = sorted((Pending(**body) for _, body in store.load("update")), key=lambda p: p.update_id)
        self.pending: dict[int, Pending] = {}
        self.queues: dict[str, dict[int, Pending]] = {}
        for pending in kept:
            self._add(pending)
        last = [int(key) for key in self.pending] + [body for _, body in store.load("last_update_id")]
        self._last_id = max(last, default=FIRST_UPDATE_ID - 1)
        self.allowed: list[str] = next((body for _, body in store.load("allowed_updates")), [])
        self.arrived = asyncio.Event()
        self.on_arrival: Callable[[], None] = lambda: None

    def allow(self, kinds: list[str]) -> None:
        """Which kinds the bot wants from now on; an empty list means the usual ones."""
        self.allowed = kinds
        self._store.put("allowed_updates", "allowed", lambda: self.allowed)

    def push(self, kind: str, body: Json, queue: str, update_id: int | None = None) -> int | None:
        """Queue an update; its id, or None when the bot does not want this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        self._last_id = max(self._last_id + 1, update_id or 0)
        number = update_id or self._last_id
        lifetime = TAP_SECONDS if kind.endswith("_query") else MESSAGE_SECONDS
        pending = Pending(number, kind, body, queue, self._clock.now() + lifetime)
        self._add(pending)
        self._store.put("update", number, lambda: asdict(pending))
        self._store.put("last_update_id", "last", lambda: self._last_id)
        self.arrived.set()
        self.on_arrival()
        return number

    def drop(self, pending: Pending) -> None:
        """The bot has it, or it is too old."""
        self.pending.pop(pending.update_id, None)
        queue = self.queues.get(pending.queue, {})
        queue.pop(pending.update_id, None)
        if not queue:
            self.queues.pop(pending.queue, None)
        self._store.drop("update", pending.update_id)

    def first_of(self, queue: str) -> Pending | None:
        """The oldest of a queue that is still worth delivering."""
        now = self._clock.now()
        for pending in list(self.queues.get(queue, {}).values()):
            if pending.expires_at >= now:
                return pending
            self.drop(pending)
        return None

    def swap(self, queue: str) -> None:
        """Put the second of a queue before the first, as no Telegram should."""
        waiting = list(self.queues.get(queue, {}).values())
        waiting[:2] = waiting[1::-1]
        self.queues[queue] = {pending.update_id: pending for pending in waiting}

    def live(self) -> Iterator[Pending]:
        """What still waits, oldest first; what is too old is dropped on the way."""
        now = self._clock.now()
        for pending in list(self.pending.values()):
            if pending.expires_at < now:
                self.drop(pending)
            else:
                yield pending

    def confirm(self, offset: int) -> None:
        """Forget what comes before the offset; a negative one keeps that many of the newest."""
        ids = list(self.pending)
        if offset < 0:
            ids = ids[:offset]
        for number in ids:
            if offset < 0 or number < offset:
                self.drop(self.pending[number])

    def _add(self, pending: Pending) -> None:
        self.pending[pending.update_id] = pending
        self.queues.setdefault(pending.queue, {})[pending.update_id] = pending

    def clear(self) -> None:
        """Forget all that waits."""
        for pending in list(self.pending.values()):
            self.drop(pending)
