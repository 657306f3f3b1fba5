"""Telegram's 429: one chat that gets too much, or all of them? Only the second is everybody's business."""

from datetime import datetime, timedelta
from typing import NamedTuple

WITHIN = timedelta(seconds=2)
SEVERAL = 3  # chats refused one after the other, none served in between


class _Refusal(NamedTuple):
    at: datetime
    delay: timedelta


class Limits:
    """What Telegram refused this process of late, by chat."""

    def __init__(self) -> None:
        self._refused: dict[str, _Refusal] = {}

    def served(self) -> None:
        """Note that something passed: what was refused before was too much for its chats alone."""
        self._refused.clear()

    def refused(self, who: str, delay: timedelta, now: datetime) -> timedelta | None:
        """Note a refusal; returns for how long everybody must stop, or None when it is this chat's own."""
        recent = {chat: one for chat, one in self._refused.items() if now - one.at < WITHIN}
        self._refused = recent | {who: _Refusal(now, delay)}
        if len(self._refused) < SEVERAL:
            return None
        return min(one.delay for one in self._refused.values())
