"""What is measured by `bench.photos`, in a process of its own: photos are fetched, judged, set right, sealed and kept.

Says on standard output, one JSON a line, when it is idle, what one photo costs, and how ten at once went.
"""

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from bench.processes import tree
from bot import app as _the_whole_bot  # noqa: F401  what is idle weighs as much as the bot does
from bot.fetching import Fetcher
from bot.transport import AiohttpRequest, BotApi
from bot.workshop import darkroom
from portal import vault
from portal.clock import SystemClock
from portal.database import connect
from portal.keys import new_ring
from portal.vault import Fetch, Kept
from portal.work import Workroom

BEAT = 0.005  # seconds between two heartbeats of the event loop
TICKS = 100  # of /proc, a second


def main() -> None:
    """Keep photos of the server named on the command line, in the folder named after it."""
    asyncio.run(_keep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))


async def _keep(server: str, folder: Path, rounds: int) -> None:
    room = Workroom(connect(f"sqlite:///{folder}/portal.db"), SystemClock(), new_ring())
    api, workshop = BotApi(server, "1:bench", AiohttpRequest()), darkroom()
    await api.start()
    fetcher = Fetcher(api, workshop, vault.at(f"file://{folder}/vault"), room)
    await asyncio.to_thread(sys.stdin.readline)
    await _say("idle")
    await _kept(fetcher)  # the child is there from now on
    await _say("rested")
    costs = []
    for _ in range(rounds):
        before = _cpu(), time.perf_counter()
        await _kept(fetcher)
        costs.append((1000 * (_cpu() - before[0]), 1000 * (time.perf_counter() - before[1])))
    await _say(
        "one", cpu_ms=statistics.median(c for c, _ in costs), ms=statistics.median(t for _, t in costs)
    )
    late: list[float] = []
    beating = asyncio.create_task(_beat(late))
    began = time.perf_counter()
    await asyncio.gather(*(_kept(fetcher) for _ in range(10)))
    beating.cancel()
    await _say("ten", block_ms=1000 * max(late), ms=1000 * (time.perf_counter() - began))
    await api.stop()
    await asyncio.to_thread(workshop.close)
    room.close()


async def _say(what: str, **figures: float) -> None:
    """Tell whoever measures, and rest until it has looked."""
    print(json.dumps({"what": what, **figures}), flush=True)
    await asyncio.to_thread(sys.stdin.readline)


def _wanted() -> Fetch:
    return Fetch("photo", ("image/*",), vault.LARGEST, page=True)


async def _kept(fetcher: Fetcher) -> None:
    kept: Any = await fetcher(_wanted())
    assert isinstance(kept, Kept), kept
    assert kept.page is not None


async def _beat(late: list[float]) -> None:
    """Note by how much each heartbeat came too late: for so long somebody held the loop."""
    while True:
        due = time.perf_counter() + BEAT
        await asyncio.sleep(BEAT)
        late.append(time.perf_counter() - due)


def _cpu() -> float:
    """Return the seconds of processor that this process and all below it have used."""
    spent = 0.0
    for pid in tree(Path("/proc/self").resolve().name):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        spent += sum(map(int, fields[11:15])) / TICKS  # its own, and of children it has waited for
    return spent
