"""Power cuts: the bot as a process of its own, killed (-9) at random moments while patients fill in their forms.

`power_cuts` is what the tests run a few times and anyone may run as often as she likes; `orderly` stops the bot
instead, as a supervisor does.
"""

import asyncio
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
from sqlalchemy import func, select

from bot import app, logs
from bot.settings import Settings
from portal import accounts
from portal.bookmarks import ACTIVE, BookmarkRow
from portal.clock import SystemClock
from portal.database import connect
from portal.mailroom import inbox, outbox
from portal.work import Work, Workroom
from simulator import Simulator
from tests.faults.patients import FORM, Patient
from tests.journeys import people
from tests.journeys.people import Person
from tests.journeys.phone import words

AT_ONCE = 8  # patients who fill in at the same time
PATIENCE = 60  # seconds until everybody must have been thanked, once the cuts are over

# Forked from a process that has imported everything: a new life begins in a tenth of a second.
lives = multiprocessing.get_context("forkserver")
lives.set_forkserver_preload(["bot.app", "tests.faults.harness"])


@dataclass
class Verdict:
    """What the power cuts did; only `kills` and `patients` should be other than 0."""

    kills: int
    patients: int = 0
    unthanked: int = 0
    lost: int = 0
    doubled: int = 0
    altered: int = 0
    stuck: int = 0  # conversations still under way, updates and messages that wait or were set aside
    repeated: int = 0  # messages that came twice, all in all
    most_repeated: int = 0  # in one chat, by one kill
    slowest: float = field(default=0, compare=False)  # seconds until it had ended
    codes: set[int | None] = field(default_factory=set, compare=False)  # how it ended


async def power_cuts(
    database: str, folder: Path, kills: int, seed: int, within: float = 0.4, *, orderly: bool = False
) -> Verdict:
    """Kill the bot `kills` times, each time up to `within` seconds after it has answered again; then look."""
    chance = random.Random(seed)
    async with Simulator() as sim, aiohttp.ClientSession() as http:
        environ = _environ(sim, database, folder)
        with _portal(environ) as portal:
            crowd = _Crowd(sim, http, portal, chance)
            end = BaseProcess.terminate if orderly else BaseProcess.kill
            cuts = await _cut(crowd, environ, kills, within, chance, end)
            return await _verdict(crowd, portal, cuts)


class Cut(NamedTuple):
    """After how many calls to Telegram it came, how long the process took to end, and how."""

    calls: int
    took: float
    code: int | None


class _Crowd:
    """Patients, a few at a time, as long as the cuts go on."""

    def __init__(
        self, sim: Simulator, http: aiohttp.ClientSession, portal: Workroom, chance: random.Random
    ) -> None:
        self.sim = sim
        self._http = http
        self._portal = portal
        self._chance = chance
        self.patients: dict[str, Patient] = {}  # by account
        self.over = False

    async def live(self) -> None:
        """Have new patients begin as others end, until it is over and all have ended."""
        await asyncio.gather(*(self._one_after_the_other() for _ in range(AT_ONCE)))

    async def _one_after_the_other(self) -> None:
        while not self.over:
            n = len(self.patients)
            person = Person(730000 + n, f"P{n}", f"p{n}@example.org", f"+3363998{n:04}")
            self.sim.world.people.upsert(person.user_id, person.card())
            patient = Patient(self.sim, self._http, person, self._chance)
            account_id = self._portal.do(_open, person)
            self.patients[account_id] = patient
            await patient.live()


async def _cut(
    crowd: _Crowd,
    environ: dict[str, str],
    kills: int,
    within: float,
    chance: random.Random,
    end: Callable[[BaseProcess], None],
) -> list["Cut"]:
    """Cut the power again and again."""
    cuts = []
    living = asyncio.create_task(crowd.live())
    process = _begin(environ)
    try:
        for _ in range(kills):
            await _answers_again(crowd.sim, living)
            await asyncio.sleep(chance.uniform(0, within))
            began = time.monotonic()
            end(process)
            await asyncio.to_thread(process.join)
            took = time.monotonic() - began
            cuts.append(Cut(crowd.sim.world.calls._count, took, process.exitcode))
            process = _begin(environ)
        crowd.over = True
        await asyncio.wait({living}, timeout=PATIENCE)
        await asyncio.sleep(0.5)  # what is still to be settled
    finally:
        living.cancel()
        process.terminate()
        await asyncio.to_thread(process.join)
    return cuts


def _begin(environ: dict[str, str]) -> BaseProcess:
    process = lives.Process(target=_live, args=(environ,), daemon=True)
    process.start()
    return process


def _live(environ: dict[str, str]) -> None:
    """Be the bot."""
    with Path(environ["LOG"]).open("a") as log:
        settings = Settings.read(environ)
        logs.configure(settings.secrets(), log)
        asyncio.run(app.serve_for_ever(settings))


async def _answers_again(sim: Simulator, living: asyncio.Task[None]) -> None:
    def sent() -> int:
        return sum(
            call["method"] in ("sendMessage", "editMessageText")
            for call in sim.world.calls.since(0, None, None)
        )

    before = sent()
    while sent() == before:
        if living.done():
            living.result()
        await asyncio.sleep(0.01)


def _environ(sim: Simulator, database: str, folder: Path) -> dict[str, str]:
    return {
        "MASANTE_TELEGRAM_TOKEN": sim.token,
        "MASANTE_TELEGRAM_API": sim.url,
        "MASANTE_DATABASE_URL": database,
        "MASANTE_KEYS": str(folder / "keys"),
        "MASANTE_SUPPORT_EMAIL": "aide@example.org",
        "MASANTE_LISTEN": "127.0.0.1:0",
        "LOG": str(folder / "bot.log"),
    }


@contextmanager
def _portal(environ: dict[str, str]) -> Iterator[Workroom]:
    settings = Settings.read(environ)
    room = Workroom(connect(settings.database_url), SystemClock(), settings.ring())
    yield room
    room.close()


def _open(work: Work, person: Person) -> str:
    account_id = people.link(work, person)
    accounts.stop_notices(
        work, person.user_id
    )  # a reminder has a queue of its own: it could be a second one repeated
    people.follow(work, account_id, FORM, at="00:00", window="24 h")
    people.release(work)
    return account_id


async def _verdict(crowd: _Crowd, portal: Workroom, cuts: list[Cut]) -> Verdict:
    verdict = Verdict(len(cuts), len(crowd.patients))
    for account_id, patient in crowd.patients.items():
        kept = [_answers(one) for one in portal.do(people.responses, account_id)]
        verdict.lost += not kept
        verdict.doubled += len(kept) > 1
        verdict.altered += any(one != patient.given() for one in kept)
        thanks = [
            message for message in patient.said_by_bot() if "vos réponses sont envoyées" in words(message)
        ]
        verdict.unthanked += not thanks
    verdict.stuck = portal.do(_stuck)
    verdict.slowest, verdict.codes = max(cut.took for cut in cuts), {cut.code for cut in cuts}
    repeats = _repeats(crowd.sim, [cut.calls for cut in cuts])
    verdict.repeated, verdict.most_repeated = sum(repeats.values()), max(repeats.values(), default=0)
    return verdict


def _answers(resource: dict[str, Any]) -> list[Any]:
    values = [next(iter(item["answer"][0].values())) for item in resource["item"]]
    return [int(value) if not isinstance(value, bool | str) else value for value in values]


def _stuck(work: Work) -> int:
    under_way = select(func.count()).select_from(BookmarkRow).where(BookmarkRow.__table__.c.state == ACTIVE)
    waiting = {name: n for name, n in outbox.counts(work).items() if name != "purge"}
    return work.execute(under_way).scalar_one() + sum(inbox.counts(work).values()) + sum(waiting.values())


def _repeats(sim: Simulator, cuts: list[int]) -> Counter[tuple[int, int]]:
    """Count what was sent twice, word for word and button for button, by chat and by the cut before it."""
    seen: set[str] = set()
    repeats: Counter[tuple[int, int]] = Counter()
    for call in sim.world.calls.since(0, "sendMessage", None):
        what = str(sorted(call["params"].items()))
        if what in seen:
            repeats[call["chat_id"], sum(cut < call["n"] for cut in cuts)] += 1
        seen.add(what)
    return repeats
