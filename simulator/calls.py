"""What the bot asked of Telegram, in order, for tests to read."""

from collections import deque
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from simulator.requests import Upload

Json = dict[str, Any]

KEPT = 200_000  # calls; older ones are forgotten


class Calls:
    """A record of calls; getUpdates is left out, for it says nothing."""

    def __init__(self, record: bool = True) -> None:
        self._record = record
        self._calls: deque[Json] = deque(maxlen=KEPT)
        self.count = 0

    def begin(self, at: float, method: str, params: Json, chat_id: int | None) -> Json:
        """Note a call as it arrives; `ok` stays null until it is answered."""
        call: Json = {"n": 0, "at": at, "method": method, "chat_id": chat_id, "params": params, "ok": None}
        if self._record and method.lower() != "getupdates":
            self.count += 1
            call["n"] = self.count
            call["params"] = readable(params)
            self._calls.append(call)
        return call

    def after(self, number: int) -> Iterator[Json]:
        """The calls after that number, the newest first: what came before is not looked at."""
        return takewhile(lambda call: bool(call["n"] > number), reversed(self._calls))

    def since(self, number: int, method: str | None, chat_id: int | None) -> list[Json]:
        """The calls after that number, of that method and chat when given."""
        return [
            call
            for call in self._calls
            if call["n"] > number
            and (method is None or call["method"].lower() == method.lower())
            and (chat_id is None or call["chat_id"] == chat_id)
        ]

    def end(self, call: Json, params: Json, **outcome: Any) -> None:
        """Note how a call ended, and its parameters as they were understood."""
        if call["n"]:
            call |= {"params": readable(params), **outcome}


def readable(params: Json) -> Json:
    """Parameters as JSON: a file becomes its name and size."""
    return {name: _readable(value) for name, value in params.items()}


def _readable(value: Any) -> Any:
    return {"file": value.name, "size": len(value.content)} if isinstance(value, Upload) else value
