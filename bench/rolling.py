"""A rolling upgrade, drilled: two real processes behind one webhook, patients at work, the schema moved under them.

`BENCH_OLD=FOLDER` names a tree of an older version, which then begins; without it the old version is this code,
and the next migration a made-up one that adds to every table.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from aiohttp import web
from rich.console import Console
from rich.table import Table

from bot.settings import Settings
from portal import accounts, mode
from portal.clock import SystemClock
from portal.database import connect
from portal.mailroom import inbox, outbox
from portal.mode import Mode
from portal.work import Work, Workroom
from simulator import Simulator
from tests.databases import postgres, postgres_database
from tests.faults.patients import FORM, Patient
from tests.journeys import people
from tests.journeys.people import Person
from tests.journeys.phone import words
from tests.widening import widen

HERE = Path(__file__).parents[1]
AT_ONCE = 6


def run(long: bool) -> dict[str, Any]:  # noqa: ARG001
    """Drill it once."""
    old = Path(os.environ.get("BENCH_OLD") or HERE).absolute()
    with ExitStack() as stack:
        server = stack.enter_context(postgres())
        database = stack.enter_context(postgres_database(server, "rolling"))
        folder = Path(stack.enter_context(TemporaryDirectory(dir="/var/tmp")))
        found = asyncio.run(_drill(database, folder, old))
    table = Table(
        "what", "came of it", title=f"Two processes behind one webhook; the old ones from {old.name}"
    )
    for name, value in found.items():
        table.add_row(name, str(value))
    Console().print(table)
    return found


@dataclass
class Replica:
    """One process of the bot."""

    number: int
    tree: Path
    environ: dict[str, str]
    port: int
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; returns once it is ready, or has ended."""
        listen = {"MASANTE_LISTEN": f"127.0.0.1:{self.port}", "PYTHONPATH": str(self.tree)}
        log = (Path(self.environ["FOLDER"]) / f"bot-{self.number}.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=self.environ["FOLDER"],
            env={**os.environ, **self.environ, **listen}, stderr=log, stdout=log,
        )  # fmt: skip
        while self.process.returncode is None and not await self.ready():
            await asyncio.sleep(0.1)

    async def ready(self) -> bool:
        """Tell what `/ready` says."""
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.get(f"http://127.0.0.1:{self.port}/ready") as said,
            ):
                return said.status == 200
        except aiohttp.ClientError:
            return False

    async def stop(self) -> tuple[int | None, float]:
        """Stop it as a supervisor does; with which code it ended, in how many seconds."""
        began = time.monotonic()
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            await self.process.wait()
        return self.process and self.process.returncode, time.monotonic() - began


@dataclass
class Proxy:
    """Takes Telegram's updates, and gives each to the next replica that takes it."""

    replicas: list[Replica]
    given: Counter[int] = field(default_factory=Counter)
    turn: int = 0

    async def __call__(self, request: web.Request) -> web.Response:
        """Pass one request on, as it is."""
        body = await request.read()
        self.turn += 1
        order = self.replicas[self.turn % 2 :] + self.replicas[: self.turn % 2]
        async with aiohttp.ClientSession() as http:
            for one in order:
                try:
                    address = f"http://127.0.0.1:{one.port}{request.path}"
                    async with http.post(address, data=body, headers=request.headers) as answer:
                        if answer.status != 503:
                            self.given[one.number] += 1
                            return web.Response(status=answer.status, body=await answer.read())
                except aiohttp.ClientError:
                    continue
        return web.Response(status=503, headers={"Retry-After": "1"})


@dataclass
class Crowd:
    """Patients who fill in their forms, a few at a time, one after the other."""

    sim: Simulator
    http: aiohttp.ClientSession
    room: Workroom
    patients: dict[str, Patient] = field(default_factory=dict)
    begun: int = 0
    over: bool = False

    async def live(self) -> None:
        """Go on until it is over."""
        await asyncio.gather(*(self._one_after_the_other() for _ in range(AT_ONCE)))

    async def _one_after_the_other(self) -> None:
        while not self.over:
            n, self.begun = self.begun, self.begun + 1
            person = people.one_of_many(760000 + n)
            self.sim.world.people.upsert(person.user_id, person.card())
            patient = Patient(self.sim, self.http, person, random.Random(n))
            account_id = await self.room.run(_open, person)
            self.patients[account_id] = patient
            await patient.live()

    async def finished(self, more: int) -> None:
        """Wait until so many more have been thanked."""
        wanted = self.thanked() + more
        while self.thanked() < wanted:
            await asyncio.sleep(0.1)

    def thanked(self) -> int:
        """Return how many times somebody was thanked."""
        return sum(
            "vos réponses sont envoyées" in words(message)
            for patient in list(self.patients.values())
            for message in patient.said_by_bot()
        )


def _open(work: Work, person: Person) -> str:
    account_id = people.link(work, person)
    accounts.stop_notices(work, person.user_id)
    people.follow(work, account_id, FORM, at="00:00", window="24 h")
    people.release(work)
    return account_id


async def _drill(database: str, folder: Path, old: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        sim = await stack.enter_async_context(Simulator())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        ports = [_free_port() for _ in range(3)]
        environ = _environ(sim, database, folder, ports[0])
        replicas = [Replica(n, old, environ, ports[n + 1]) for n in range(2)]
        proxy = Proxy(replicas)
        await stack.enter_async_context(_served(proxy, ports[0]))
        await _migrate(old, environ)
        for one in replicas:
            await one.start()
            stack.push_async_callback(one.stop)
        room = Workroom(
            connect(database), SystemClock(), Settings.read(environ).ring()
        )  # of this code: the commands'
        stack.callback(room.close)
        if old != HERE:  # what opens the records knows the newer schema only: it is moved first
            await _migrate(HERE, environ)
        crowd = Crowd(sim, http, room)
        living = asyncio.create_task(crowd.live())
        await asyncio.wait_for(_roll(crowd, replicas, old, room, environ, found), 400)
        found |= await _modes(crowd, room)
        crowd.over = True
        await asyncio.wait_for(living, 120)
        found |= await _limits(crowd, room)
        found |= await room.run(_verdict, crowd)
        found["updates given to each"] = dict(proxy.given)
        ends = [await one.stop() for one in replicas]
        found["stopped with, seconds"] = [(code, round(took, 1)) for code, took in ends]
    return found


async def _roll(
    crowd: Crowd,
    replicas: list[Replica],
    old: Path,
    room: Workroom,
    environ: dict[str, str],
    found: dict[str, Any],
) -> None:
    await crowd.finished(8)
    if old == HERE:
        await asyncio.to_thread(widen, room.engine)
        await _migrate_says(environ, found)
    await crowd.finished(8)
    found["old ones ready on the newer schema"] = [await one.ready() for one in replicas]
    for one in replicas:
        await one.stop()
        await one.start()
        found.setdefault("old ones started again", []).append(await one.ready())
        one.tree = HERE
        if not await one.ready():
            await one.start()
        await crowd.finished(4)
    for one in replicas:
        await one.stop()
        await one.start()
        await crowd.finished(4)
    found["new ones ready"] = [await one.ready() for one in replicas]


async def _migrate_says(environ: dict[str, str], found: dict[str, Any]) -> None:
    """What a command of the old version says on the newer schema."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "patient", "list", cwd=environ["FOLDER"], stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE, env={**os.environ, **environ, "PYTHONPATH": str(HERE)},
    )  # fmt: skip
    _out, said = await process.communicate()
    found["a command of the old version"] = f"{process.returncode}: {said.decode().strip()[:80]}"


async def _modes(crowd: Crowd, room: Workroom) -> dict[str, Any]:
    """Keep still in both ways, for five seconds each; return how many were thanked meanwhile."""
    found = {}
    for wanted in (Mode.READ_ONLY, Mode.DRAIN):
        await room.run(mode.choose, wanted)
        await asyncio.sleep(3)  # they look every two seconds
        before, waiting = crowd.thanked(), await room.run(inbox.counts)
        await asyncio.sleep(5)
        after = await room.run(inbox.counts)
        found[f"thanked in {wanted}; updates kept before, after"] = (
            crowd.thanked() - before, waiting["waiting"], after["waiting"],
        )  # fmt: skip
        await room.run(mode.choose, Mode.NORMAL)
        await crowd.finished(3)
    return found


async def _limits(crowd: Crowd, room: Workroom) -> dict[str, Any]:
    """Have Telegram limit us, with an answer or a reminder for every chat at once."""
    world, chats = crowd.sim.world, [one.person.user_id for one in crowd.patients.values()]
    heard = [_heard(world, chat) for chat in chats]
    before = len(list(world.calls.since(0, "sendMessage", None)))
    world.flood.on = True
    began = time.monotonic()
    await room.run(_many, chats)
    while (left := await room.run(outbox.counts))["telegram"] + left["bulk"]:
        await asyncio.sleep(0.2)
    world.flood.on = False
    calls = len(list(world.calls.since(0, "sendMessage", None))) - before
    came = [_heard(world, chat) - earlier for chat, earlier in zip(chats, heard, strict=True)]
    took = round(time.monotonic() - began, 1)
    return {"limited: messages, calls, came once, seconds": (len(chats), calls, came.count(1), took)}


def _heard(world: Any, chat: int) -> int:
    return sum(entry.from_bot for entry in world.chats.of(chat))


def _many(work: Work, chats: list[int]) -> None:
    rows = [
        outbox.Row("bulk" if n % 2 else "telegram", str(chat), "sorry", {}) for n, chat in enumerate(chats)
    ]
    outbox.put_many(work, rows)


def _verdict(work: Work, crowd: Crowd) -> dict[str, Any]:
    kept = {
        account_id: [_answers(one) for one in people.responses(work, account_id)]
        for account_id in crowd.patients
    }
    given = {account_id: patient.given() for account_id, patient in crowd.patients.items()}
    return {
        "patients": len(kept),
        "lost": sum(not some for some in kept.values()),
        "doubled": sum(len(some) > 1 for some in kept.values()),
        "altered": sum(some[:1] != [given[one]] for one, some in kept.items() if some),
        "thanked": crowd.thanked(),
        "updates waiting, set aside": tuple(inbox.counts(work).values()),
    }


def _answers(resource: dict[str, Any]) -> list[Any]:
    values = [next(iter(item["answer"][0].values())) for item in resource["item"]]
    return [int(value) if not isinstance(value, bool | str) else value for value in values]


async def _migrate(tree: Path, environ: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "migrate", cwd=environ["FOLDER"], stdout=asyncio.subprocess.DEVNULL,
        env={**os.environ, **environ, "PYTHONPATH": str(tree)},
    )  # fmt: skip
    assert await process.wait() == 0


def _environ(sim: Simulator, database: str, folder: Path, port: int) -> dict[str, str]:
    return {
        "FOLDER": str(folder),
        "MASANTE_TELEGRAM_TOKEN": sim.token,
        "MASANTE_TELEGRAM_API": sim.url,
        "MASANTE_DATABASE_URL": database,
        "MASANTE_KEYS": str(folder / "keys"),
        "MASANTE_VAULT_URL": f"file://{folder / 'vault'}",
        "MASANTE_SUPPORT_EMAIL": "aide@example.org",
        "MASANTE_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "MASANTE_RECOGNITION": "off",
    }


class _served:  # noqa: N801  used as a function
    """The proxy, listening."""

    def __init__(self, proxy: Proxy, port: int) -> None:
        app = web.Application()
        app.router.add_post("/telegram", proxy)
        self._runner, self._port = web.AppRunner(app, access_log=None), port

    async def __aenter__(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def __aexit__(self, *raised: object) -> None:
        await self._runner.cleanup()


def _free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
