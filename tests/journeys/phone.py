"""A phone in someone's hands: writes, taps, reads, as a journey tells it."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.journeys.people import Person

Json = dict[str, Any]

TICKS = "✅⬜ "
MOST_LOOKS = 1000
AS_SEEN = {0xA0: " ", 0x202F: " "}  # no-break spaces look like others


class Phone:
    """What a person does and sees. Every gesture returns once the bot has nothing left to do about it."""

    def __init__(
        self, url: str, http: aiohttp.ClientSession, person: Person, settle: Callable[[], Awaitable[None]]
    ) -> None:
        self.person = person
        self.messages: list[Json] = []
        self._address = f"{url}/phone/{person.user_id}"
        self._http = http
        self._settle = settle

    async def start(self, payload: str = "") -> None:
        """Press Start, or follow a link."""
        self.start_payload = payload
        await self.do("start", payload=payload)

    async def say(self, *texts: str) -> None:
        """Write messages, one after the other."""
        for text in texts:
            await self.do("text", text=text)

    async def tap(self, *labels: str) -> None:
        """Tap buttons, one after the other: the lowest in the chat that is labelled so, or begins so."""
        for label in labels:
            message_id, data = self.button(label)
            await self.do("tap", message_id=message_id, data=data)

    async def answer(self, *answers: str) -> None:
        """Answer questions one after the other, by the button that says so, else in words."""
        for answer in answers:
            numbered = re.search(rf"^(\d+)\. {re.escape(answer)}$", self.last, re.MULTILINE)
            if numbered or answer in [label.lstrip(TICKS) for label in self.buttons]:
                await self.tap(numbered[1] if numbered else answer)
            else:
                await self.say(answer)

    async def change(self, question: str) -> None:
        """From the recap, choose the question whose answer is to change."""
        await self.tap("Changer une réponse")
        while question not in self.last:
            await self.tap("Suite ›")
        await self.tap(next(line.partition(".")[0] for line in self.last.splitlines() if question in line))

    async def attach(self, kind: str, name: str, *contents: bytes, caption: str = "") -> None:
        """Send a file, as a photo or as a document; several make an album."""
        form = aiohttp.FormData({"as": kind, "caption": caption})
        for content in contents:
            form.add_field("files", content, filename=name)
        async with self._http.post(f"{self._address}/files", data=form) as answer:
            assert answer.status == 200, await answer.text()
        await self.look()

    async def type_inline(self, query: str) -> Json:
        """Type the bot's name and some words; returns what it suggests."""
        await self.at_once("inline", query=query)
        for _ in range(MOST_LOOKS):
            await self._settle()
            if (answer := await self._see("inline")) is not None:
                return dict(answer)
        raise AssertionError("nothing was suggested")

    async def do(self, gesture: str, **given: Any) -> None:
        """Make any gesture of the simulator's phones, and see what comes of it."""
        await self.at_once(gesture, **given)
        await self.look()

    async def at_once(self, gesture: str, **given: Any) -> Any:
        """Make a gesture, and do not wait."""
        async with self._http.post(f"{self._address}/{gesture}", json=given) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def look(self) -> None:
        """Look at the chat once the bot has done all it had to."""
        await self._settle()
        self.messages = (await self._see("chat"))["messages"]

    @property
    def last(self) -> str:
        """The words of the bot's lowest message."""
        return words(self.said_by_bot[-1])

    @property
    def buttons(self) -> list[str]:
        """The labels under the bot's lowest message."""
        return [button["text"] for button in _buttons(self.said_by_bot[-1])]

    @property
    def said_by_bot(self) -> list[Json]:
        """The bot's messages that stand in the chat."""
        return [message for message in self.messages if message["from_bot"]]

    @property
    def said(self) -> list[str]:
        """What she has written and still stands in the chat."""
        return [words(message) for message in self.messages if not message["from_bot"]]

    @property
    def everything(self) -> str:
        """All the words in the chat."""
        return "\n".join(map(words, self.messages))

    def button(self, label: str) -> tuple[int, str]:
        """Return message id and data of a button."""
        for message in reversed(self.messages):
            for fits in (str.__eq__, str.startswith):
                for button in _buttons(message):
                    if fits(button["text"].lstrip(TICKS), label):
                        return message["message_id"], button["callback_data"]
        raise AssertionError(f"no button {label!r}; the bot said {self.last!r} with {self.buttons}")

    async def sms(self) -> list[str]:
        """Return the text messages received."""
        return [one["text"] for one in await self._see("sms")]

    async def sms_as_sent(self) -> list[str]:
        """Return the text messages as the gateway got them."""
        async with self._http.get(f"{self._address}/sms") as answer:
            return [one["text"] for one in await answer.json()]

    async def mail(self) -> list[str]:
        """Return the e-mails received: subject, then text."""
        return [f"{one['subject']}\n{one['text']}" for one in await self._see("mail")]

    async def code(self) -> str:
        """Return the code of the latest SMS."""
        return _code((await self.sms())[-1], 6)

    async def mailed_code(self, digits: int = 6) -> str:
        """Return the code of the latest e-mail."""
        return _code((await self.mail())[-1], digits)

    async def _see(self, what: str) -> Any:
        async with self._http.get(f"{self._address}/{what}") as answer:
            return json.loads(json.dumps(await answer.json(), ensure_ascii=False).translate(AS_SEEN))


def words(message: Json) -> str:
    """Return the words of a message, or of its picture."""
    return message.get("text") or message.get("caption") or ""


def _buttons(message: Json) -> list[Json]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def _code(text: str, digits: int) -> str:
    found = re.search(rf"\b\d{{{digits}}}\b", text)
    assert found, text
    return found[0]
