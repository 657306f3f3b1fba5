"""One chat with the engine: what is shown is taken from the outbox as delivery takes it, nothing is sent."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from conversations import engine
from conversations.events import Event, File, Sent, Tapped, Typed
from conversations.messages import Button, Message, from_json
from handlers.followups import suivi
from handlers.visit import Visit
from portal import bookmarks, followups
from portal.bookmarks import Bookmark
from portal.mailroom import outbox, slots
from portal.vault import Kept
from portal.work import Unthought, Work, Workroom
from tests.journeys import people
from tests.journeys.people import CAMILLE

_NUMBERS = count(1)


class Fetched(dict[str, Any]):
    """Every file that is asked for has been fetched, judged and sealed."""

    def __contains__(self, key: object) -> bool:
        return str(key).startswith("file:") or super().__contains__(key)

    def __missing__(self, _key: str) -> Kept:
        return Kept(f"{next(_NUMBERS):032x}", b"a key", "image/jpeg", 1000, "0" * 64, "c2hh")


class Chat:
    """A linked patient and her form of the day; every gesture is a transaction that reads the bookmark anew."""

    def __init__(self, workroom: Workroom, form: str) -> None:
        number = next(_NUMBERS)
        person = replace(CAMILLE, user_id=800_000 + number, email=f"patient{number}@example.org")
        self.workroom, self.id, self.form = workroom, person.user_id, form
        self.account_id = workroom.do(people.link, person)
        workroom.do(people.follow, self.account_id, form, at="00:00", window="24 h")
        workroom.do(followups.release_due)
        self.shown: dict[str, tuple[int, Message]] = {}  # slot → message id and message
        self._ids = count(1)
        self.open()

    def open(self) -> None:
        """Ask for the form of the day."""
        self._turn(lambda work: suivi(Visit(work, self.id)))
        self._look()

    def do(self, event: Event) -> None:
        """Do something, and look at what comes of it."""
        self._turn(lambda work: engine.receive(work, self.id, event))
        self._look()

    def _turn(self, function: Callable[[Work], Any]) -> None:
        """Have a turn taken, what it must think about first worked out in between."""
        thoughts = Fetched()

        def turn(work: Work) -> None:
            work.thoughts = thoughts
            function(work)

        while True:
            try:
                return self.workroom.do(turn)
            except Unthought as first:
                thoughts[first.think.key] = first.think.function()

    def say(self, words: str) -> None:
        self.do(Typed(words, next(self._ids)))

    def send(self, kind: str, album: str | None = None) -> None:
        number = next(self._ids)
        file = File(f"file{number}", f"unique{number}", 1000) if kind in ("photo", "document") else None
        self.do(Sent(kind, number, file=file, album=album))

    def tap(self, button: Button, message_id: int | None = None) -> None:
        self.do(Tapped(button.data, message_id or self.last_id))

    @property
    def last_id(self) -> int:
        return max((message_id for message_id, _ in self.shown.values()), default=0)

    @property
    def last(self) -> Message:
        """The message that stands lowest in the chat."""
        return next(message for message_id, message in self.shown.values() if message_id == self.last_id)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.last.rows for button in row]

    @property
    def mark(self) -> Bookmark | None:
        return self.workroom.do(bookmarks.active, str(self.id))

    def responses(self) -> list[dict[str, object]]:
        return self.workroom.do(people.responses, self.account_id)

    def _look(self) -> None:
        while self.workroom.do(self._deliver):
            pass

    def _deliver(self, work: Work) -> bool:
        rounds = outbox.claim(work, "telegram", 10)
        for one in rounds:
            for parcel, then in one.in_turn():
                self._take(work, parcel, outbox.read(work.keys, parcel))
                outbox.settle(work, one.held, parcel, "sent", then)
        return bool(rounds)

    def _take(self, work: Work, parcel: outbox.Parcel, facts: dict[str, object]) -> None:
        slot = parcel.slot or f"none {parcel.id}"
        if parcel.what == "retire":
            self.shown.pop(slot, None)
        if parcel.what != "show":
            return
        standing = self.shown.get(slot)
        message_id = next(self._ids) if facts["fresh"] or standing is None else standing[0]
        self.shown[slot] = (message_id, from_json(facts["message"]))  # type: ignore[arg-type]
        slots.stand(work, parcel.who, slot, message_id, "")
