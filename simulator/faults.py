"""Faults on demand: what Telegram, an SMS gateway or a mail server does on its bad days."""

from dataclasses import dataclass, fields
from typing import Any

from simulator.refusal import Refusal, too_many_requests

WHERE = ("api", "webhook", "sms", "smtp")
KINDS = ("429", "500", "502", "400", "403", "slow", "close", "half", "duplicate", "reorder", "down")
ANY = frozenset(KINDS)
WORDS = {
    "400": "Bad Request: fault on demand",
    "403": "Forbidden: bot was blocked by the user",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
}


@dataclass
class Fault:
    """One thing that goes wrong, for calls that match, so many times (None: until it is removed)."""

    where: str
    kind: str
    method: str | None = None
    chat_id: int | None = None
    retry_after: int = 1
    delay: float = 0.0
    times: int | None = 1
    description: str | None = None

    def refusal(self) -> Refusal | None:
        """What the Bot API answers, for the kinds that are answers."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        if self.kind.isdigit():
            return Refusal(int(self.kind), self.description or WORDS[self.kind])
        return None

    def matches(self, where: str, method: str | None, chat_id: int | None) -> bool:
        """Whether a call meets this fault."""
        return (
            self.where == where
            and (self.method is None or (method or "").lower() == self.method.lower())
            and (self.chat_id is None or self.chat_id == chat_id)
        )


class Faults:
    """The faults that wait, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, given: dict[str, Any]) -> Fault:
        """Take a fault from its JSON; ValueError says what is wrong with it."""
        known = {one.name for one in fields(Fault)}
        if not {"where", "kind"} <= given.keys() <= known:
            raise ValueError(f"where and kind are wanted; there are {', '.join(sorted(known))}")
        fault = Fault(
            **{name: value for name, value in given.items() if value is not None or name == "times"}
        )
        fault.kind = str(fault.kind)
        if fault.where not in WHERE or fault.kind not in KINDS:
            raise ValueError(f"where is one of {', '.join(WHERE)}; kind is one of {', '.join(KINDS)}")
        if not fault.times or (fault.kind == "down" and "times" not in given):
            fault.times = None
        self._waiting.append(fault)
        return fault

    def take(
        self, where: str, method: str | None = None, chat_id: int | None = None, kinds: frozenset[str] = ANY
    ) -> Fault | None:
        """The first fault of these kinds that matches, counted down; None on a good day."""
        if not self._waiting:
            return None
        fault = next(
            (f for f in self._waiting if f.kind in kinds and f.matches(where, method, chat_id)), None
        )
        if fault and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._waiting.remove(fault)
        return fault

    def wait(self) -> int:
        """How many kinds of trouble still wait to be met."""
        return len(self._waiting)

    def clear(self) -> None:
        """Good days from now on."""
        self._waiting.clear()
