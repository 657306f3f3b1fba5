"""A crowd of patients, a few at a time, for as long as the faults go on."""

import asyncio
import random
import time
from collections.abc import Callable

import aiohttp

from portal import accounts
from portal.errors import StorageDown
from portal.work import Work, Workroom
from simulator import Simulator
from tests.faults.patients import FORM, WITH_PHOTO, Patient
from tests.journeys import people
from tests.journeys.people import Person

AT_ONCE = 8  # patients who fill in at the same time
AGAIN = 0.2  # seconds before an account is opened again, when the database was away
STEPS = 2  # of everybody, after which what a fault broke must have been mended: nobody stands still
GLANCE = 0.02
BREATH = 1.0  # seconds between two glances at most, on a machine that runs


class Stuck(AssertionError):
    """Somebody was answered no more."""


class Patience:
    """Waits for so many seconds of this process's own life: a machine that stood still made nobody wait."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = time.monotonic()
        self.waited = 0.0

    async def breath(self, why: Callable[[], str]) -> None:
        """Wait a moment longer; raises `Stuck`, and why, once it is over."""
        await asyncio.sleep(GLANCE)
        now = time.monotonic()
        self.waited, self._last = self.waited + min(now - self._last, BREATH), now
        if self.waited > self._seconds:
            raise Stuck(why())


class Crowd:
    """Patients; `photos` has each of them send one besides."""

    def __init__(
        self,
        sim: Simulator,
        http: aiohttp.ClientSession,
        portal: Workroom,
        chance: random.Random,
        photos: bool = False,
    ) -> None:
        self.sim = sim
        self.chance = chance
        self.photos = photos
        self.patients: dict[str, Patient] = {}  # by account
        self.over = False
        self._http = http
        self._portal = portal
        self._steps = [0] * AT_ONCE
        self._count = 0

    async def live(self) -> None:
        """Have new patients begin as others end, until it is over and all have ended."""
        await asyncio.gather(*(self._one_after_the_other(place) for place in range(AT_ONCE)))

    async def moves_on(self, living: asyncio.Task[None], patience: float) -> float:
        """Return once everybody has gone on by some steps, and how long the slowest took; raises `Stuck`."""
        before, waiting = list(self._steps), Patience(patience)

        def still() -> str:
            count = sum(now - then < STEPS for now, then in zip(self._steps, before, strict=True))
            return f"{count} of {AT_ONCE} stood still for {patience:.0f} s"

        while any(now - then < STEPS for now, then in zip(self._steps, before, strict=True)):
            if living.done():
                living.result()
            await waiting.breath(still)
        return waiting.waited

    def chats(self) -> list[int]:
        """Return the chats of those who are filling in."""
        return [patient.person.user_id for patient in list(self.patients.values())[-AT_ONCE:]]

    async def _one_after_the_other(self, place: int) -> None:
        def step() -> None:
            self._steps[place] += 1

        while not self.over:
            n, self._count = self._count, self._count + 1
            person = people.one_of_many(730000 + n)
            self.sim.world.people.upsert(person.user_id, person.card())
            patient = Patient(self.sim, self._http, person, self.chance, step, self.photos)
            self.patients[await self._opened(person)] = patient
            await patient.live()

    async def _opened(self, person: Person) -> str:
        while True:
            try:
                return await self._portal.run(_open, person, WITH_PHOTO if self.photos else FORM)
            except StorageDown:
                await asyncio.sleep(AGAIN)


def _open(work: Work, person: Person, form: str) -> str:
    account_id = people.link(work, person)  # an e-mail invites her
    accounts.write_to(work, account_id, "sms", "documents_new", {"bot": "masante_demo_bot"})
    # A reminder has a queue of its own: it could be a second one repeated.
    accounts.stop_notices(work, person.user_id)
    people.follow(work, account_id, form, at="00:00", window="24 h")
    people.release(work)
    return account_id
