"""Patients who fill in a form of ten questions, each with answers of her own, and remember what they answered."""

import asyncio
import random
from typing import Any

import aiohttp

from simulator import Simulator
from tests.journeys.forms import form, options, question
from tests.journeys.people import Person
from tests.journeys.phone import words

GLANCE = 0.015  # seconds between two looks at the phone
LENGTH = 10
KINDS = ("boolean", "integer", "choice", "string")
COLOURS = ("Rouge", "Vert", "Bleu")
FORM = form(
    *(
        question(
            f"q{n}",
            KINDS[n % 4],
            f"Question {n} ?",
            **({"answerOption": options(*COLOURS)} if n % 4 == 2 else {}),
        )
        for n in range(LENGTH)
    )
)


class Patient:
    """Answers every question once, and never insists: what she did must count."""

    def __init__(
        self, sim: Simulator, http: aiohttp.ClientSession, person: Person, chance: random.Random
    ) -> None:
        self.person = person
        self.answers = [self._choose(n, chance) for n in range(LENGTH)]
        self._sim = sim
        self._address = f"{sim.url}/phone/{person.user_id}"
        self._http = http

    async def live(self) -> None:
        """Open the form, answer, send; returns when the thanks have come."""
        await self._do("text", text="/suivi")
        for n, answer in enumerate(self.answers):
            await self._answer(await self._sees(f"Question {n} ?"), answer)
        await self._answer(await self._sees("Vérifiez avant d'envoyer"), "Envoyer")
        await self._sees("vos réponses sont envoyées")

    def given(self) -> list[Any]:
        """Return her answers as a response holds them."""
        return [
            {"Oui": True, "Non": False}.get(one, int(one) if one.isdigit() else one) for one in self.answers
        ]

    def _choose(self, n: int, chance: random.Random) -> str:
        match KINDS[n % 4]:
            case "boolean":
                return chance.choice(("Oui", "Non"))
            case "integer":
                return str(chance.randrange(1000))
            case "choice":
                return chance.choice(COLOURS)
            case _:
                return f"mot-{chance.randrange(1000)}"

    async def _sees(self, said: str) -> dict[str, Any]:
        """Wait until a message of the bot says this; of several, take the lowest."""
        while not (found := [message for message in self.said_by_bot() if said in words(message)]):
            await asyncio.sleep(GLANCE)
        return found[-1]

    def said_by_bot(self) -> list[dict[str, Any]]:
        """Return the bot's messages in her chat."""
        return [entry.body for entry in self._sim.world.chats.of(self.person.user_id) if entry.from_bot]

    async def _answer(self, message: dict[str, Any], answer: str) -> None:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        data = next(
            (button["callback_data"] for row in rows for button in row if button["text"] == answer), None
        )
        if data is None:
            await self._do("text", text=answer)
        else:
            await self._do("tap", message_id=message["message_id"], data=data, force=True)

    async def _do(self, gesture: str, **given: Any) -> None:
        async with self._http.post(f"{self._address}/{gesture}", json=given) as done:
            assert done.status == 200, await done.text()
