"""The faults, by name: what goes wrong, on which database, and how it is mended; nobody is told beforehand."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import Any

import psycopg
from sqlalchemy import make_url

from portal.mailroom import lanes
from tests.faults import lives
from tests.faults.harness import Trial

TAKES_ALL = "-c default_transaction_read_only=off"
BOTH = ("sqlite", "postgresql")
HOUR, TEN_MINUTES = 3600.0, 600.0  # seconds
SOME = 5  # calls or updates that a fault meets, and one more for each second of an outage, up to …
MORE = 15
LEASE = lanes.LEASE.total_seconds() + 1
LETTERS = 3  # e-mails or SMS that meet a fault
HANGS = 25.0  # seconds that a mail server says nothing: longer than we wait


@dataclass(frozen=True)
class Fault:
    """What goes wrong; `on` the databases where it can; `replicas` that it takes; `lost` words that never leave."""

    name: str
    act: Callable[[Trial], Awaitable[None]]
    on: tuple[str, ...] = BOTH
    replicas: int = 1
    lost: int = 0
    photos: bool = False  # documents are added meanwhile, to a bucket

    async def __call__(self, tried: Trial) -> None:
        """Have it happen, and mend it."""
        await self.act(tried)


async def killed(tried: Trial) -> None:
    """Kill one process (-9); it is begun again."""
    tried.ends.append(await tried.lives.end(tried.lives.one(tried.chance), BaseProcess.kill))


async def database_gone(tried: Trial) -> None:
    """Have the database away: every connection breaks and none is taken; SQLite's file belongs to somebody else."""
    async with _away(tried):
        await asyncio.sleep(tried.outage)


async def database_gone_at_the_start(tried: Trial) -> None:
    """Kill a process while the database is away: what begins then finds none."""
    async with _away(tried):
        await killed(tried)
        await asyncio.sleep(tried.outage)


async def database_silent(tried: Trial) -> None:
    """Have the database say nothing, on connections that stay."""
    assert tried.line is not None
    tried.line.hush()
    await asyncio.sleep(tried.outage)
    await tried.line.mend()


async def database_read_only(tried: Trial) -> None:
    """Lead to a database that takes nothing, as a standby does that is not the first yet."""
    await _standby(tried, "on")
    await asyncio.sleep(tried.outage)
    await _standby(tried, "off")


async def disk_full(tried: Trial) -> None:
    """Have every write of the bots to a file fail: database, write-ahead log, vault, log."""
    tried.lives.limit(0)
    await asyncio.sleep(tried.outage)
    tried.lives.limit(-1)


async def clock_forward(tried: Trial) -> None:
    """Set the machine's clock forward by an hour."""
    tried.lives.jump.value += HOUR


async def clock_back(tried: Trial) -> None:
    """Set the machine's clock back by ten minutes."""
    tried.lives.jump.value -= TEN_MINUTES


async def frozen(tried: Trial) -> None:
    """Freeze one of two for longer than its lease, as the clock of their machine tells; then let it go on."""
    number = tried.lives.one(tried.chance)
    lives.freeze(tried.lives.living[number])
    await asyncio.sleep(tried.outage / 2)
    tried.lives.jump.value += LEASE
    await asyncio.sleep(tried.outage / 2)
    lives.thaw(tried.lives.living[number])


def telegram(kind: str, **more: Any) -> Callable[[Trial], Awaitable[None]]:
    """Have the next calls to Telegram fail, those that ask for updates among them."""
    return _some_fail("api", kind, **more)


async def half_sent(tried: Trial) -> None:
    """Have Telegram do what it was asked to, and break off in the middle of its answer: once for each chat."""
    for chat in tried.crowd.chats():
        fault = {"where": "api", "kind": "half", "method": "sendMessage", "chat_id": chat, "times": 1}
        tried.sim.world.faults.add(fault)
    await tried.moves_on()
    tried.sim.world.faults.clear()


def updates(kind: str, **more: Any) -> Callable[[Trial], Awaitable[None]]:
    """Have the next updates come otherwise than they should."""
    return _some_fail("webhook", kind, **more)


def _some_fail(where: str, kind: str, **more: Any) -> Callable[[Trial], Awaitable[None]]:
    async def act(tried: Trial) -> None:
        tried.sim.world.faults.add({"where": where, "kind": kind, "times": _some(tried), **more})
        await _used_up(tried)

    return act


def others(where: str, kind: str, times: int = LETTERS, **more: Any) -> Callable[[Trial], Awaitable[None]]:
    """Have the next e-mails or SMS meet a server that is not well."""

    async def act(tried: Trial) -> None:
        tried.sim.world.faults.add({"where": where, "kind": kind, "times": times, **more})
        if kind == "down":
            await asyncio.sleep(tried.outage)
            tried.sim.world.faults.clear()
        await _used_up(tried)

    return act


def bucket(kind: str) -> Callable[[Trial], Awaitable[None]]:
    """Have the S3 server fail while photos come."""

    async def act(tried: Trial) -> None:
        assert tried.bucket is not None
        tried.bucket.fail(kind)
        await asyncio.sleep(tried.outage)
        tried.bucket.recover()

    return act


def _some(tried: Trial) -> int:
    return SOME + min(MORE, int(tried.outage))


async def _used_up(tried: Trial) -> None:
    while tried.sim.world.faults.wait():
        await asyncio.sleep(0.05)


@asynccontextmanager
async def _away(tried: Trial) -> AsyncIterator[None]:
    if tried.line is not None:
        await tried.line.cut()
        yield
        await tried.line.mend()
        return
    other = sqlite3.connect(
        str(make_url(tried.database).database), isolation_level=None, check_same_thread=False
    )
    other.execute("PRAGMA busy_timeout = 10000")
    await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
    yield
    other.execute("COMMIT")
    other.close()


async def _standby(tried: Trial, switch: str) -> None:
    """Have new connections be read-only or not, and every connection of the bots a new one."""
    assert tried.line is not None
    name = make_url(tried.database).database
    with psycopg.connect(tried.database, autocommit=True, options=TAKES_ALL) as admin:
        admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = {switch}".encode())
    await tried.line.cut()
    await tried.line.mend()


FAULTS = (
    Fault("a process is killed (-9)", killed),
    Fault("database away", database_gone),
    Fault("database away as a process starts", database_gone_at_the_start),
    Fault("database silent", database_silent, on=("postgresql",)),
    Fault("database read-only, as a standby is", database_read_only, on=("postgresql",)),
    Fault("disk full", disk_full, on=("sqlite",)),
    Fault("clock an hour forward", clock_forward),
    Fault("clock ten minutes back", clock_back),
    Fault("Telegram: 429", telegram("429", retry_after=1)),
    Fault("Telegram: 500", telegram("500")),
    Fault("Telegram: 502", telegram("502")),
    Fault("Telegram: slow (3 s)", telegram("slow", delay=3.0)),
    Fault("Telegram: connections closed", telegram("close")),
    Fault("Telegram: answers half sent", half_sent),
    Fault("updates twice", updates("duplicate")),
    Fault("updates in another order", updates("reorder")),
    Fault("updates late (1 s)", updates("slow", delay=1.0), replicas=2, on=("postgresql",)),
    Fault("updates taken, Telegram did not hear so", updates("close"), replicas=2, on=("postgresql",)),
    Fault("updates half sent", updates("half"), replicas=2, on=("postgresql",)),
    Fault("mail server: 421", others("smtp", "502")),
    Fault("mail server: 550", others("smtp", "400"), lost=LETTERS),
    Fault("mail server: away", others("smtp", "down")),
    Fault("mail server: hangs", others("smtp", "slow", delay=HANGS)),
    Fault("SMS gateway: 500", others("sms", "500")),
    Fault("SMS gateway: away", others("sms", "down")),
    Fault("SMS gateway: hangs", others("sms", "slow", delay=HANGS)),
    Fault("S3: 503, while photos come", bucket("busy"), photos=True),
    Fault("S3: silent, while photos come", bucket("hang"), photos=True),
    Fault("one of two frozen past its lease", frozen, replicas=2, on=("postgresql",)),
)
NAMED = {fault.name: fault for fault in FAULTS}
