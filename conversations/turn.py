"""The turn in which one answer is dealt with, and what can come of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from conversations.messages import Block, Rows
from locales import Words, pack, unpack
from portal import accounts
from portal.bookmarks import Bookmark
from portal.errors import Refused
from portal.work import Work


class Next(NamedTuple):
    """The conversation that a form starts when it ends."""

    form: str
    facts: Mapping[str, Any] = {}
    subject: str | None = None


@dataclass(frozen=True)
class Said:
    """The last word of a conversation: it ends here. `purge`: it tells of health, so it leaves the chat in time."""

    blocks: tuple[Block, ...]
    rows: Rows = ()
    then: Next | None = None
    purge: bool = False


class AskAgain(NamedTuple):
    """Go back to a question and ask it anew, forgetting its answer and those after it."""

    name: str
    refused: Refused | None = None


Outcome: TypeAlias = Refused | Said | AskAgain | None


def said(*words: Words, rows: Rows = (), then: Next | None = None) -> Said:
    """Return a last word of plain paragraphs."""
    return Said(tuple(Block("plain", w) for w in words), rows, then)


@dataclass
class Turn:
    """One answer being dealt with: the transaction, the chat, and the conversation's bookmark."""

    work: Work
    chat: int
    mark: Bookmark
    reader: accounts.Reader
    asked: list[Any] | None = None  # the questions that apply, until an answer changes
    walk: Any = None  # what they were computed from
    alarmed: bool = False  # words of danger: whom to call was said, nothing long comes below

    @property
    def language(self) -> str:
        """The language this person reads."""
        return self.reader.language

    @property
    def facts(self) -> dict[str, Any]:
        """What the conversation knows besides its answers: identifiers, proofs; JSON only."""
        facts: dict[str, Any] = self.mark.data["facts"]
        return facts

    def __getitem__(self, name: str) -> Any:
        """Return the answer to a question; `KeyError` when it has none."""
        return unpack(self.mark.data["answers"][name])

    def get(self, name: str, default: Any = None) -> Any:
        """Return the answer to a question, or `default`."""
        return self[name] if name in self.mark.data["answers"] else default

    @property
    def answers(self) -> dict[str, Any]:
        """Every answer given so far, by the path of its question."""
        return {name: unpack(value) for name, value in self.mark.data["answers"].items()}

    def keep(self, name: str, value: Any) -> None:
        """Store an answer in the bookmark."""
        packed = [pack(one) for one in value] if isinstance(value, list | tuple) else pack(value)
        self.mark.data["answers"][name] = packed
        self._unskip(name)

    def drop(self, name: str) -> None:
        """Forget an answer."""
        self.mark.data["answers"].pop(name, None)
        self._unskip(name)

    def skip(self, name: str) -> None:
        """Pass over a question."""
        self.drop(name)
        self.mark.data["skipped"].append(name)

    @property
    def gathered(self) -> dict[str, Any]:
        """What has been sent to a question and is not its answer yet, by its path: lost by no way back."""
        gathered: dict[str, Any] = self.mark.data.setdefault("gathered", {})
        return gathered

    def forget_computed(self) -> None:
        """Compute anew which questions apply."""
        self.asked = self.walk = None

    def _unskip(self, name: str) -> None:
        self.forget_computed()
        self.gathered.pop(name, None)
        if name in self.mark.data["skipped"]:
            self.mark.data["skipped"].remove(name)

    @property
    def skipped(self) -> list[str]:
        """The questions passed over."""
        skipped: list[str] = self.mark.data["skipped"]
        return skipped

    @cached_property
    def me(self) -> accounts.Me | None:
        """Who this chat is linked to."""
        return accounts.me(self.work, self.chat, self.work.policy.fresh_for)

    @property
    def now(self) -> datetime:
        """The instant of this turn."""
        return self.work.now
