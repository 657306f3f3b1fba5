"""Patients who fill in a form of ten questions, each with answers of her own, and remember what they answered."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import aiohttp

from simulator import Simulator
from tests.journeys.forms import form, options, question
from tests.journeys.people import Person
from tests.journeys.phone import words
from tests.pictures import photo

GLANCE = 0.02  # seconds between two looks at the phone
RELUCTANT = 0.5  # seconds before a photo that could not be kept is sent again, as was asked for
LENGTH = 10
KINDS = ("boolean", "integer", "choice", "string")
COLOURS = ("Rouge", "Vert", "Bleu")
QUESTIONS = tuple(
    question(
        f"q{n}",
        KINDS[n % 4],
        f"Question {n} ?",
        **({"answerOption": options(*COLOURS)} if n % 4 == 2 else {}),
    )
    for n in range(LENGTH)
)
FORM = form(*QUESTIONS)
PHOTO = "Une photo ?"
WITH_PHOTO = form(question("photo", "attachment", PHOTO), *QUESTIONS[:4])
NOT_KEPT = "Je ne peux pas garder"
RECAP, THANKS = "Vérifiez avant d'envoyer", "vos réponses sont envoyées"


class Patient:
    """Answers every question once, and never insists: what she did must count."""

    def __init__(
        self,
        sim: Simulator,
        http: aiohttp.ClientSession,
        person: Person,
        chance: random.Random,
        step: Callable[[], None],
        photos: bool = False,
    ) -> None:
        self.person = person
        self.photos = photos
        self.answers = [self._choose(n, chance) for n in range(4 if photos else LENGTH)]
        self.refused = 0  # photos that could not be kept, as she was told
        self._sim = sim
        self._address = f"{sim.url}/phone/{person.user_id}"
        self._http = http
        self._step = step

    @property
    def asked(self) -> list[str]:
        """What she is asked, in order."""
        asked = [f"Question {n} ?" for n in range(len(self.answers))]
        return [*([PHOTO] if self.photos else []), *asked, RECAP, THANKS]

    async def live(self) -> None:
        """Open the form, answer, send; returns when the thanks have come."""
        await self._do("text", text="/suivi")
        if self.photos:
            await self._show()
        for n, answer in enumerate(self.answers):
            await self._answer(await self._sees(f"Question {n} ?"), answer)
        await self._answer(await self._sees(RECAP), "Envoyer")
        await self._sees(THANKS)

    def given(self) -> list[Any]:
        """Return her answers as a response holds them."""
        return [
            {"Oui": True, "Non": False}.get(one, int(one) if one.isdigit() else one) for one in self.answers
        ]

    def said_by_bot(self) -> list[dict[str, Any]]:
        """Return the bot's messages in her chat."""
        return [entry.body for entry in self._sim.world.chats.of(self.person.user_id) if entry.from_bot]

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

    async def _show(self) -> None:
        """Send a photo, again each time she is told that it cannot be kept."""
        await self._sees(PHOTO)
        await self._send_photo()
        told: set[tuple[int, int]] = set()
        while not self._saying("Question 0 ?"):
            telling = {(one["message_id"], one.get("edit_date", 0)) for one in self._saying(NOT_KEPT)}
            if telling - told:
                told |= telling
                self.refused += 1
                await asyncio.sleep(RELUCTANT)
                await self._send_photo()
            await asyncio.sleep(GLANCE)

    async def _sees(self, said: str) -> dict[str, Any]:
        """Wait until a message of the bot says this; of several, take the lowest."""
        while not (found := self._saying(said)):
            await asyncio.sleep(GLANCE)
        return found[-1]

    def _saying(self, said: str) -> list[dict[str, Any]]:
        return [message for message in self.said_by_bot() if said in words(message)]

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
        self._step()

    async def _send_photo(self) -> None:
        sent = aiohttp.FormData({"as": "photo"})
        sent.add_field("files", photo(width=60, height=40), filename="x.jpg")
        async with self._http.post(f"{self._address}/files", data=sent) as done:
            assert done.status == 200, await done.text()
        self._step()
