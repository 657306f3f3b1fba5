"""Telegram's pace, when it is asked for: about 1 message a second and chat, 30 a second in all."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from simulator.clock import Clock
from simulator.refusal import Refusal, too_many_requests

Json = dict[str, Any]

CHAT = (1.0, 5.0)  # messages a second, and how many may come at once
BULK = (30.0, 30.0)


@dataclass
class Bucket:
    """So many drops a second, so many kept."""

    rate: float
    size: float
    full: float = 0.0  # the instant at which it is full again

    def wait(self, now: float) -> float:
        """Seconds until there is a drop to take; none is taken."""
        return max(0.0, self.full - now + 1 / self.rate - self.size / self.rate)

    def take(self, now: float) -> None:
        """Take one."""
        self.full = max(self.full, now) + 1 / self.rate


@dataclass
class Flood:
    """Refuses what is too fast; off unless switched on, for a test sends more than a person reads."""

    clock: Clock
    on: bool = False
    bulk: Bucket = field(default_factory=lambda: Bucket(*BULK))
    chats: defaultdict[int, Bucket] = field(default_factory=lambda: defaultdict(lambda: Bucket(*CHAT)))

    def refusal(self, method: str, chat_id: int | None, params: Json) -> Refusal | None:
        """A 429 when this message comes too soon; otherwise it is counted."""
        if (
            not self.on
            or chat_id is None
            or not method.startswith(("send", "edit"))
            or method == "sendchataction"
        ):
            return None
        buckets = (
            [self.chats[chat_id]] if params.get("allow_paid_broadcast") else [self.chats[chat_id], self.bulk]
        )
        now = self.clock.now()
        if wait := max(bucket.wait(now) for bucket in buckets):
            return too_many_requests(int(wait) + 1)
        for bucket in buckets:
            bucket.take(now)
        return None
