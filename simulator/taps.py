"""Taps on buttons: callback queries that wait for the bot's answer."""

import secrets
from typing import Any

from simulator.clock import Clock
from simulator.limits import TAP_SECONDS
from simulator.store import Store

Json = dict[str, Any]


class Taps:
    """Open callback queries by id, forgotten after TAP_SECONDS."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._open: dict[str, Json] = dict(store.load("tap"))

    def open(self, user_id: int) -> str:
        """A new callback query of this person; its id."""
        now = self._clock.now()
        for old in [key for key, tap in self._open.items() if tap["at"] + TAP_SECONDS < now]:
            del self._open[old]
            self._store.drop("tap", old)
        number = str(secrets.randbits(62))
        tap = self._open[number] = {"user_id": user_id, "at": now}
        self._store.put("tap", number, lambda: tap)
        return number

    def user_of(self, number: str) -> int | None:
        """Who tapped; None when the query is unknown or too old."""
        tap = self._open.get(number)
        if tap is None or tap["at"] + TAP_SECONDS < self._clock.now():
            return None
        return int(tap["user_id"])
