"""A chat in memory: updates go through the handlers and a real database, messages through the real carrier."""

import asyncio
import itertools
from collections.abc import Callable
from typing import Any, TypeVar

from telegram import Bot
from telegram.request import BaseRequest

import handlers
from bot.carriers import TelegramCarrier
from bot.channels import Receipt
from bot.channels.telegram import Button, TelegramMessage
from bot.delivery import take
from conversations.watching import Warn, warn
from portal import authorisations, documents, vault
from portal.accounts import Me
from portal.errands import Errand
from portal.errors import GiveUp, TookTooLong
from portal.mailroom import outbox
from portal.vault import BlobMissing, FileNotFetched, Kept
from portal.work import Unthought, Work, Workroom
from tests.hands import UNHURRIED

T = TypeVar("T")


class Telegram:
    """What stands in the chat: the bot's messages by id, the person's as None."""

    def __init__(self) -> None:
        self.numbers = itertools.count(1)
        self.messages: dict[int, TelegramMessage | None] = {}
        self.calls = 0

    async def hint(self, _chat_id: int) -> None:
        """Show nothing."""

    async def deliver(self, message: TelegramMessage) -> Receipt:
        """Do what Telegram would."""
        self.calls += 1
        number = message.message_ids[0] if message.message_ids else next(self.numbers)
        match message.kind:
            case "send" | "photo" | "document":
                self.messages[number] = message
            case "edit" if (here := self.messages.get(number)) is None or here.kind == "photo":
                raise GiveUp("edit_gone")
            case "edit":
                self.messages[number] = message
            case "strip" if (stripped := self.messages.get(number)) is not None:
                self.messages[number] = TelegramMessage(stripped.chat_id, "edit", stripped.text)
            case "delete":
                for gone in message.message_ids:
                    self.messages.pop(gone, None)
        return Receipt(number)


class _Nobody(BaseRequest):
    """Answers what a bot asks before it starts: who am I."""

    read_timeout = 1.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, *_: Any, **__: Any) -> tuple[int, bytes]:
        return (
            200,
            b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"MaSante","username":"masante_bot"}}',
        )


class _NoWorkshop:
    """Draws nothing: what is said with a picture is said without."""

    async def do(self, _function: Callable[[], Any]) -> Any:
        raise TookTooLong("deadline")


class _NoVault:
    """Keeps nothing: what is opened is missing."""

    def get(self, name: str) -> Any:
        raise BlobMissing(name)


class Chat:
    """One person's chat. After each gesture all that had to leave has left."""

    def __init__(self, workroom: Workroom, user_id: int, language: str = "fr") -> None:
        self.user_id = user_id
        self.room = workroom
        self.telegram = Telegram()
        self._language = language
        self._handlers = handlers.install()
        self._loop = asyncio.Runner()
        self._bot = Bot("1:A", request=_Nobody(), get_updates_request=_Nobody())
        self._run(self._bot.initialize)
        workshop = _NoWorkshop()
        self._carrier = TelegramCarrier(self.telegram, workroom, workshop, _NoVault(), UNHURRIED)  # type: ignore[arg-type]

    def close(self) -> None:
        """Stop the loop."""
        self._loop.close()

    def say(self, *texts: str) -> None:
        """Write words."""
        for text in texts:
            number = next(self.telegram.numbers)
            self.telegram.messages[number] = None
            entities = (
                [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
                if text.startswith("/")
                else []
            )
            self._update({"message": {**self._around(number), "text": text, "entities": entities}})

    def send(self, kind: str) -> None:
        """Send something that is no words."""
        number = next(self.telegram.numbers)
        self.telegram.messages[number] = None
        file = {"file_id": "f", "file_unique_id": f"f{number}", "duration": 1, "width": 9, "height": 9}
        self._update({"message": {**self._around(number), kind: [file] if kind == "photo" else file}})

    def put(self, **content: Any) -> None:
        """Send a message of any content."""
        number = next(self.telegram.numbers)
        self.telegram.messages[number] = None
        self._update({"message": {**self._around(number), **content}})

    def change(self, **content: Any) -> None:
        """Change the latest message one has sent."""
        number = max(n for n, shown in self.telegram.messages.items() if shown is None)
        self._update({"edited_message": {**self._around(number), "edit_date": 1_772_000_000, **content}})

    def tap(self, label: str) -> None:
        """Tap the lowest button with this label."""
        self.press(*next((n, b.data) for n, b in reversed(self.buttons) if b.label == label and b.data))

    def press(self, message_id: int, data: str) -> None:
        """Tap any button, even one that is not there any more."""
        tapped = {
            "id": "1",
            "from": self._who,
            "chat_instance": "1",
            "data": data,
            "message": self._around(message_id),
        }
        self._update({"callback_query": tapped})

    @property
    def lowest(self) -> TelegramMessage:
        """The bot's lowest message."""
        return next(m for m in reversed(self.telegram.messages.values()) if m is not None)

    @property
    def last(self) -> str:
        """The words of the bot's lowest message, as HTML."""
        return self.lowest.text

    @property
    def labels(self) -> list[str]:
        """The buttons of the bot's lowest message."""
        return [button.label for row in self.lowest.keyboard for button in row]

    @property
    def buttons(self) -> list[tuple[int, Button]]:
        """Every button in the chat, from top to bottom."""
        return [(n, b) for n, m in self.telegram.messages.items() if m for row in m.keyboard for b in row]

    def _update(self, content: dict[str, Any]) -> None:
        """Work through an update as the reception does, each turn in a transaction of its own, then deliver."""
        answering = handlers.answering(self._handlers, self._bot, {"update_id": 1, **content})
        thoughts: dict[str, Any] = {}

        def turn(work: Work) -> None:
            work.thoughts = thoughts
            answering(work)

        while True:
            try:
                self.room.do(turn)
                break
            except Unthought as first:
                slow = first.think.function
                if isinstance(slow, Warn):
                    thoughts[first.think.key] = self.room.do(warn, slow)
                else:  # nothing is fetched here: every file fails to come
                    thoughts[first.think.key] = FileNotFetched() if isinstance(slow, Errand) else slow()
        self.deliver()

    def deliver(self) -> None:
        """Have everything leave that waits for this chat."""
        while ready := self.room.do(take, "telegram", 10):
            for one in ready:
                for parcel, then in one.round.in_turn():
                    sent = self._run(self._carrier, one, parcel, outbox.read(self.room.keys, parcel))
                    self.room.do(_settle, one, parcel, sent, then)

    def _run(self, function: Callable[..., Any], *given: Any) -> Any:
        async def running() -> Any:
            return await function(*given)

        return self._loop.run(running())

    @property
    def _who(self) -> dict[str, Any]:
        return {"id": self.user_id, "is_bot": False, "first_name": "C", "language_code": self._language}

    def _around(self, number: int) -> dict[str, Any]:
        chat = {"id": self.user_id, "type": "private"}
        return {
            "message_id": number,
            "date": int(self.room.clock.now().timestamp()),
            "chat": chat,
            "from": self._who,
        }


def _settle(work: Work, ready: Any, parcel: Any, sent: Any, then: Any) -> None:
    outbox.settle(work, ready.round.held, parcel, sent.outcome, then)
    sent.after(work)


def deposit(work: Work, account_id: str, title: str, **given: Any) -> str:
    """Put a document into someone's own record; its content is kept nowhere."""
    record = authorisations.patient_record(account_id)
    me = Me(account_id, "link", "full", fresh=True, used_at=work.now, language=None, timezone=None)
    access = authorisations.require(work, me, authorisations.Right.DEPOSIT, record)
    blob = work.chance.long_name()
    vault.draft(work, record, Kept(blob, b"", "image/jpeg", 7, "", ""), work.now)
    facts = {"type": "DOCPAT02", "dated": work.now.date(), "emergency": False, **given}
    made = documents.deposit(work, access, documents.New(title=title, blob=blob, **facts))
    assert isinstance(made, str)
    return made
