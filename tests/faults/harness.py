"""Trials: the bot as processes of its own, and patients who fill in their forms while one thing after the other goes wrong.

`trial` runs named faults of `tests/faults/table.py`; `power_cuts` kills the bot (-9) at random moments, again and
again, or stops it as a supervisor does. Both are what the tests run a few times and anyone may run as often as she likes.
"""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Protocol

import aiohttp
from sqlalchemy import make_url

from bench.processes import held_port
from bot.settings import Settings
from portal.clock import SystemClock
from portal.database import connect
from portal.work import Workroom
from simulator import Simulator
from tests.faults import wire
from tests.faults.crowd import Crowd, Patience, Stuck
from tests.faults.failing import FailingBucket
from tests.faults.lives import End, Lives
from tests.faults.verdict import Verdict, judge
from tests.faults.wire import Wire

PATIENCE = 45  # seconds until everybody must have gone on, or been thanked, once a fault is over
HOOK_SECONDS = 6  # for which the simulator waits for an answer to an update: a frozen process gives none
LAST_WORDS = 60  # lines of the log that are shown when somebody is stuck
TO_SETTLE = 45.0  # seconds for what nobody waits for: an e-mail that a server hung up on


class Happening(Protocol):
    """Something that goes wrong."""

    name: str

    async def __call__(self, tried: "Trial") -> None: ...


class Trial:
    """What a fault may touch: the simulator, the processes, the wire to their database, the clock of their machine."""

    def __init__(
        self,
        sim: Simulator,
        crowd: Crowd,
        lives: Lives,
        database: str,
        line: Wire | None,
        outage: float,
        log: Path,
    ) -> None:
        self.sim, self.crowd, self.lives, self.database = sim, crowd, lives, database
        self.line = line  # to PostgreSQL
        self.bucket: FailingBucket | None = None  # where photos are kept, if any are sent
        self.log = log
        self.outage = outage  # seconds for which what is away is away
        self.chance = crowd.chance
        self.ends: list[End] = []
        self.began: list[int] = []  # after how many calls to Telegram each fault did
        self.back = 0.0
        self._living = asyncio.create_task(crowd.live())

    def begins(self) -> None:
        """Note that a fault begins."""
        self.began.append(self.sim.world.calls.count)

    def note(self, what: str) -> None:
        """Write into the log of the bots what happens to them."""
        with self.log.open("a") as log:
            log.write(f'{{"event": "fault", "what": "{what}", "at": "{datetime.now(UTC):%H:%M:%S}"}}\n')

    def last_words(self) -> str:
        """Return what the bots wrote last, and what happened to them."""
        return "".join(deque(self.log.open(), LAST_WORDS)) if self.log.exists() else "they wrote nothing"

    async def answers_again(self) -> None:
        """Wait until the bot has spoken again."""
        before, waiting = self.sim.world.calls.count, Patience(PATIENCE)
        while not any(
            call["method"] in ("sendMessage", "editMessageText")
            for call in self.sim.world.calls.after(before)
        ):
            if self._living.done():
                self._living.result()
            await waiting.breath(lambda: "nobody is answered")

    async def moves_on(self) -> None:
        """Wait until everybody has gone on."""
        self.back = max(self.back, await self.crowd.moves_on(self._living, PATIENCE))

    async def ends_well(self, portal: Workroom) -> Verdict:
        """Let the patients finish and what is left leave; then look."""
        self.crowd.over = True
        await asyncio.wait({self._living}, timeout=PATIENCE)
        if self._living.done():
            self._living.result()
        for _ in range(int(TO_SETTLE / 0.1)):
            verdict = await asyncio.to_thread(judge, self.crowd, portal, self.began)
            if not verdict.stuck and not verdict.unread:
                break
            await asyncio.sleep(0.1)
        verdict.restarts, verdict.back = self.lives.ended_by_themselves, round(self.back, 1)
        verdict.slowest = max((end.took for end in self.ends), default=0)
        verdict.codes = {end.code for end in self.ends}
        return verdict

    def close(self) -> None:
        """Have the patients go home."""
        self._living.cancel()


async def power_cuts(
    database: str, folder: Path, kills: int, seed: int, within: float = 0.4, *, orderly: bool = False
) -> Verdict:
    """Kill the bot `kills` times, each time up to `within` seconds after it has answered again; then look."""
    end = BaseProcess.terminate if orderly else BaseProcess.kill
    async with on_trial(database, folder, seed, outage=0) as (tried, portal):
        for _ in range(kills):
            await tried.answers_again()
            await asyncio.sleep(tried.chance.uniform(0, within))
            tried.begins()
            tried.note(end.__name__)
            tried.ends.append(await tried.lives.end(tried.lives.one(tried.chance), end))
        return await tried.ends_well(portal)


@asynccontextmanager
async def on_trial(
    database: str,
    folder: Path,
    seed: int,
    outage: float,
    replicas: int = 1,
    bucket: FailingBucket | None = None,
) -> AsyncIterator[tuple[Trial, Workroom]]:
    """Have the bot run, `replicas` times behind one webhook if not once, and patients fill in."""
    async with AsyncExitStack() as stack:
        sim = await stack.enter_async_context(Simulator(webhook_timeout=HOOK_SECONDS))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        line = await stack.enter_async_context(Wire([_server(database)])) if _postgres(database) else None
        environ = {**environ_of(sim, _through(database, line), folder), **(bucket.settings if bucket else {})}
        portal = stack.enter_context(_portal(environ, database))
        crowd = Crowd(sim, http, portal, random.Random(seed), photos=bucket is not None)
        environs = await _replicas(stack, environ, replicas)
        lives = await stack.enter_async_context(Lives(environs))
        tried = Trial(sim, crowd, lives, database, line, outage, Path(environ["LOG"]))
        tried.bucket = bucket
        stack.callback(tried.close)
        try:
            yield tried, portal
        except Stuck as stuck:
            stuck.add_note(tried.last_words())
            raise


async def _replicas(stack: AsyncExitStack, environ: dict[str, str], count: int) -> list[dict[str, str]]:
    """Return what each replica is told: several stand behind a balancer."""
    if count == 1:
        return [environ]
    ports = [stack.enter_context(held_port()) for _ in range(count)]
    balancer = await stack.enter_async_context(Wire([wire.port(one) for one in ports]))
    hook = {"MASANTE_WEBHOOK_URL": f"http://127.0.0.1:{balancer.port}/telegram"}
    return [{**environ, **hook, "MASANTE_LISTEN": f"127.0.0.1:{one}"} for one in ports]


def environ_of(sim: Simulator, database: str, folder: Path) -> dict[str, str]:
    """Return the settings of bots on this database, and where they log."""
    return {
        "MASANTE_TELEGRAM_TOKEN": sim.token,
        "MASANTE_TELEGRAM_API": sim.url,
        "MASANTE_DATABASE_URL": database,
        "MASANTE_VAULT_URL": f"file://{folder / 'vault'}",
        "MASANTE_KEYS": str(folder / "keys"),
        "MASANTE_SMTP_URL": f"smtp://127.0.0.1:{sim.smtp_port}",
        "MASANTE_MAIL_FROM": "masante@example.org",
        "MASANTE_SMS_URL": f"{sim.url}/sms",
        "MASANTE_SUPPORT_EMAIL": "aide@example.org",
        "MASANTE_LISTEN": "127.0.0.1:0",
        "MASANTE_RECOGNITION": "off",
        "LOG": str(folder / "bot.log"),
    }


def _postgres(database: str) -> bool:
    return database.startswith("postgresql")


def _server(database: str) -> wire.Target:
    url = make_url(database)
    host, port = str(url.query.get("host") or url.host or "127.0.0.1"), url.port or 5432
    if host.startswith("/"):
        return wire.socket(f"{host}/.s.PGSQL.{port}")
    return lambda: asyncio.open_connection(host, port)


def _through(database: str, line: Wire | None) -> str:
    """Return the address of a database by way of the wire."""
    if line is None:
        return database
    url = make_url(database)
    query = {name: value for name, value in url.query.items() if name != "host"}
    return url.set(host="127.0.0.1", port=line.port, query=query).render_as_string(hide_password=False)


@contextmanager
def _portal(environ: dict[str, str], database: str) -> Iterator[Workroom]:
    """Open the portal beside the bots, past the wire."""
    url = make_url(database)
    if _postgres(database):  # a standby is one to the bots alone
        url = url.update_query_dict({"options": "-c default_transaction_read_only=off"})
    opened = connect(url.render_as_string(hide_password=False))
    room = Workroom(opened, SystemClock(), Settings.read(environ).ring())
    yield room
    room.close()


async def trial(
    database: str,
    folder: Path,
    faults: Sequence[Happening],
    seed: int,
    outage: float,
    replicas: int = 1,
    bucket: FailingBucket | None = None,
) -> Verdict:
    """Have these faults come one after the other; after each, everybody must go on; then look."""
    async with on_trial(database, folder, seed, outage, replicas, bucket) as (tried, portal):
        for fault in faults:
            await tried.answers_again()
            await asyncio.sleep(tried.chance.uniform(0, 0.3))
            tried.begins()
            tried.note(fault.name)
            await fault(tried)
            await tried.moves_on()
        return await tried.ends_well(portal)
