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
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from bench.processes import held_port
from bot.settings import Settings
from portal import mode
from portal.clock import SystemClock
from portal.database import connect
from portal.mailroom import outbox
from portal.mode import Mode
from portal.work import Work, Workroom
from simulator import Simulator
from tests.databases import postgres, postgres_database
from tests.faults import wire
from tests.faults.crowd import Crowd
from tests.faults.harness import environ_of
from tests.faults.patients import THANKS
from tests.faults.verdict import judge
from tests.faults.wire import Wire
from tests.journeys.phone import words
from tests.waiting import waiting
from tests.widening import widen

HERE = Path(__file__).parents[1]


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


def _thanked(crowd: Crowd) -> int:
    """Return how many times somebody was thanked."""
    said = (message for patient in list(crowd.patients.values()) for message in patient.said_by_bot())
    return sum(THANKS in words(message) for message in said)


async def _finished(crowd: Crowd, more: int) -> None:
    """Wait until so many more have been thanked."""
    wanted = _thanked(crowd) + more
    while _thanked(crowd) < wanted:
        await asyncio.sleep(0.1)


async def _drill(database: str, folder: Path, old: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    async with AsyncExitStack() as stack:
        sim = await stack.enter_async_context(Simulator())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        ports = [stack.enter_context(held_port()) for _ in range(2)]
        proxy = await stack.enter_async_context(Wire([wire.port(one) for one in ports]))
        hook = {"MASANTE_WEBHOOK_URL": f"http://127.0.0.1:{proxy.port}/telegram", "FOLDER": str(folder)}
        environ = {**environ_of(sim, database, folder), **hook}
        replicas = [Replica(n, old, environ, port) for n, port in enumerate(ports)]
        await _migrate(old, environ)
        for one in replicas:
            await one.start()
            stack.push_async_callback(one.stop)
        # The commands are of this code.
        room = Workroom(connect(database), SystemClock(), Settings.read(environ).ring())
        stack.callback(room.close)
        if old != HERE:  # what opens the records knows the newer schema only: it is moved first
            await _migrate(HERE, environ)
        crowd = Crowd(sim, http, room, random.Random(1))
        living = asyncio.create_task(crowd.live())
        await asyncio.wait_for(_roll(crowd, replicas, old, room, environ, found), 400)
        found |= await _modes(crowd, room)
        crowd.over = True
        await asyncio.wait_for(living, 120)
        found |= await _limits(crowd, room)
        found |= (await asyncio.to_thread(judge, crowd, room, [])).figures()
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
    await _finished(crowd, 8)
    if old == HERE:
        await asyncio.to_thread(widen, room.engine)
        await _migrate_says(environ, found)
    await _finished(crowd, 8)
    found["old ones ready on the newer schema"] = [await one.ready() for one in replicas]
    for one in replicas:
        await one.stop()
        await one.start()
        found.setdefault("old ones started again", []).append(await one.ready())
        one.tree = HERE
        if not await one.ready():
            await one.start()
        await _finished(crowd, 4)
    for one in replicas:
        await one.stop()
        await one.start()
        await _finished(crowd, 4)
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
        before, (kept,) = _thanked(crowd), await room.run(waiting, "inbox")
        await asyncio.sleep(5)
        (after,) = await room.run(waiting, "inbox")
        found[f"thanked in {wanted}; updates kept before, after"] = (
            _thanked(crowd) - before, kept, after,
        )  # fmt: skip
        await room.run(mode.choose, Mode.NORMAL)
        await _finished(crowd, 3)
    return found


async def _limits(crowd: Crowd, room: Workroom) -> dict[str, Any]:
    """Have Telegram limit us, with an answer or a reminder for every chat at once."""
    world, chats = crowd.sim.world, [one.person.user_id for one in crowd.patients.values()]
    heard = [_heard(world, chat) for chat in chats]
    before = len(list(world.calls.since(0, "sendMessage", None)))
    world.flood.on = True
    began = time.monotonic()
    await room.run(_many, chats)
    while any(await room.run(waiting, "telegram", "bulk")):
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


async def _migrate(tree: Path, environ: dict[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "migrate", cwd=environ["FOLDER"], stdout=asyncio.subprocess.DEVNULL,
        env={**os.environ, **environ, "PYTHONPATH": str(tree)},
    )  # fmt: skip
    assert await process.wait() == 0
